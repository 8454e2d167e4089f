/** Words of the day page: a person's periods of today. */
export const day = {
  "day.title": { vi: "Các tiết học hôm nay", en: "Today's periods" },
  "day.hello_teacher": { vi: "Chào {name}", en: "Hello {name}" },
  "day.hello_pupil": { vi: "Chào {em} {name}", en: "Hello {name}" },
  "day.now": { vi: "Tiết hiện tại", en: "This period" },
  "day.next": { vi: "Tiết tiếp theo", en: "Next period" },
  "day.all": { vi: "Cả ngày", en: "The whole day" },
  "day.count": { vi: "{n} tiết", en: "{n} {n|period|periods}" },
  "day.open_teacher": { vi: "Mở phòng học", en: "Open the classroom" },
  "day.open_pupil": { vi: "Vào lớp", en: "Join class" },
  "day.record": { vi: "Hồ sơ", en: "Record" },
  "day.opens_at": { vi: "Mở cửa trước giờ học ít phút", en: "Opens a few minutes before the bell" },
  "day.none": { vi: "Hôm nay không có tiết học nào", en: "No lessons today" },
  "day.none_hint": {
    vi: "Trang này tự cập nhật khi nhà trường xếp thêm tiết.",
    en: "This page updates by itself when the school adds a lesson.",
  },
  "day.done": { vi: "Các tiết hôm nay đã học xong.", en: "Today's lessons are over." },
  "day.failed": { vi: "Chưa mở được trang này", en: "This page could not be opened" },
  "day.stale": {
    vi: "Đang mất kết nối, danh sách có thể đã cũ.",
    en: "No connection; this list may be out of date.",
  },
} as const;

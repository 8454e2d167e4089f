/** Words of the first page. */
export const home = {
  "home.lead": { vi: "Lớp học trực tuyến của nhà trường", en: "The school's live classroom" },
  "home.line1": {
    vi: "Thầy cô giảng bài bằng tiếng, hình và màn hình; {hs} nghe, xem, giơ tay và phát biểu ngay trên điện thoại.",
    en: "Teachers speak, show themselves and their screen; pupils listen, watch, raise a hand and answer, on a phone.",
  },
  "home.line2": {
    vi: "Ít tốn dữ liệu, tự kết nối lại khi mạng chập chờn, điểm danh theo thời gian học thật.",
    en: "It is frugal with data, reconnects by itself, and takes attendance by the time truly attended.",
  },
  "home.line3": {
    vi: "Chạy trên máy chủ của trường: không cần cài đặt, không cần tài khoản {hs}.",
    en: "It runs on the school's own server: nothing to install, no pupil accounts.",
  },
  "home.where": { vi: "Vào lớp bằng cách nào?", en: "How do I get in?" },
  "home.pupil": { vi: "{Hs} và giáo viên", en: "Pupils and teachers" },
  "home.pupil_how": {
    vi: "{Hs}: mở đường liên kết của lớp hoặc quét mã trên thẻ. Thầy cô: mở đường liên kết riêng nhà trường đã gửi, xin đừng chuyển cho người khác.",
    en: "Pupils: open the class’s link or scan the code on the card. Teachers: open the personal link the school sent, and do not pass it on.",
  },
  "home.resume": { vi: "Các tiết học hôm nay của tôi", en: "My periods of today" },
  "home.office": { vi: "Giáo vụ", en: "School office" },
  "home.office_how": {
    vi: "Xếp tiết học, lấy đường liên kết cho giáo viên và {hs}, xem điểm danh.",
    en: "Plan lessons, get links for teachers and pupils, see attendance.",
  },
  "home.office_enter": { vi: "Vào trang giáo vụ", en: "Go to the office page" },
} as const;

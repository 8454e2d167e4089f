/** Words of the ways in: the class's link, cards, guests; and of the device several pupils share. */
export const way = {
  "way.title": { vi: "Vào lớp", en: "Come in" },
  "way.class": { vi: "Lớp {name}", en: "Class {name}" },
  "way.who": { vi: "{Em} là ai?", en: "Who are you?" },
  "way.who_hint": {
    vi: "Chọn đúng số thứ tự và tên của {em} trong danh sách lớp.",
    en: "Choose your own number and name in the class list.",
  },
  "way.stt": { vi: "Số thứ tự {n}", en: "Number {n}" },
  "way.not_me": { vi: "Không phải {em}, chọn lại", en: "Not me, choose again" },
  "way.digits": { vi: "Ngày sinh hoặc mã PIN trên thẻ", en: "Birth date, or the PIN on your card" },
  "way.digits_hint": {
    vi: "Ngày sinh gõ 8 số, ví dụ ngày 5 tháng 9 năm 2012 là 05092012. Mã PIN có 6 số.",
    en: "Type the birth date as 8 digits: 5 September 2012 is 05092012. The PIN has 6 digits.",
  },
  "way.small_digits": { vi: "{Em} sinh ngày nào, tháng nào?", en: "What day and month is your birthday?" },
  "way.small_hint": {
    vi: "Ngày 5 tháng 9 thì bấm 0 5 0 9. Có thẻ thì bấm 6 số trên thẻ.",
    en: "For 5 September press 0 5 0 9. With a card press its 6 digits.",
  },
  "way.digits_bad": { vi: "Gõ đủ các số rồi bấm tiếp.", en: "Type all the digits, then go on." },
  "way.submit": { vi: "Vào lớp", en: "Come in" },
  "way.pad": { vi: "Bàn phím số", en: "Number pad" },
  "way.pad_shown": { vi: "Đã bấm: {digits}", en: "Pressed: {digits}" },
  "way.pad_none": { vi: "Chưa bấm số nào", en: "Nothing pressed yet" },
  "way.pad_delete": { vi: "Xóa một số", en: "Delete one digit" },
  "way.locked_title": { vi: "Thầy cô sẽ cho {em} vào lớp", en: "The teacher will let you in" },
  "way.locked": {
    vi: "Đã trả lời sai nhiều lần. Đến giờ học, {em} bấm vào tiết học và chờ ở cửa; thầy cô nhận ra {em} sẽ cho vào.",
    en: "There were too many wrong answers. At lesson time open the lesson and wait at its door; a teacher who knows you lets you in.",
  },
  "way.to_day": { vi: "Xem tiết học hôm nay", en: "See today's lessons" },
  "way.full_title": { vi: "Máy này đã nhớ đủ 5 người", en: "This device remembers five people already" },
  "way.full": {
    vi: "Bớt một người để máy nhớ {name}, hoặc vào học mà không cần nhớ.",
    en: "Remove one so that it remembers {name}, or go on without being remembered.",
  },
  "way.without": { vi: "Vào học, không cần nhớ", en: "Go on without being remembered" },
  "way.failed": { vi: "Chưa mở được đường liên kết này", en: "This link could not be opened" },
  "way.card_title": { vi: "Thẻ học sinh", en: "Pupil's card" },

  "guest.title": { vi: "Vào lớp với tư cách khách", en: "Join as a guest" },
  "guest.name": { vi: "Tên của khách", en: "Your name" },
  "guest.name_hint": {
    vi: "Cả lớp thấy tên này kèm chữ “khách”. Ví dụ: Phụ huynh em Lan.",
    en: "Everybody in the class sees it with the word “guest”. For example: Parent of Lan.",
  },
  "guest.submit": { vi: "Vào lớp", en: "Join class" },

  "siblings.who": { vi: "Ai đang học trên máy này?", en: "Who is learning on this device?" },
  "siblings.switch": { vi: "Đổi người học", en: "Somebody else learns" },
  "siblings.add": {
    vi: "Thêm anh, chị, em dùng chung máy",
    en: "Add a brother or sister who shares this device",
  },
  "siblings.add_how": {
    vi: "Mở đường liên kết lớp của anh, chị, em đó, hoặc quét mã trên thẻ, ngay trên máy này. Máy nhớ được 5 người.",
    en: "Open that pupil's class link, or scan the code on the card, on this very device. It remembers five people.",
  },
  "siblings.remove": { vi: "Bớt người", en: "Remove somebody" },
  "siblings.remove_done": { vi: "Xong", en: "Done" },
  "siblings.remove_one": { vi: "Bỏ {name} khỏi máy này", en: "Remove {name} from this device" },
  "siblings.remove_ask": { vi: "Máy này quên {name}?", en: "Shall this device forget {name}?" },
  "siblings.remove_yes": { vi: "Quên", en: "Forget" },
  "siblings.again": {
    vi: "Cần vào lại bằng đường liên kết lớp hoặc thẻ mới",
    en: "Has to come in again by the class link or the new card",
  },
  "siblings.now": { vi: "Đang có tiết: {lesson}", en: "Has a lesson now: {lesson}" },
  "siblings.both": { vi: "Cả hai cùng vào", en: "Both join together" },
  "siblings.both_who": {
    vi: "{one} và {two} cùng học {lesson}",
    en: "{one} and {two} are both in {lesson}",
  },
  "siblings.both_hint": {
    vi: "Một máy, một luồng hình và tiếng; mỗi {em} được điểm danh và có nút giơ tay riêng.",
    en: "One device and one stream; each is counted as present and has an own hand to raise.",
  },
  "siblings.clash_title": {
    vi: "Hai tiết học trùng giờ",
    en: "Two lessons at the same time",
  },
  "siblings.clash": {
    vi: "{people} có tiết khác nhau lúc này. Trên máy này mỗi lúc chỉ một người học được: chọn người học bây giờ, người kia dùng máy khác hoặc xem lại bài sau.",
    en: "{people} have different lessons now. Only one can learn on this device at a time: choose who learns now; the other uses another device or watches the recording later.",
  },

  "problem.old_class_link": {
    vi: "Đường liên kết lớp này đã được thay. Xin thầy cô chủ nhiệm đường liên kết mới.",
    en: "This class link was replaced. Ask the homeroom teacher for the new one.",
  },
  "problem.wrong_answer": {
    vi: "Chưa đúng. Xem lại tên và các số rồi thử lại. Nếu đã có thẻ mới, dùng mã PIN trên thẻ mới. Sai 5 lần thì thầy cô phải cho vào.",
    en: "That is not right. Check the name and the digits. With a new card use its PIN. After five wrong answers a teacher has to let you in.",
  },
  "problem.many_wrong": {
    vi: "Có quá nhiều câu trả lời sai từ mạng này hoặc ở đường liên kết này, nên tạm dừng để không ai bị khóa. {Em} quét mã trên thẻ, xin thầy cô thẻ mới, hoặc thử lại sau. Máy đã nhớ {em} vẫn vào được.",
    en: "Too many wrong answers came from this network or at this link, so it pauses to lock nobody out. Scan the code on your card, ask your teacher for a new one, or try later. A device that remembers you goes on.",
  },
  "problem.old_card": {
    vi: "Thẻ này đã cũ hoặc đường liên kết bị thiếu. Dùng thẻ mới nhất, hoặc xin thầy cô chủ nhiệm thẻ mới.",
    en: "This card is old or the link is cut. Use the newest card, or ask the homeroom teacher for one.",
  },
  "problem.bad_name": {
    vi: "Tên cần có chữ cái, dài nhất 60 ký tự, viết bằng chữ Việt hoặc chữ La-tinh.",
    en: "A name needs letters, 60 signs at most, in Latin script.",
  },
  "problem.name_taken": {
    vi: "Tên này trùng với người trong danh sách lớp. Xin ghi rõ, ví dụ: Phụ huynh em Lan.",
    en: "This name is somebody's of the class. Please say who you are, for example: Parent of Lan.",
  },
} as const;

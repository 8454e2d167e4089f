/** Words at the class's door: waiting, removed, let in again; and what locks the class. */
export const door = {
  "class.door.waiting": { vi: "Phòng chờ", en: "Waiting room" },
  "class.door.waiting_pupil": { vi: "{Teacher} sẽ cho {em} vào", en: "{Teacher} will let you in" },
  "class.door.waiting_other": { vi: "{Teacher} sẽ cho vào lớp", en: "{Teacher} will let you in" },
  "class.door.stay": {
    vi: "Cứ để trang này mở, không cần bấm gì: được vào là nghe lớp ngay.",
    en: "Leave this page open, there is nothing to tap: you hear the class as soon as you are in.",
  },
  "class.door.removed": { vi: "{Em} đã được mời ra khỏi lớp", en: "You were asked to leave the class" },
  "class.door.removed_other": {
    vi: "Thầy cô đã mời ra khỏi lớp",
    en: "The teacher asked you to leave the class",
  },
  "class.door.removed_what": {
    vi: "{Em} chờ ở trang này nếu muốn vào lại: {teacher} nhìn thấy {em} đang chờ. Nếu có nhầm lẫn, {em} nói với bố mẹ hoặc giáo viên chủ nhiệm.",
    en: "Stay on this page if you want to come back: {teacher} sees you waiting. If this is a mistake, tell your parents or your homeroom teacher.",
  },
  "class.door.removed_what_other": {
    vi: "Cứ để trang này mở nếu muốn vào lại, hoặc liên hệ nhà trường.",
    en: "Leave this page open if you want to come back, or ask the school.",
  },
  "class.door.in": { vi: "Đã vào lớp", en: "You are in class" },

  "class.quiet": {
    vi: "Cả lớp giữ trật tự. Mic, trò chuyện và giơ tay tạm khóa.",
    en: "Quiet, please. Mics, chat and hands are locked for now.",
  },
  "class.quiet.over": { vi: "Lớp trở lại bình thường.", en: "Mics, chat and hands are open again." },
  "class.lost": {
    vi: "{Teacher} đang kết nối lại, các {em} chờ một chút",
    en: "{Teacher} is reconnecting, please wait",
  },
  "class.lost.locked": { vi: "Mic và trò chuyện tạm khóa.", en: "Mics and chat are locked until then." },
  "class.lost.back": { vi: "{Teacher} đã trở lại.", en: "{Teacher} is back." },
  "class.observed": { vi: "Có người dự giờ", en: "Somebody is observing" },
  "class.lock.mic": {
    vi: "Thầy cô đang khóa mic của lớp. Lúc này {em} chưa bật mic được.",
    en: "Your teacher has locked the mics. You cannot turn yours on now.",
  },
  "class.lock.camera": {
    vi: "Thầy cô đang khóa camera của lớp.",
    en: "Your teacher has locked the cameras.",
  },

  "class.unclear": { vi: "{Em} không nghe rõ", en: "I can’t hear well" },
  "class.unclear.other": { vi: "Không nghe rõ", en: "I can’t hear well" },
  "class.unclear.told": { vi: "Đã báo thầy cô", en: "Your teacher was told" },
  "class.unclear.again": {
    vi: "Đã báo thầy cô là {em} không nghe rõ. Báo lại được sau {seconds} giây.",
    en: "Your teacher was told that you can’t hear well. You can tell again in {seconds} s.",
  },
} as const;

/** Words of the teacher's hand on the class: doors, locks, order, the second phone. */
export const control = {
  "teach.class": { vi: "Điều khiển lớp", en: "Class controls" },
  "teach.class.waiting_room": { vi: "Phòng chờ: {em} nào vào cũng chờ cho vào", en: "Waiting room for all" },
  "teach.class.locked": { vi: "Khóa lớp: {em} vào muộn phải chờ", en: "Lock the class: latecomers wait" },
  "teach.class.mics": { vi: "{Hs} được bật mic khi phát biểu", en: "Pupils may use their mics" },
  "teach.class.cameras": {
    vi: "{Hs} được bật camera khi phát biểu",
    en: "Pupils may use their cameras",
  },
  "teach.class.chat": { vi: "Trò chuyện", en: "Chat" },
  "teach.class.chat.class": { vi: "Cả lớp", en: "The whole class" },
  "teach.class.chat.questions": { vi: "Chỉ hỏi thầy cô", en: "Questions to the teacher only" },
  "teach.class.chat.off": { vi: "Tắt", en: "Off" },
  "teach.class.slow": { vi: "Trò chuyện chậm", en: "Slow chat" },
  "teach.class.slow.none": { vi: "Không", en: "No" },
  "teach.class.slow.each": {
    vi: "{seconds} giây một tin",
    en: "One line each {seconds} {seconds|second|seconds}",
  },
  "teach.class.floors": { vi: "Số {em} được nói cùng lúc", en: "How many may speak at once" },

  "teach.quiet": { vi: "Giữ trật tự", en: "Quiet class" },
  "teach.quiet.on": { vi: "Đang giữ trật tự", en: "The class is kept quiet" },
  "teach.quiet.what": {
    vi: "Mic, camera, trò chuyện và giơ tay của {hs} đang khóa.",
    en: "Pupils’ mics, cameras, chat and hands are locked.",
  },
  "teach.quiet.end": { vi: "Mở lại", en: "Open again" },

  "teach.door": { vi: "Chờ vào lớp", en: "At the door" },
  "teach.door.admit": { vi: "Cho vào", en: "Let in" },
  "teach.door.admit_name": { vi: "Cho vào: {name}", en: "Let in: {name}" },
  "teach.door.admit_all": { vi: "Cho tất cả vào", en: "Let all in" },
  "teach.door.removed": { vi: "Đã mời ra khỏi lớp", en: "Removed" },
  "teach.door.back": { vi: "Cho vào lại", en: "Let back in" },
  "teach.door.back_name": { vi: "Cho vào lại: {name}", en: "Let back in: {name}" },
  "teach.door.said": { vi: "{name} chờ vào lớp", en: "{name} is at the door" },

  "teach.door.is.waiting": { vi: "Chờ vào lớp", en: "At the door" },
  "teach.door.is.removed": { vi: "Đã mời ra", en: "Removed" },

  "teach.row.more": { vi: "Việc với {name}", en: "Actions for {name}" },
  "teach.row.write": { vi: "Nhắn riêng", en: "Write privately" },
  "teach.row.remove": { vi: "Mời ra khỏi lớp", en: "Remove" },
  "teach.row.reason": { vi: "Lý do (lớp không thấy)", en: "Reason (not shown to the class)" },
  "teach.row.remove_yes": { vi: "Mời ra", en: "Remove" },

  "teach.school": { vi: "{Em} ngồi tại trường", en: "Pupils at school" },
  "teach.school.mark": { vi: "{name} ngồi tại trường", en: "{name} is at school" },
  "teach.school.rest": {
    vi: "Cả {count} {em} chưa vào mạng đều ngồi tại trường",
    en: "All {count} who have not joined are at school",
  },
  "teach.school.is": { vi: "tại trường", en: "at school" },

  "teach.unclear": { vi: "Không nghe rõ", en: "Can’t hear well" },
  "teach.unclear.server": { vi: "máy chủ thấy: {light}", en: "the server sees: {light}" },
  "teach.unclear.clear": { vi: "Đã rõ", en: "Done" },
  "teach.unclear.clear_name": { vi: "Đã rõ: {name} không nghe rõ", en: "Done: {name} can’t hear well" },
  "teach.unclear.said": { vi: "{name} không nghe rõ", en: "{name} can’t hear well" },

  "teach.lowered": { vi: "Vừa hạ tay sau khi phát biểu", en: "Hand lowered after speaking" },
  "teach.lowered.restore": { vi: "Giơ lại", en: "Put up again" },
  "teach.lowered.restore_name": { vi: "Giơ lại tay {name}", en: "Put up again: {name}’s hand" },
  "teach.lowered.said": { vi: "Tay {name} đã hạ sau khi phát biểu.", en: "{name} has spoken, hand lowered." },

  "teach.phone": { vi: "Điện thoại thứ hai", en: "Second phone" },
  "teach.phone.camera": { vi: "Dùng điện thoại làm máy quay vở", en: "Use a phone as notebook camera" },
  "teach.phone.move": { vi: "Chuyển tiết dạy sang điện thoại", en: "Move the lesson to a phone" },
  "teach.phone.scan": {
    vi: "Mở máy ảnh của điện thoại và quét mã này. Mã dùng đến {time}.",
    en: "Scan this code with the phone’s camera. It works until {time}.",
  },
  "teach.phone.secret": {
    vi: "Mã này vào lớp với quyền của thầy cô: đừng chiếu lên màn hình.",
    en: "This code enters as you: do not share it on the screen.",
  },
  "teach.phone.qr": { vi: "Mã QR", en: "QR code" },

  "teach.guests": { vi: "Liên kết cho khách", en: "Guests’ link" },
  "teach.guests.hint": {
    vi: "Ai có liên kết đều vào được tiết này, tên luôn kèm chữ “khách”. Bật phòng chờ để xem từng người.",
    en: "Whoever has it comes into this lesson, always named with “guest”. With the waiting room on you let each one in.",
  },
  "teach.guests.make": { vi: "Tạo liên kết cho khách", en: "Make the guests’ link" },
  "teach.guests.copy": { vi: "Sao chép liên kết cho khách", en: "Copy the guests’ link" },
  "teach.guests.end": { vi: "Hủy liên kết cho khách", en: "End the guests’ link" },
  "teach.guests.end_ask": {
    vi: "Hủy mọi liên kết cho khách của tiết này? Khách vào bằng liên kết ra khỏi lớp ngay.",
    en: "End every guests’ link of this lesson? Guests who came by it are out at once.",
  },
  "teach.guests.ended": { vi: "Đã hủy liên kết cho khách.", en: "The guests’ link has ended." },
  "teach.guests.until": { vi: "Dùng đến {time}.", en: "It works until {time}." },

  "teach.lines.now": { vi: "đang học {period}", en: "now {period}" },
  "teach.lost": {
    vi: "Máy chủ không nghe thấy thầy cô. Mic và trò chuyện của lớp đang khóa cho đến khi nối lại.",
    en: "The server does not hear you. The class’s mics and chat are locked until you are back.",
  },
} as const;

/** Words about ways in for who hands them out: the office, homeroom teachers, a teacher in class. */
export const ways = {
  "ways.title": { vi: "Đường vào lớp", en: "Ways in" },
  "ways.of": { vi: "Đường vào lớp {name}", en: "Ways into class {name}" },
  "ways.no_class": {
    vi: "Chưa có lớp nào. Nhập danh sách lớp trước.",
    en: "There is no class yet. Import the class lists first.",
  },
  "ways.link": { vi: "Đường liên kết của lớp", en: "The class link" },
  "ways.link_of": { vi: "Đường liên kết của lớp {name}", en: "The link of class {name}" },
  "ways.link_hint": {
    vi: "Gửi vào nhóm của lớp. {Hs} chọn tên mình rồi trả lời bằng ngày sinh hoặc mã PIN trên thẻ; máy nhớ cho những lần sau.",
    en: "Post it in the class's group. Pupils choose their own name and answer with the birth date or the card's PIN; the device remembers.",
  },
  "ways.link_out": {
    vi: "Lớp đang có đường liên kết. Vì lý do an toàn, đường liên kết chỉ hiện một lần khi tạo.",
    en: "A link is out. For safety it is shown only once, when it is made.",
  },
  "ways.link_make": { vi: "Tạo đường liên kết", en: "Make the link" },
  "ways.link_renew": { vi: "Tạo đường liên kết mới", en: "Make a new link" },
  "ways.link_ask": {
    vi: "Đường liên kết cũ sẽ hết dùng. Máy đã nhớ {hs} vẫn vào được; {hs} bị khóa vì trả lời sai được trả lời lại.",
    en: "The old link will stop working. Devices that remember pupils go on; pupils locked by wrong answers may answer again.",
  },
  "ways.link_once": {
    vi: "Hãy sao chép ngay: đường liên kết chỉ hiện lần này.",
    en: "Copy it now: it is shown only this time.",
  },
  "ways.link_qr": { vi: "Mã QR của đường liên kết lớp {name}", en: "QR code of the link of class {name}" },
  "ways.cards": { vi: "Thẻ {hs}", en: "Pupils' cards" },
  "ways.cards_hint": {
    vi: "Mỗi thẻ có mã QR và mã PIN của một {hs}. Mã chỉ hiện một lần, hãy in ngay.",
    en: "Each card has one pupil's QR code and PIN. They are shown once: print them at once.",
  },
  "ways.cards_missing": {
    vi: "In thẻ cho {n} {hs} chưa có",
    en: "Print cards for {n} {n|pupil|pupils} without one",
  },
  "ways.cards_ticked": { vi: "In thẻ mới cho {n} {hs}", en: "Print new cards for {n} {n|pupil|pupils}" },
  "ways.cards_ask": {
    vi: "Thẻ cũ và máy đã nhớ của {n} {hs} sẽ hết dùng, kể cả đang trong giờ học.",
    en: "Older cards and remembered devices of {n} {n|pupil|pupils} will stop working, in running lessons, too.",
  },
  "ways.cards_yes": { vi: "Cấp thẻ mới", en: "Issue new cards" },
  "ways.no_card": { vi: "Chưa có thẻ", en: "No card yet" },
  "ways.card_of": { vi: "Thẻ cấp {day}", en: "Card of {day}" },
  "ways.tries": { vi: "đã sai {n} lần", en: "{n} wrong {n|answer|answers}" },
  "ways.locked": { vi: "đã khóa vì trả lời sai nhiều lần", en: "locked after too many wrong answers" },
  "ways.unlock": { vi: "Mở khóa", en: "Unlock" },
  "ways.unlock_of": { vi: "Mở khóa cho {name}", en: "Unlock {name}" },

  "ways.guests": { vi: "Liên kết cho khách", en: "Guests' link" },
  "ways.guests_name": { vi: "khách", en: "guests" },
  "ways.guests_hint": {
    vi: "Một liên kết cho mọi khách của tiết này: mỗi người tự ghi tên và luôn được ghi kèm chữ “khách”.",
    en: "One link for all guests of this lesson: each types a name, which is always shown with “guest”.",
  },

  "cards.title": { vi: "{n} thẻ lớp {name}", en: "{n} {n|card|cards} of class {name}" },
  "cards.once": {
    vi: "In hoặc lưu ngay. Đóng trang này là không xem lại được; mất thẻ thì cấp thẻ mới.",
    en: "Print or save them now. They cannot be shown again; a lost card is replaced by a new one.",
  },
  "cards.print": { vi: "In thẻ", en: "Print the cards" },
  "cards.close": { vi: "Đã in, quay lại", en: "Printed, go back" },
  "cards.line": { vi: "Lớp {name} · STT {n}", en: "Class {name} · No. {n}" },
  "cards.pin": { vi: "Mã PIN:", en: "PIN:" },
  "cards.how": {
    vi: "Quét mã bằng máy ảnh của điện thoại rồi bấm Vào lớp. Hoặc mở đường liên kết của lớp, chọn tên và gõ mã PIN.",
    en: "Scan the code with the phone's camera and tap Join class. Or open the class link, choose the name and type the PIN.",
  },
  "cards.qr": { vi: "Mã QR của {name}", en: "QR code of {name}" },
  "cards.again": { vi: "Cấp thẻ mới", en: "New card" },
  "cards.again_ask": {
    vi: "Thẻ cũ và các máy của {name} sẽ hết dùng ngay.",
    en: "The old card and the devices of {name} stop working at once.",
  },
  "cards.again_yes": { vi: "Cấp thẻ mới", en: "Issue a new card" },
  "cards.again_title": { vi: "Thẻ mới của {name}", en: "New card of {name}" },
  "cards.again_how": {
    vi: "Quét mã này, hoặc mở đường liên kết của lớp và gõ mã PIN. Ngày sinh không dùng được nữa. Chỉ hiện lần này.",
    en: "Scan this code, or open the class link and type the PIN. The birth date does not work any more. Shown only now.",
  },
  "cards.homeroom_only": {
    vi: "Chỉ giáo viên chủ nhiệm của lớp hoặc giáo vụ cấp được thẻ mới.",
    en: "Only the class's homeroom teacher or the office can issue a new card.",
  },
} as const;

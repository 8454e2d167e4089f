/** Words of the set-up page, which makes the office account once. */
export const setup = {
  "setup.title": { vi: "Tạo tài khoản giáo vụ", en: "Create the office account" },
  "setup.lead": {
    vi: "Đường liên kết này dùng được một lần. Sau bước này, thầy cô đăng nhập trang giáo vụ bằng tên và mật khẩu vừa đặt.",
    en: "This link works once. After this step you log in to the office page with the name and password chosen here.",
  },
  "setup.login": { vi: "Tên đăng nhập", en: "Login name" },
  "setup.login_hint": {
    vi: "Từ 3 đến 64 ký tự, không có dấu cách, ví dụ giaovu",
    en: "3 to 64 characters without spaces, for example office",
  },
  "setup.password": { vi: "Mật khẩu", en: "Password" },
  "setup.rule_length": { vi: "Ít nhất {n} ký tự", en: "At least {n} characters" },
  "setup.rule_name": { vi: "Khác tên đăng nhập", en: "Not the login name" },
  "setup.rule_varied": { vi: "Không lặp lại một vài ký tự", en: "Not a few characters repeated" },
  "setup.rule_met": { vi: "đạt", en: "met" },
  "setup.rule_open": { vi: "chưa đạt", en: "not yet" },
  "setup.advice": {
    vi: "Một câu ngắn dễ nhớ an toàn hơn một từ có ký hiệu lạ.",
    en: "A short sentence you remember is safer than one word with odd signs.",
  },
  "setup.repeat": { vi: "Nhập lại mật khẩu", en: "Repeat the password" },
  "setup.login_bad": {
    vi: "Tên đăng nhập chưa đúng quy cách.",
    en: "The login name does not fit the rules.",
  },
  "setup.password_bad": {
    vi: "Mật khẩu chưa đạt các yêu cầu.",
    en: "The password does not meet the rules yet.",
  },
  "setup.repeat_bad": { vi: "Hai lần nhập không giống nhau.", en: "The two passwords differ." },
  "setup.submit": {
    vi: "Tạo tài khoản và vào trang giáo vụ",
    en: "Create the account and go to the office page",
  },
  "problem.weak_password": {
    vi: "Máy chủ không nhận mật khẩu này vì quá dễ đoán.",
    en: "The server refuses this password; it is too easy to guess.",
  },
  "setup.failed": { vi: "Chưa tạo được tài khoản", en: "The account could not be created" },
  "setup.no_link": {
    vi: "Hãy mở trang này bằng đường liên kết dùng một lần mà máy chủ in ra khi khởi động.",
    en: "Please open this page with the one-time link the server prints when it starts.",
  },
} as const;

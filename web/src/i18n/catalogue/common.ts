/** Words that several pages use. Vietnamese and English stand together; parameters in braces. */
export const common = {
  "app.name": { vi: "Bục Giảng", en: "Bục Giảng" },
  "app.home": { vi: "Bục Giảng, trang đầu", en: "Bục Giảng, home page" },
  "language.label": { vi: "Ngôn ngữ", en: "Language" },
  "skip.main": { vi: "Đến nội dung chính", en: "Skip to main content" },
  "common.loading": { vi: "Đang tải…", en: "Loading…" },
  "common.retry": { vi: "Thử lại", en: "Try again" },
  "common.cancel": { vi: "Thôi", en: "Cancel" },
  "common.close": { vi: "Đóng", en: "Close" },
  "common.copied": { vi: "Đã sao chép", en: "Copied" },
  "link.copy": { vi: "Sao chép", en: "Copy" },
  "class.recording.again": { vi: "Xem lại bài", en: "Watch again" },
  "field.reveal": { vi: "Hiện mật khẩu", en: "Show password" },
  "common.required": { vi: "Hãy điền mục này.", en: "Please fill this in." },
  "period.number": { vi: "Tiết {number}", en: "Period {number}" },
  "period.afternoon": { vi: "Tiết {number} chiều", en: "Period {number}, afternoon" },
  "phase.planned": { vi: "Chưa bắt đầu", en: "Not started" },
  "phase.waiting": { vi: "Phòng chờ", en: "Waiting room" },
  "phase.live": { vi: "Đang học", en: "Running" },
  "phase.ended": { vi: "Đã kết thúc", en: "Ended" },
  "attendance.present": { vi: "Có mặt", en: "Present" },
  "attendance.late": { vi: "Vào muộn", en: "Late" },
  "attendance.absent_unknown": { vi: "Vắng chưa rõ lý do", en: "Absent, reason not yet known" },
  "problem.offline": {
    vi: "Không kết nối được với máy chủ. Hãy kiểm tra mạng rồi thử lại.",
    en: "The server cannot be reached. Check the network and try again.",
  },
  "problem.no_link": {
    vi: "Hãy mở trang này bằng đường liên kết nhà trường đã gửi.",
    en: "Please open this page with the link the school sent you.",
  },
  "problem.server": {
    vi: "Máy chủ gặp lỗi. Hãy thử lại sau ít phút.",
    en: "The server had an error. Try again in a few minutes.",
  },
  "problem.expired": {
    vi: "Đường liên kết này đã hết hạn. Hãy xin nhà trường một đường liên kết mới.",
    en: "This link has expired. Please ask the school for a new one.",
  },
  "problem.forged": {
    vi: "Đường liên kết này không đúng. Hãy mở lại đúng đường liên kết nhà trường đã gửi.",
    en: "This link is not valid. Please open the link exactly as the school sent it.",
  },
  "problem.revoked": {
    vi: "Đường liên kết này đã bị thu hồi. Hãy xin nhà trường một đường liên kết mới.",
    en: "This link was withdrawn. Please ask the school for a new one.",
  },
  "problem.foreign": {
    vi: "Đường liên kết này dùng cho việc khác. Hãy mở đúng đường liên kết nhà trường đã gửi.",
    en: "This link is for something else. Please open the link the school sent you.",
  },
  "problem.used_link": {
    vi: "Đường liên kết dùng một lần này đã được dùng hoặc đã hết hạn. Hãy nhờ người quản trị máy chủ tạo đường liên kết mới.",
    en: "This one-time link was used already or is too old. Ask the server's administrator for a new one.",
  },
  "problem.not_allowed": {
    vi: "Thầy cô không có quyền làm việc này.",
    en: "You are not allowed to do this.",
  },
  "problem.unknown_lesson": { vi: "Không tìm thấy tiết học này.", en: "This lesson cannot be found." },
  "problem.lesson_ended": { vi: "Tiết học này đã kết thúc.", en: "This lesson is over." },
  "problem.too_early": { vi: "Chưa đến giờ mở phòng học.", en: "The classroom is not open yet." },
  "problem.too_fast": {
    vi: "Thao tác quá nhanh. Hãy chờ một chút rồi thử lại.",
    en: "That was too fast. Wait a moment and try again.",
  },
  "problem.too_large": { vi: "Nội dung gửi đi quá lớn.", en: "What was sent is too large." },
  "problem.unexpected": {
    vi: "Máy chủ không nhận yêu cầu này (mã {code}).",
    en: "The server did not accept this (code {code}).",
  },
  "problem.busy": {
    vi: "Máy chủ đang bận. Hãy thử lại sau ít phút.",
    en: "The server is busy. Try again in a few minutes.",
  },
} as const;

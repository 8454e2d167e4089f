/** Words of the offer to leave a chat app's own browser, which the class page and the ways in make. */
export const inApp = {
  "class.inapp.title": { vi: "Mở bằng trình duyệt để học", en: "Open in a browser to join" },
  "class.inapp.why": {
    vi: "{Em} đang xem trong một ứng dụng nhắn tin. Ở đây tiếng có thể bị ngắt khi tắt màn hình và mic có thể không dùng được.",
    en: "You are inside a messaging app. Sound may stop when the screen locks, and the mic may not work here.",
  },
  "class.inapp.open": { vi: "Mở bằng Chrome", en: "Open in Chrome" },
  "class.inapp.ios": {
    vi: "Bấm nút ··· hoặc biểu tượng la bàn rồi chọn “Mở trong Safari”. Hoặc sao chép đường liên kết và dán vào Safari.",
    en: "Tap ··· or the compass icon and choose “Open in Safari”. Or copy the link and paste it into Safari.",
  },
  "class.inapp.copy": { vi: "Sao chép đường liên kết", en: "Copy the link" },
  "class.inapp.by_hand": {
    vi: "Nhấn giữ để sao chép đường liên kết",
    en: "Press and hold to copy the link",
  },
  "class.inapp.stay": { vi: "Cứ học ở đây", en: "Stay here anyway" },
} as const;

/** Words of the class page's keyboard help. */
export const keys = {
  "keys.title": { vi: "Dùng bằng bàn phím", en: "Using the keyboard" },
  "keys.open": { vi: "Phím tắt", en: "Keyboard" },
  "keys.on": { vi: "Dùng phím tắt một chữ", en: "Use single-letter keys" },
  "keys.key": { vi: "Phím", en: "Key" },
  "keys.does": { vi: "Việc", en: "Does" },
  "keys.hand": { vi: "Giơ tay, bỏ tay xuống", en: "Raise or lower the hand" },
  "keys.unclear": { vi: "Báo không nghe rõ", en: "Say that you can’t hear" },
  "keys.mic": { vi: "Bật, tắt mic (khi được phát biểu)", en: "Mic on and off (with the floor)" },
  "keys.teach_mic": { vi: "Bật, tắt mic", en: "Mic on and off" },
  "keys.camera": { vi: "Bật, tắt camera", en: "Camera on and off" },
  "keys.chat": { vi: "Đến ô trò chuyện", en: "Go to the chat" },
  "keys.next": { vi: "Mời bạn tiếp theo phát biểu", en: "Give the floor to the next hand" },
  "keys.quiet": { vi: "Giữ trật tự, mở lại", en: "Quiet class, open again" },
  "keys.help": { vi: "Mở bảng này", en: "Open this table" },
  "keys.escape": { vi: "Đóng, hoặc để sau", en: "Close, or not now" },
  "keys.tab": { vi: "Đi qua các nút", en: "Move between buttons" },
} as const;

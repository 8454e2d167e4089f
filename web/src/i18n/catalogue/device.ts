/** Words of the pages of devices: a phone as notebook camera, a classroom's screen. */
export const device = {
  "device.camera.join": { vi: "Bật máy quay vở", en: "Start the notebook camera" },
  "device.camera.what": {
    vi: "Trang này chỉ gửi hình từ camera, không gửi tiếng. Đặt điện thoại phía trên trang vở.",
    en: "This page sends the camera’s picture only, no sound. Put the phone above the notebook.",
  },
  "device.camera.on": { vi: "Đang quay vở", en: "Showing the notebook" },
  "device.camera.waits": {
    vi: "Camera đã sẵn sàng, chờ tiết học bắt đầu",
    en: "The camera is ready, waiting for the period to start",
  },
  "device.camera.off": { vi: "Camera đang tắt", en: "The camera is off" },
  "device.camera.start": { vi: "Bật camera", en: "Camera on" },
  "device.camera.stop": { vi: "Tắt camera", en: "Camera off" },
  "device.camera.flip": { vi: "Đổi camera", en: "Switch camera" },
  "device.camera.torch": { vi: "Đèn", en: "Light" },
  "device.camera.preview": { vi: "Hình camera đang thấy", en: "What the camera sees" },
  "device.room.join": { vi: "Mở lớp trên máy này", en: "Show the class here" },
  "device.room.what": {
    vi: "Máy này là phòng học: phát tiếng và hình cho các {em} ngồi tại trường, không có trò chuyện.",
    en: "This device is a classroom: it plays sound and picture for pupils at school, without chat.",
  },
} as const;

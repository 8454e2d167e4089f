/** Words of the pages of devices: a phone as notebook camera, a classroom's screen. */
export const device = {
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
} as const;

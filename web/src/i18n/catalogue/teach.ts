/** Words of the teacher's part of the class page. */
export const teachPage = {
  "teach.check.title": { vi: "Kiểm tra trước khi dạy", en: "Before you start" },
  "teach.check.mic_ok": {
    vi: "Mic nghe được. Hãy nói thử vài tiếng.",
    en: "The mic works. Say a few words.",
  },
  "teach.check.mic_level": { vi: "Độ lớn tiếng nói", en: "Loudness" },
  "teach.check.mic_device": { vi: "Chọn mic", en: "Microphone" },
  "teach.check.camera_device": { vi: "Chọn camera", en: "Camera" },
  "teach.check.camera_use": { vi: "Bật camera khi bắt đầu", en: "Turn the camera on at the start" },
  "teach.check.camera_off": { vi: "Camera sẽ tắt", en: "The camera stays off" },
  "teach.check.asking": { vi: "Đang hỏi trình duyệt…", en: "Asking the browser…" },
  "teach.check.server": { vi: "Máy chủ", en: "Server" },
  "teach.check.server_ok": { vi: "Máy chủ lớp học: tốt", en: "Classroom server: fine" },
  "teach.check.server_wait": {
    vi: "Đang nối tới máy chủ lớp học…",
    en: "Connecting to the classroom server…",
  },
  "teach.check.media_ok": { vi: "Đường tiếng và hình: tốt", en: "Sound and picture line: fine" },
  "teach.check.media_wait": {
    vi: "Đang thử đường tiếng và hình…",
    en: "Testing the sound and picture line…",
  },
  "teach.check.media_bad": {
    vi: "Chưa thông đường tiếng và hình. Hãy thử mạng khác (tắt VPN, đổi Wi-Fi); vẫn bắt đầu được.",
    en: "The sound and picture line is blocked. Try another network (no VPN); you can still start.",
  },
  "teach.check.recording_ok": { vi: "Chỗ lưu bản ghi: tốt", en: "Room for the recording: fine" },
  "teach.check.recording_wait": {
    vi: "Đang xem chỗ lưu bản ghi…",
    en: "Looking for room to record…",
  },
  "teach.check.recording_low": {
    vi: "Ổ đĩa máy chủ chỉ còn {size}",
    en: "The server’s disk has {size} left",
  },
  "teach.check.recording_bad": { vi: "Chỗ lưu bản ghi: có lỗi", en: "Saving has a fault" },
  "teach.check.recording_ask": {
    vi: "Vẫn bắt đầu được. Hãy báo người quản trị máy chủ.",
    en: "You can start all the same. Tell the server’s administrator.",
  },
  "teach.check.moved": {
    vi: "Trang này cũng đang mở ở nơi khác. Bấm Bắt đầu ở đâu thì tiếng và hình đi từ đó.",
    en: "This page is open somewhere else, too. Sound and picture go from where you start.",
  },
  "teach.check.start": { vi: "Bắt đầu tiết học", en: "Start the period" },
  "teach.check.start_mute": {
    vi: "Vẫn bắt đầu được: mic bật sau trong giờ.",
    en: "You can start all the same and turn the mic on later.",
  },
  "teach.check.here": { vi: "{here} em đang chờ", en: "{here} {here|pupil|pupils} waiting" },

  "teach.end": { vi: "Kết thúc tiết học", en: "End the period" },
  "teach.end.sure": { vi: "Kết thúc tiết học cho cả lớp?", en: "End the period for everybody?" },
  "teach.end.yes": { vi: "Kết thúc", en: "End it" },
  "teach.end.no": { vi: "Dạy tiếp", en: "Go on" },
  "teach.controls": { vi: "Điều khiển", en: "Controls" },
  "teach.mute_all": { vi: "Tắt mic cả lớp", en: "Mute everyone" },
  "teach.time": { vi: "Đã dạy {minutes} phút", en: "{minutes} {minutes|minute|minutes} taught" },
  "teach.bell": { vi: "chuông {time}", en: "bell at {time}" },

  "teach.recording": { vi: "Bản ghi tiết học", en: "Recording" },
  "teach.recording.pause": { vi: "Tạm dừng ghi", en: "Pause recording" },
  "teach.recording.resume": { vi: "Ghi tiếp", en: "Go on recording" },
  "teach.recording.saved": { vi: "đã lưu bản ghi đến {time}", en: "recording saved up to {time}" },
  "teach.recording.nothing_yet": { vi: "chưa lưu được phần nào", en: "nothing saved yet" },
  "teach.recording.stale": {
    vi: "Bản ghi đang lưu chậm hơn 15 giây. Nếu còn báo sau một phút, hãy báo người quản trị máy chủ.",
    en: "Saving is more than 15 seconds behind. If this stays for a minute, tell the server’s administrator.",
  },
  "teach.recording.limit.audio": {
    vi: "Hiện chỉ lưu được tiếng, không lưu hình.",
    en: "Only sound is being saved, no picture.",
  },
  "teach.recording.limit.nothing": {
    vi: "Hiện không lưu được bản ghi.",
    en: "Nothing is being saved.",
  },
  "teach.recording.trouble.disk_low": {
    vi: "Ổ đĩa của máy chủ sắp đầy: hãy báo người quản trị máy chủ dọn chỗ.",
    en: "The server’s disk is nearly full: ask its administrator to make room.",
  },
  "teach.recording.trouble.disk_full": {
    vi: "Ổ đĩa của máy chủ đã đầy: hãy báo người quản trị máy chủ dọn chỗ ngay.",
    en: "The server’s disk is full: ask its administrator to make room now.",
  },
  "teach.recording.trouble.unwritable": {
    vi: "Máy chủ không ghi được vào ổ đĩa: hãy báo người quản trị máy chủ.",
    en: "The server cannot write to its disk: tell its administrator.",
  },
  "teach.recording.trouble.too_slow": {
    vi: "Ổ đĩa của máy chủ ghi quá chậm, bản ghi có thể bị hụt: hãy báo người quản trị máy chủ.",
    en: "The server’s disk is too slow, parts may be missing: tell its administrator.",
  },
  "teach.recording.trouble.recorder": {
    vi: "Bộ phận lưu bản ghi của máy chủ chưa chạy kịp. Nếu còn báo sau một phút, hãy báo người quản trị máy chủ.",
    en: "The server’s recorder is behind. If this stays for a minute, tell the server’s administrator.",
  },
  "teach.recording.go_on": {
    vi: "Tiết học vẫn tiếp tục bình thường.",
    en: "The lesson itself goes on as usual.",
  },
  "teach.recording.not_you": {
    vi: "Thầy cô chưa đồng ý cho ghi, nên tiếng và hình của thầy cô không có trong bản ghi.",
    en: "You have not agreed to be recorded: your sound and picture are not in the recording.",
  },
  "teach.recording.without": { vi: "không có trong bản ghi", en: "not in the recording" },

  "teach.hands": { vi: "Danh sách giơ tay", en: "Raised hands" },
  "teach.hands.none": { vi: "Chưa có em nào giơ tay.", en: "No hand is up." },
  "teach.hands.give": { vi: "Mời phát biểu", en: "Give the floor" },
  "teach.hands.give_to": { vi: "Mời phát biểu: {name}", en: "Give the floor: {name}" },
  "teach.hands.lower": { vi: "Hạ tay {name}", en: "Lower {name}’s hand" },
  "teach.floor": { vi: "Đang phát biểu", en: "Speaking" },
  "teach.floor.offered": { vi: "đã mời, chờ em trả lời", en: "invited, no answer yet" },
  "teach.floor.held": { vi: "đang phát biểu", en: "has the floor" },
  "teach.floor.mic_off": { vi: "mic đang tắt", en: "mic off" },
  "teach.floor.take": { vi: "Thu lại", en: "Take back" },
  "teach.floor.take_from": { vi: "Thu lại: {name}", en: "Take back: {name}" },

  "teach.roster": { vi: "Lớp", en: "Class" },
  "teach.roster.here": { vi: "{here}/{all} có mặt", en: "{here} of {all} here" },
  "teach.roster.counts": {
    vi: "Sĩ số {all} · Trong lớp {here} · Chưa vào {never}",
    en: "On roll {all} · In class {here} · Not joined {never}",
  },
  "teach.roster.minutes": { vi: "{minutes} phút", en: "{minutes} min" },
  "teach.roster.visitors": { vi: "Người dự", en: "Visitors" },
  "teach.lamp.here": { vi: "Trong lớp", en: "In class" },
  "teach.lamp.lost": { vi: "Mất kết nối", en: "Disconnected" },
  "teach.lamp.never": { vi: "Chưa vào", en: "Not joined" },
  "teach.mode.listen": { vi: "chỉ nghe", en: "listens only" },
  "teach.role.observer": { vi: "Người dự giờ", en: "Observer" },
  "teach.role.staff": { vi: "Nhà trường", en: "School staff" },
  "teach.role.guest": { vi: "Khách", en: "Guest" },
  "teach.role.teacher": { vi: "Giáo viên", en: "Teacher" },
  "teach.role.student": { vi: "Học sinh", en: "Pupil" },
  "teach.summary": { vi: "Điểm danh tự động", en: "Automatic attendance" },
  "teach.summary.counts": {
    vi: "Sĩ số {all} · Có mặt {here} · Vắng {absent}",
    en: "On roll {all} · Present {here} · Absent {absent}",
  },
  "teach.summary.note": {
    vi: "Có phép hay không phép do thầy cô xác nhận. Gián đoạn do mạng không phải là vắng.",
    en: "Excused or not is for a person to say. A network gap is not an absence.",
  },
} as const;

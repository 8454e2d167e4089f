/** Words of the replay page: watching a recording again. It never counts as presence, and says so. */
export const replay = {
  "replay.title": { vi: "Xem lại bài", en: "Watch again" },
  "replay.play": { vi: "Phát", en: "Play" },
  "replay.pause": { vi: "Tạm dừng", en: "Pause" },
  "replay.start": { vi: "Xem lại bài", en: "Watch again" },
  "replay.start_listen": { vi: "Nghe lại bài", en: "Listen again" },
  "replay.not_presence": {
    vi: "Xem lại bài không tính là có mặt trong tiết học.",
    en: "Watching again does not count as being present.",
  },
  "replay.back": { vi: "Lùi 10 giây", en: "Back 10 seconds" },
  "replay.forward": { vi: "Tới 10 giây", en: "Forward 10 seconds" },
  "replay.previous": { vi: "Mốc trước", en: "Previous moment" },
  "replay.next": { vi: "Mốc sau", en: "Next moment" },
  "replay.controls": { vi: "Điều khiển", en: "Controls" },
  "replay.seek": { vi: "Vị trí trong tiết học", en: "Place in the period" },
  "replay.seek_text": { vi: "{time}, {position} trên {length}", en: "{time}, {position} of {length}" },
  "replay.lesson_time": { vi: "Giờ trong tiết học", en: "Time in the period" },
  "replay.speed": { vi: "Tốc độ", en: "Speed" },
  "replay.mute": { vi: "Tắt tiếng", en: "Mute" },
  "replay.volume": { vi: "Âm lượng", en: "Volume" },
  "replay.listen": { vi: "Chỉ nghe", en: "Sound only" },
  "replay.sizes": {
    vi: "{listen} chỉ nghe · {full} có hình",
    en: "{listen} sound only · {full} with pictures",
  },
  "replay.size": { vi: "{listen} chỉ nghe", en: "{listen}, sound only" },
  "replay.sizes_so_far": { vi: "đến lúc này", en: "so far" },
  "replay.record": { vi: "Hồ sơ tiết dạy trực tuyến", en: "Online lesson record" },
  "replay.keys": {
    vi: "Phím: dấu cách để phát hoặc dừng, ← → để lùi hoặc tới 10 giây.",
    en: "Keys: space plays and pauses, ← → go 10 seconds back and forward.",
  },

  "replay.live": { vi: "Trực tiếp, chậm {n} giây", en: "Live, {n} {n|second|seconds} behind" },
  "replay.to_live": { vi: "Đến lúc này, đang chậm {time}", en: "To the newest, {time} behind" },
  "replay.live_waiting": {
    vi: "Đang chờ phần tiếp theo của tiết học…",
    en: "Waiting for the next part of the period…",
  },
  "replay.live_begins": {
    vi: "Tiết học vừa bắt đầu, chờ vài giây để có bản ghi.",
    en: "The period has just begun; the recording comes in a few seconds.",
  },
  "replay.live_paused": {
    vi: "Thầy cô đang tạm dừng ghi. Trang này tự chạy tiếp khi ghi lại.",
    en: "The teacher has paused the recording. This page goes on when it does.",
  },
  "replay.became_final": {
    vi: "Tiết học đã kết thúc, bản ghi đã đủ.",
    en: "The period is over and the recording complete.",
  },

  "replay.stage": { vi: "Màn hình lớp học", en: "Class screen" },
  "replay.screen_of": { vi: "Trang chiếu của {name}", en: "{name}’s screen" },
  "replay.no_picture": { vi: "Lúc này không có hình", en: "No picture at this moment" },
  "replay.listening": { vi: "Đang nghe, không tải hình", en: "Sound only, no pictures are loaded" },
  "replay.unseen": {
    vi: "Trình duyệt này không phát được hình của bản ghi, {em} vẫn nghe được tiếng. Muốn xem hình, hãy mở bằng Chrome, Cốc Cốc hoặc Firefox mới.",
    en: "This browser cannot play the recording’s pictures; the sound plays. For pictures use a recent Chrome or Firefox.",
  },
  "replay.loading": { vi: "Đang tải tiếng…", en: "Loading the sound…" },
  "replay.offline": {
    vi: "Mất kết nối, đang thử lại. Vị trí đang xem được giữ nguyên.",
    en: "No connection, trying again. Your place is kept.",
  },
  "replay.silent": {
    vi: "Máy này không có loa hoặc tai nghe, đang phát không có tiếng. Cắm tai nghe rồi tải lại trang.",
    en: "This device has no loudspeaker or headset; it plays without sound. Plug one in and reload the page.",
  },
  "replay.trouble": {
    vi: "Máy chủ đang gặp trục trặc khi lưu bản ghi, có thể thiếu một đoạn.",
    en: "The server has trouble saving this recording; a part may be missing.",
  },

  "replay.skipped": { vi: "Đã bỏ qua {time}: {reason}", en: "Skipped {time}: {reason}" },
  "replay.gap.paused": { vi: "thầy cô tạm dừng ghi", en: "the teacher paused the recording" },
  "replay.gap.lost": { vi: "không lưu được đoạn này", en: "this part could not be kept" },
  "replay.gap.disk": { vi: "máy chủ hết chỗ lưu", en: "the server had no room left" },
  "replay.gap.damaged": { vi: "đoạn này bị hỏng", en: "this part is damaged" },
  "replay.gap_line": { vi: "Không có bản ghi {time}: {reason}", en: "Not recorded for {time}: {reason}" },
  "replay.missing": {
    vi: "Mất một đoạn bản ghi ({what})",
    en: "A part of the recording is missing ({what})",
  },
  "replay.missing_all": { vi: "tiếng và hình", en: "sound and pictures" },
  "replay.missing_sound": { vi: "tiếng của {name}", en: "sound of {name}" },
  "replay.missing_picture": { vi: "hình của {name}", en: "picture of {name}" },
  "replay.missing_screen": { vi: "trang chiếu của {name}", en: "screen of {name}" },
  "replay.limited.audio": { vi: "Không có hình: {reason}", en: "No pictures: {reason}" },
  "replay.limited.nothing": { vi: "Không ghi được: {reason}", en: "Not recorded: {reason}" },
  "replay.limited_why.disk": { vi: "ổ đĩa đầy", en: "the disk is full" },
  "replay.limited_why.fault": { vi: "lỗi ổ đĩa", en: "disk fault" },
  "replay.unrecorded": {
    vi: "Đang phát biểu: {hs} không ghi hình, ghi tiếng",
    en: "Speaking: a pupil who is not recorded",
  },
  "replay.unrecorded_line": {
    vi: "{Hs} không ghi hình, ghi tiếng phát biểu",
    en: "A pupil who is not recorded had the floor",
  },
  "replay.left_out": { vi: "{Hs} không ghi hình/tiếng", en: "A pupil who is not recorded" },

  "replay.hands": { vi: "Giơ tay, phát biểu", en: "Hands and floor" },
  "replay.hands.none": { vi: "Lúc này không có ai giơ tay.", en: "No hands at this moment." },
  "replay.hands.waits": { vi: "chờ thứ {place}", en: "number {place} in line" },
  "replay.hands.invited": { vi: "được mời phát biểu", en: "invited to speak" },
  "replay.hands.speaks": { vi: "đang phát biểu", en: "speaking" },
  "replay.chat": { vi: "Trò chuyện", en: "Chat" },
  "replay.chat.lines": { vi: "Các tin đến lúc này", en: "Lines so far" },
  "replay.chat.none": { vi: "Đến lúc này chưa có ai viết.", en: "Nobody has written so far." },
  "replay.chat.older": { vi: "Các tin cũ hơn: {n}", en: "Older lines: {n}" },
  "replay.moments": { vi: "Các mốc trong tiết ({n})", en: "Moments of the period ({n})" },
  "replay.moment.floor": { vi: "{name} phát biểu", en: "{name} speaks" },
  "replay.moment.hand": { vi: "{name} giơ tay", en: "{name} raises a hand" },
  "replay.moment.asked": { vi: "{name} hỏi trong trò chuyện", en: "{name} asks in the chat" },
  "replay.moment.screen": { vi: "{name} trình chiếu", en: "{name} shares a screen" },
  "replay.moment.start": { vi: "Bắt đầu tiết học", en: "The period begins" },
  "replay.moment.resume": { vi: "Ghi lại tiếp", en: "The recording goes on" },

  "replay.problem.title": { vi: "Chưa xem lại được", en: "Cannot be watched" },
  "replay.problem.no_recording": {
    vi: "Tiết học này không có bản ghi.",
    en: "This period was not recorded.",
  },
  "replay.problem.recording_damaged": {
    vi: "Máy chủ không đọc được bản ghi này. Hãy báo nhà trường.",
    en: "The server cannot read this recording. Please tell the school.",
  },
  "replay.problem.none": {
    vi: "Tiết học này không có bản ghi.",
    en: "This period was not recorded.",
  },
  "replay.problem.no_link": {
    vi: "Hãy mở trang này từ đường liên kết nhà trường đã gửi, hoặc từ trang Các tiết học hôm nay.",
    en: "Open this page with the link the school sent, or from Today's periods.",
  },
  "replay.problem.unauthenticated": {
    vi: "Hãy mở trang này từ đường liên kết nhà trường đã gửi, hoặc từ trang Các tiết học hôm nay. Nếu là văn phòng, hãy đăng nhập trước.",
    en: "Open this page with the link the school sent, or from Today's periods. The office logs in first.",
  },
  "replay.problem.expired": {
    vi: "Đường liên kết này đã hết hạn. Hãy xin thầy cô đường liên kết mới.",
    en: "This link has expired. Ask your teacher for a new one.",
  },
  "replay.problem.not_allowed": {
    vi: "Chỉ người trong lớp và nhà trường được xem bản ghi này.",
    en: "Only the class and the school may watch this recording.",
  },
  "replay.problem.foreign": {
    vi: "Đường liên kết này dành cho tiết học khác. Hãy mở đường liên kết của tiết này.",
    en: "This link belongs to another period. Open the link of this one.",
  },
  "replay.problem.damaged": {
    vi: "Bản ghi này bị hỏng, trình duyệt không phát được. Hãy báo nhà trường.",
    en: "This recording is damaged and cannot be played. Please tell the school.",
  },
  "replay.problem.unplayable": {
    vi: "Trình duyệt này không phát được bản ghi. Hãy mở bằng Chrome, Cốc Cốc hoặc Firefox mới; trên iPhone cần iOS 17 trở lên.",
    en: "This browser cannot play the recording. Use a recent Chrome or Firefox; an iPhone needs iOS 17 or later.",
  },
} as const;

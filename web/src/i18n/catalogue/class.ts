/**
 * Words of the class page, the pupil's and the teacher's. {teacher} is "cô Lan" by the stored title, {Teacher} the
 * same at the start of a sentence; without a title they are "thầy cô" and "Thầy cô".
 */
export const classPage = {
  "class.teacher": { vi: "thầy cô", en: "your teacher" },
  "class.card.hello": { vi: "Chào {name}", en: "Hello {name}" },
  "class.card.hello_pupil": { vi: "Chào {em} {name}", en: "Hello {name}" },
  "class.card.join": { vi: "Vào lớp", en: "Join class" },
  "class.card.estimate": { vi: "Ước tính {size} cho cả tiết", en: "About {size} for the whole period" },
  "class.card.sizes": {
    vi: "Chỉ nghe {listen} · Xem cả hình của thầy cô {full}",
    en: "Listening {listen} · With the teacher’s picture {full}",
  },
  "class.card.listen": {
    vi: "Chỉ nghe, tắt hình (ít dữ liệu nhất)",
    en: "Listen only, no picture (least data)",
  },
  "class.card.no_prompt": {
    vi: "Vào lớp là nghe được ngay. Mic và camera luôn tắt, chỉ bật khi {em} bấm.",
    en: "You hear the class at once. Mic and camera stay off until you turn them on.",
  },
  "class.card.waiting": {
    vi: "Tiết học chưa bắt đầu, vào phòng chờ trước nhé.",
    en: "The period has not started. You can wait inside.",
  },
  "class.card.live": { vi: "Lớp đang học", en: "The lesson is running" },
  "class.card.camera.join": { vi: "Bật máy quay vở", en: "Start the notebook camera" },
  "class.card.camera.what": {
    vi: "Trang này chỉ gửi hình từ camera, không gửi tiếng. Đặt điện thoại phía trên trang vở.",
    en: "This page sends the camera’s picture only, no sound. Put the phone above the notebook.",
  },
  "class.card.room.join": { vi: "Mở lớp trên máy này", en: "Show the class here" },
  "class.card.room.what": {
    vi: "Máy này là phòng học: phát tiếng và hình cho các {em} ngồi tại trường, không có trò chuyện.",
    en: "This device is a classroom: it plays sound and picture for pupils at school, without chat.",
  },
  "class.card.watch": { vi: "Vào dự", en: "Watch the lesson" },
  "class.card.back": { vi: "Trở lại lớp", en: "Back to the lesson" },
  "class.card.back_both": {
    vi: "Mic và camera bật lại ngay khi bấm.",
    en: "Mic and camera come on again with the tap.",
  },
  "class.card.back_mic": { vi: "Mic bật lại ngay khi bấm.", en: "The mic comes on again with the tap." },
  "class.card.back_camera": {
    vi: "Camera bật lại ngay khi bấm, mic vẫn tắt.",
    en: "The camera comes on again with the tap, the mic stays off.",
  },
  "class.card.back_none": { vi: "Mic và camera vẫn tắt.", en: "Mic and camera stay off." },
  "class.card.insecure": {
    vi: "Trang này chưa được bảo mật (không phải https), nên trình duyệt không cho dùng mic và camera. Vẫn nghe và trò chuyện được. Muốn phát biểu, hãy mở đường liên kết bắt đầu bằng https do nhà trường gửi.",
    en: "This page is not secure (no https), so the browser does not allow mic or camera. You can still listen and chat. To speak, open the link that starts with https from your school.",
  },

  "class.line.ok": { vi: "Đã kết nối", en: "Connected" },
  "class.line.good": { vi: "Mạng đã tốt trở lại", en: "The line is well again" },
  "class.line.weak": { vi: "Mạng yếu", en: "Weak line" },
  "class.line.lost": { vi: "Mất kết nối", en: "Disconnected" },
  "class.line.figures": {
    vi: "Nhận {down} kbit/s, gửi {up} kbit/s, trễ {delay} ms",
    en: "Receiving {down} kbit/s, sending {up} kbit/s, delay {delay} ms",
  },
  "class.line.connecting": { vi: "Đang vào lớp…", en: "Joining…" },
  "class.line.again": { vi: "Đang kết nối lại…", en: "Reconnecting…" },
  "class.path.trying": { vi: "Đang thử đường truyền…", en: "Testing the connection…" },
  "class.path.udp": { vi: "Đường truyền: trực tiếp (UDP)", en: "Path: direct (UDP)" },
  "class.path.tcp": { vi: "Đường truyền: qua TCP", en: "Path: over TCP" },
  "class.path.relay": { vi: "Đường truyền: qua máy chuyển tiếp", en: "Path: through a relay" },
  "class.path.blocked": {
    vi: "Mạng này chưa cho tiếng và hình đi qua. Trò chuyện và giơ tay vẫn dùng được.",
    en: "This network does not let sound and picture through. Chat and hands still work.",
  },
  "class.path.tried": { vi: "Đã thử mà không được: {ways}.", en: "Tried without success: {ways}." },
  "class.path.way.udp": { vi: "UDP cổng {port}", en: "UDP port {port}" },
  "class.path.way.tcp": { vi: "TCP cổng {port}", en: "TCP port {port}" },
  "class.path.way.relay": { vi: "máy chuyển tiếp", en: "relay" },
  "class.path.technician": {
    vi: "Hãy đổi sang mạng khác (4G, tắt VPN), hoặc nhờ người quản trị mạng mở cổng {port}, cả UDP và TCP, tới máy chủ {host}.",
    en: "Try another network (mobile data, no VPN), or ask the network’s technician to open port {port}, UDP and TCP, to the server {host}.",
  },
  "class.mic.on": { vi: "Mic đang bật", en: "Mic is on" },
  "class.mic.off": { vi: "Mic tắt", en: "Mic is off" },
  "class.recording.on": { vi: "Tiết học này được ghi lại", en: "This period is being recorded" },
  "class.recording.paused": { vi: "Đã tạm dừng ghi", en: "Recording is paused" },
  "class.recording.who": {
    vi: "Chỉ lưu tiếng và hình của người đã đồng ý.",
    en: "Only the sound and picture of people who agreed are kept.",
  },
  "class.listen.on": { vi: "Chỉ nghe", en: "Listen only" },
  "class.blocked": { vi: "Bấm để nghe tiếng", en: "Tap to hear the sound" },

  "class.stage": { vi: "Màn hình lớp học", en: "Class screen" },
  "class.stage.screen": { vi: "Trang chiếu của {name}", en: "{name}’s screen" },
  "class.stage.notebook": { vi: "Trang vở", en: "Notebook" },
  "class.stage.you": { vi: "Hình của mình", en: "Your picture" },
  "class.stage.your_screen": { vi: "Đang chia sẻ màn hình", en: "You are sharing your screen" },
  "class.stage.speaking": { vi: "Đang phát biểu: {name}", en: "Speaking: {name}" },
  "class.stage.sound_only": { vi: "Đang nghe {teacher}", en: "Listening to {teacher}" },
  "class.stage.listen_only": {
    vi: "Đang chỉ nghe, hình đã tắt để đỡ tốn dữ liệu.",
    en: "Listening only: the picture is off to save data.",
  },
  "class.stage.quiet": { vi: "{Teacher} đang tắt mic", en: "{Teacher} has the mic off" },
  "class.stage.teacher_away": {
    vi: "{Teacher} đang kết nối lại, các {em} chờ một chút",
    en: "{Teacher} is reconnecting, please wait",
  },
  "class.unplayable": {
    vi: "Máy này không xem được hình đang gửi ({codec}). Vẫn nghe được.",
    en: "This device cannot show the picture being sent ({codec}). The sound still works.",
  },
  "class.wait.title": { vi: "Phòng chờ", en: "Waiting room" },
  "class.wait.text": {
    vi: "{Teacher} chưa bắt đầu tiết học. Chờ một chút nhé, lớp mở là nghe được ngay.",
    en: "{Teacher} has not started yet. Please wait: you will hear the class as soon as it opens.",
  },

  "class.actions": { vi: "Việc {em} làm được", en: "What you can do" },
  "class.hand.raise": { vi: "Giơ tay", en: "Raise hand" },
  "class.hand.lower": { vi: "Bỏ tay xuống", en: "Lower hand" },
  "class.hand.toggle": { vi: "{raise}, bấm lần nữa: {lower}", en: "{raise}, press again: {lower}" },
  "class.hand.place": { vi: "{Em} đang chờ thứ {place}", en: "You are number {place} in line" },
  "class.hand.waited": { vi: "đã chờ {time}", en: "waited {time}" },
  "class.hand.question": {
    vi: "Câu hỏi cho thầy cô (không bắt buộc)",
    en: "Question for the teacher (optional)",
  },
  "class.hand.more": { vi: "Hỏi thầy cô", en: "Ask the teacher" },
  "class.hand.ask": { vi: "Gửi câu hỏi", en: "Send the question" },
  "class.floor.give_back": { vi: "Nói xong", en: "Done speaking" },
  "class.floor.yours": {
    vi: "{Em} đang phát biểu. Cả lớp nghe thấy {em}.",
    en: "You have the floor. Everybody hears you.",
  },
  "class.floor.yours_off": {
    vi: "{Em} đang được phát biểu, mic đang tắt.",
    en: "You have the floor, your mic is off.",
  },
  "class.invite.text": {
    vi: "{Teacher} mời {em} phát biểu. Bật mic?",
    en: "{Teacher} invites you to speak. Turn the mic on?",
  },
  "class.invite.not_recorded": {
    vi: "Tiếng và hình của {em} không được ghi",
    en: "Your sound and picture are not recorded",
  },
  "class.invite.yes": { vi: "Nói", en: "Speak" },
  "class.invite.no": { vi: "Để sau", en: "Not now" },
  "class.hand.spoken": {
    vi: "{Em} đã phát biểu nên tay tự hạ. Muốn nói thêm, {em} giơ tay lại.",
    en: "You have spoken, so your hand went down. Raise it again to say more.",
  },
  "class.hand.raise_name": { vi: "{name} giơ tay", en: "{name}: raise hand" },
  "class.hand.lower_name": { vi: "{name} bỏ tay xuống", en: "{name}: lower hand" },
  "class.invite.text_name": {
    vi: "{Teacher} mời {name} phát biểu. Bật mic?",
    en: "{Teacher} invites {name} to speak. Turn the mic on?",
  },
  "class.silenced": {
    vi: "Lượt phát biểu đã hết, mic của {em} đã tắt.",
    en: "Your turn is over, your mic is off.",
  },

  "class.muted": {
    vi: "Thầy cô vừa tắt mic của {em}. Muốn nói tiếp, {em} bấm Mic.",
    en: "Your teacher turned your mic off. Tap Mic to speak on.",
  },

  "class.turn.mic": { vi: "Mic", en: "Mic" },
  "class.turn.camera": { vi: "Camera", en: "Camera" },
  "class.turn.screen": { vi: "Trình chiếu", en: "Share screen" },
  "class.turn.on": { vi: "bật", en: "on" },
  "class.turn.off": { vi: "tắt", en: "off" },

  "class.moved.pupil": { vi: "{Em} đang học trên máy khác", en: "You are in class on another device" },
  "class.moved.here": { vi: "Học trên máy này", en: "Use this device" },
  "class.moved.teacher": {
    vi: "Thầy cô đang dạy trên trang hoặc máy khác",
    en: "You are teaching on another page or device",
  },
  "class.moved.teach_here": { vi: "Dạy trên máy này", en: "Teach from here" },

  "class.ended.title": { vi: "Tiết học đã kết thúc", en: "The period is over" },
  "class.ended.thanks": {
    vi: "Cảm ơn {em} đã học cùng lớp. Hẹn gặp lại {em}!",
    en: "Thank you for joining. See you next time!",
  },
  "class.ended.thanks_other": { vi: "Cảm ơn đã dự tiết học.", en: "Thank you for coming." },
  "class.ended.thanks_teacher": { vi: "Cảm ơn thầy cô.", en: "Thank you for teaching." },
  "class.ended.taught": {
    vi: "Bắt đầu {from}, kết thúc {to}, {minutes} phút",
    en: "From {from} to {to}, {minutes} {minutes|minute|minutes}",
  },
  "class.ended.alone": {
    vi: "Tiết học tự kết thúc vì không có giáo viên trong lớp.",
    en: "The period ended by itself because no teacher was there.",
  },
  "class.ended.office": {
    vi: "Nhà trường đã kết thúc tiết học này.",
    en: "The school office ended this period.",
  },
  "class.ended.record": { vi: "Hồ sơ tiết dạy trực tuyến", en: "Online lesson record" },
  "class.ended.close": { vi: "Bây giờ có thể đóng trang này.", en: "You can close this page now." },

  "class.problem.title": { vi: "Chưa vào lớp được", en: "Cannot join the class" },
  "class.problem.no_token": {
    vi: "Địa chỉ này thiếu phần khóa vào lớp. Hãy mở lại đúng đường liên kết nhà trường đã gửi, không gõ tay và không cắt bớt.",
    en: "This address lacks the part that lets you in. Open the whole link as the school sent it.",
  },
  "class.problem.expired": {
    vi: "Đường liên kết này đã hết hạn. Không phải lỗi của {em}: hãy xin thầy cô đường liên kết mới.",
    en: "This link has expired. It is not your fault: ask your teacher for a new one.",
  },
  "class.problem.forged": {
    vi: "Đường liên kết không nguyên vẹn, có thể bị cắt bớt khi sao chép. Hãy mở lại đúng đường liên kết nhà trường đã gửi.",
    en: "The link is damaged, perhaps cut while copying. Open it again as the school sent it.",
  },
  "class.problem.foreign": {
    vi: "Đường liên kết này dành cho tiết học khác. Hãy mở đường liên kết của tiết này, hoặc hỏi thầy cô.",
    en: "This link belongs to another period. Open the link of this one, or ask your teacher.",
  },
  "class.problem.revoked": {
    vi: "Nhà trường đã thu hồi đường liên kết này. Hãy liên hệ thầy cô hoặc văn phòng nhà trường.",
    en: "The school withdrew this link. Please ask your teacher or the school office.",
  },
  "class.problem.not_taught": {
    vi: "Tiết này không dạy. Xem trang lịch học để biết tiết học bù.",
    en: "This period is not taught. See the day page for when it is made up.",
  },
  "class.problem.unknown_lesson": {
    vi: "Không có tiết học này trên máy chủ của trường. Hãy kiểm tra lại đường liên kết với thầy cô.",
    en: "The school’s server does not know this period. Check the link with your teacher.",
  },
  "class.problem.offline": {
    vi: "Máy này chưa nối được tới máy chủ của trường. Hãy kiểm tra Wi-Fi hoặc 4G; nếu mạng vẫn tốt thì máy chủ đang bận.",
    en: "This device cannot reach the school’s server. Check Wi-Fi or mobile data; if they work, the server is busy.",
  },
  "class.problem.unable": {
    vi: "Trình duyệt này không hỗ trợ lớp học trực tuyến. Hãy mở đường liên kết bằng Chrome, Cốc Cốc, Firefox hoặc Safari mới.",
    en: "This browser cannot run a live class. Open the link in a recent Chrome, Firefox or Safari.",
  },
  "class.problem.too_fast": {
    vi: "Máy chủ của trường đang bận. Chờ một phút rồi thử lại nhé.",
    en: "The school’s server is busy. Wait a minute, then try again.",
  },
  "class.problem.not_allowed": {
    vi: "Đường liên kết này không mở được tiết học này. Hãy mở lại đúng đường liên kết nhà trường đã gửi, hoặc hỏi thầy cô.",
    en: "This link does not open this period. Open the link as the school sent it, or ask your teacher.",
  },
  "class.problem.server": {
    vi: "Máy chủ của trường gặp lỗi, không phải lỗi của {em}. Hãy thử lại sau một phút.",
    en: "The school’s server had an error, it is not your fault. Try again in a minute.",
  },

  "class.refused": { vi: "Chưa làm được. Hãy thử lại.", en: "That did not work. Try again." },
  "class.refused.offline": {
    vi: "Mạng đang chập chờn, chưa gửi được. Hãy thử lại.",
    en: "The network is unsteady, nothing was sent. Try again.",
  },
  "class.refused.not_allowed": { vi: "Việc này lúc này chưa được phép.", en: "This is not allowed now." },
  "class.refused.lesson_not_live": { vi: "Tiết học chưa bắt đầu.", en: "The period has not started." },
  "class.refused.lesson_ended": { vi: "Tiết học đã kết thúc.", en: "The period is over." },
  "class.refused.unknown_person": {
    vi: "Không có người này trong lớp.",
    en: "There is no such person in this class.",
  },
  "class.refused.not_present": {
    vi: "{Em} ấy đang không có trong lớp.",
    en: "That pupil is not in class now.",
  },
  "class.refused.no_hand": { vi: "Tay đã hạ rồi.", en: "The hand is down already." },
  "class.refused.no_floor": { vi: "Lượt phát biểu đã hết rồi.", en: "The turn to speak is over already." },
  "class.refused.not_invited": {
    vi: "Lời mời phát biểu đã được thu lại.",
    en: "The invitation was withdrawn.",
  },
  "class.refused.floor_full": {
    vi: "Đã có đủ người phát biểu. Hãy thu lại một lượt trước.",
    en: "Enough people are speaking. Take one turn back first.",
  },
  "class.refused.already": { vi: "Việc này đã được làm rồi.", en: "This was done already." },
  "class.refused.elsewhere": {
    vi: "Nguồn này đang được gửi từ thiết bị hoặc phần mềm khác.",
    en: "Another device or program sends this.",
  },
  "class.refused.unknown_message": {
    vi: "Không còn thấy tin được trả lời.",
    en: "The line you reply to is not there.",
  },
  "class.refused.blank": { vi: "Tin đang trống.", en: "The line is empty." },
  "class.refused.not_recorded": {
    vi: "Tiết học này không được ghi lại.",
    en: "This period is not recorded.",
  },
  "class.refused.not_saved": {
    vi: "Máy chủ tạm thời chưa ghi lại được. Hãy thử lại sau giây lát.",
    en: "The server cannot write this down now. Try again in a moment.",
  },
  "class.refused.not_admitted": { vi: "Thầy cô chưa cho vào lớp.", en: "The teacher has not let you in." },
  "class.refused.quiet": { vi: "Cả lớp đang giữ trật tự.", en: "The class is kept quiet." },
  "class.refused.teacher_lost": {
    vi: "Thầy cô đang kết nối lại, chờ một chút nhé.",
    en: "The teacher is reconnecting, please wait.",
  },
  "class.refused.chat_off": { vi: "Trò chuyện đang tắt.", en: "The chat is off." },
  "class.refused.questions_only": {
    vi: "Lúc này chỉ viết được cho thầy cô.",
    en: "For now you can only write to the teacher.",
  },
  "class.refused.too_soon": {
    vi: "Chưa đến lượt gửi tiếp. Chờ một chút nhé.",
    en: "Too soon, please wait a little.",
  },
  "class.refused.locked": { vi: "Thầy cô đang khóa việc này.", en: "The teacher has locked this." },
  "class.refused.too_late": { vi: "Đã quá lúc làm được việc này.", en: "It is too late for this." },
  "class.refused.no_undo": { vi: "Tay này không giơ lại được nữa.", en: "This hand cannot be put up again." },
  "class.refused.not_yours": { vi: "Tin này của người khác.", en: "Somebody else wrote this line." },
  "class.refused.too_fast": { vi: "Từ từ một chút rồi thử lại nhé.", en: "A little slower, please." },

  "class.device.mic": { vi: "Mic", en: "Microphone" },
  "class.device.camera": { vi: "Camera", en: "Camera" },
  "class.device.screen": { vi: "Trình chiếu màn hình", en: "Screen sharing" },
  "class.fix.denied": {
    vi: "{device} đang bị chặn. Bấm biểu tượng ổ khóa cạnh địa chỉ trang, chọn Cho phép, rồi thử lại.",
    en: "{device} is blocked. Tap the lock beside the address, choose Allow, then try again.",
  },
  "class.fix.missing": {
    vi: "Không tìm thấy thiết bị: {device}. Hãy cắm vào hoặc bật lên rồi thử lại.",
    en: "{device} not found. Plug it in or switch it on, then try again.",
  },
  "class.fix.busy": {
    vi: "{device} đang được ứng dụng khác dùng. Hãy đóng ứng dụng đó rồi thử lại.",
    en: "{device} is used by another app. Close that app, then try again.",
  },
  "class.fix.insecure": {
    vi: "{device} chỉ dùng được trên trang https. Hãy mở đường liên kết bắt đầu bằng https do nhà trường gửi.",
    en: "{device} only works on an https page. Open the link that starts with https from the school.",
  },
  "class.fix.gone": {
    vi: "{device} vừa bị ngắt. Hãy kiểm tra dây hoặc tai nghe, rồi bật lại.",
    en: "{device} was cut off. Check the cable or headset, then turn it on again.",
  },
  "class.fix.failed": {
    vi: "{device} chưa bật được. Hãy tải lại trang rồi thử lại.",
    en: "{device} did not start. Reload the page and try again.",
  },

  "class.said.started": { vi: "Tiết học đã bắt đầu", en: "The period has started" },
  "class.said.hand": { vi: "{name} giơ tay, thứ {place}", en: "{name} raised a hand, number {place}" },
  "class.said.hands": {
    vi: "{count} {em} vừa giơ tay, mới nhất {name}",
    en: "{count} hands went up, the newest {name}",
  },
  "class.said.place": { vi: "{name} đang chờ thứ {place}", en: "{name} is number {place} in line" },
  "class.said.line": { vi: "{name}: {text}", en: "{name}: {text}" },
  "class.said.lines": {
    vi: "{count} tin mới trong trò chuyện, mới nhất của {name}",
    en: "{count} new chat lines, the newest by {name}",
  },
  "class.said.accepted": { vi: "{name} bắt đầu phát biểu", en: "{name} is speaking now" },
  "class.said.echo": {
    vi: "Mic của {name} bị vọng. Có nút tắt mic này ở cuối trang.",
    en: "{name}’s mic makes an echo. A button to mute it is at the end of the page.",
  },
  "class.said.declined": { vi: "{name} xin để sau", en: "{name} would rather not speak now" },
} as const;

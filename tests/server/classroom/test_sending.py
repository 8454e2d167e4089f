"""What senders are asked for: layers somebody takes, and sound that may be heard."""

from lesson.messages import AcceptFloor, GiveFloor, SetSource, SourceName, StartLesson, TakeFloor
from server.classroom.showing.sending import HOLD_S, Sending
from server.classroom.webrtc.peers import MediaPeer, new_nonce, parse_peer
from sfu.link import LayersWanted
from tests.lesson.school import AN, BINH, OPENED, ROLES, TEACHER, Lesson
from tests.server.classroom.test_media import live, post
from tests.support.classroom import PUPIL, Classroom, Page
from tests.support.classroom import TEACHER as LAN
from tests.support.fakeworker import SEND, FakeWorker
from tests.support.waiting import until

RIDS = ("q", "h", "f")


def peer(person: str, direction: str = "send") -> MediaPeer:
    made = MediaPeer(OPENED.lesson, person, "send", new_nonce("desk"))
    made.direction = "send" if direction == "send" else "recv"
    made.answered = True
    made.sources = tuple(f"{made.id}/{track}" for track in SEND) if direction == "send" else ()
    return made


class Room(Lesson):
    """A live lesson whose teacher sends; time goes by steps."""

    def __init__(self, recording: bool = False) -> None:
        super().__init__()
        self.come(*ROLES)
        if recording:
            self.do(TEACHER, StartLesson())
        self.sender, self.others = peer(TEACHER), [peer(BINH, "recv")]
        self.sending = Sending()

    def on(self, *sources: SourceName) -> None:
        for source in sources:
            self.do(TEACHER, SetSource(source, True))

    def asked(self, now: float) -> dict[SourceName, tuple[str, ...]] | None:
        """What the page is told now; None: nothing new."""
        changed = self.sending.step(self.session.state, [self.sender, *self.others], now)
        return self.sending.told(self.sender) if self.sender in changed else None


def test_a_new_connection_is_told_to_send_all_until_the_worker_says_more() -> None:
    room = Room()
    room.on("camera")
    assert room.sending.told(room.sender) is None
    assert room.asked(0) == {}
    assert room.asked(1) is None
    room.sender = peer(TEACHER)
    assert room.asked(2) == {}


def test_more_is_told_at_once_less_after_a_while() -> None:
    room = Room()
    room.on("camera")
    room.asked(0)
    room.sender.takes("camera", RIDS)
    assert room.asked(0.1) is None  # all: that is so already
    assert room.asked(0.1 + HOLD_S) == {"camera": RIDS}
    room.sender.takes("camera", ("q",))
    assert room.asked(5) is None
    room.sender.takes("camera", ("h",))
    assert room.asked(5.9) is None
    assert room.asked(5 + HOLD_S) == {"camera": ("h",)}
    room.sender.takes("camera", ("q", "h"))
    assert room.asked(8) == {"camera": ("q", "h")}
    room.sender.takes("camera", ("q", "f"))
    assert room.asked(9) == {"camera": ("q", "h", "f")}
    assert room.asked(11) == {"camera": ("q", "f")}


def test_a_picture_nobody_takes_is_paused_and_comes_back_at_once() -> None:
    room = Room()
    room.on("camera", "screen")
    room.sender.takes("camera", ())
    room.sender.takes("screen", ("l", "h"))
    room.asked(0)
    assert room.asked(HOLD_S) == {"camera": (), "screen": ("l", "h")}
    room.sender.takes("camera", ("q",))
    assert room.asked(HOLD_S + 0.1) == {"camera": ("q",), "screen": ("l", "h")}


def test_a_source_that_comes_on_begins_with_all() -> None:
    room = Room()
    room.sender.takes("camera", ())  # of the time before
    room.on("camera")
    assert room.asked(0) == {}
    assert room.asked(HOLD_S - 0.1) is None
    room.sender.takes("camera", ("q",))  # staged, fed and taken meanwhile
    assert room.asked(HOLD_S) == {"camera": ("q",)}
    room.do(TEACHER, SetSource("camera", False))
    assert room.asked(9) == {}


def test_a_mic_that_may_be_heard_is_not_paused() -> None:
    room = Room()
    room.on("mic", "screen_audio")
    room.sender.takes("mic", ())
    room.sender.takes("screen_audio", ("",))
    room.asked(0)
    assert room.asked(HOLD_S) == {"mic": ("",), "screen_audio": ("",)}  # its level may win it a slot
    room.others = [peer(TEACHER, "recv")]
    assert room.asked(4) is None
    assert room.asked(4 + HOLD_S) == {"mic": (), "screen_audio": ("",)}
    room.others = [peer(BINH, "recv")]
    assert room.asked(7) == {"mic": ("",), "screen_audio": ("",)}


def test_a_mic_that_is_recorded_is_not_paused_either() -> None:
    room = Room(recording=True)
    room.others = []
    room.on("mic", "camera")
    room.sender.takes("mic", ())
    room.sender.takes("camera", ())
    room.asked(0)
    assert room.asked(HOLD_S) == {"mic": ("",), "camera": ()}


def test_what_one_may_not_send_is_not_named() -> None:
    room = Room(recording=True)
    room.sender = peer(AN)
    room.sender.takes("mic", ())
    room.do(TEACHER, GiveFloor(AN))
    room.do(AN, AcceptFloor())
    room.do(AN, SetSource("mic", True))
    room.asked(0)
    assert room.asked(HOLD_S) == {"mic": ("",)}
    room.do(TEACHER, TakeFloor(AN))
    assert room.asked(3) == {}


def test_what_is_gone_is_forgotten() -> None:
    room = Room()
    room.on("camera")
    room.sender.takes("camera", ("q",))
    room.asked(0)
    room.sending.step(room.session.state, room.others, 1)
    assert room.sending.told(room.sender) is None
    assert room.sending._less_since == {}


def test_the_device_of_a_connection_is_known_after_a_restart() -> None:
    again = parse_peer(peer(TEACHER).id)
    assert again.of("desk") and not again.of("phone")
    standard = parse_peer(MediaPeer("l", TEACHER, "send", new_nonce(None)).id)
    assert standard.by_itself and standard.tag == "" and not standard.of("desk") and not standard.of("")


async def taken(page: Page) -> dict[str, list[str]]:
    notice: dict[str, dict[str, list[str]]] = await page.next("notice", "sending")
    return notice["wanted"]


async def test_the_page_that_sends_is_told_also_when_it_comes_back(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    assert await taken(teacher) == {}
    await teacher.do("set_source", source="camera", on=True)
    camera = f"{worker.peer(LAN, 'send')}/v0"
    worker.say(LayersWanted("nobody/v0", ("q",)))
    worker.say(LayersWanted(camera, RIDS))
    await until(lambda: classroom.hub.media.peers(lesson)[0].wanted == {"camera": RIDS})
    classroom.skew += HOLD_S
    assert await taken(teacher) == {"camera": list(RIDS)}
    worker.say(LayersWanted(camera, ("q",)))
    await until(lambda: classroom.hub.media.peers(lesson)[0].wanted == {"camera": ("q",)})
    classroom.skew += HOLD_S
    assert await taken(teacher) == {"camera": ["q"]}
    async with classroom.http.get(f"{classroom.url}/metrics") as answer:
        assert "bucgiang_media_paused_layers 2.0" in (await answer.text()).splitlines()
    second = classroom.page(classroom.token(lesson, LAN, "teacher"), "phone")
    await second.connect()
    again = classroom.page(
        classroom.token(lesson, LAN, "teacher"), "desk", epoch=teacher.epoch, number=teacher.number
    )
    await again.connect()
    assert await taken(again) == {"camera": ["q"]}
    await post(classroom, "whip", lesson, LAN, "teacher", "phone")
    assert await taken(second) == {}
    kinds = [body.get("type") for _, body in pupil.heard._queue]  # type: ignore[attr-defined]
    assert kinds.count("sending") == 1  # its own connection is new
    assert PUPIL in pupil.view["people"]

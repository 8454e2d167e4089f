"""What slots are fed by the tiles that devices show, and how much each matters."""

import pytest

from lesson.messages import AcceptFloor, Feed, GiveFloor, SetMode, SetSource, SetTiles, SlotName, StartLesson
from server.classroom import room as rooms
from server.classroom.pages.device import Device
from server.classroom.showing.feeds import Shown, shown
from server.classroom.showing.tiles import Tiles
from server.classroom.webrtc.peers import MediaPeer, new_nonce
from server.http.tokens import JoinClaims
from sfu.link import FeedPeer
from tests.lesson.school import AN, BINH, ROLES, TEACHER, Lesson
from tests.server.classroom.test_media import live, post
from tests.support.classroom import PUPIL, Classroom
from tests.support.classroom import TEACHER as LAN
from tests.support.fakeworker import RECEIVE, FakeWorker
from tests.support.waiting import until

STAGE: dict[SlotName, Feed] = {
    "a0": Feed(TEACHER, "mic"),
    "a1": Feed(AN, "mic"),
    "a2": Feed(TEACHER, "screen_audio"),
    "v0": Feed(TEACHER, "screen"),
    "v1": Feed(TEACHER, "camera"),
    "v2": Feed(AN, "camera"),
}


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.come(*ROLES)
    lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, GiveFloor(AN))
    lesson.do(AN, AcceptFloor())
    for person, source in {(feed.person, feed.source) for feed in STAGE.values()}:
        lesson.do(person, SetSource(source, True))
    lesson.session.staged(STAGE, lesson.now)
    return lesson


def seen(
    lesson: Lesson, person: str, tiles: dict[str, int] | None, slots: tuple[str, ...] = RECEIVE
) -> object:
    found = shown(lesson.session.state, person, slots, tiles)  # type: ignore[arg-type]
    return {slot: (one.priority, one.lines) for slot, one in found.items()}


SOUND = {"a0": (0, 0), "a1": (0, 0), "a2": (0, 0)}


def test_before_the_first_word_all_are_fed_at_any_size(lesson: Lesson) -> None:
    assert seen(lesson, BINH, None) == {**SOUND, "v0": (3, 0), "v1": (2, 0), "v2": (1, 0)}


def test_only_shown_tiles_are_fed_and_sound_always(lesson: Lesson) -> None:
    assert seen(lesson, BINH, {"v0": 720, "v2": 90}) == {**SOUND, "v0": (3, 720), "v2": (1, 90)}
    assert seen(lesson, BINH, {"v0": 0}) == seen(lesson, BINH, {}) == SOUND


def test_priority_goes_with_what_is_shown_not_with_the_slot(lesson: Lesson) -> None:
    lesson.do(TEACHER, SetSource("screen", False))
    lesson.session.staged({slot: feed for slot, feed in STAGE.items() if slot != "v0"}, lesson.now)
    assert shown(lesson.session.state, BINH, ("a0", "v0"), None) == {
        "a0": Shown(STAGE["a0"]),
        "v0": Shown(STAGE["v1"], 2),
    }
    assert shown(lesson.session.state, TEACHER, ("v0",), None) == {"v0": Shown(STAGE["v2"], 1)}


def test_listening_shows_no_tile(lesson: Lesson) -> None:
    lesson.do(BINH, SetMode("listen"))
    assert seen(lesson, BINH, {"v0": 720}) == SOUND


class _Line:
    def send(self, name: str, body: bytes) -> None: ...

    def notice(self, body: bytes) -> None: ...

    def close(self) -> None: ...


def device(name: str, person: str = AN) -> Device:
    return Device(name, JoinClaims("lesson", person, "An", "student", "jti", 0, 0), _Line())


def peer(name: str | None, person: str = AN) -> MediaPeer:
    return MediaPeer("lesson", person, "recv", new_nonce(name))


def test_tiles_are_those_of_the_device_that_receives() -> None:
    tiles = Tiles()
    assert tiles.set(device("phone"), {"v0": 360}) is True
    assert tiles.set(device("phone"), {"v0": 360}) is False
    tiles.set(device("desk"), {"v0": 1080})
    assert tiles.of(peer("phone")) == {"v0": 360}
    assert tiles.of(peer("desk")) == {"v0": 1080}
    assert tiles.of(peer(None)) is tiles.of(peer("phone", BINH)) is tiles.of(peer("other")) is None


def test_tiles_are_forgotten_with_the_device_and_its_connection() -> None:
    tiles = Tiles()
    tiles.set(device("phone"), {"v0": 360})
    tiles.set(device("desk"), {})
    tiles.forget_others([], [peer("phone")])
    assert tiles.of(peer("phone")) == {"v0": 360} and tiles.of(peer("desk")) is None
    tiles.forget_others([device("phone")], [])
    assert tiles.of(peer("phone")) == {"v0": 360}
    tiles.forget_others([device("phone", BINH)], [MediaPeer("lesson", AN, "send", new_nonce("phone"))])
    assert tiles.of(peer("phone")) is None


async def test_a_page_says_what_it_shows(classroom: Classroom, worker: FakeWorker) -> None:
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    for source in ("mic", "camera", "screen"):
        await teacher.do("set_source", source=source, on=True)
    await until(lambda: worker.shown(PUPIL) == {"a0": (0, 0), "v0": (3, 0), "v1": (2, 0)})
    await pupil.do("set_tiles", lines={"v0": 360})
    await until(lambda: worker.shown(PUPIL) == {"a0": (0, 0), "v0": (3, 360)})
    assert len(worker.shown(LAN)) == 0
    number, told = pupil.number, len(worker.told)
    await pupil.do("set_tiles", lines={"v0": 360})
    await pupil.do("set_tiles", lines={})  # in the background
    await until(lambda: worker.shown(PUPIL) == {"a0": (0, 0)})
    assert sum(isinstance(message, FeedPeer) for message in worker.told[told:]) == 1
    assert pupil.number == number
    assert (await pupil.ask("set_tiles", lines={"v9": 1}))["code"] == "bad_message"


async def test_tiles_outlive_a_dropped_line_and_a_new_connection_but_not_the_device(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="camera", on=True)
    await pupil.do("set_tiles", lines={"v1": 90})
    await until(lambda: worker.shown(PUPIL) == {"v1": (2, 90)})
    await pupil.close()
    room = classroom.hub.room(lesson)
    assert isinstance(room, rooms.Room)
    await until(lambda: len(room.devices) == 1)
    room.media_changed()
    assert worker.shown(PUPIL) == {"v1": (2, 90)}
    await post(classroom, "whep", lesson, PUPIL, "student", "phone")
    await until(lambda: worker.shown(PUPIL) == {"v1": (2, 90)})
    await post(classroom, "whep", lesson, PUPIL, "student", "tablet")
    await until(lambda: worker.shown(PUPIL) == {"v1": (2, 0)})
    await post(classroom, "whep", lesson, PUPIL, "student", "phone")
    await until(lambda: worker.shown(PUPIL) == {"v1": (2, 0)})


def test_the_command_is_taken_by_every_role(lesson: Lesson) -> None:
    for person in ROLES:
        assert lesson.do(person, SetTiles({"v1": 90})) == []

"""Who comes back within 90 s is the same person with the same hand, floor and attendance, however they came back."""

import asyncio
from typing import Any

from sfu.link import Heard, PeerClosed
from tests.server.classroom.test_media import live, post
from tests.support.classroom import PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until


async def gone(classroom: Classroom, teacher: Page, seconds: int) -> None:
    """So much time goes by in which only the teacher is heard, second by second."""
    (room,) = classroom.hub.rooms()
    (device,) = [device for device in room.devices if device.person == TEACHER]
    for _ in range(seconds):
        classroom.skew += 1
        room.alive(device)
        room.tick(round(classroom.hub._wall() * 1000))
        await asyncio.sleep(0)  # what this second brings is sent before the next begins
    await until(lambda: teacher.number == room.session.number)


async def back(classroom: Classroom, lesson: str, before: Page) -> Page:
    """The same page, on another network."""
    page = classroom.page(
        classroom.token(lesson, PUPIL, "student"), "phone", epoch=before.epoch, number=before.number
    )
    await page.connect()
    await page.snapshot()
    return page


async def spoken(classroom: Classroom, worker: FakeWorker) -> tuple[str, Page, Page]:
    """The pupil holds the floor and speaks."""
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("give_floor", person=PUPIL)
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(TEACHER) == {"a1": f"{PUPIL}/a0"})
    return lesson, teacher, pupil


def seen(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.view["attendance"][PUPIL]
    return found


async def test_hand_and_place_wait_for_ninety_seconds(classroom: Classroom, worker: FakeWorker) -> None:
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    await pupil.do("raise_hand", question="Vì sao đổi dấu ạ?")
    other = await classroom.join(lesson, "hs-8a3-06", "student")
    await other.do("raise_hand")
    people = len(teacher.view["people"])
    await pupil.close()
    await other.close()
    await gone(classroom, teacher, 60)
    assert teacher.view["people"][PUPIL]["present"] is False
    assert teacher.view["hands"][PUPIL] == {
        "since": teacher.view["hands"][PUPIL]["since"],
        "place": 1,
        "question": "Vì sao đổi dấu ạ?",
    }
    again = await back(classroom, lesson, pupil)
    assert again.view["hands"][PUPIL]["place"] == 1
    assert again.view["people"][PUPIL]["present"] is True
    assert len(again.view["people"]) == people
    await gone(classroom, teacher, 35)
    assert "hs-8a3-06" not in teacher.view["hands"]


async def test_the_floor_waits_and_the_voice_goes_on(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await spoken(classroom, worker)
    await pupil.close()
    await gone(classroom, teacher, 80)
    assert teacher.view["people"][PUPIL]["sources"] == {}
    assert worker.fed(TEACHER) == {}
    again = await back(classroom, lesson, pupil)
    assert again.view["floor"][PUPIL]["state"] == "held"
    await again.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(TEACHER) == {"a1": f"{PUPIL}/a0"})


async def test_the_teacher_may_take_the_floor_of_who_is_away(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, pupil = await spoken(classroom, worker)
    await pupil.close()
    await gone(classroom, teacher, 20)
    await teacher.do("take_floor", person=PUPIL)
    again = await back(classroom, lesson, pupil)
    assert again.view["floor"] == {}
    assert (await again.ask("set_source", source="mic", on=True))["code"] == "no_floor"


async def test_after_ninety_seconds_the_floor_is_free(classroom: Classroom, worker: FakeWorker) -> None:
    _lesson, teacher, pupil = await spoken(classroom, worker)
    await pupil.close()
    await gone(classroom, teacher, 92)
    assert teacher.view["floor"] == {}


async def test_attendance_is_unbroken(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await spoken(classroom, worker)
    await gone(classroom, teacher, 0)
    for _ in range(3):
        await pupil.close()
        await gone(classroom, teacher, 40)
        assert "last_seen" in seen(teacher)
        pupil = await back(classroom, lesson, pupil)
    await until(lambda: "last_seen" not in seen(teacher))
    (room,) = classroom.hub.rooms()
    (mine,) = [one for one in room.session.attendance(room.now()) if one.person == PUPIL]
    assert room.now() - (room.session.state.started_at or 0) - mine.counted_ms < 1000


async def test_a_return_of_the_media_alone_is_a_return(classroom: Classroom, worker: FakeWorker) -> None:
    """An ICE restart on another network: the same connection is heard again before signalling is back."""
    lesson, teacher, pupil = await spoken(classroom, worker)
    peers = dict(worker.peers)
    await pupil.close()
    await gone(classroom, teacher, 30)
    assert teacher.view["people"][PUPIL]["present"] is False
    worker.say(Heard((worker.peer(PUPIL, "recv"),)))
    await until(lambda: teacher.view["people"][PUPIL]["present"])
    assert teacher.view["floor"][PUPIL]["state"] == "held"
    assert worker.peers == peers
    assert worker.fed(PUPIL) == {}
    await teacher.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    again = await back(classroom, lesson, pupil)
    assert sum(person == PUPIL for person in again.view["people"]) == 1


async def test_a_connection_made_anew_replaces_the_lost_one(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await spoken(classroom, worker)
    older = worker.peer(PUPIL, "send")
    await post(classroom, "whip", lesson, PUPIL, "student", "phone")
    newer = worker.peer(PUPIL, "send")
    assert newer != older and older not in worker.peers
    await until(lambda: worker.feeds[worker.peer(TEACHER, "recv")]["a1"].source == f"{newer}/a0")
    worker.say(PeerClosed(older, "consent"))  # said late: nobody minds
    await teacher.do("say", text="vẫn nghe em")
    assert worker.fed(TEACHER) == {"a1": f"{PUPIL}/a0"}
    assert len([peer for peer in classroom.hub.media.peers(lesson) if peer.person == PUPIL]) == 2

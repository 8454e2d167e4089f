"""The door through real sockets and media requests: nothing of the class goes to who is outside."""

import json

import pytest

from server.http.deps import utc_now
from sfu.link import AudioLevels, ClosePeer
from tests.server.classroom.test_media import post
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until


@pytest.fixture
async def lesson(classroom: Classroom) -> str:
    return await classroom.lesson()


async def started(classroom: Classroom, lesson: str) -> Page:
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    await teacher.do("start_lesson")
    return teacher


async def unproved(classroom: Classroom, lesson: str, person: str) -> Page:
    token = classroom.tokens.join(lesson, person, "Tự xưng", "student", 3600, utc_now(), unproved=True).token
    page = classroom.page(token, "strange")
    await page.connect()
    await page.snapshot()
    return page


def outside(page: Page, person: str) -> bool:
    """The page has a header and its own person, and no more."""
    view = page.view
    return view["people"].keys() <= {person} and not any(view[part] for part in ("hands", "floor", "stage"))


async def test_waiting_admitted_removed_admitted(classroom: Classroom, lesson: str) -> None:
    teacher = await started(classroom, lesson)
    await teacher.do("set_class", waiting_room=True)
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    assert outside(pupil, PUPIL) and pupil.view["people"][PUPIL]["door"] == "waiting"
    await teacher.event("knocked")
    assert teacher.view["people"][PUPIL]["door"] == "waiting"
    await teacher.do("say", text="chỉ cho lớp")
    assert (await pupil.ask("raise_hand"))["code"] == "not_admitted"
    await teacher.do("admit", person=PUPIL)
    await pupil.event("admitted")
    assert pupil.view["people"].keys() >= {PUPIL, OTHER, TEACHER} and pupil.view["chat"]["count"] == 1
    await pupil.do("raise_hand")
    await teacher.do("remove", person=PUPIL, reason="gây ồn")
    removed = await pupil.event("removed")
    assert removed["reason"] == "" and outside(pupil, PUPIL)
    assert pupil.view["people"][PUPIL]["door"] == "removed"
    tablet = await classroom.join(lesson, PUPIL, "student", "tablet")
    assert outside(tablet, PUPIL)
    await teacher.do("admit", person=PUPIL)
    await tablet.event("admitted")
    assert tablet.view["people"][PUPIL]["present"] is True and not pupil.faults


async def test_nothing_of_the_class_is_sent_to_the_door(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher = await started(classroom, lesson)
    await teacher.do("set_class", waiting_room=True)
    waiting = await classroom.join(lesson, PUPIL, "student", "phone")
    inside = await classroom.join(lesson, "du-gio", "observer", "hall")
    await teacher.do("set_source", source="mic", on=True)
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await teacher.do("say", text="bí mật của lớp")
    worker.say(AudioLevels(levels={f"{worker.peer(TEACHER, 'send')}/a0": 99}))
    await inside.next("notice", "levels")
    await teacher.do("end_lesson")
    heard = []
    while True:
        name, body = await waiting.heard.get()
        heard.append((name, body))
        if body.get("type") == "lesson_ended":
            break
    assert {body["type"] for name, body in heard if name == "event"} <= {"hidden", "lesson_ended"}
    assert not [body for name, body in heard if name == "notice"]
    assert "bí mật" not in json.dumps(heard, ensure_ascii=False) and outside(waiting, PUPIL)


async def test_media_is_refused_at_the_door_and_closed_by_removing(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher = await started(classroom, lesson)
    for kind in ("whip", "whep"):
        assert (await post(classroom, kind, lesson, PUPIL))[0] == 201
    ways = [worker.peer(PUPIL, "send"), worker.peer(PUPIL, "recv")]
    await teacher.do("remove", person=PUPIL)
    await until(lambda: all(ClosePeer(way) in worker.told for way in ways))
    for kind in ("whip", "whep"):
        assert (await post(classroom, kind, lesson, PUPIL))[0] == 403
    await teacher.do("set_class", locked=True)
    assert (await post(classroom, "whep", lesson, OTHER))[0] == 403
    await until(lambda: teacher.view["people"][OTHER].get("door") == "waiting")
    await teacher.do("admit", person=OTHER)
    assert (await post(classroom, "whep", lesson, OTHER))[0] == 201


async def test_who_only_claims_to_be_a_pupil_has_nothing_of_that_pupils(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher = await started(classroom, lesson)
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    claim = await unproved(classroom, lesson, PUPIL)
    assert outside(claim, PUPIL) and claim.view["people"][PUPIL]["present"] is False
    assert (await claim.ask("raise_hand"))["code"] == "not_admitted"
    await pupil.do("raise_hand", question="riêng của em")
    await teacher.do("lower_hand", person=PUPIL)
    assert (await claim.event("hidden"))["patch"] == {}
    token = str(claim.auth["token"])
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    async with classroom.http.post(f"{classroom.url}/whep/{lesson}", data="v=0", headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "not_admitted")


async def test_removal_outlives_a_restart(classroom: Classroom, lesson: str) -> None:
    teacher = await started(classroom, lesson)
    await classroom.join(lesson, PUPIL, "student", "phone")
    await teacher.do("remove", person=PUPIL)
    await classroom.stop()
    await classroom.start("epoch-2")
    again = await classroom.join(lesson, PUPIL, "student", "other-phone")
    assert outside(again, PUPIL) and again.view["people"][PUPIL]["door"] == "removed"

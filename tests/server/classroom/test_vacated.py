"""A change of day while people wait in the rooms: they come again by themselves, into the room that is right by now."""

import asyncio
from typing import Any

import pytest

from server.classroom import hub as hubs
from server.http.deps import utc_now
from server.http.tokens import JoinClaims
from server.school.kept.records import stored
from server.school.kept.verify import verify
from server.school.lessons import NewLesson, add_lesson, lesson_by_id
from sfu.link import ClosePeer
from tests.server.classroom.test_media import post
from tests.server.classroom.test_rooms import GUEST_PUPIL, GUEST_TEACHER, found, record
from tests.support.classroom import API_KEY, PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import soon, until, until_found

SIBLING = "hs-8a4-06"


@pytest.fixture
async def both(classroom: Classroom) -> tuple[str, str]:
    """Periods of 8A3 and 8A4 at one time."""
    start = utc_now() - 60_000
    host, guest = [
        await add_lesson(
            classroom.database,
            NewLesson(
                title="Đại số", subject="Toán", class_id=class_id, teacher_id=teacher, period="tiết 1",
                starts_at=start, ends_at=start + 46 * 60_000,
            ),
        )
        for class_id, teacher in (("8a3", TEACHER), ("8a4", GUEST_TEACHER))
    ]  # fmt: skip
    return host, guest


async def asked(classroom: Classroom, change: dict[str, Any]) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {API_KEY}"}
    url = f"{classroom.url}/api/v1/office/changes"
    async with classroom.http.post(url, json={"change": change}, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


def joined(*lessons: str) -> dict[str, Any]:
    return {"kind": "ghep", "lessons": list(lessons)}


async def again(classroom: Classroom, page: Page) -> Page:
    """The same page, as it comes back: it says what it knew."""
    await soon(page.ended.wait())
    back = classroom.page(page.auth["token"], "phone", epoch=page.epoch, number=page.number)
    await back.connect()
    await back.snapshot()
    return back


async def test_two_waiting_classes_come_into_one_room(classroom: Classroom, both: tuple[str, str]) -> None:
    host, guest = both
    teacher = await classroom.join(host, TEACHER, "teacher", "desk")
    mine, theirs = [
        await classroom.join(lesson, person, "student", "phone")
        for lesson, person in ((host, PUPIL), (guest, GUEST_PUPIL))
    ]
    await theirs.do("say", text="em đến sớm")
    dead = classroom.hub.room(guest)
    assert dead is not None
    status, _ = await asked(classroom, joined(host, guest))
    assert status == 201
    teacher, mine, theirs = [await again(classroom, page) for page in (teacher, mine, theirs)]
    assert dead.gone and not dead.devices and classroom.hub.room(guest) is None
    for page in (teacher, mine, theirs):
        assert page.view["lesson"]["id"] == host and GUEST_PUPIL in page.view["people"]
    assert theirs.view["chat"]["count"] == 0 and await classroom.eventlog.load(guest) == []
    await teacher.do("start_lesson")
    await teacher.do("end_lesson")
    of_host, of_guest = await found(classroom, host), await found(classroom, guest)
    assert (len(of_host), of_host[PUPIL]) == (len(of_guest), of_guest[GUEST_PUPIL]) == (36, "present")
    told = [await record(classroom, lesson) for lesson in both]
    assert [one["slot"]["class"]["id"] for one in told] == ["8a3", "8a4"]
    assert [one["attendance"]["present"] for one in told] == [1, 1]
    assert (await verify(classroom.database)).records == 2


@pytest.mark.parametrize("slow", [GUEST_PUPIL, SIBLING])
async def test_who_comes_at_that_very_moment_is_in_no_dead_room(
    classroom: Classroom, both: tuple[str, str], monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    """Two pupils at one device, while the first or the second is looked at."""
    host, guest = both
    room = await classroom.hub.open(guest)
    held, go = asyncio.Event(), asyncio.Event()
    lapsed = classroom.hub.lapsed

    async def slowly(claims: JoinClaims) -> bool:
        if claims.person == slow:
            held.set()
            await go.wait()
        return await lapsed(claims)

    monkeypatch.setattr(classroom.hub, "lapsed", slowly)
    first, second = [classroom.token(guest, one, "student") for one in (GUEST_PUPIL, SIBLING)]
    coming = asyncio.create_task(classroom.page(first, also=[second]).refusal())
    await soon(held.wait())  # the hub gave the old room
    assert (await asked(classroom, joined(host, guest)))[0] == 201
    go.set()
    assert await coming == "busy"
    page = classroom.page(first, also=[second])
    await page.connect()
    assert (await page.snapshot())["view"]["lesson"]["id"] == host
    assert room.gone and room.devices == [] and await classroom.eventlog.load(guest) == []


async def test_media_of_a_vacated_room_ends_and_comes_into_the_other(
    classroom: Classroom, worker: FakeWorker, both: tuple[str, str]
) -> None:
    host, guest = both
    await classroom.join(guest, GUEST_PUPIL, "student", "phone")
    await post(classroom, "whep", guest, GUEST_PUPIL, device="phone")
    old = worker.peer(GUEST_PUPIL, "recv")
    worker.silent = True
    late = asyncio.create_task(post(classroom, "whip", guest, GUEST_PUPIL, device="phone"))
    await until(lambda: any(getattr(one, "sdp", "") and "~send~" in one.peer for one in worker.told))
    offer = next(one for one in worker.told if getattr(one, "sdp", "") and "~send~" in one.peer)
    assert (await asked(classroom, joined(host, guest)))[0] == 201
    worker.silent = False
    worker._answer(offer)
    assert (await late)[0] == 503
    await until(lambda: all(ClosePeer(peer=one) in worker.told for one in (old, offer.peer)))
    status, location = await post(classroom, "whip", guest, GUEST_PUPIL, device="phone")
    assert status == 201 and location.startswith(f"/whip/{host}/")


async def test_a_lesson_that_was_begun_is_not_changed(classroom: Classroom, both: tuple[str, str]) -> None:
    host, guest = both
    teacher = await classroom.join(guest, GUEST_TEACHER, "teacher")
    await teacher.do("start_lesson")
    waiting = await classroom.join(host, PUPIL, "student")
    status, body = await asked(classroom, joined(host, guest))
    assert (status, body["why"], body["lesson"]["id"]) == (409, "lesson_running", guest)
    await waiting.do("say", text="em vẫn ở đây")
    await teacher.do("end_lesson")
    status, body = await asked(classroom, joined(host, guest))
    assert (status, body["why"]) == (409, "lesson_held")


async def test_what_comes_to_nothing_leaves_the_room_as_it_was(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student", "phone")
    await page.do("say", text="em đến sớm")
    room = classroom.hub.room(lesson)
    assert room is not None
    with pytest.raises(KeyError):
        async with classroom.hub.vacated([lesson, "no-such"]) as left:
            assert left == {lesson, "no-such"} and classroom.hub.room(lesson) is None
            assert (await page.ask("say", text="giữa chừng"))["code"] == "not_saved"
            raise KeyError
    await soon(page.ended.wait())
    assert classroom.hub.room(lesson) is room and not room.gone
    page = await classroom.join(lesson, PUPIL, "student", "phone")
    assert page.view["chat"]["count"] == 1
    await page.do("say", text="em lại vào")


async def test_a_disk_that_takes_nothing_keeps_the_room(
    classroom: Classroom, both: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    host, guest = both
    await classroom.join(guest, GUEST_PUPIL, "student")
    monkeypatch.setattr(hubs, "WRITTEN_S", 0.01)
    monkeypatch.setattr(classroom.eventlog, "flush", asyncio.Event().wait)
    status, body = await asked(classroom, joined(host, guest))
    assert (status, body["code"]) == (503, "not_saved")
    assert classroom.hub.room(guest) is not None


async def test_the_row_of_a_vacated_room_is_not_written_afterwards(
    classroom: Classroom, both: tuple[str, str]
) -> None:
    host, guest = both
    await classroom.join(guest, GUEST_PUPIL, "student")
    dead = classroom.hub.room(guest)
    assert dead is not None
    assert (await asked(classroom, {"kind": "khong_day", "lessons": [guest], "reason": "Bão"}))[0] == 201
    classroom.hub._progress.note(dead)
    await classroom.join(host, PUPIL, "student")
    await until_found(lambda: _is(classroom, host, "waiting"))
    assert await _is(classroom, guest, "planned")
    token = classroom.token(guest, GUEST_PUPIL, "student")
    assert await classroom.page(token).refusal() == "not_taught"
    assert await stored(classroom.database, guest) is None


async def test_taken_back_while_they_wait_each_class_has_its_room_again(
    classroom: Classroom, both: tuple[str, str]
) -> None:
    host, guest = both
    _, done = await asked(classroom, joined(host, guest))
    mine = await classroom.join(host, PUPIL, "student", "phone")
    theirs = await classroom.join(guest, GUEST_PUPIL, "student", "phone")
    await classroom.call("DELETE", f"/office/changes/{done['id']}")
    for page, lesson in ((mine, host), (theirs, guest)):
        assert (await again(classroom, page)).view["lesson"]["id"] == lesson


async def _is(classroom: Classroom, lesson: str, phase: str) -> bool:
    row = await lesson_by_id(classroom.database, lesson)
    return row is not None and row.phase == phase

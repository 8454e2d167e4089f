"""A room of several lines: two classes at one time, two periods one after the other; links, attendance, records."""

import json
from typing import Any

from sqlalchemy import select

from server.http.deps import utc_now
from server.school.kept.records import stored
from server.school.kept.verify import verify
from server.school.lessons import NewLesson, add_lesson, lesson_by_id
from server.store.tables import attendance, lessons
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom
from tests.support.waiting import until, until_found

GUEST_TEACHER, GUEST_PUPIL = "gv-02", "hs-8a4-05"
MINUTE = 60_000


async def line(classroom: Classroom, class_id: str, teacher: str, start: float, end: float) -> str:
    """Minutes from now."""
    now = utc_now()
    new = NewLesson(
        title=f"Bài của {class_id}", subject="Toán", class_id=class_id, teacher_id=teacher, period="tiết 1",
        starts_at=now + round(start * MINUTE), ends_at=now + round(end * MINUTE),
    )  # fmt: skip
    return await add_lesson(classroom.database, new)


async def shares(classroom: Classroom, guest: str, host: str) -> None:
    async with classroom.database.begin() as connection:
        await connection.execute(lessons.update().where(lessons.c.id == guest).values(host_id=host))


async def found(classroom: Classroom, lesson: str) -> dict[str, str]:
    """What is kept of the line's attendance, once its record is made."""
    await until_found(lambda: stored(classroom.database, lesson))
    query = select(attendance.c.person_id, attendance.c.state).where(attendance.c.lesson_id == lesson)
    async with classroom.database.read() as connection:
        return {row.person_id: row.state for row in await connection.execute(query)}


async def record(classroom: Classroom, lesson: str) -> Any:
    newest = await stored(classroom.database, lesson)
    assert newest is not None
    return json.loads(newest.body)


async def test_two_classes_in_one_room(classroom: Classroom) -> None:
    host = await line(classroom, "8a3", TEACHER, -1, 45)
    guest = await line(classroom, "8a4", GUEST_TEACHER, -1, 45)
    old = classroom.token(guest, GUEST_PUPIL, "student")
    await shares(classroom, guest, host)
    teacher = await classroom.join(host, TEACHER, "teacher")
    mine = await classroom.join(host, PUPIL, "student")
    theirs = classroom.page(old)
    await theirs.connect()
    await theirs.snapshot()
    assert mine.view["lesson"]["id"] == theirs.view["lesson"]["id"] == host
    assert [one["lesson"] for one in teacher.view["lesson"]["lines"]] == [host, guest]
    await teacher.do("start_lesson")
    assert classroom.hub.there(host) == {"8a3": (1, 36), "8a4": (1, 36)}
    await teacher.do("mark_at_school", people=[PUPIL, OTHER], on=True)  # who has a device, too, counts once
    assert classroom.hub.there(host) == {"8a3": (2, 36), "8a4": (1, 36)}
    for lesson in (host, guest):
        row = await lesson_by_id(classroom.database, lesson)
        assert row is not None
    await teacher.do("end_lesson")
    of_host, of_guest = await found(classroom, host), await found(classroom, guest)
    assert (len(of_host), of_host[PUPIL], len(of_guest), of_guest[GUEST_PUPIL]) == (
        36,
        "present",
        36,
        "present",
    )
    assert GUEST_PUPIL not in of_host and sum(state == "present" for state in of_guest.values()) == 1
    told = await record(classroom, guest)
    assert (told["identity"]["lesson"], told["slot"]["class"]["id"]) == (guest, "8a4")
    assert (told["slot"]["shared_with"], told["attendance"]["roster"], told["attendance"]["present"]) == (
        host,
        36,
        1,
    )
    assert {one["person"] for one in told["interaction"]["people"]} == {TEACHER, GUEST_PUPIL}
    checked = await verify(classroom.database)
    assert (checked.broken, checked.records) == (None, 2)
    for lesson, attended in ((host, 2), (guest, 1)):
        row = await lesson_by_id(classroom.database, lesson)
        assert row is not None and (row.phase, row.on_roll, row.attended) == ("ended", 36, attended)


async def test_a_restart_finds_the_room_by_any_line(classroom: Classroom) -> None:
    host = await line(classroom, "8a3", TEACHER, -1, 45)
    guest = await line(classroom, "8a4", GUEST_TEACHER, -1, 45)
    await shares(classroom, guest, host)
    teacher = await classroom.join(host, TEACHER, "teacher")
    await teacher.do("start_lesson")
    await classroom.stop()
    await classroom.start("epoch-2")
    pupil = await classroom.join(guest, GUEST_PUPIL, "student")
    assert (pupil.view["lesson"]["id"], pupil.view["lesson"]["phase"]) == (host, "live")
    ended = await classroom.call("POST", f"/lessons/{guest}/end")
    assert ended["phase"] == "ended"
    assert await found(classroom, guest) != {}


async def test_a_double_period_counts_each_of_its_periods(classroom: Classroom) -> None:
    first = await line(classroom, "8a3", TEACHER, -30, 1 / 3)
    second = await line(classroom, "8a3", TEACHER, 2 / 3, 47)
    await shares(classroom, second, first)
    teacher = await classroom.join(first, TEACHER, "teacher")
    early = await classroom.join(second, PUPIL, "student")
    await teacher.do("start_lesson")
    for _ in range(3):  # into the break
        classroom.skew += 9
        for page in (teacher, early):
            await page.do("set_mode", mode="full")
    await early.close()
    classroom.skew += 30  # into the second period
    await teacher.do("set_mode", mode="full")
    await until(lambda: PUPIL not in _there(classroom, first))
    late = await classroom.join(first, OTHER, "student")
    classroom.skew += 5
    for page in (teacher, late):
        await page.do("set_mode", mode="listen")
    await teacher.do("end_lesson")
    in_first, in_second = await found(classroom, first), await found(classroom, second)
    assert (in_first[PUPIL], in_first[OTHER]) == ("present", "absent_unknown")
    assert (in_second[PUPIL], in_second[OTHER]) == ("absent_unknown", "present")
    told = [await record(classroom, one) for one in (first, second)]
    assert [one["time"]["held"] for one in told] == [True, True]
    assert told[0]["time"]["taught"]["to"] <= told[1]["time"]["taught"]["from"]


async def test_a_period_that_was_not_reached_gets_its_own_room(classroom: Classroom) -> None:
    first = await line(classroom, "8a3", TEACHER, -1, 44)
    second = await line(classroom, "8a3", TEACHER, 49, 94)
    await shares(classroom, second, first)
    teacher = await classroom.join(first, TEACHER, "teacher")
    await teacher.do("start_lesson")
    await teacher.do("end_lesson")
    await found(classroom, first)
    row = await lesson_by_id(classroom.database, second)
    assert row is not None and (row.phase, row.host_id, row.started_at) == ("planned", None, None)
    pupil = await classroom.join(second, PUPIL, "student")
    assert pupil.view["lesson"]["id"] == second


async def test_a_period_not_taught_opens_no_room(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    async with classroom.database.begin() as connection:
        await connection.execute(lessons.update().where(lessons.c.id == lesson).values(not_taught="Bão"))
    assert await classroom.page(classroom.token(lesson, PUPIL, "student")).refusal() == "not_taught"


def _there(classroom: Classroom, room: str) -> set[str]:
    found = classroom.hub.room(room)
    assert found is not None
    return {person.person for person in found.session.state.people.values() if person.present}

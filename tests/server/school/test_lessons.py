"""Lessons as rows, a person's day, the roster a lesson opens with."""

from datetime import date

import pytest

from server.school.calendar import day_of, day_window, millis, moment, monday_of, zone_of
from server.school.days import door, lessons_of_day, takes_part
from server.school.lessons import (
    NewLesson,
    UnknownReference,
    add_lesson,
    lesson_by_id,
    lessons_between,
)
from server.school.people import person_by_id
from server.school.rooms import claim_room, record_progress
from server.school.roster import opened
from server.store.database import Database
from server.store.tables import lessons
from tests.server.school.times import MINUTE, MONDAY_0750, SUNDAY_2350, at

ZONE = zone_of("Asia/Ho_Chi_Minh")
NEW = NewLesson(
    title="Bài 15", subject="Toán", starts_at=MONDAY_0750, ends_at=MONDAY_0750 + 45 * MINUTE, class_id="8a3",
    teacher_id="gv-01", period="tiết 2",
)  # fmt: skip


async def test_a_planned_lesson_is_found_with_its_teacher_and_class(school: Database) -> None:
    lesson_id = await add_lesson(school, NEW)
    lesson = await lesson_by_id(school, lesson_id)
    assert lesson is not None and lesson.teacher is not None
    assert (lesson.class_name, lesson.teacher.name, lesson.teacher.title) == (
        "8A3",
        "Nguyễn Thị Ngọc Lan",
        "cô",
    )
    assert (lesson.phase, lesson.started_at, lesson.recording) == ("planned", None, False)
    assert len(lesson_id) == 12
    assert await lesson_by_id(school, "nothing") is None


@pytest.mark.parametrize(("field", "value"), [("class_id", "9z"), ("teacher_id", "gv-99")])
async def test_unknown_class_or_teacher(school: Database, field: str, value: str) -> None:
    new = NewLesson(**{**{name: getattr(NEW, name) for name in NEW.__struct_fields__}, field: value})
    with pytest.raises(UnknownReference, match=field):
        await add_lesson(school, new)


async def test_progress_leaves_what_it_does_not_say(school: Database) -> None:
    lesson_id = await add_lesson(school, NEW)
    await record_progress(school, lesson_id, "live", started_at=5)
    await record_progress(school, lesson_id, "ended", ended_at=9, ended_reason="button")
    lesson = await lesson_by_id(school, lesson_id)
    assert lesson is not None
    assert (lesson.phase, lesson.started_at, lesson.ended_at, lesson.ended_reason) == (
        "ended",
        5,
        9,
        "button",
    )


async def test_a_line_that_nobody_taught_has_no_beginning(school: Database) -> None:
    first, second = await add_lesson(school, NEW), await add_lesson(school, NEW)
    async with school.begin() as connection:
        await connection.execute(lessons.update().where(lessons.c.id == second).values(host_id=first))
    await record_progress(school, first, "live", started_at=5)
    end = MONDAY_0750 + 50 * MINUTE
    begun = {first: None, second: 7}
    await record_progress(
        school, first, "ended", started_at=5, ended_at=end, ended_reason="button", begun=begun
    )
    found = [await lesson_by_id(school, one) for one in (first, second)]
    assert [one.started_at for one in found if one] == [None, 7]


async def test_a_room_that_opens_is_out_of_the_planners_hands_before_it_is_read(school: Database) -> None:
    first, second, called_off = [await add_lesson(school, NEW) for _ in range(3)]
    async with school.begin() as connection:
        await connection.execute(lessons.update().where(lessons.c.id == second).values(host_id=first))
        await connection.execute(lessons.update().where(lessons.c.id == called_off).values(not_taught="Bão"))
    for room in (first, called_off, "unknown"):
        await claim_room(school, room)
    found = [await lesson_by_id(school, one) for one in (first, second, called_off)]
    assert [one.phase for one in found if one] == ["waiting", "waiting", "planned"]
    await record_progress(school, first, "live", started_at=5)
    await claim_room(school, first)
    live = await lesson_by_id(school, first)
    assert live is not None and live.phase == "live"


async def test_a_day_over_midnight_shows_on_both_dates(school: Database) -> None:
    late = NewLesson(
        title="t", subject="s", starts_at=SUNDAY_2350, ends_at=SUNDAY_2350 + 45 * MINUTE, class_id="8a3"
    )
    lesson_id = await add_lesson(school, late)
    person = await person_by_id(school, "hs-8a3-05")
    assert person is not None
    for day in (date(2026, 11, 29), date(2026, 11, 30)):
        assert lesson_id in [one.id for one in await lessons_of_day(school, person, day, ZONE)]


async def test_days_of_teacher_student_and_staff(school: Database) -> None:
    monday = date(2026, 11, 23)
    found = {}
    for person_id in ("gv-01", "hs-8a4-01", "nv-01"):
        person = await person_by_id(school, person_id)
        assert person is not None
        found[person_id] = await lessons_of_day(school, person, monday, ZONE)
        assert all(takes_part(person, lesson) for lesson in found[person_id])
    assert {one.teacher.id for one in found["gv-01"] if one.teacher} == {"gv-01"}
    assert {one.class_id for one in found["hs-8a4-01"]} == {"8a4"}
    assert found["nv-01"] == []


async def test_the_door(school: Database) -> None:
    lesson = await lesson_by_id(school, await add_lesson(school, NEW))
    assert lesson is not None
    start, end = lesson.starts_at, lesson.ends_at
    assert door("teacher", lesson, "planned", start - 31 * MINUTE) == "early"
    assert door("teacher", lesson, "planned", start - 30 * MINUTE) == "open"
    assert door("student", lesson, "planned", start - 16 * MINUTE) == "early"
    assert door("student", lesson, "planned", start - 15 * MINUTE) == "open"
    assert door("student", lesson, "planned", end + 10 * MINUTE) == "ended"
    assert door("student", lesson, "live", end + 30 * MINUTE) == "open"
    assert door("student", lesson, "ended", start) == "ended"


async def test_the_roster_a_lesson_opens_with(school: Database) -> None:
    lesson = await lesson_by_id(school, await add_lesson(school, NEW))
    assert lesson is not None
    event = await opened(school, lesson)
    assert (event.lesson, event.class_name, event.period) == (lesson.id, "8A3", "tiết 2")
    assert len(event.roster) == 37
    teacher, first = event.roster[0], event.roster[1]
    assert (teacher.person, teacher.role, teacher.title, teacher.stt) == ("gv-01", "teacher", "cô", None)
    assert (first.person, first.role, first.stt, first.name) == ("hs-8a3-01", "student", 1, "Nguyễn Hoài An")


async def test_a_lesson_without_class_or_teacher_has_an_empty_roster(school: Database) -> None:
    lesson = await lesson_by_id(
        school, await add_lesson(school, NewLesson(title="t", subject="s", starts_at=1, ends_at=2))
    )
    assert lesson is not None and (lesson.class_name, lesson.teacher) == ("", None)
    assert (await opened(school, lesson)).roster == ()


async def test_lessons_between_touching_ends_do_not_overlap(school: Database) -> None:
    found = await lessons_between(school, at("2026-11-23 07:45"), at("2026-11-23 07:50"))
    assert found == []


def test_calendar() -> None:
    assert day_of(SUNDAY_2350, ZONE) == date(2026, 11, 29)
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
    start, end = day_window(date(2026, 11, 29), ZONE)
    assert start <= SUNDAY_2350 < end and end - start == 24 * 60 * MINUTE
    assert millis(moment(1_700_000_000_123)) == 1_700_000_000_123

"""The invented school: entered once, its week moved, one period running at any time."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from server.school.attending.leave import notes_within
from server.school.calendar import local, monday_of, zone_of
from server.school.classes import all_classes, the_school
from server.school.demo import DemoRefused, ensure_running_demo, seed
from server.school.devices.register import register
from server.school.lessons import lesson_by_id, lessons_between
from server.school.people import person_by_id, students_of, teachers
from server.school.rights.actor import Reach
from server.school.rooms import record_progress
from server.store.database import Database
from server.store.tables import events, lessons, people
from server.store.tables import school as school_table
from tests.server.school.times import MINUTE, MONDAY_0750, NEW_YEAR, SUNDAY_2350, at

ZONE = zone_of("Asia/Ho_Chi_Minh")
EVERYTHING = Reach(True)
MOMENTS = [MONDAY_0750, SUNDAY_2350, NEW_YEAR, at("2028-02-29 12:00"), at("2026-03-01 05:59")]


async def _all(database: Database) -> list[str]:
    return [lesson.id for lesson in await lessons_between(database, 0, 2**53)]


async def test_the_school_its_people_and_ids(school: Database) -> None:
    assert (await the_school(school)).short_name == "THCS Cánh Buồm Xanh"
    assert [(one.id, one.code, one.size, one.homeroom) for one in await all_classes(school)] == [
        ("8a3", "8A3", 36, "gv-01"),
        ("8a4", "8A4", 36, "gv-02"),
    ]
    students = await students_of(school, "8a3")
    assert [person.stt for person in students] == list(range(1, 37))
    assert students[4].id == "hs-8a3-05"
    lan = await person_by_id(school, "gv-01")
    assert lan is not None and (lan.title, lan.given_name) == ("cô", "Lan")
    assert [one.given_name for one in await teachers(school)][:3] == ["Khang", "Lan", "Lộc"]
    assert await person_by_id(school, "0000080305") is None


@pytest.mark.parametrize("now", MOMENTS)
async def test_the_sample_week_stands_in_this_week(database: Database, now: int) -> None:
    await seed(database, now)
    found = await lessons_between(database, 0, 2**53)
    assert len(found) == 60 + 2
    today = local(now, ZONE).date()
    days = {local(lesson.starts_at, ZONE).date() for lesson in found}
    assert {day.isocalendar()[:2] for day in days} == {today.isocalendar()[:2]}
    weekdays = Counter(local(lesson.starts_at, ZONE).weekday() for lesson in found)
    assert set(weekdays) <= set(range(6))
    second = next(lesson for lesson in found if lesson.class_id == "8a3" and lesson.id.endswith("-s2"))
    assert local(second.starts_at, ZONE).strftime("%a %H:%M") == "Mon 07:50"
    assert (second.period, second.subject, second.phase) == ("tiết 2", "Toán", "planned")


@pytest.mark.parametrize("now", MOMENTS)
async def test_a_period_always_runs(database: Database, now: int) -> None:
    await seed(database, now)
    lesson = await ensure_running_demo(database, now)
    assert now - 5 * MINUTE < lesson.starts_at < now < lesson.ends_at
    assert lesson.ends_at - lesson.starts_at == 45 * MINUTE
    assert (lesson.class_name, lesson.subject, lesson.period) == ("8A3", "Toán", "tiết 2")
    assert lesson.teacher is not None and lesson.teacher.title == "cô"
    assert (await ensure_running_demo(database, now + 10 * MINUTE)).id == lesson.id


async def test_no_minute_is_without_a_period(school: Database) -> None:
    """Asked once a minute, as control does, over two hours that cross a week's end."""
    begun = SUNDAY_2350 - 30_000
    for minute in range(120):
        lesson = await ensure_running_demo(school, begun + minute * MINUTE)
        assert lesson.starts_at <= begun + minute * MINUTE and lesson.ends_at >= begun + (minute + 1) * MINUTE


async def test_the_next_one_comes_after_the_end_or_the_bell(school: Database) -> None:
    first = await ensure_running_demo(school, MONDAY_0750)
    await record_progress(school, first.id, "ended", ended_at=MONDAY_0750, ended_reason="button")
    second = await ensure_running_demo(school, MONDAY_0750 + MINUTE)
    assert second.id != first.id
    third = await ensure_running_demo(school, second.ends_at)
    assert third.id not in (first.id, second.id)
    assert await lesson_by_id(school, first.id) is not None  # it was held
    assert await lesson_by_id(school, second.id) is None  # nobody ever came


async def test_seeding_again_changes_nothing(school: Database) -> None:
    before = await _all(school)
    await seed(school, MONDAY_0750 + MINUTE)
    assert await _all(school) == before
    assert len(await students_of(school, "8a4")) == 36


async def test_a_new_week_moves_the_timetable_and_keeps_what_was_held(school: Database) -> None:
    held, started = "8a3-20261123-s2", "8a4-20261123-s2"
    async with school.begin() as connection:
        row = {"lesson_id": held, "number": 1, "at": MONDAY_0750, "type": "lesson_opened", "body": b"{}"}
        await connection.execute(insert(events).values(row))
        await connection.execute(update(lessons).where(lessons.c.id == started).values(phase="ended"))
    running = await ensure_running_demo(school, SUNDAY_2350)
    later = await ensure_running_demo(school, SUNDAY_2350 + 11 * MINUTE)
    assert later.id == running.id  # over midnight
    ids = await _all(school)
    assert len(ids) == 65 and {held, started, running.id} <= set(ids)
    assert sum(one.startswith(("8a3-20261130", "8a4-20261130")) for one in ids) > 0


async def test_a_real_school_is_left_alone(database: Database) -> None:
    async with database.begin() as connection:
        row = {"id": 1, "code": "1", "name": "n", "short_name": "n", "time_zone": "Asia/Ho_Chi_Minh"}
        await connection.execute(insert(school_table).values({**row, "period_minutes": 45, "demo": False}))
    with pytest.raises(DemoRefused):
        await seed(database, MONDAY_0750)
    async with database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(lessons))).scalar() == 0


async def test_lessons_are_recorded_and_the_staff_agreed(school: Database) -> None:
    await ensure_running_demo(school, MONDAY_0750)
    async with school.read() as connection:
        assert set((await connection.execute(select(lessons.c.recording))).scalars()) == {True}
        query = select(people.c.kind, people.c.recording_consent)
        answers = Counter(tuple(row) for row in await connection.execute(query))
        of_school = (await connection.execute(select(school_table))).one()
    assert answers["teacher", "dong_y"] + answers["staff", "dong_y"] == 12
    assert answers["student", "dong_y"] == 67
    assert (of_school.recording, of_school.level) == (True, "thcs")


async def test_an_older_demo_gets_plans_consents_and_recording(school: Database) -> None:
    """What the first version of the program left, a held lesson and one of another week among it."""
    held, old = "8a3-20261123-s2", "8a4-20261118-s3"
    await ensure_running_demo(school, MONDAY_0750)
    empty = dict.fromkeys(("session", "period_no", "ppct_no", "form", "required_outcomes"))
    async with school.begin() as connection:
        theirs = update(lessons).where(lessons.c.makes_up.is_(None))  # it made none up
        await connection.execute(theirs.values(recording=False, **empty))
        await connection.execute(update(lessons).where(lessons.c.id == held).values(phase="ended"))
        row = {"id": old, "title": "t", "subject": "s", "starts_at": 0, "ends_at": 1, "demo": True}
        await connection.execute(insert(lessons).values(row | {"phase": "ended"}))
        await connection.execute(
            update(people).where(people.c.kind != "student").values(recording_consent=None)
        )
        await connection.execute(
            update(people).where(people.c.id == "gv-02").values(recording_consent="da_rut")
        )
        await connection.execute(update(school_table).values(level="", recording=False))
    await seed(school, MONDAY_0750)
    async with school.read() as connection:
        rows = {row.id: row for row in await connection.execute(select(lessons))}
        query = select(people.c.id, people.c.recording_consent).where(people.c.kind == "teacher")
        consents = {row.id: row.recording_consent for row in await connection.execute(query)}
    assert all(row.ppct_no and row.session for row in rows.values())
    assert (rows[held].ppct_no, rows[held].recording, rows[old].period_no) == (45, False, 3)
    assert {row.recording for row in rows.values() if row.phase == "planned"} == {True}
    assert (consents.pop("gv-02"), set(consents.values())) == ("da_rut", {"dong_y"})


async def test_the_office_may_turn_recording_off_for_good(school: Database) -> None:
    async with school.begin() as connection:
        await connection.execute(update(school_table).values(recording=False))
    await seed(school, MONDAY_0750 + MINUTE)
    async with school.read() as connection:
        assert (await connection.execute(select(school_table.c.recording))).scalar() is False


@pytest.mark.parametrize("now", MOMENTS)
async def test_the_week_has_its_changes(database: Database, now: int) -> None:
    """Chào cờ in one room, a double period, a substitute, two periods not taught and made up on Saturday."""
    await seed(database, now)
    found = await lessons_between(database, 0, 2**53)
    week = {(one.class_id, local(one.starts_at, ZONE).weekday(), one.id[-2:]): one for one in found}
    assert week["8a4", 0, "s1"].room_id == week["8a3", 0, "s1"].id
    assert week["8a3", 2, "s4"].room_id == week["8a3", 2, "s3"].id
    instead = week["8a4", 4, "s3"]
    assert instead.teacher is not None and (instead.teacher.id, instead.replaced_id) == ("gv-02", "gv-05")
    missed = [week["8a3", 1, slot] for slot in ("c1", "c2")]
    assert all(one.not_taught == "Mưa lũ, sân tập ngập" for one in missed)
    made = [one for one in found if one.makes_up is not None]
    assert [one.makes_up for one in made] == [one.id for one in missed]
    assert [local(one.starts_at, ZONE).strftime("%a %H:%M") for one in made] == ["Sat 13:30", "Sat 14:20"]


@pytest.mark.parametrize("now", MOMENTS)
async def test_devices_and_leave_notes_stand_in_the_register_once(database: Database, now: int) -> None:
    await seed(database, now)
    await seed(database, now + MINUTE)
    rows = await register(database, EVERYTHING)
    assert len(rows) == 72 and all(one.entry is not None for one in rows)
    shared = [one.person for one in rows if one.entry is not None and one.entry.shared_id == "MAY01"]
    assert shared == ["hs-8a3-05", "hs-8a4-14"]
    notes = await notes_within(database, EVERYTHING)
    monday = monday_of(local(now, ZONE).date())
    assert [(one.person_id, one.from_day, one.to_day, one.status) for one in notes] == [
        ("hs-8a4-16", monday.isoformat(), monday.isoformat(), "P"),
        ("hs-8a3-14", (monday + timedelta(1)).isoformat(), (monday + timedelta(2)).isoformat(), "P"),
    ]
    assert {one.decider for one in notes} == {"Nguyễn Thị Ngọc Lan", await _name(database, "gv-02")}
    assert all(one.received_at <= now for one in notes)


async def _name(database: Database, person: str) -> str:
    found = await person_by_id(database, person)
    assert found is not None
    return found.full_name

"""The invented school as rows: its people, its sample week moved to this week, and one period that always runs
now, Sunday night too.

Called at the start of control in demo mode and each minute. Safe to call again; refuses the database of a real
school.
"""

import secrets
from datetime import date, time, timedelta, tzinfo
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Select, Table, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import MINUTE_MS, day_of, monday_of, utc_ms, zone_of
from server.school.demo.changes import enter_changes
from server.school.demo.data import DemoClass, DemoData, DemoPeriod, DemoStaff, DemoStudent, demo_data
from server.school.demo.families import enter_rules
from server.school.demo.plan import columns, place_of, plan_of, planned, slot_of, subject_of, year_row
from server.school.demo.pupils import enter_devices, enter_leaves
from server.school.demo.roles import enter_roles
from server.school.demo.timetable import enter_plan, staff_id, student_id
from server.school.lessons import Lesson, NewLesson, add_lesson, lesson_by_id
from server.school.planning.slots import period_name
from server.settings import StartFault
from server.store.database import Database
from server.store.tables import classes, events, lessons, people, school, school_years, sheets

RUNNING = "demo-"
"""How the ids of the periods that always run begin; timetable periods begin with their class."""

AGREED = "dong_y"
STARTED_BEFORE_MS = 3 * MINUTE_MS


class DemoRefused(StartFault):
    """The database holds a real school: invented pupils do not belong there."""


async def seed(database: Database, now: int) -> None:
    """Enters the school and moves its week to the week of `now` (UTC ms). Raises DemoRefused."""
    data = demo_data()
    async with database.begin() as connection:
        real = select(school.c.id).where(school.c.demo.is_(False))
        if (await connection.execute(real)).first():
            raise DemoRefused(
                "this database holds a real school; start the demo with another BUCGIANG_DATA_DIR"
            )
        await _add(connection, school, [{"id": 1, "demo": True, "recording": True, **asdict(data.school)}])
        await _add(connection, school_years, [year_row(data.school_year)])
        await _add(connection, classes, [_class_row(one, data.school_year.name) for one in data.classes])
        await _add(connection, people, _people_rows(data))
        await enter_plan(connection, data, monday_of(day_of(now, zone_of(data.school.time_zone))), now)
        await _complete(connection, data)
        await enter_roles(connection, data, now)
        await enter_devices(connection, data, now)
        await enter_leaves(connection, data, now)
        await enter_rules(connection, data, now)
    await _move_week(database, data, now)


async def ensure_running_demo(database: Database, now: int) -> Lesson:
    """The period of 8A3 that runs at `now` (UTC ms); made when there is none, it ended or its bell is a minute off.

    Moves the sample week first when a new week began.
    """
    data = demo_data()
    await _move_week(database, data, now)
    async with database.read() as connection:
        lesson_id = (await connection.execute(_running(now))).scalar()
    if lesson_id is None:
        lesson_id = await add_lesson(database, _running_lesson(data, now))
        await _clear(database, lessons.c.ends_at <= now, lessons.c.id.startswith(RUNNING, autoescape=True))
    lesson = await lesson_by_id(database, lesson_id)
    assert lesson is not None
    return lesson


async def _complete(connection: AsyncConnection, data: DemoData) -> None:
    """What older versions of the program left empty: level, consents of the staff, plans, recording."""
    level = update(school).where(school.c.level == "")
    await connection.execute(level.values(level=data.school.level, recording=True))
    unasked = people.c.recording_consent.is_(None) & (people.c.kind != "student")
    await connection.execute(update(people).where(unasked).values(recording_consent=AGREED))
    empty = select(lessons.c.id).where(
        lessons.c.demo, lessons.c.ppct_no.is_(None) | lessons.c.subject_code.is_(None)
    )
    for lesson_id in (await connection.execute(empty)).scalars().all():
        found = planned(data, lesson_id, RUNNING)
        if found is not None:
            one = update(lessons).where(lessons.c.id == lesson_id)
            await connection.execute(one.values(columns(plan_of(data, *found)) | _place(lesson_id, *found)))
            await connection.execute(one.where(lessons.c.phase == "planned").values(recording=True))


def _place(lesson_id: str, period: DemoPeriod, moved: timedelta) -> dict[str, Any]:
    """A period that always runs stands nowhere in the timetable."""
    place = place_of(period, moved)
    return place | {"slot": None} if lesson_id.startswith(RUNNING) else place


async def _add(connection: AsyncConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    await connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _class_row(one: DemoClass, year: str) -> dict[str, Any]:
    homeroom = staff_id(one.homeroom_teacher)
    return {"id": one.code.lower(), "code": one.code, "grade": one.grade, "homeroom": homeroom, "year": year}


def _people_rows(data: DemoData) -> list[dict[str, Any]]:
    rows = [_staff_row(one, "teacher") for one in data.teachers]
    rows += [_staff_row(one, "staff") for one in data.staff]
    return rows + [_student_row(one, student) for one in data.classes for student in one.students]


def _staff_row(one: DemoStaff, kind: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(column.name for column in people.columns)
    return row | {
        "id": staff_id(one.id),
        "kind": kind,
        "full_name": one.full_name,
        "given_name": one.full_name.rsplit(" ", 1)[-1],
        "title": one.title,
        "moet_id": one.moet_id,
        "recording_consent": AGREED,
        "active": True,
    }


def _student_row(one: DemoClass, student: DemoStudent) -> dict[str, Any]:
    return (
        dict.fromkeys(column.name for column in people.columns)
        | {name: value for name, value in asdict(student).items() if name in people.columns}
        | {
            "id": student_id(one.code, student.stt),
            "kind": "student",
            "class_id": one.code.lower(),
            "title": None,
            "active": True,
        }
    )


async def _move_week(database: Database, data: DemoData, now: int) -> None:
    """Plans this week's periods when they are not there yet; weeks past go, unless a lesson was held."""
    zone = zone_of(data.school.time_zone)
    monday = monday_of(day_of(now, zone))
    rows = [_period_row(data, period, monday, zone) for period in data.timetable.periods]
    async with database.read() as connection:
        if (await connection.execute(select(lessons.c.id).where(lessons.c.id == rows[-1]["id"]))).first():
            return
    async with database.begin() as connection:
        await _add(connection, lessons, rows)
        await enter_changes(connection, data, monday, zone)
        await enter_roles(connection, data, now)
        await enter_leaves(connection, data, now)
    await _clear(database, lessons.c.ends_at < utc_ms(monday, time(), zone))


def _period_row(data: DemoData, period: DemoPeriod, monday: date, zone: tzinfo) -> dict[str, Any]:
    moved = monday - data.school_year.sample_week.monday
    day = period.date + moved
    new = NewLesson(
        id=f"{period.class_code}-{day:%Y%m%d}-{slot_of(period)}".lower(),
        title=period.title,
        subject=subject_of(data, period),
        class_id=period.class_code.lower(),
        teacher_id=staff_id(period.teacher),
        period=period_name(period.session, period.period),
        starts_at=utc_ms(day, time.fromisoformat(period.start), zone),
        ends_at=utc_ms(day, time.fromisoformat(period.end), zone),
        recording=True,
        demo=True,
        **columns(plan_of(data, period, moved)),
    )
    return asdict(new) | place_of(period, moved)


def _running(now: int) -> Select[Any]:
    mine = lessons.c.demo & lessons.c.id.startswith(RUNNING, autoescape=True) & (lessons.c.phase != "ended")
    return select(lessons.c.id).where(mine, lessons.c.starts_at <= now, lessons.c.ends_at > now + MINUTE_MS)


def _running_lesson(data: DemoData, now: int) -> NewLesson:
    demo = data.demo_lesson
    period = next(period for period in data.timetable.periods if period.id == demo.period)
    start = (now - STARTED_BEFORE_MS) // MINUTE_MS * MINUTE_MS
    return NewLesson(
        id=RUNNING + secrets.token_hex(4),
        title=demo.title,
        subject=subject_of(data, period),
        subject_code=demo.subject,
        class_id=demo.class_code.lower(),
        teacher_id=staff_id(demo.teacher),
        period=period_name(period.session, period.period),
        starts_at=start,
        ends_at=start + data.school.period_minutes * MINUTE_MS,
        recording=True,
        demo=True,
        **columns(plan_of(data, period, timedelta())),
    )


async def _clear(database: Database, *which: Any) -> None:
    """Demo lessons nobody ever opened or wrote about."""
    used = select(events.c.lesson_id).union(select(sheets.c.lesson_id))
    unused = lessons.c.demo & (lessons.c.phase == "planned") & lessons.c.id.not_in(used)
    async with database.begin() as connection:
        await connection.execute(delete(lessons).where(unused, *which))

"""The lessons a change of day has to look at, out of the tables."""

from collections.abc import Callable, Iterable
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, day_window
from server.school.changing.asked import (
    AnyChange,
    Double,
    Drop,
    Join,
    MakeUp,
    SetForm,
    Split,
    Substitute,
    Swap,
)
from server.school.changing.period import Days, Fields, Period
from server.school.lessons import Phase
from server.store.parts import parts
from server.store.tables import attendance_marks, days_off, lessons, people, sheets

Running = Callable[[str], Phase | None]
"""How far a room in memory is; None for one that is not."""

_FIELDS = tuple(name for name in Fields.__struct_fields__ if name != "date")


def named(change: AnyChange) -> tuple[str, ...]:
    """The lessons a change names."""
    match change:
        case Substitute() | Drop() | SetForm() | Join():
            return change.lessons
        case Swap() | Double():
            return change.first, change.second
        case MakeUp() | Split():
            return (change.lesson,)


async def days_of(
    connection: AsyncConnection,
    lesson_ids: Iterable[str],
    running: Running,
    zone: tzinfo,
    now: int,
    *,
    also: Iterable[str] = (),
    alone: bool = False,
) -> Days:
    """The days of these lessons with everything that is planned on them, and `also` these dates (ISO).

    `alone`: only the lessons themselves, for a change that moves nothing.
    """
    ids = list(lesson_ids)
    rows = [row for part in parts(ids) for row in await _rows(connection, lessons.c.id.in_(part))]
    if not alone:
        dates = {day_of(row["starts_at"], zone) for row in rows} | {date.fromisoformat(one) for one in also}
        windows = [day_window(day, zone) for day in dates]
        on = [(lessons.c.starts_at < end) & (lessons.c.ends_at > start) for start, end in windows]
        rows += await _rows(connection, or_(lessons.c.makes_up.in_(ids), *on))
    periods = {row["id"]: _period(row, running, zone) for row in rows}
    off = await connection.execute(select(days_off.c.from_day, days_off.c.to_day))
    teaching = select(people.c.id).where(people.c.active, people.c.kind == "teacher")
    teachers = frozenset((await connection.execute(teaching)).scalars())
    return Days(periods, tuple((row.from_day, row.to_day) for row in off), teachers, now)


async def _rows(connection: AsyncConnection, which: Any) -> list[Any]:
    return list((await connection.execute(_query().where(which))).mappings())


def _query() -> Select[Any]:
    columns = [lessons.c[name] for name in _FIELDS]
    written = [
        select(func.count()).where(table.c.lesson_id == lessons.c.id).scalar_subquery()
        for table in (sheets, attendance_marks)
    ]
    return select(
        lessons.c.id,
        lessons.c.class_id,
        lessons.c.subject,
        lessons.c.kind,
        lessons.c.phase,
        lessons.c.makes_up,
        lessons.c.started_at,
        (written[0] + written[1]).label("written"),
        *columns,
    )


def _period(row: Any, running: Running, zone: tzinfo) -> Period:
    day = day_of(row["starts_at"], zone).isoformat()
    fields = Fields(date=day, **{name: row[name] for name in _FIELDS})
    room = row["host_id"] or row["id"]
    return Period(
        id=row["id"],
        class_id=row["class_id"],
        subject=row["subject"],
        kind=row["kind"],
        phase=running(room) or row["phase"] if row["phase"] != "ended" else "ended",
        makes_up=row["makes_up"],
        written=bool(row["written"]),
        held=row["started_at"] is not None,
        fields=fields,
    )

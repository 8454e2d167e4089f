"""One class over some weeks: pupils × periods held, each cell resolved. The month's matrix and its sheets."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.attending.cells import Cell, Found, Leave, Mark, Totals, cell, totals
from server.school.attending.found import STATES
from server.school.attending.leave import granted
from server.school.attending.marks import newest
from server.school.calendar import day_of, day_window
from server.school.names import name_key
from server.store.database import Database
from server.store.tables import attendance, lessons, people


@dataclass(frozen=True, slots=True)
class Held:
    """A period of the class that ended; `day` is an ISO date of the school's zone."""

    lesson: str
    day: str
    session: str
    period: int | None
    subject: str


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil; `cells` stand in the order of the periods."""

    person: str
    stt: int | None
    name: str
    given_name: str
    moet_id: str | None
    cells: tuple[Cell, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Matrix:
    """The class from `first` to `last` (both included)."""

    class_id: str
    first: date
    last: date
    held: tuple[Held, ...]
    rows: tuple[Row, ...]


async def matrix(database: Database, class_id: str, first: date, last: date, zone: tzinfo) -> Matrix:
    """Everything of one class in at most five queries; pupils in STT order, who left after them by name."""
    async with database.read() as connection:
        held = await _held(connection, class_id, first, last, zone)
        ids = [one.lesson for one in held]
        found = await _found(connection, ids)
        pupils = await _pupils(connection, class_id, {person for _, person in found})
        marks = await newest(connection, ids)
        days = first.isoformat(), last.isoformat()
        leaves = await granted(connection, [one.id for one in pupils], *days)
    rows = tuple(_row(pupil, held, found, marks, leaves.get(pupil.id, [])) for pupil in pupils)
    return Matrix(class_id, first, last, tuple(held), rows)


def month_of(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month. Raises ValueError."""
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return first, following - timedelta(days=1)


async def _held(
    connection: AsyncConnection, class_id: str, first: date, last: date, zone: tzinfo
) -> list[Held]:
    start, end = day_window(first, zone)[0], day_window(last, zone)[1]
    query = select(
        lessons.c.id, lessons.c.starts_at, lessons.c.session, lessons.c.period_no, lessons.c.subject
    ).where(
        lessons.c.class_id == class_id,
        lessons.c.starts_at >= start,
        lessons.c.starts_at < end,
        lessons.c.phase == "ended",
        lessons.c.started_at.is_not(None),
    )
    rows = await connection.execute(query.order_by(lessons.c.starts_at, lessons.c.id))
    return [
        Held(row.id, day_of(row.starts_at, zone).isoformat(), row.session or "", row.period_no, row.subject)
        for row in rows
    ]


async def _found(connection: AsyncConnection, lesson_ids: list[str]) -> dict[tuple[str, str], Found]:
    query = select(
        attendance.c.lesson_id, attendance.c.person_id, attendance.c.state, attendance.c.at_school
    ).where(attendance.c.lesson_id.in_(lesson_ids))
    return {
        (row.lesson_id, row.person_id): Found(STATES[row.state], row.at_school)
        for row in await connection.execute(query)
    }


async def _pupils(connection: AsyncConnection, class_id: str, once: set[str]) -> list[Any]:
    """The class as it is now, and who was in it in a period held."""
    query = select(
        people.c.id, people.c.stt, people.c.full_name, people.c.given_name, people.c.moet_id,
        people.c.class_id, people.c.active,
    ).where(
        people.c.kind == "student",
        or_(people.c.id.in_(once), (people.c.class_id == class_id) & people.c.active),
    )  # fmt: skip
    rows = list(await connection.execute(query))

    def place(row: Any) -> Any:
        here = row.class_id == class_id and row.active
        return (
            not here,
            row.stt is None or not here,
            row.stt or 0,
            name_key(row.full_name, row.given_name),
            row.id,
        )

    return sorted(rows, key=place)


def _row(
    pupil: Any, held: list[Held], found: dict[tuple[str, str], Found],
    marks: dict[tuple[str, str], Mark], leaves: list[Leave],
) -> Row:  # fmt: skip
    cells = tuple(
        cell(found.get((one.lesson, pupil.id)), marks.get((one.lesson, pupil.id), ""), leaves, one.day)
        for one in held
    )
    return Row(pupil.id, pupil.stt, pupil.full_name, pupil.given_name, pupil.moet_id, cells, totals(cells))

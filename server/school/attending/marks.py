"""What people write about attendance: append-only, the newest word of a pupil and period counts."""

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.attending.cells import Mark
from server.school.attending.weeks import WeekClosed, is_closed
from server.school.calendar import day_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import attendance, attendance_marks, lessons, people

CODES: dict[str, Mark] = {"P": "P", "K": "K", "co_mat": "co_mat", "muon": "muon", "": ""}


class NotThere(ValueError):
    """There is no such period, or the pupil is not one of its class."""


class NotHeld(ValueError):
    """The period has not ended, or ended without having begun: there is nothing to judge."""


class Written(Struct, frozen=True):
    """One word of a person; `at` is UTC ms."""

    mark: Mark
    why: str
    by_name: str
    at: int


async def write_mark(
    connection: AsyncConnection, actor: Actor, lesson_id: str, person_id: str, mark: Mark, why: str,
    zone: tzinfo, now: int,
) -> None:  # fmt: skip
    """Adds a word. Raises NotThere, NotHeld, WeekClosed; may be called for many in one transaction."""
    columns = lessons.c.class_id, lessons.c.starts_at, lessons.c.phase, lessons.c.started_at
    query = select(*columns).where(lessons.c.id == lesson_id)
    lesson = (await connection.execute(query)).first()
    if lesson is None or lesson.class_id is None or not await _of_lesson(connection, lesson_id, person_id):
        raise NotThere
    if lesson.phase != "ended" or lesson.started_at is None:
        raise NotHeld
    if await is_closed(connection, lesson.class_id, day_of(lesson.starts_at, zone), now):
        raise WeekClosed
    row = {
        "lesson_id": lesson_id, "person_id": person_id, "mark": mark, "why": why,
        "by_id": actor.id, "by_name": actor.name, "at": now,
    }  # fmt: skip
    await connection.execute(insert(attendance_marks).values(row))
    await note(
        connection, actor, "attendance.marked", now, object_id=lesson_id, person_id=person_id, detail=mark
    )


async def _of_lesson(connection: AsyncConnection, lesson_id: str, person_id: str) -> bool:
    """In the lesson's roster then, or a pupil of its class now."""
    found = select(attendance.c.person_id).where(
        attendance.c.lesson_id == lesson_id, attendance.c.person_id == person_id
    )
    if (await connection.execute(found)).first():
        return True
    now = (
        select(people.c.id)
        .join_from(people, lessons, lessons.c.class_id == people.c.class_id)
        .where(lessons.c.id == lesson_id, people.c.id == person_id, people.c.kind == "student")
    )
    return (await connection.execute(now)).first() is not None


async def history(database: Database, lesson_id: str, person_id: str) -> list[Written]:
    """Everything written about the cell, oldest first."""
    marks = attendance_marks
    query = select(marks.c.mark, marks.c.why, marks.c.by_name, marks.c.at).where(
        marks.c.lesson_id == lesson_id, marks.c.person_id == person_id
    )
    async with database.read() as connection:
        rows = await connection.execute(query.order_by(marks.c.id))
        return [Written(CODES[row.mark], row.why, row.by_name, row.at) for row in rows]


async def newest(connection: AsyncConnection, lesson_ids: Sequence[str]) -> dict[tuple[str, str], Mark]:
    """What counts of these lessons, by (lesson, person)."""
    marks = attendance_marks
    last = select(func.max(marks.c.id)).where(marks.c.lesson_id.in_(lesson_ids))
    query = select(marks.c.lesson_id, marks.c.person_id, marks.c.mark).where(
        marks.c.id.in_(last.group_by(marks.c.lesson_id, marks.c.person_id))
    )
    return {
        (row.lesson_id, row.person_id): CODES[row.mark] for row in await connection.execute(query) if row.mark
    }

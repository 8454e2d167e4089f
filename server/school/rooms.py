"""Rooms and their lines: lessons that share the room of another one, their host. Each line is a row of the logbook of
its own: a class of a joint lesson, or a period of a double one (tiết đôi).

A link to a line leads into its room, today and after a change of day: what a token names is asked here each time.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.lessons import Lesson, Phase, found_lessons
from server.store.database import Database
from server.store.tables import lesson_people, lessons


class Held(Struct, frozen=True):
    """A line of an ended room. `since` None: the room ended, or had not begun, before its time came. UTC ms."""

    lesson: str
    since: int | None
    until: int


class LineTime(Struct, frozen=True):
    """When a line of a room is planned, UTC ms."""

    lesson: str
    starts_at: int
    ends_at: int


async def room_of(database: Database, lesson_id: str) -> str:
    """The lesson whose room this one shares; the same id when it has its own, or is unknown."""
    query = select(lessons.c.host_id).where(lessons.c.id == lesson_id)
    async with database.read() as connection:
        return (await connection.execute(query)).scalar() or lesson_id


async def is_replaced(database: Database, lesson_id: str, person_id: str) -> bool:
    """Whether somebody who holds a teacher's link of this lesson teaches in its room no more: it has teachers, and this
    person is none of them (dạy thay), nor planned beside them."""
    own = select(func.coalesce(lessons.c.host_id, lessons.c.id)).where(lessons.c.id == lesson_id)
    room = own.scalar_subquery()
    query = select(lessons.c.id, lessons.c.teacher_id).where(
        (lessons.c.id == room) | (lessons.c.host_id == room)
    )
    async with database.read() as connection:
        lines = (await connection.execute(query)).all()
        teachers = {line.teacher_id for line in lines}
        if teachers <= {None} or person_id in teachers:
            return False
        beside = select(lesson_people.c.person_id).where(
            lesson_people.c.lesson_id.in_([line.id for line in lines]), lesson_people.c.person_id == person_id
        )
        return (await connection.execute(beside)).first() is None


async def lines_of(database: Database, lesson: Lesson) -> list[Lesson]:
    """Every lesson held in the same room, by start and class."""
    room = lesson.room_id
    return await found_lessons(database, (lessons.c.id == room) | (lessons.c.host_id == room))


def held(lines: Sequence[LineTime], started_at: int | None, ended_at: int) -> list[Held]:
    """What part of a room's time each line had: from its own bell to its own end; the first ones from the room's
    start, the last ones to the room's end. Breaks between periods belong to nobody."""
    first, last = min(one.starts_at for one in lines), max(one.ends_at for one in lines)
    found = []
    for one in lines:
        since, until = started_at, ended_at if one.ends_at == last else min(ended_at, one.ends_at)
        if since is not None and one.starts_at > first:
            since = max(since, one.starts_at)
        if since is not None and since > until:
            since = None
        found.append(Held(one.lesson, since, until))
    return found


async def record_progress(
    database: Database,
    room: str,
    phase: Phase,
    *,
    started_at: int | None = None,
    ended_at: int | None = None,
    ended_reason: str | None = None,
) -> None:
    """Notes how far a room is in the rows of all its lines, for lists and lessons no longer in memory. None leaves a
    column as it is. A period whose time had not come when its room was ended gets its own room: it can be held."""
    async with database.begin() as connection:
        lines = await _times(connection, room)
        if phase != "ended" or ended_at is None:
            told = {"started_at": started_at, "ended_at": ended_at, "ended_reason": ended_reason}
            values = {"phase": phase, **{name: value for name, value in told.items() if value is not None}}
            await _write(connection, [line.lesson for line in lines], values)
            return
        for one, line in zip(held(lines, started_at, ended_at), lines, strict=True):
            if started_at is not None and line.lesson != room and line.starts_at > ended_at:
                await _write(
                    connection, [line.lesson], {"phase": "planned", "started_at": None, "host_id": None}
                )
                continue
            ended = {"phase": phase, "ended_at": max(one.until, one.since or 0), "ended_reason": ended_reason}
            await _write(connection, [line.lesson], ended | ({"started_at": one.since} if one.since else {}))


async def _times(connection: AsyncConnection, room: str) -> list[LineTime]:
    columns = lessons.c.id, lessons.c.starts_at, lessons.c.ends_at
    query = select(*columns).where((lessons.c.id == room) | (lessons.c.host_id == room))
    return [LineTime(*row) for row in (await connection.execute(query.order_by(lessons.c.starts_at))).all()]


async def _write(
    connection: AsyncConnection, lesson_ids: Sequence[str], values: Mapping[str, object]
) -> None:
    await connection.execute(update(lessons).where(lessons.c.id.in_(lesson_ids)).values(values))

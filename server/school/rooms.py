"""Rooms and their lines: lessons that share the room of another one, their host. Each line is a row of the logbook of
its own: a class of a joint lesson, or a period of a double one (tiết đôi).

A link to a line leads into its room, today and after a change of day: what a token names is asked here each time.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.lessons import Lesson, Phase, found_lessons
from server.store.database import Database
from server.store.tables import lesson_people, lessons


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


async def claim_room(database: Database, room: str) -> None:
    """The rows of a room that is about to open say so before anything of it is read: from here on neither planning nor
    most changes of day touch it."""
    lines = (lessons.c.host_id == room) | ((lessons.c.id == room) & lessons.c.host_id.is_(None))
    free = (lessons.c.phase == "planned") & lessons.c.not_taught.is_(None)
    async with database.begin() as connection:
        await connection.execute(update(lessons).where(lines, free).values(phase="waiting"))


async def record_progress(
    database: Database,
    room: str,
    phase: Phase,
    *,
    started_at: int | None = None,
    ended_at: int | None = None,
    ended_reason: str | None = None,
    begun: Mapping[str, int | None] | None = None,
    unless: Callable[[], bool] = lambda: False,
) -> None:
    """Notes how far a room is in the rows of all its lines, for lists and lessons no longer in memory. None leaves a
    column as it is. `begun`: of an ended room, since when each line was taught; None: it was not. A period whose time had
    not come when its room was ended gets its own room: it can be held. `unless`: asked within the transaction; then
    nothing is written (the room was vacated meanwhile)."""
    async with database.begin() as connection:
        if unless():
            return
        lines = await _times(connection, room)
        if phase != "ended" or ended_at is None:
            told = {"started_at": started_at, "ended_at": ended_at, "ended_reason": ended_reason}
            values = {"phase": phase, **{name: value for name, value in told.items() if value is not None}}
            await _write(connection, [line.lesson for line in lines], values)
            return
        for line in lines:
            if started_at is not None and line.lesson != room and line.starts_at > ended_at:
                again: Mapping[str, object] = {"phase": "planned", "started_at": None, "host_id": None}
                await _write(connection, [line.lesson], again)
                continue
            since = started_at if begun is None else begun.get(line.lesson)
            until = max(_until(line, lines, ended_at), since or 0)
            ended = {"phase": phase, "ended_at": until, "ended_reason": ended_reason}
            known = {} if started_at is None else {"started_at": since}
            await _write(connection, [line.lesson], ended | known)


def _until(line: LineTime, lines: Sequence[LineTime], ended_at: int) -> int:
    """The last lines end with the room, the others with their own bell."""
    last = max(one.ends_at for one in lines)
    return ended_at if line.ends_at == last else min(ended_at, line.ends_at)


async def _times(connection: AsyncConnection, room: str) -> list[LineTime]:
    columns = lessons.c.id, lessons.c.starts_at, lessons.c.ends_at
    query = select(*columns).where((lessons.c.id == room) | (lessons.c.host_id == room))
    return [LineTime(*row) for row in (await connection.execute(query.order_by(lessons.c.starts_at))).all()]


async def _write(
    connection: AsyncConnection, lesson_ids: Sequence[str], values: Mapping[str, object]
) -> None:
    await connection.execute(update(lessons).where(lessons.c.id.in_(lesson_ids)).values(values))

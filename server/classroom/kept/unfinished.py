"""Which lessons were under way when the control process ended (asked once, at its start), and which should be over."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lesson.rules import MINUTE, Rules
from server.store.database import Database
from server.store.tables import events, lessons

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A lesson that has events and has not ended. `alive_at`: UTC ms when it was last known to run."""

    lesson: str
    alive_at: int


async def unfinished_lessons(database: Database) -> list[Unfinished]:
    """In no particular order."""
    newest = func.max(events.c.at)
    query = (
        select(lessons.c.id, lessons.c.alive_at, newest.label("newest"))
        .join_from(lessons, events, events.c.lesson_id == lessons.c.id)
        .where(lessons.c.phase != "ended")
        .group_by(lessons.c.id, lessons.c.alive_at)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    return [Unfinished(row.id, max(row.alive_at or 0, row.newest)) for row in rows]


async def overdue_lessons(database: Database, now: int) -> list[str]:
    """Rooms that somebody has opened and whose time is long past, so that they end without a teacher: the oldest first,
    some of them. `now`: UTC ms."""
    query = select(lessons.c.id).where(
        lessons.c.phase.in_(("waiting", "live")),
        lessons.c.host_id.is_(None),
        lessons.c.ends_at < now - Rules().overtime_ms - MINUTE,
    )
    async with database.read() as connection:
        return list((await connection.execute(query.order_by(lessons.c.ends_at).limit(AT_ONCE))).scalars())

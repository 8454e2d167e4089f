"""A class's week is closed by its homeroom teacher or the head: from then on attendance stays as it is written."""

from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import monday_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import week_closes


class WeekClosed(ValueError):
    """The week is closed: only who may reopen it changes it again."""


class Week(Struct, frozen=True):
    """The newest word about a class's week: closed or open again, by whom and when (UTC ms)."""

    monday: str
    closed: bool
    by_name: str
    at: int
    why: str


async def weeks(database: Database, class_id: str, first: str, last: str) -> dict[str, Week]:
    """By Monday (ISO): weeks from `first` to `last` about which anything was said."""
    newest = select(func.max(week_closes.c.id)).where(
        week_closes.c.class_id == class_id, week_closes.c.monday.between(first, last)
    )
    query = select(
        week_closes.c.monday,
        week_closes.c.closed,
        week_closes.c.by_name,
        week_closes.c.at,
        week_closes.c.why,
    ).where(week_closes.c.id.in_(newest.group_by(week_closes.c.monday)))
    async with database.read() as connection:
        return {row.monday: Week(**row._mapping) for row in await connection.execute(query)}


async def is_closed(connection: AsyncConnection, class_id: str, day: date) -> bool:
    """Whether the week of the day is closed for the class."""
    query = (
        select(week_closes.c.closed)
        .where(week_closes.c.class_id == class_id, week_closes.c.monday == monday_of(day).isoformat())
        .order_by(week_closes.c.id.desc())
        .limit(1)
    )
    return bool((await connection.execute(query)).scalar())


async def any_closed(connection: AsyncConnection, class_id: str, first: date, last: date) -> bool:
    """Whether a week that has one of the days [first, last] is closed for the class."""
    monday = monday_of(first)
    while monday <= last:
        if await is_closed(connection, class_id, monday):
            return True
        monday += timedelta(days=7)
    return False


async def set_closed(
    connection: AsyncConnection, actor: Actor, class_id: str, monday: date, closed: bool, why: str, now: int
) -> bool:
    """Closes or reopens; False when it is so already. Raises ValueError for a day that is no Monday."""
    if monday_of(monday) != monday:
        raise ValueError("a week is named by its Monday")
    if await is_closed(connection, class_id, monday) == closed:
        return False
    row = {
        "class_id": class_id, "monday": monday.isoformat(), "closed": closed, "why": why,
        "by_id": actor.id, "by_name": actor.name, "at": now,
    }  # fmt: skip
    await connection.execute(insert(week_closes).values(row))
    act = "week.closed" if closed else "week.reopened"
    await note(connection, actor, act, now, object_id=f"{class_id} {monday.isoformat()}")
    return True

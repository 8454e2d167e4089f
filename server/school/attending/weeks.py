"""A class's week is closed by itself, by its homeroom teacher or the head: from then on attendance stays as it is
written, until somebody with the right to opens the week again for some days (closing.py says when)."""

from datetime import date, timedelta, tzinfo

import msgspec
from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.attending.closing import (
    Closing,
    PastTerm,
    Said,
    Word,
    closes_itself,
    closing,
    reopened_until,
    with_past,
)
from server.school.calendar import monday_of
from server.school.classes import zone_in
from server.school.policy import policy_in
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import school, week_closes


class WeekClosed(ValueError):
    """The week is closed: only who may reopen it changes it again."""


class Week(Struct, frozen=True):
    """How a class's week stands now, and the newest word of a person about it. Times are UTC ms.

    `closes_at`: when it closed, or will close. `said` "": nobody said anything, and `by_name`, `at`, `why` are empty.
    """

    monday: str
    closed: bool
    closes_at: int
    said: Said = ""
    by_name: str = ""
    at: int = 0
    why: str = ""


class Term(Struct, frozen=True):
    """What the school decided about closing: so many days after the week's end, in its zone; fewer in the past."""

    days: int
    zone: tzinfo
    past: tuple[PastTerm, ...] = ()

    def of(self, monday: date, word: Word | None, now: int) -> Closing:
        """How the week stands at `now`."""
        return closing(word, closes_itself(monday, self.days, self.past, self.zone), now)


async def term(connection: AsyncConnection) -> Term:
    """Of this school; a shorter term closes weeks, a longer one opens none."""
    kept = (await connection.execute(select(school.c.past_terms).where(school.c.id == 1))).scalar()
    past = msgspec.json.decode(kept or "[]", type=tuple[PastTerm, ...])
    return Term((await policy_in(connection)).week_closes_days, await zone_in(connection), past)


async def keep_closed(connection: AsyncConnection, days: int, now: int) -> None:
    """To be said before the school's term becomes `days`: what is closed by now stays closed under a longer one."""
    ended = await term(connection)
    if days > ended.days:
        past = msgspec.json.encode(with_past(ended.past, PastTerm(ended.days, now))).decode()
        await connection.execute(update(school).where(school.c.id == 1).values(past_terms=past))


async def weeks(database: Database, class_id: str, first: date, last: date, now: int) -> dict[str, Week]:
    """By Monday (ISO): every week that has one of the days [first, last]."""
    monday = monday_of(first)
    table = week_closes.c
    newest = select(func.max(table.id)).where(
        table.class_id == class_id, table.monday.between(monday.isoformat(), last.isoformat())
    )
    query = select(week_closes).where(table.id.in_(newest.group_by(table.monday)))
    async with database.read() as connection:
        school_term = await term(connection)
        said = {row.monday: row for row in await connection.execute(query)}
    found = {}
    while monday <= last:
        row = said.get(monday.isoformat())
        word = None if row is None else Word(row.closed, row.at, row.open_until)
        now_is = school_term.of(monday, word, now)
        who = ("", 0, "") if row is None else (row.by_name, row.at, row.why)
        found[monday.isoformat()] = Week(monday.isoformat(), now_is.closed, now_is.at, now_is.said, *who)
        monday += timedelta(days=7)
    return found


async def closing_of(connection: AsyncConnection, class_id: str, day: date, now: int) -> Closing:
    """How the week of the day stands for the class."""
    monday = monday_of(day)
    word = await _word(connection, class_id, monday)
    return (await term(connection)).of(monday, word, now)


async def is_closed(connection: AsyncConnection, class_id: str, day: date, now: int) -> bool:
    """Whether the week of the day is closed for the class."""
    return (await closing_of(connection, class_id, day, now)).closed


async def any_closed(connection: AsyncConnection, class_id: str, first: date, last: date, now: int) -> bool:
    """Whether a week that has one of the days [first, last] is closed for the class."""
    monday = monday_of(first)
    while monday <= last:
        if await is_closed(connection, class_id, monday, now):
            return True
        monday += timedelta(days=7)
    return False


async def close_week(
    connection: AsyncConnection, actor: Actor, class_id: str, monday: date, why: str, now: int
) -> bool:
    """Closes it from now on; False when it is closed already. Raises ValueError for a day that is no Monday."""
    _refuse_other_days(monday)
    if await is_closed(connection, class_id, monday, now):
        return False
    await _say(connection, actor, class_id, monday, Word(closed=True, at=now), why)
    return True


async def reopen_week(
    connection: AsyncConnection, actor: Actor, class_id: str, monday: date, last: date, why: str, now: int
) -> bool:
    """Opens a closed week until the end of the day `last`; False when it is open.

    Raises ValueError: no Monday, or no day of the next two weeks.
    """
    _refuse_other_days(monday)
    until = reopened_until(last, now, (await term(connection)).zone)
    if not await is_closed(connection, class_id, monday, now):
        return False
    await _say(connection, actor, class_id, monday, Word(closed=False, at=now, until=until), why)
    return True


def _refuse_other_days(monday: date) -> None:
    if monday_of(monday) != monday:
        raise ValueError("a week is named by its Monday")


async def _word(connection: AsyncConnection, class_id: str, monday: date) -> Word | None:
    table = week_closes.c
    query = (
        select(table.closed, table.at, table.open_until)
        .where(table.class_id == class_id, table.monday == monday.isoformat())
        .order_by(table.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Word(row.closed, row.at, row.open_until)


async def _say(
    connection: AsyncConnection, actor: Actor, class_id: str, monday: date, word: Word, why: str
) -> None:
    row = {
        "class_id": class_id, "monday": monday.isoformat(), "closed": word.closed, "open_until": word.until,
        "why": why, "by_id": actor.id, "by_name": actor.name, "at": word.at,
    }  # fmt: skip
    await connection.execute(insert(week_closes).values(row))
    act = "week.closed" if word.closed else "week.reopened"
    await note(connection, actor, act, word.at, object_id=f"{class_id} {monday.isoformat()}")

"""Lessons of the next two weeks are always there: looked after each hour, and at once when the plan changes."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of
from server.school.classes import zone_in
from server.school.planning.making.basis import read_basis
from server.school.planning.making.offered import Group, offer_numbers
from server.school.planning.planner import Replanned, plan_days
from server.school.planning.timetables import Twice, clashes
from server.store.database import Database

AHEAD = timedelta(days=14)
EVERY_S = 3600.0
AGAIN_S = 60.0
"""After a failure (a full disk)."""

log = structlog.get_logger("planning")


async def plan_ahead(connection: AsyncConnection, now: int, first_day: date | None = None) -> Replanned:
    """Plans from today, or `first_day` when it is later, to the last day looked ahead to. Nothing for a day beyond."""
    today = await school_day(connection, now)
    begin = max(today, first_day or today)
    if begin > today + AHEAD:
        return Replanned()
    return await plan_days(connection, begin, today + AHEAD, now)


async def renumber_ahead(
    connection: AsyncConnection, only: Group, starts_at: int, now: int, new: frozenset[str] = frozenset()
) -> set[str]:
    """Offers numbers anew in one class and subject, from today and the day of a lesson at `starts_at` (UTC ms) on;
    to the lessons `new` (ids) even when they are past. The ids of those that changed."""
    today, day = await school_day(connection, now), await school_day(connection, starts_at)
    first, last = min(today, day), max(today + AHEAD, day)
    basis = await read_basis(connection, first, last)
    return await offer_numbers(connection, basis, first, last, now, new, {only})


async def clashes_ahead(connection: AsyncConnection, now: int) -> list[Twice]:
    """Pairs of periods that want one teacher at one time, in the timetable that holds and those to come."""
    basis = await read_basis(connection, await school_day(connection, now), date.max)
    return [pair for cells in basis.cells.values() for pair in clashes(cells, basis.teacher_of)]


async def school_day(connection: AsyncConnection, at: int) -> date:
    """The day of a moment (UTC ms) in the school's zone."""
    return day_of(at, await zone_in(connection))


async def keep_planning(database: Database, clock: Callable[[], int]) -> None:
    """Runs until it is cancelled; `clock` is UTC ms."""
    while True:
        wait = EVERY_S
        try:
            async with database.begin() as connection:
                done = await plan_ahead(connection, clock())
            if done != Replanned(silent=done.silent):
                log.info("planned", added=done.added, changed=done.changed, removed=done.removed)
        except Exception:
            log.exception("lessons were not planned; trying again")
            wait = AGAIN_S
        await asyncio.sleep(wait)

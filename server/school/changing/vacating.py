"""Rooms that somebody entered and nobody began do not stand in the way of a change of day: they are vacated for it."""

from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from operator import attrgetter
from typing import Protocol, TypeVar

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.changing.asked import Outcome, Refusal
from server.school.changing.period import Days
from server.school.lessons import Phase
from server.store.parts import parts
from server.store.tables import events, lessons

T = TypeVar("T")
_OPENED_WITH = attrgetter("host_id", "not_taught", "starts_at", "ends_at", "period")
"""What a room keeps as it was when it was opened; another teacher may come into it (server/classroom)."""


class Rooms(Protocol):
    """The lessons in memory (server/http/ports.py)."""

    def phase(self, lesson_id: str, /) -> Phase | None: ...

    def vacated(self, rooms: Collection[str], /) -> AbstractAsyncContextManager[frozenset[str]]: ...


class Occupied(Exception):
    """The change can be made once these rooms are vacated; in `lesson` somebody waits."""

    def __init__(self, rooms: frozenset[str], lesson: str) -> None:
        super().__init__(lesson)
        self.rooms = rooms
        self.lesson = lesson


async def vacating(rooms: Rooms, attempt: Callable[[frozenset[str]], Awaitable[T]]) -> T:
    """What `attempt` gives, which is told the rooms that are vacated and raises Occupied: none at first, then those it
    asked for, which stay shut until it ends. Raises Refusal when one was begun or entered meanwhile."""
    try:
        return await attempt(frozenset())
    except Occupied as found:
        asked = found.rooms
    async with rooms.vacated(asked) as left:
        try:
            return await attempt(left)
        except Occupied as again:
            raise Refusal("lesson_running", again.lesson) from again


def refuse_occupied(days: Days, outcome: Outcome) -> None:
    """Raises Occupied: the outcome makes other rooms of these than somebody was let into."""
    rooms = {
        fields.host_id or edit.lesson
        for edit in outcome.edits
        if _OPENED_WITH(edit.before) != _OPENED_WITH(edit.after)
        for fields in (edit.before, edit.after)
    } | {made.room for made in outcome.made}
    for period in days.periods.values():
        if period.phase == "waiting" and period.room in rooms:
            raise Occupied(frozenset(rooms), period.id)


async def forget(connection: AsyncConnection, rooms: frozenset[str]) -> None:
    """The rooms are as if nobody had opened them. What is dropped: their events. Nothing of a lesson that nobody began is
    evidence of anything: who was early, what was said before, whom the teacher had admitted or removed by then. Who is
    there comes again, into the room that is made of what the tables say by then. One whose log says that it was begun
    or ended is left as it is."""
    for part in parts(sorted(rooms)):
        happened = select(events.c.lesson_id).where(
            events.c.lesson_id.in_(part), events.c.type.in_(("lesson_started", "lesson_ended"))
        )
        kept = set((await connection.execute(happened)).scalars())
        empty = [room for room in part if room not in kept]
        waiting = (lessons.c.phase == "waiting") & lessons.c.started_at.is_(None)
        lines = func.coalesce(lessons.c.host_id, lessons.c.id).in_(empty)
        free = update(lessons).where(lines, waiting).values(phase="planned", alive_at=None)
        await connection.execute(free)
        await connection.execute(delete(events).where(events.c.lesson_id.in_(empty)))

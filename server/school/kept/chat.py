"""Pages of a lesson's chat, straight from the table `events`, as one person of the lesson may read them."""

from dataclasses import dataclass

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.messages import (
    Admitted,
    AnyEvent,
    Joined,
    Kept,
    Knocked,
    LessonOpened,
    PersonId,
    Removed,
    Role,
    Said,
    SaidDeleted,
)
from lesson.permissions import TRUSTED
from lesson.state import LEARNERS, SaidLine
from server.store.database import Database
from server.store.tables import events

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_WHO = ("lesson_opened", "joined", "knocked", "admitted", "removed")
_AT_ONCE = 200


class ChatLine(Struct, frozen=True):
    """One line; its number is its id. `at` is UTC ms. `to`: "class", "teachers" or one pupil.

    `deleted_by`: who deleted it; then only teachers and staff get its text.
    """

    number: int
    at: int
    person: PersonId
    name: str
    text: str
    reply_to: int | None
    to: PersonId
    deleted_by: PersonId | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, by the token."""

    person: PersonId
    role: Role
    unproved: bool = False

    @property
    def trusted(self) -> bool:
        """Reads everything, also what was deleted."""
        return self.role in TRUSTED


class AtTheDoor(Exception):
    """The reader waits to be let in, or was removed."""


async def chat_before(
    database: Database, lesson_id: str, before: int | None, limit: int, reader: Reader
) -> list[ChatLine]:
    """The newest `limit` lines the reader may read with a number below `before`, newest last. Raises AtTheDoor."""
    mine = events.c.lesson_id == lesson_id
    async with database.read() as connection:
        who = await _events(connection, mine & events.c.type.in_(_WHO))
        if _outside(who, reader):
            raise AtTheDoor
        deleted = await _events(connection, mine & (events.c.type == "said_deleted"))
        found = await _readable(connection, mine, before, limit, reader)
    names = _names(who)
    gone = {kept.event.line: kept.event.by for kept in deleted if isinstance(kept.event, SaidDeleted)}
    return [_line(number, at, said, names, gone, reader) for number, at, said in reversed(found)]


async def _readable(
    connection: AsyncConnection, mine: ColumnElement[bool], before: int | None, limit: int, reader: Reader
) -> list[tuple[int, int, Said]]:
    """Newest first."""
    found: list[tuple[int, int, Said]] = []
    query = select(events.c.number, events.c.at, events.c.body).where(mine, events.c.type == "said")
    query = query.order_by(events.c.number.desc()).limit(_AT_ONCE)
    while len(found) < limit:
        page = query if before is None else query.where(events.c.number < before)
        rows = (await connection.execute(page)).all()
        for row in rows:
            said = _decoder.decode(row.body)
            assert isinstance(said, Said)
            if SaidLine(said.person, said.to, row.at).reaches(reader.person, reader.trusted):
                found.append((row.number, row.at, said))
        if len(rows) < _AT_ONCE:
            break
        before = rows[-1].number
    return found[:limit]


async def _events(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[Kept]:
    query = select(events.c.number, events.c.at, events.c.body).where(wanted).order_by(events.c.number)
    rows = (await connection.execute(query)).all()
    return [Kept(row.number, row.at, _decoder.decode(row.body)) for row in rows]


def _outside(kept: list[Kept], reader: Reader) -> bool:
    """As lesson/acts/door.py has it, from what is kept of the reader."""
    shut, been_in, unproved, vouched = False, reader.role not in LEARNERS, False, False
    for one in kept:
        event = one.event
        if isinstance(event, LessonOpened) or getattr(event, "person", None) != reader.person:
            continue
        match event:
            case Joined():
                shut, been_in = False, True
            case Admitted():
                shut, been_in, vouched = False, True, vouched or unproved
            case Knocked():
                shut, unproved = True, event.unproved
            case Removed():
                shut, vouched = True, False
    return shut or not been_in or (reader.unproved and not vouched)


def _names(kept: list[Kept]) -> dict[PersonId, str]:
    """How everybody who was in the lesson is called: the roster's name, else the one of the join."""
    names: dict[PersonId, str] = {}
    for one in kept:
        if isinstance(one.event, LessonOpened):
            names |= {entry.person: entry.name for entry in one.event.roster}
        elif isinstance(one.event, Joined | Knocked):
            names.setdefault(one.event.person, one.event.name)
    return names


def _line(
    number: int,
    at: int,
    said: Said,
    names: dict[PersonId, str],
    gone: dict[int, PersonId],
    reader: Reader,
) -> ChatLine:
    text = said.text if number not in gone or reader.trusted else ""
    name = names.get(said.person, "")
    return ChatLine(number, at, said.person, name, text, said.reply_to, said.to, gone.get(number))

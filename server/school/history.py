"""Pages of what was kept of a lesson, straight from the table `events`: for lists, never for running a lesson."""

import msgspec
from msgspec import Struct
from sqlalchemy import select

from lesson.messages import AnyEvent, Joined, Kept, LessonOpened, PersonId, Said
from server.store.database import Database
from server.store.tables import events

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class ChatLine(Struct, frozen=True):
    """One line of class chat; its number is its id. `at` is UTC ms."""

    number: int
    at: int
    person: PersonId
    name: str
    text: str
    reply_to: int | None


async def events_after(
    database: Database, lesson_id: str, after: int, limit: int | None = None
) -> list[Kept]:
    """Events with a number above `after`, in order."""
    query = select(events.c.number, events.c.at, events.c.body).where(
        events.c.lesson_id == lesson_id, events.c.number > after
    )
    async with database.read() as connection:
        rows = (await connection.execute(query.order_by(events.c.number).limit(limit))).all()
    return [Kept(row.number, row.at, _decoder.decode(row.body)) for row in rows]


async def consent_changes(database: Database, lesson_id: str) -> list[Kept]:
    """Every event consent_changed of the lesson, in order."""
    query = select(events.c.number, events.c.at, events.c.body).where(
        events.c.lesson_id == lesson_id, events.c.type == "consent_changed"
    )
    async with database.read() as connection:
        rows = (await connection.execute(query.order_by(events.c.number))).all()
    return [Kept(row.number, row.at, _decoder.decode(row.body)) for row in rows]


async def chat_before(database: Database, lesson_id: str, before: int | None, limit: int) -> list[ChatLine]:
    """The newest `limit` lines of chat with a number below `before`, newest last."""
    mine = events.c.lesson_id == lesson_id
    query = select(events.c.number, events.c.at, events.c.body).where(mine, events.c.type == "said")
    if before is not None:
        query = query.where(events.c.number < before)
    known = select(events.c.body).where(mine, events.c.type.in_(("lesson_opened", "joined")))
    async with database.read() as connection:
        rows = (await connection.execute(query.order_by(events.c.number.desc()).limit(limit))).all()
        names = _names([row.body for row in await connection.execute(known.order_by(events.c.number))])
    return [_line(row.number, row.at, row.body, names) for row in reversed(rows)]


def _names(bodies: list[bytes]) -> dict[PersonId, str]:
    """How everybody who was in the lesson is called: the roster's name, else the one of the join."""
    names: dict[PersonId, str] = {}
    for body in bodies:
        event = _decoder.decode(body)
        if isinstance(event, LessonOpened):
            names |= {entry.person: entry.name for entry in event.roster}
        elif isinstance(event, Joined):
            names.setdefault(event.person, event.name)
    return names


def _line(number: int, at: int, body: bytes, names: dict[PersonId, str]) -> ChatLine:
    said = _decoder.decode(body)
    assert isinstance(said, Said)
    return ChatLine(number, at, said.person, names.get(said.person, ""), said.text, said.reply_to)

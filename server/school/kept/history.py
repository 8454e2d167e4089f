"""Pages of what was kept of a lesson, straight from the table `events`: for lists, never for running a lesson."""

import msgspec
from sqlalchemy import select

from lesson.messages import AnyEvent, Kept
from server.store.database import Database
from server.store.tables import events

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


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

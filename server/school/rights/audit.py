"""The log of acts on people's data: who did what, to whose data, when. Codes and numbers, never names or texts."""

from typing import Any

from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.store.database import Database
from server.store.tables import audit


class Noted(Struct, frozen=True):
    """A line of the log; `at` is UTC ms. `act` reads like "person.moved"; `detail` like "8a3>8a4"."""

    id: int
    at: int
    actor_id: str
    act: str
    object_id: str
    person_id: str | None
    detail: str


async def note(
    connection: AsyncConnection,
    actor: Actor,
    act: str,
    now: int,
    *,
    object_id: str = "",
    person_id: str | None = None,
    detail: str = "",
) -> None:
    """Writes a line, in the transaction of the act itself: neither is there without the other."""
    row = {
        "at": now, "actor_id": actor.id, "act": act,
        "object_id": object_id, "person_id": person_id, "detail": detail[:500],
    }  # fmt: skip
    await connection.execute(insert(audit).values(row))


async def noted(
    database: Database,
    *,
    before: int | None = None,
    person_id: str | None = None,
    actor_id: str | None = None,
    limit: int = 100,
) -> list[Noted]:
    """The newest lines first, below the id `before`, of one person or actor when given."""
    conditions: list[Any] = []
    if before is not None:
        conditions.append(audit.c.id < before)
    if person_id is not None:
        conditions.append(audit.c.person_id == person_id)
    if actor_id is not None:
        conditions.append(audit.c.actor_id == actor_id)
    query = select(audit).where(*conditions).order_by(audit.c.id.desc()).limit(limit)
    async with database.read() as connection:
        rows = (await connection.execute(query)).mappings()
        return [Noted(**row) for row in rows]

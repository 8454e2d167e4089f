"""The log of acts on people's data: who did what, to whose data, when. Codes and numbers, never names or texts.

Read in rights/log.py."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.store.database import Database
from server.store.tables import audit

SAME_LOOK_MS = 5 * 60 * 1000
"""Pages ask anew by themselves."""


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


async def viewed(
    database: Database, actor: Actor, object_id: str, now: int, *, person_id: str | None, detail: str
) -> None:
    """Writes down that somebody looks; the same look again within five minutes is the same."""
    same = (
        (audit.c.actor_id == actor.id)
        & (audit.c.at > now - SAME_LOOK_MS)
        & (audit.c.act == "viewed")
        & (audit.c.object_id == object_id)
        & (audit.c.detail == detail[:500])
    )
    async with database.read() as connection:
        if (await connection.execute(select(audit.c.id).where(same))).first():
            return
    async with database.begin() as connection:
        await note(connection, actor, "viewed", now, object_id=object_id, person_id=person_id, detail=detail)

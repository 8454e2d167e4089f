"""Bells as they are kept."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.slots import SESSIONS, Bell, checked_bells
from server.store.tables import bells


async def all_bells(connection: AsyncConnection) -> list[Bell]:
    """All bells: by session, weekday and period."""
    columns = [bells.c[name] for name in Bell.__struct_fields__]
    found = [Bell(**row._mapping) for row in await connection.execute(select(*columns))]
    return sorted(found, key=lambda bell: (SESSIONS.index(bell.session), bell.weekday, bell.period))


async def keep_bells(connection: AsyncConnection, new: Sequence[Bell]) -> None:
    """Replaces all bells. Raises BadBells."""
    checked_bells(new)
    await connection.execute(delete(bells))
    if new:
        names = Bell.__struct_fields__
        await connection.execute(
            insert(bells), [{name: getattr(bell, name) for name in names} for bell in new]
        )

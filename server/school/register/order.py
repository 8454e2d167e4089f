"""The STT of a class as it is kept: no two pupils have one number."""

from collections.abc import Container
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.names import name_key
from server.store.tables import people


async def settle(connection: AsyncConnection, class_id: str, first: Container[str] = ()) -> None:
    """Who has no number, or one of somebody in `first`, goes behind the last one; by name among themselves."""
    rows = await _pupils(connection, class_id)
    kept: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: (row.id not in first, row.stt or 0)):
        if row.stt is not None:
            kept.setdefault(row.stt, row.id)
    left = [row for row in rows if row.stt is None or kept[row.stt] != row.id]
    left.sort(key=lambda row: (*name_key(row.full_name, row.given_name), row.id))
    last = max(kept, default=0)
    await _set(connection, [(row.id, last + place) for place, row in enumerate(left, start=1)])


async def by_name(connection: AsyncConnection, class_id: str) -> None:
    """Numbers the whole class anew, by given name in the Vietnamese alphabet."""
    rows = sorted(
        await _pupils(connection, class_id),
        key=lambda row: (*name_key(row.full_name, row.given_name), row.id),
    )
    await _set(connection, [(row.id, place) for place, row in enumerate(rows, start=1)])


async def _pupils(connection: AsyncConnection, class_id: str) -> list[Any]:
    columns = (people.c.id, people.c.full_name, people.c.given_name, people.c.stt)
    mine = (people.c.class_id == class_id) & (people.c.kind == "student") & people.c.active
    return list(await connection.execute(select(*columns).where(mine)))


async def _set(connection: AsyncConnection, numbers: list[tuple[str, int]]) -> None:
    if numbers:
        change = update(people).where(people.c.id == bindparam("who")).values(stt=bindparam("place"))
        await connection.execute(change, [{"who": who, "place": place} for who, place in numbers])

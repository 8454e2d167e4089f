"""Checks every chain of records link by link, in bounded memory: what `bucgiang records verify` does."""

from collections.abc import AsyncIterator
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from recordings.record.chain import NOTHING, Broken, Head, Link, Removed, Walk
from server.store.database import Database
from server.store.tables import record_chains, records, removed_records

S = TypeVar("S", Link, Removed)
PAGE = 100
"""Links read at once."""


class Report(Struct, frozen=True):
    """What was checked until the end, or until the first broken link."""

    chains: int
    records: int
    removed: int
    broken: Broken | None


async def verify(database: Database) -> Report:
    """All chains, as they are at this moment."""
    chains = count = removed = 0
    async with database.read() as connection:
        for chain in await _chains(connection):
            chains += 1
            walk = Walk(chain)
            async for link in _links(connection, chain):
                broken = walk.link(link) if isinstance(link, Link) else walk.removed(link)
                if broken is not None:
                    return Report(chains, count, removed, broken)
                count, removed = count + isinstance(link, Link), removed + isinstance(link, Removed)
            broken = walk.end(await _head(connection, chain))
            if broken is not None:
                return Report(chains, count, removed, broken)
    return Report(chains, count, removed, None)


async def _chains(connection: AsyncConnection) -> list[str]:
    """Also one whose links or whose head is gone."""
    tables = (records, removed_records, record_chains)
    query = union(*(select(table.c.chain) for table in tables))
    return sorted((await connection.execute(query)).scalars())


async def _head(connection: AsyncConnection, chain: str) -> Head:
    query = select(record_chains.c.position, record_chains.c.hash).where(record_chains.c.chain == chain)
    row = (await connection.execute(query)).first()
    return Head(row.position, row.hash) if row else NOTHING


async def _links(connection: AsyncConnection, chain: str) -> AsyncIterator[Link | Removed]:
    """Records and what removed ones left, by position. A place taken twice shows as a place missing."""
    gone = {one.position: one for one in await _removed(connection, chain)}
    position = 0
    while page := await _page(connection, chain, position):
        for link in page:
            for before in sorted(place for place in gone if place <= link.position):
                yield gone.pop(before)
            yield link
        position = page[-1].position
    for left in sorted(gone):
        yield gone[left]


async def _removed(connection: AsyncConnection, chain: str) -> list[Removed]:
    rows = await connection.execute(select(removed_records).where(removed_records.c.chain == chain))
    return [_with_lesson(row, Removed) for row in rows.mappings()]


async def _page(connection: AsyncConnection, chain: str, after: int) -> list[Link]:
    query = select(records).where(records.c.chain == chain, records.c.position > after)
    rows = await connection.execute(query.order_by(records.c.position).limit(PAGE))
    return [_with_lesson(row, Link) for row in rows.mappings()]


def _with_lesson(row: Any, shape: type[S]) -> S:
    return shape(
        **{name: row[name] for name in shape.__struct_fields__ if name in row}, lesson=row["lesson_id"]
    )

"""Letters that wait to be sent, as rows: what a restart takes up again. A row goes when its letter was taken by the mail
server, refused, or given up; then the notice counts it."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.families.letters import Letter, foot_for
from server.store.database import Database
from server.store.tables import people, school, school_notices, waiting_letters


class WaitingLetter(Struct, frozen=True):
    """A letter of a notice to one address; given up at `until` (UTC ms)."""

    notice: int
    address: str
    letter: Letter
    until: int


class Settled(Struct, frozen=True):
    """What became of a letter: gone, or it will not go."""

    notice: int
    address: str
    sent: bool


async def keep_waiting(
    connection: AsyncConnection, notice: int, addresses: Sequence[str], link: str, until: int
) -> None:
    """Letters of a notice, in the transaction that sends it. `link`: whole, as it stands in the letter."""
    rows = [{"notice_id": notice, "address": one, "link": link, "until": until} for one in addresses]
    if rows:
        await connection.execute(insert(waiting_letters), rows)


async def waiting(database: Database) -> list[WaitingLetter]:
    """All, the oldest notice first."""
    of, told = waiting_letters.c, school_notices.c
    name = select(func.coalesce(func.max(school.c.name), "")).scalar_subquery()
    query = (
        select(
            of.notice_id,
            of.address,
            of.link,
            of.until,
            told.title,
            told.text,
            people.c.kind,
            name.label("school"),
        )
        .join_from(waiting_letters, school_notices, told.id == of.notice_id)
        .join(people, people.c.id == told.person_id, isouter=True)
        .order_by(of.notice_id, of.address)
    )
    async with database.read() as connection:
        return [
            WaitingLetter(
                row.notice_id,
                row.address,
                Letter(row.school, row.title, row.text, row.link, foot_for(row.kind)),
                row.until,
            )
            for row in await connection.execute(query)
        ]


async def settle(database: Database, letters: Iterable[Settled]) -> None:
    """Their rows go and their notices count them, all in one transaction; twice is once."""
    async with database.begin() as connection:
        for one in letters:
            await _settle(connection, one)


async def _settle(connection: AsyncConnection, one: Settled) -> None:
    table, rows = school_notices, waiting_letters
    mine = (rows.c.notice_id == one.notice) & (rows.c.address == one.address)
    gone = await connection.execute(delete(rows).where(mine))
    if gone.rowcount:
        column = table.c.emailed if one.sent else table.c.failed
        counted = update(table).where(table.c.id == one.notice)
        await connection.execute(counted.values({column: column + 1}))


async def forget_address(connection: AsyncConnection, address: str) -> None:
    """Nothing that waits goes there any more."""
    rows = waiting_letters.c
    notices = (await connection.execute(select(rows.notice_id).where(rows.address == address))).scalars()
    for notice in notices.all():
        await _settle(connection, Settled(notice, address, sent=False))


async def still_waiting(database: Database, notices: Collection[int]) -> set[tuple[int, str]]:
    """(notice, address) of the letters of these notices that are still to go."""
    rows = waiting_letters.c
    query = select(rows.notice_id, rows.address).where(rows.notice_id.in_(notices))
    async with database.read() as connection:
        return {(row.notice_id, row.address) for row in await connection.execute(query)}

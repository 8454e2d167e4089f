"""Reading the log of acts: by pages, newest first, with the names people have today."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.texts import fold
from server.store.database import Database
from server.store.tables import accounts, audit, people


class Line(Struct, frozen=True):
    """A line of the log; `at` is UTC ms. Names are "" for programs, the server itself and who is not known any more."""

    id: int
    at: int
    actor: str
    actor_name: str
    act: str
    object: str
    person: str | None
    person_name: str
    detail: str


class Wanted(Struct, frozen=True):
    """Which lines: who did it or whose data it is, as an id or part of a name ("": anybody); `between` UTC ms; below
    the number `before`."""

    actor: str = ""
    person: str = ""
    between: tuple[int, int] | None = None
    before: int | None = None
    limit: int = 100


async def lines(database: Database, wanted: Wanted) -> list[Line]:
    """The newest first."""
    async with database.read() as connection:
        names = await _names(connection)
        query = select(audit).where(*_conditions(wanted, names)).order_by(audit.c.id.desc())
        rows = (await connection.execute(query.limit(wanted.limit))).all()
    return [
        Line(
            row.id, row.at, row.actor_id, names.get(row.actor_id, ""), row.act, row.object_id,
            row.person_id, names.get(row.person_id, ""), row.detail,
        )
        for row in rows
    ]  # fmt: skip


async def _names(connection: AsyncConnection) -> dict[str | None, str]:
    """Of accounts without a person the login."""
    of_accounts = await connection.execute(select(accounts.c.id, accounts.c.login))
    of_people = await connection.execute(select(people.c.id, people.c.full_name))
    return {row.id: row.login for row in of_accounts} | {row.id: row.full_name for row in of_people}


def _conditions(wanted: Wanted, names: dict[str | None, str]) -> list[Any]:
    found: list[Any] = []
    if wanted.before is not None:
        found.append(audit.c.id < wanted.before)
    if wanted.between is not None:
        found += [audit.c.at >= wanted.between[0], audit.c.at < wanted.between[1]]
    if wanted.actor:
        found.append(audit.c.actor_id.in_(_meant(wanted.actor, names)))
    if wanted.person:
        found.append(audit.c.person_id.in_(_meant(wanted.person, names)))
    return found


def _meant(text: str, names: dict[str | None, str]) -> Iterable[str]:
    """The id itself, and everybody whose name has these letters."""
    part = fold(text)
    return [text, *(known for known, name in names.items() if known and part and part in fold(name))]

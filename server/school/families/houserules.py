"""Nội quy dạy học trực tuyến: versions, and who read the newest one (circular 09/2021, Đ.15)."""

from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import house_rules, people, rules_accepted

ReadBy = Literal["pupil", "family"]


class HouseRules(Struct, frozen=True):
    """One version; `at` (UTC ms) is when it was made known."""

    version: int
    title: str
    rules: tuple[str, ...]
    at: int


async def newest_rules(database: Database) -> HouseRules | None:
    """What holds now; None while the school made none."""
    query = select(house_rules).order_by(house_rules.c.version.desc()).limit(1)
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None:
        return None
    return HouseRules(row.version, row.title, msgspec.json.decode(row.rules, type=tuple[str, ...]), row.at)


async def publish(
    connection: AsyncConnection, actor: Actor, title: str, rules: tuple[str, ...], now: int
) -> int:
    """Makes a new version known; everybody is asked again. Returns its number."""
    last = (await connection.execute(select(func.max(house_rules.c.version)))).scalar()
    version = (last or 0) + 1
    row = {
        "version": version, "title": title, "rules": msgspec.json.encode(rules).decode(), "at": now, "by_id": actor.id,
    }  # fmt: skip
    await connection.execute(insert(house_rules).values(row))
    await note(connection, actor, "rules.published", now, object_id=str(version))
    return version


async def accept(
    connection: AsyncConnection, version: int, person_id: str, read_by: ReadBy, now: int
) -> bool:
    """Somebody read a version; False when there is no such version. A second time changes nothing."""
    known = select(house_rules.c.version).where(house_rules.c.version == version)
    if (await connection.execute(known)).first() is None:
        return False
    row = {"version": version, "person_id": person_id, "from_kind": read_by, "at": now}
    await connection.execute(insert(rules_accepted).values(row).on_conflict_do_nothing())
    return True


async def accepted(database: Database, version: int, person_id: str, read_by: ReadBy) -> bool:
    """Whether this person, or the family, read this version."""
    query = select(rules_accepted.c.at).where(
        rules_accepted.c.version == version,
        rules_accepted.c.person_id == person_id,
        rules_accepted.c.from_kind == read_by,
    )
    async with database.read() as connection:
        return (await connection.execute(query)).first() is not None


async def readers(database: Database, version: int) -> dict[str, tuple[int, int]]:
    """By class id: how many pupils (or their families) read the version, of how many."""
    read = select(rules_accepted.c.person_id).where(rules_accepted.c.version == version)
    query = (
        select(
            people.c.class_id,
            func.count(people.c.id),
            func.count(people.c.id).filter(people.c.id.in_(read)),
        )
        .where(people.c.kind == "student", people.c.active, people.c.class_id.is_not(None))
        .group_by(people.c.class_id)
    )
    async with database.read() as connection:
        return {row[0]: (row[2], row[1]) for row in await connection.execute(query)}

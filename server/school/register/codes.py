"""Codes of people: the sector's 10 digits, or a temporary one of ours ("T" and 9 digits), never given twice."""

import secrets
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.tables import people, person_codes

DIGITS = 9


class CodeTaken(ValueError):
    """Somebody else of the school has this code."""


async def temporary_codes(connection: AsyncConnection, count: int) -> list[str]:
    """New codes: of nobody now, and of nobody before (their history keeps them)."""
    used = set((await connection.execute(select(people.c.temporary_code))).scalars())
    history = select(person_codes.c.old, person_codes.c.new).where(person_codes.c.kind == "temporary")
    for row in await connection.execute(history):
        used |= set(row)
    found: list[str] = []
    while len(found) < count:
        code = f"T{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if code not in used:
            used.add(code)
            found.append(code)
    return found


def code_row(
    person_id: str, kind: str, old: str | None, new: str | None, by: str, why: str, now: int
) -> dict[str, Any]:
    """A line of the history of codes."""
    return {
        "person_id": person_id, "kind": kind, "old": old, "new": new, "at": now, "by_id": by, "why": why,
    }  # fmt: skip


async def set_moet_id(
    connection: AsyncConnection, person_id: str, code: str | None, why: str, actor: Actor, now: int
) -> None:
    """Gives the person a sector code, or (None) a temporary one instead; history and log are kept. Raises CodeTaken."""
    mine = people.c.id == person_id
    before = (await connection.execute(select(people.c.moet_id, people.c.temporary_code).where(mine))).one()
    if code is not None and code == before.moet_id:
        return
    if code is not None:
        other = select(people.c.id).where(people.c.moet_id == code, people.c.id != person_id)
        if (await connection.execute(other)).first():
            raise CodeTaken
    temporary = None if code is not None else (await temporary_codes(connection, 1))[0]
    rows = []
    if before.moet_id or code:
        rows.append(code_row(person_id, "moet", before.moet_id, code, actor.id, why, now))
    if before.temporary_code or temporary:
        rows.append(code_row(person_id, "temporary", before.temporary_code, temporary, actor.id, why, now))
    await connection.execute(update(people).where(mine).values(moet_id=code, temporary_code=temporary))
    await connection.execute(insert(person_codes), rows)
    await note(
        connection, actor, "code.changed", now, person_id=person_id, detail="moet" if code else "temporary"
    )

"""Roles given by hand, with their days and the decision; inspectors (người kiểm tra) as people of the school's own list.

A role counts on its days, both included, in the school's time zone. Taken away it is gone at once; the log of acts
keeps that it was there.
"""

import secrets
from datetime import date

from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.table import GIVEN, Role
from server.store.database import Database
from server.store.tables import people, roles

LONGEST_INSPECTION_DAYS = 366


class GivenRole(Struct, frozen=True):
    """A role somebody has by hand. Days are ISO dates, None: open. `at`: UTC ms when it was given."""

    id: int
    person: str
    name: str
    title: str | None
    role: Role
    from_day: str | None
    to_day: str | None
    decision: str
    at: int


class Term(Struct, frozen=True):
    """What role, on which days (None: open), by which decision."""

    role: Role
    from_day: date | None = None
    to_day: date | None = None
    decision: str = ""


class BadTerm(Exception):
    """The days or the decision do not fit the role."""


class WrongPerson(Exception):
    """Nobody active has this id, or somebody of another kind than the role is for."""


def check_term(term: Term) -> None:
    """Raises BadTerm: not a role given by hand, days the wrong way round, an inspector without days or decision."""
    if term.role not in GIVEN:
        raise BadTerm
    if term.from_day and term.to_day and term.to_day < term.from_day:
        raise BadTerm
    if term.role != "inspector":
        return
    if term.from_day is None or term.to_day is None or not term.decision.strip():
        raise BadTerm
    if (term.to_day - term.from_day).days > LONGEST_INSPECTION_DAYS:
        raise BadTerm


async def give_role(connection: AsyncConnection, person_id: str, term: Term, by_id: str, now: int) -> int:
    """Its number. Raises BadTerm, WrongPerson: an inspector inspects and nothing else, pupils have no roles."""
    check_term(term)
    query = select(people.c.kind).where(people.c.id == person_id, people.c.active)
    kind = (await connection.execute(query)).scalar()
    if kind not in ("teacher", "staff", "inspector") or (kind == "inspector") != (term.role == "inspector"):
        raise WrongPerson
    row = {
        "person_id": person_id,
        "role": term.role,
        "from_day": term.from_day and term.from_day.isoformat(),
        "to_day": term.to_day and term.to_day.isoformat(),
        "decision": term.decision.strip(),
        "by_id": by_id,
        "at": now,
    }
    number: int = (await connection.execute(insert(roles).values(row).returning(roles.c.id))).scalar_one()
    return number


async def take_role(connection: AsyncConnection, number: int) -> tuple[str, Role] | None:
    """Takes it away at once; whose and which it was. None: there is no such role."""
    gone = delete(roles).where(roles.c.id == number).returning(roles.c.person_id, roles.c.role)
    row = (await connection.execute(gone)).first()
    return (row.person_id, row.role) if row else None


async def holder_of(connection: AsyncConnection, number: int) -> str | None:
    """Whose role it is."""
    return (await connection.execute(select(roles.c.person_id).where(roles.c.id == number))).scalar()


async def add_inspector(connection: AsyncConnection, name: str, title: str | None) -> str:
    """A person of kind inspector: on no list of the school, in no lesson. Its id."""
    person_id = f"kt-{secrets.token_hex(6)}"
    row = {
        "id": person_id, "kind": "inspector", "full_name": name, "given_name": name.rsplit(" ", 1)[-1],
        "title": title, "active": True,
    }  # fmt: skip
    await connection.execute(insert(people).values(row))
    return person_id


async def given_roles(database: Database) -> list[GivenRole]:
    """All, the newest first; those that are past, too: who inspected when is asked later."""
    query = (
        select(
            roles.c.id, people.c.id.label("person"), people.c.full_name, people.c.title, roles.c.role,
            roles.c.from_day, roles.c.to_day, roles.c.decision, roles.c.at,
        )
        .join_from(roles, people, people.c.id == roles.c.person_id)
        .order_by(roles.c.id.desc())
    )  # fmt: skip
    async with database.read() as connection:
        return [GivenRole(*row) for row in await connection.execute(query)]

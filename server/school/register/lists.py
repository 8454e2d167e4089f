"""People as the office looks for them: by kind, class and words of the name; in the Vietnamese order of given names."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.consents import Consent, consent_of
from server.school.names import name_key, same_name
from server.school.texts import fold
from server.store.tables import class_moves, classes, people, person_codes

MAX_FOUND = 300
"""More than a class or a staff; a whole school is looked through by words and classes."""


class Listed(Struct, frozen=True):
    """A line of the register. `namesake`: another active pupil of the class has the same name.

    `recording_consent` None: the caller may not know it (then birth date, codes and address are left out, too).
    """

    id: str
    kind: str
    full_name: str
    given_name: str
    called: str | None
    title: str | None
    class_id: str | None
    stt: int | None
    sex: str | None
    birth_date: str | None
    moet_id: str | None
    temporary_code: str | None
    email: str | None
    department_id: str | None
    active: bool
    left_on: str | None
    recording_consent: Consent | None
    namesake: bool = False


_COLUMNS = [people.c[name] for name in Listed.__struct_fields__ if name != "namesake"]


class CodeChange(Struct, frozen=True):
    """A line of the history of codes; `at` is UTC ms."""

    kind: str
    old: str | None
    new: str | None
    at: int
    why: str


class ClassMove(Struct, frozen=True):
    """A line of the history of classes, by their names; `at` is UTC ms."""

    from_class: str | None
    to_class: str | None
    at: int
    why: str


async def find_people(
    connection: AsyncConnection,
    *,
    kind: str | None,
    class_id: str | None,
    words: str,
    left: bool,
    within: Callable[[str | None], bool],
) -> tuple[list[Listed], bool]:
    """Those who fit, and whether there are more: a class in its own order (STT), others by given name.

    `left`: who left, instead of who is here. `within`: whether people of a class (None: of none) may be seen.
    """
    query = select(*_COLUMNS).where(people.c.active.is_(not left), people.c.kind != "inspector")
    if kind is not None:
        query = query.where(people.c.kind == kind)
    if class_id is not None:
        query = query.where(people.c.class_id == class_id)
    rows = [_listed(row) for row in (await connection.execute(query)).mappings() if within(row["class_id"])]
    names = Counter((one.class_id or "", same_name(one.full_name)) for one in rows)
    sought = fold(words)
    if sought:
        rows = [one for one in rows if _fits(one, words.strip(), sought)]
    rows.sort(key=lambda one: _place(one, by_stt=class_id is not None))
    found = [
        _with_namesake(one, names[one.class_id or "", same_name(one.full_name)] > 1)
        for one in rows[:MAX_FOUND]
    ]
    return found, len(rows) > MAX_FOUND


async def one_person(connection: AsyncConnection, person_id: str) -> Listed | None:
    """Anybody of the register, also who left."""
    row = (await connection.execute(select(*_COLUMNS).where(people.c.id == person_id))).mappings().first()
    return _listed(row) if row else None


async def codes_of(connection: AsyncConnection, person_id: str) -> list[CodeChange]:
    """The newest first."""
    columns = [person_codes.c[name] for name in CodeChange.__struct_fields__]
    query = select(*columns).where(person_codes.c.person_id == person_id).order_by(person_codes.c.id.desc())
    return [CodeChange(**row) for row in (await connection.execute(query)).mappings()]


async def moves_of(connection: AsyncConnection, person_id: str) -> list[ClassMove]:
    """The newest first."""
    named = {row.id: row.code for row in await connection.execute(select(classes.c.id, classes.c.code))}
    query = select(class_moves).where(class_moves.c.person_id == person_id).order_by(class_moves.c.id.desc())
    return [
        ClassMove(
            named.get(row.from_class, row.from_class), named.get(row.to_class, row.to_class), row.at, row.why
        )
        for row in await connection.execute(query)
    ]


def _listed(row: Mapping[Any, Any]) -> Listed:
    return Listed(**{**row, "recording_consent": consent_of(row["recording_consent"])})


def _fits(one: Listed, words: str, sought: str) -> bool:
    """Words anywhere in the name, with or without diacritics; or the beginning of a code."""
    if words in (one.moet_id, one.temporary_code):
        return True
    return f" {sought}" in f" {fold(one.full_name)}"


def _place(one: Listed, *, by_stt: bool) -> tuple[object, ...]:
    first: tuple[object, ...] = (one.stt is None, one.stt or 0) if by_stt else ()
    return (*first, *name_key(one.full_name, one.given_name), one.id)


def _with_namesake(one: Listed, namesake: bool) -> Listed:
    return msgspec.structs.replace(one, namesake=True) if namesake and one.kind == "student" else one

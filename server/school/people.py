"""Students, teachers and staff as values, in the Vietnamese order of names. Class lists come with STT."""

from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import select

from server.school.names import name_key
from server.store.database import Database
from server.store.tables import people

Kind = Literal["student", "teacher", "staff", "inspector"]


class Person(Struct, frozen=True):
    """Somebody of the school. `id` is internal, never a sector code; `title` ("cô") is as stored."""

    id: str
    kind: Kind
    full_name: str
    given_name: str
    title: str | None
    class_id: str | None
    stt: int | None
    active: bool


async def person_by_id(database: Database, person_id: str) -> Person | None:
    """The active person, or None."""
    found = await _people(database, people.c.id == person_id)
    return found[0] if found else None


async def student_by_any_id(database: Database, name: str) -> Person | None:
    """The active student by our id or by the sector code (mã định danh), or None."""
    found = await _people(
        database, (people.c.id == name) | (people.c.moet_id == name), people.c.kind == "student"
    )
    return found[0] if found else None


async def students_of(database: Database, class_id: str) -> list[Person]:
    """The class list: in the school's own order where it is stored (STT), else by name."""
    found = await _people(database, people.c.class_id == class_id, people.c.kind == "student")
    return sorted(found, key=lambda person: (person.stt is None, person.stt or 0, *by_name(person)))


async def teachers(database: Database) -> list[Person]:
    """All teachers, by given name."""
    return sorted(await _people(database, people.c.kind == "teacher"), key=by_name)


def by_name(person: Person) -> Any:
    """Sort key: given name, then family name, in the Vietnamese alphabet; ids decide between namesakes."""
    return (*name_key(person.full_name, person.given_name), person.id)


async def _people(database: Database, *conditions: Any) -> list[Person]:
    columns = [people.c[name] for name in Person.__struct_fields__]
    async with database.read() as connection:
        rows = await connection.execute(select(*columns).where(people.c.active, *conditions))
        return [msgspec.convert(row, Person, from_attributes=True) for row in rows]

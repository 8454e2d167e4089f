"""Classes and departments as the office keeps them, and the step from one school year to the next."""

import secrets
from typing import Literal

from msgspec import Struct
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.register.clean import BadField, clean_class, clean_text
from server.school.register.ids import new_class_id
from server.school.register.people import BadPerson
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.texts import fold
from server.store.tables import classes, departments, people

Session = Literal["sang", "chieu", "toi"]


class NameTaken(ValueError):
    """Another one of this year has that name."""


class Register(Struct, frozen=True):
    """A class of the register; inactive ones are of earlier years."""

    id: str
    code: str
    grade: int
    year: str
    homeroom: str | None
    session: str | None
    active: bool


class Department(Struct, frozen=True):
    """A tổ chuyên môn; `head_id` is the tổ trưởng."""

    id: str
    name: str
    head_id: str | None


async def classes_of(connection: AsyncConnection) -> list[Register]:
    """All classes, also of earlier years."""
    columns = [classes.c[name] for name in Register.__struct_fields__]
    return [Register(**row) for row in (await connection.execute(select(*columns))).mappings()]


async def add_class(
    connection: AsyncConnection, code: str, grade: int, year: str, actor: Actor, now: int
) -> str:
    """The id of a new class of the year. Raises BadPerson, NameTaken."""
    name = _class_name(code)
    every = await classes_of(connection)
    _free(every, name, year, "")
    class_id = new_class_id(name, {one.id for one in every})
    row = {"id": class_id, "code": name, "grade": grade, "year": year}
    await connection.execute(insert(classes).values(row))
    await note(connection, actor, "class.added", now, object_id=class_id)
    return class_id


async def change_class(
    connection: AsyncConnection,
    before: Register,
    code: str,
    grade: int,
    homeroom: str | None,
    session: Session | None,
    actor: Actor,
    now: int,
) -> None:
    """Renames a class, gives it a homeroom teacher and a session. Raises BadPerson, NameTaken."""
    name = _class_name(code)
    _free(await classes_of(connection), name, before.year, before.id)
    if homeroom is not None:
        await _teacher(connection, homeroom, "homeroom")
    values = {"code": name, "grade": grade, "homeroom": homeroom, "session": session}
    await connection.execute(update(classes).where(classes.c.id == before.id).values(values))
    detail = f"homeroom {before.homeroom}>{homeroom}" if before.homeroom != homeroom else ""
    await note(connection, actor, "class.changed", now, object_id=before.id, detail=detail)


async def departments_of(connection: AsyncConnection) -> list[Department]:
    """All departments, by name."""
    rows = await connection.execute(select(departments).order_by(departments.c.name))
    return [Department(**row) for row in rows.mappings()]


async def keep_department(
    connection: AsyncConnection,
    department_id: str | None,
    name: str,
    head_id: str | None,
    actor: Actor,
    now: int,
) -> str:
    """Adds (id None) or changes a department; returns its id. Raises BadPerson, NameTaken."""
    try:
        name = clean_text(name, 100)
    except BadField as error:
        raise BadPerson("name", error.code) from error
    if not name:
        raise BadPerson("name", "missing")
    others = [one for one in await departments_of(connection) if one.id != department_id]
    if any(fold(one.name) == fold(name) for one in others):
        raise NameTaken
    if head_id is not None:
        await _teacher(connection, head_id, "head_id")
    found = department_id or secrets.token_hex(6)
    if department_id is None:
        await connection.execute(insert(departments).values(id=found, name=name, head_id=head_id))
    else:
        change = update(departments).where(departments.c.id == found)
        await connection.execute(change.values(name=name, head_id=head_id))
    await note(connection, actor, "department.kept", now, object_id=found, person_id=head_id)
    return found


async def remove_department(connection: AsyncConnection, department_id: str, actor: Actor, now: int) -> None:
    """Its teachers stay, of no department."""
    theirs = people.c.department_id == department_id
    await connection.execute(update(people).where(theirs).values(department_id=None))
    await connection.execute(departments.delete().where(departments.c.id == department_id))
    await note(connection, actor, "department.removed", now, object_id=department_id)


def _class_name(code: str) -> str:
    try:
        return clean_class(code)
    except BadField as error:
        raise BadPerson("code", error.code) from error


def _free(every: list[Register], name: str, year: str, own: str) -> None:
    if any(one.year == year and fold(one.code) == fold(name) and one.id != own for one in every):
        raise NameTaken


async def _teacher(connection: AsyncConnection, person_id: str, field: str) -> None:
    query = select(people.c.id).where(people.c.id == person_id, people.c.kind == "teacher", people.c.active)
    if (await connection.execute(query)).first() is None:
        raise BadPerson(field, "unknown")

"""People as the office enters and changes them by hand. All in the caller's transaction, each act noted."""

from datetime import date
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.register.clean import (
    BadField,
    clean_birth,
    clean_email,
    clean_moet,
    clean_name,
    clean_text,
    given_name,
)
from server.school.register.codes import CodeTaken, code_row, temporary_codes
from server.school.register.ids import new_person_id
from server.school.register.order import by_name, settle
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.tables import class_moves, classes, departments, people, person_codes

PersonKind = Literal["student", "teacher", "staff"]


class BadPerson(ValueError):
    """A field cannot be as asked; `code` is one of importing/words.py or "unknown"."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


class Fields(Struct, frozen=True, forbid_unknown_fields=True):
    """What is entered of a person; what is left out stays as it is. Text "" or None clears what may be empty."""

    full_name: str | UnsetType = UNSET
    given_name: str | UnsetType = UNSET
    called: str | UnsetType = UNSET
    """Tells namesakes of a class apart, e.g. "An (nhỏ)"."""
    title: str | UnsetType = UNSET
    sex: Literal["nam", "nữ", ""] | UnsetType = UNSET
    birth_date: date | UnsetType | None = UNSET
    email: str | UnsetType = UNSET
    department_id: str | UnsetType | None = UNSET


async def add_person(
    connection: AsyncConnection,
    kind: PersonKind,
    fields: Fields,
    class_id: str | None,
    moet_id: str,
    today: date,
    actor: Actor,
    now: int,
) -> str:
    """The id of somebody new; without a sector code a pupil gets a temporary one. Raises BadPerson, CodeTaken."""
    values = await _checked(connection, fields, today)
    if not values.get("full_name"):
        raise BadPerson("full_name", "missing")
    values.setdefault("given_name", given_name(values["full_name"]))
    code = _moet(moet_id)
    if code and (await connection.execute(select(people.c.id).where(people.c.moet_id == code))).first():
        raise CodeTaken
    if kind == "student":
        await _known_class(connection, class_id)
    temporary = None if code or kind != "student" else (await temporary_codes(connection, 1))[0]
    person_id = new_person_id()
    row = values | {
        "id": person_id,
        "kind": kind,
        "moet_id": code,
        "temporary_code": temporary,
        "active": True,
    }
    row["class_id"] = class_id if kind == "student" else None
    await connection.execute(insert(people).values(row))
    if temporary:
        history = code_row(person_id, "temporary", None, temporary, actor.id, "", now)
        await connection.execute(insert(person_codes).values(history))
    if class_id is not None and kind == "student":
        await settle(connection, class_id)
    await note(connection, actor, "person.added", now, person_id=person_id, detail=kind)
    return person_id


async def change_person(
    connection: AsyncConnection, person_id: str, fields: Fields, today: date, actor: Actor, now: int
) -> None:
    """Changes what is given. Raises BadPerson."""
    values = await _checked(connection, fields, today)
    if values.get("full_name") and "given_name" not in values:
        values["given_name"] = given_name(values["full_name"])
    if not values:
        return
    await connection.execute(update(people).where(people.c.id == person_id).values(values))
    detail = " ".join(sorted(values))
    await note(connection, actor, "person.changed", now, person_id=person_id, detail=detail)


async def move(
    connection: AsyncConnection,
    person_id: str,
    class_id: str,
    why: str,
    actor: Actor,
    now: int,
    *,
    in_order: bool = False,
) -> None:
    """Into another class, at the end of its list or (`in_order`) with the whole list numbered anew by name.

    Raises BadPerson.
    """
    await _known_class(connection, class_id)
    mine = people.c.id == person_id
    before = (await connection.execute(select(people.c.class_id).where(mine))).scalar()
    if before == class_id:
        return
    await connection.execute(update(people).where(mine).values(class_id=class_id, stt=None))
    await _moved(connection, person_id, before, class_id, why, actor, now)
    await (by_name if in_order else settle)(connection, class_id)
    await note(connection, actor, "person.moved", now, person_id=person_id, detail=f"{before}>{class_id}")


async def leave(
    connection: AsyncConnection, person_id: str, day: date, why: str, actor: Actor, now: int
) -> None:
    """Not of the school any more; what was stays. Codes and class are kept for a return, the reason with the history."""
    mine = people.c.id == person_id
    await connection.execute(update(people).where(mine).values(active=False, left_on=day.isoformat()))
    class_id = (await connection.execute(select(people.c.class_id).where(mine))).scalar()
    await _moved(connection, person_id, class_id, None, why, actor, now)
    await note(connection, actor, "person.left", now, person_id=person_id)


async def come_back(connection: AsyncConnection, person_id: str, actor: Actor, now: int) -> None:
    """Of the school again; a pupil in the class of before, with another number when that one is taken."""
    mine = people.c.id == person_id
    await connection.execute(update(people).where(mine).values(active=True, left_on=None))
    class_id = (await connection.execute(select(people.c.class_id).where(mine))).scalar()
    if class_id is not None:
        others = select(people.c.id).where(people.c.class_id == class_id, people.c.id != person_id)
        await settle(connection, class_id, first=set((await connection.execute(others)).scalars()))
        await _moved(connection, person_id, None, class_id, "", actor, now)
    await note(connection, actor, "person.returned", now, person_id=person_id)


async def _moved(
    connection: AsyncConnection,
    person_id: str,
    old: str | None,
    new: str | None,
    why: str,
    actor: Actor,
    now: int,
) -> None:
    """A line of the history of classes; None: of no class, or not of the school."""
    row = {
        "person_id": person_id, "from_class": old, "to_class": new, "at": now, "by_id": actor.id, "why": why,
    }  # fmt: skip
    await connection.execute(insert(class_moves).values(row))


async def _checked(connection: AsyncConnection, fields: Fields, today: date) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in Fields.__struct_fields__:
        asked = getattr(fields, name)
        if asked is UNSET:
            continue
        try:
            values[name] = _clean(name, asked, today)
        except BadField as error:
            raise BadPerson(name, error.code) from error
    if values.get("department_id") is not None:
        query = select(departments.c.id).where(departments.c.id == values["department_id"])
        if (await connection.execute(query)).first() is None:
            raise BadPerson("department_id", "unknown")
    return values


def _clean(name: str, asked: Any, today: date) -> object:
    match name:
        case "full_name" | "given_name":
            return clean_name(asked)
        case "birth_date":
            return None if asked is None else clean_birth(asked, today)
        case "email":
            return clean_email(asked) if asked else None
        case "called" | "title":
            return clean_text(asked, 40) or None
    return asked or None


def _moet(text: str) -> str | None:
    try:
        return clean_moet(text) if text.strip() else None
    except BadField as error:
        raise BadPerson("moet_id", error.code) from error


async def _known_class(connection: AsyncConnection, class_id: str | None) -> None:
    query = select(classes.c.id).where(classes.c.id == class_id, classes.c.active)
    if class_id is None or (await connection.execute(query)).first() is None:
        raise BadPerson("class_id", "unknown")

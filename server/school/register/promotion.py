"""From one school year to the next: a plan the office looks at, changes and confirms."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.register.classes import NameTaken, Register, classes_of
from server.school.register.clean import BadField, clean_class
from server.school.register.ids import new_class_id
from server.school.register.order import settle
from server.school.register.people import BadPerson
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.texts import fold
from server.store.tables import class_moves, classes, people

LAST_GRADES = {"tieu_hoc": 5, "thcs": 9, "thpt": 12, "gdtx": 12}
UP, OUT = "lên lớp", "hết cấp học"


class Step(Struct, frozen=True):
    """What becomes of a class: its code of the next year; None: its pupils leave the school."""

    class_id: str
    code: str
    to: str | None
    pupils: int


async def proposed(connection: AsyncConnection, level: str, year: str) -> list[Step]:
    """8A3 → 9A3 for each active class that is not of `year` yet; the last grade of the level leaves."""
    last = LAST_GRADES.get(level, 12)
    theirs = (people.c.kind == "student") & people.c.active
    query = select(people.c.class_id, func.count()).where(theirs).group_by(people.c.class_id)
    sizes = {row[0]: row[1] for row in await connection.execute(query)}
    old = [one for one in await classes_of(connection) if one.active and one.year != year]
    old.sort(key=lambda one: (one.grade, one.code))
    return [Step(one.id, one.code, _next(one, last), sizes.get(one.id, 0)) for one in old]


async def promote(
    connection: AsyncConnection, steps: Sequence[Step], year: str, day: str, actor: Actor, now: int
) -> None:
    """Makes the classes of `year`, moves the pupils, closes the old classes. `day`: ISO date who goes out leaves.

    Raises BadPerson (a class that is none, or of the year already), NameTaken.
    """
    every = await classes_of(connection)
    old = {one.id: one for one in every if one.active and one.year != year}
    made = {fold(one.code): one.id for one in every if one.year == year and one.active}
    taken = {one.id for one in every}
    for step in steps:
        before = old.get(step.class_id)
        if before is None:
            raise BadPerson("class_id", "unknown")
        if step.to is None:
            await _leave(connection, before.id, day, actor, now)
        else:
            code = _code(step.to)
            if fold(code) not in made:
                made[fold(code)] = new_class_id(code, taken)
                taken.add(made[fold(code)])
                await _make(connection, made[fold(code)], code, before, year)
            await _go(connection, before.id, made[fold(code)], actor, now)
        await connection.execute(update(classes).where(classes.c.id == before.id).values(active=False))
    for class_id in sorted(set(made.values())):
        await settle(connection, class_id)
    await note(connection, actor, "year.began", now, object_id=year, detail=f"{len(steps)} classes")


def _next(one: Register, last: int) -> str | None:
    if one.grade >= last:
        return None
    number = str(one.grade)
    return f"{one.grade + 1}{one.code.removeprefix(number)}" if one.code.startswith(number) else one.code


def _code(text: str) -> str:
    try:
        return clean_class(text)
    except BadField as error:
        raise BadPerson("to", error.code) from error


async def _make(connection: AsyncConnection, class_id: str, code: str, before: Register, year: str) -> None:
    row = {
        "id": class_id, "code": code, "grade": before.grade + 1, "year": year, "homeroom": before.homeroom,
        "session": before.session,
    }  # fmt: skip
    same = select(classes.c.id).where(classes.c.code == code, classes.c.year == year)
    if (await connection.execute(same)).first():
        raise NameTaken
    await connection.execute(insert(classes).values(row))


async def _pupils(connection: AsyncConnection, class_id: str) -> list[str]:
    mine = (people.c.class_id == class_id) & (people.c.kind == "student") & people.c.active
    return list((await connection.execute(select(people.c.id).where(mine))).scalars())


async def _go(connection: AsyncConnection, old: str, new: str, actor: Actor, now: int) -> None:
    pupils = await _pupils(connection, old)
    if not pupils:
        return
    rows = [
        {"person_id": one, "from_class": old, "to_class": new, "at": now, "by_id": actor.id, "why": UP}
        for one in pupils
    ]
    await connection.execute(insert(class_moves), rows)
    mine = (people.c.class_id == old) & (people.c.kind == "student") & people.c.active
    await connection.execute(update(people).where(mine).values(class_id=new))
    for one in pupils:
        await note(connection, actor, "person.moved", now, person_id=one, detail=f"{old}>{new}")


async def _leave(connection: AsyncConnection, old: str, day: str, actor: Actor, now: int) -> None:
    pupils = await _pupils(connection, old)
    mine = (people.c.class_id == old) & (people.c.kind == "student") & people.c.active
    await connection.execute(update(people).where(mine).values(active=False, left_on=day))
    for one in pupils:
        await note(connection, actor, "person.left", now, person_id=one, detail=OUT)

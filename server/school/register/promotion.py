"""From one school year to the next: a plan the office looks at, changes and confirms."""

from collections.abc import Mapping, Sequence

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
    """What becomes of a class: its code of the next year; None: its pupils leave the school.

    `homeroom`: its teacher, who goes up with it if `keeps_homeroom` says so; None: it has none, or one who left.
    """

    class_id: str
    code: str
    to: str | None
    pupils: int
    homeroom: str | None = None
    homeroom_name: str = ""
    keeps_homeroom: bool = False


async def proposed(connection: AsyncConnection, level: str, year: str) -> list[Step]:
    """8A3 → 9A3 for each active class that is not of `year` yet; the last grade of the level leaves."""
    last = LAST_GRADES.get(level, 12)
    theirs = (people.c.kind == "student") & people.c.active
    query = select(people.c.class_id, func.count()).where(theirs).group_by(people.c.class_id)
    sizes = {row[0]: row[1] for row in await connection.execute(query)}
    teachers = await _teachers(connection)
    old = [one for one in await classes_of(connection) if one.active and one.year != year]
    old.sort(key=lambda one: (one.grade, one.code))
    return [_step(one, _next(one, last), sizes.get(one.id, 0), teachers) for one in old]


async def promote(
    connection: AsyncConnection, steps: Sequence[Step], year: str, day: str, actor: Actor, now: int
) -> None:
    """Makes the classes of `year`, moves the pupils, closes the old classes. `day`: ISO date who goes out leaves.

    A class that is made gets the homeroom teacher of the first of its steps that keeps one, else none; a class of the
    year that is there already keeps its own.

    Raises BadPerson (a class that is none, or of the year already), NameTaken.
    """
    every = await classes_of(connection)
    old = {one.id: one for one in every if one.active and one.year != year}
    made = {fold(one.code): one.id for one in every if one.year == year and one.active}
    taken = {one.id for one in every}
    teachers = _kept_teachers(steps, old, await _teachers(connection))
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
                await _make(connection, made[fold(code)], code, before, year, teachers.get(fold(code)))
                await _note_made(connection, made[fold(code)], teachers.get(fold(code)), actor, now)
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


async def _teachers(connection: AsyncConnection) -> dict[str, str]:
    """Who may have a class: names of the teachers of now by person id."""
    here = (people.c.kind == "teacher") & people.c.active
    rows = await connection.execute(select(people.c.id, people.c.full_name).where(here))
    return {row.id: row.full_name for row in rows}


def _step(one: Register, to: str | None, pupils: int, teachers: Mapping[str, str]) -> Step:
    if one.homeroom is None or one.homeroom not in teachers:
        return Step(one.id, one.code, to, pupils)
    return Step(one.id, one.code, to, pupils, one.homeroom, teachers[one.homeroom], to is not None)


def _kept_teachers(
    steps: Sequence[Step], old: Mapping[str, Register], teachers: Mapping[str, str]
) -> dict[str, str]:
    """By the folded code of the new class."""
    kept: dict[str, str] = {}
    for step in steps:
        before = old.get(step.class_id)
        if step.to is None or before is None or not step.keeps_homeroom:
            continue
        if before.homeroom is not None and before.homeroom in teachers:
            kept.setdefault(fold(_code(step.to)), before.homeroom)
    return kept


async def _make(
    connection: AsyncConnection, class_id: str, code: str, before: Register, year: str, homeroom: str | None
) -> None:
    row = {
        "id": class_id, "code": code, "grade": before.grade + 1, "year": year, "homeroom": homeroom,
        "session": before.session,
    }  # fmt: skip
    same = select(classes.c.id).where(classes.c.code == code, classes.c.year == year)
    if (await connection.execute(same)).first():
        raise NameTaken
    await connection.execute(insert(classes).values(row))


async def _note_made(
    connection: AsyncConnection, class_id: str, homeroom: str | None, actor: Actor, now: int
) -> None:
    """A homeroom teacher has rights on the class: who gave it to them stands in the log."""
    detail = f"homeroom {homeroom}" if homeroom else ""
    await note(connection, actor, "class.added", now, object_id=class_id, person_id=homeroom, detail=detail)


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

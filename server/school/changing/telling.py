"""A change of day for those it is about: when and by whom each lesson was to be taught, and is, by names."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import moment
from server.school.changing.period import Fields
from server.school.changing.store import Kept, UnknownChange
from server.school.lessons import Form, Teacher
from server.store.database import Database
from server.store.tables import changes, classes, lessons, people

MOST_LINES = 20
"""A text with more is not read; it says how many, and on which days."""


class ToldClass(Struct, frozen=True):
    """A class whose day is another one now."""

    id: str
    code: str


class ToldSlot(Struct, frozen=True):
    """When, by whom and in which room (a lesson's id) a lesson is taught. `not_taught`: why not."""

    date: date
    period: str
    starts_at: datetime
    teacher: Teacher | None
    room: str
    form: Form | None
    not_taught: str | None


class ToldLine(Struct, frozen=True):
    """One lesson. `before` None: it did not exist; `after` None: it does not any more."""

    lesson: str
    class_name: str
    subject: str
    before: ToldSlot | None
    after: ToldSlot | None


class ToldChange(Struct, frozen=True):
    """A change as it is told. `undone`: it was taken back, what was before comes after. `teachers`: before and after.

    `lines` by start, none when `count` is more than twenty; `days` are the first and the last one that is touched.
    """

    id: int
    kind: str
    reason: str
    undone: bool
    classes: tuple[ToldClass, ...]
    teachers: tuple[Teacher, ...]
    days: tuple[date, ...]
    count: int
    lines: tuple[ToldLine, ...]


class _Step(Struct, frozen=True):
    """A lesson as the change found and left it."""

    lesson: str
    class_id: str | None
    subject: str
    before: Fields | None
    after: Fields | None

    @property
    def fields(self) -> list[Fields]:
        return [one for one in (self.before, self.after) if one is not None]


async def told_change(database: Database, number: int) -> ToldChange:
    """Raises UnknownChange."""
    async with database.read() as connection:
        return await told_in(connection, number)


async def told_in(connection: AsyncConnection, number: int, most: int | None = MOST_LINES) -> ToldChange:
    """The same, within the caller's transaction; `most` lines (None: all) or none at all. Raises UnknownChange."""
    row = (await connection.execute(select(changes).where(changes.c.id == number))).first()
    if row is None:
        raise UnknownChange
    undone = row.undone_at is not None
    steps = await _steps(connection, msgspec.json.decode(row.detail, type=Kept), undone)
    named = await _classes(connection, {one.class_id for one in steps})
    teachers = await _teachers(connection, steps)
    touched = sorted({fields.date for one in steps for fields in one.fields})
    return ToldChange(
        id=row.id,
        kind=row.kind,
        reason=row.reason,
        undone=undone,
        classes=tuple(named.values()),
        teachers=tuple(teachers.values()),
        days=tuple(date.fromisoformat(one) for one in (touched[:1] + touched[-1:])),
        count=len(steps),
        lines=tuple(_line(one, named, teachers) for one in steps)
        if most is None or len(steps) <= most
        else (),
    )


async def _steps(connection: AsyncConnection, kept: Kept, undone: bool) -> list[_Step]:
    ids = [edit.lesson for edit in kept.edits]
    query = select(lessons.c.id, lessons.c.class_id, lessons.c.subject).where(lessons.c.id.in_(ids))
    about = {row.id: row for row in await connection.execute(query)}
    found = [
        _Step(edit.lesson, about[edit.lesson].class_id, about[edit.lesson].subject, edit.before, edit.after)
        for edit in kept.edits
        if edit.lesson in about
    ] + [_Step(made.id, made.class_id, made.subject, None, made.fields) for made in kept.made]
    if undone:
        found = [_Step(one.lesson, one.class_id, one.subject, one.after, one.before) for one in found]
    return sorted(found, key=lambda one: (one.fields[-1].starts_at, one.lesson))


async def _classes(connection: AsyncConnection, ids: set[str | None]) -> dict[str, ToldClass]:
    query = select(classes.c.id, classes.c.code).where(classes.c.id.in_(ids))
    rows = await connection.execute(query.order_by(classes.c.grade, classes.c.code))
    return {row.id: ToldClass(row.id, row.code) for row in rows}


async def _teachers(connection: AsyncConnection, steps: Sequence[_Step]) -> dict[str, Teacher]:
    ids = {fields.teacher_id for one in steps for fields in one.fields}
    query = select(people.c.id, people.c.full_name, people.c.title).where(people.c.id.in_(ids))
    return {row.id: Teacher(*row) for row in await connection.execute(query.order_by(people.c.id))}


def _line(step: _Step, named: Mapping[str, ToldClass], teachers: Mapping[str, Teacher]) -> ToldLine:
    of = named.get(step.class_id or "")
    return ToldLine(
        step.lesson,
        of.code if of else "",
        step.subject,
        _slot(step, step.before, teachers),
        _slot(step, step.after, teachers),
    )


def _slot(step: _Step, fields: Fields | None, teachers: Mapping[str, Teacher]) -> ToldSlot | None:
    if fields is None:
        return None
    return ToldSlot(
        date=date.fromisoformat(fields.date),
        period=fields.period,
        starts_at=moment(fields.starts_at),
        teacher=teachers.get(fields.teacher_id or ""),
        room=fields.host_id or step.lesson,
        form=fields.form,
        not_taught=fields.not_taught,
    )

"""Sums over lessons of some weeks: by class, by teacher, by subject. Counts of periods, never marks of people.

A period counts from its last bell on: planned, held when it was started, online when its form says so. One that still
runs is in no sum: its attendance is not known either. Joint and double periods count a line each.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.names import name_key, word_key
from server.school.rights.actor import Reach
from server.store.database import Database
from server.store.tables import classes, lessons, people, sheets

LATE_MS = 5 * 60_000


class Periods(Struct, frozen=True):
    """How many periods. `late`: started more than 5 minutes after the bell; `sheets`: the sheet was filled in.

    `present` of `expected` are pupils × periods held.
    """

    planned: int = 0
    held: int = 0
    not_taught: int = 0
    online: int = 0
    late: int = 0
    sheets: int = 0
    expected: int = 0
    present: int = 0

    def plus(self, other: "Periods") -> "Periods":
        """Both together."""
        return Periods(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))


class ClassProgress(Struct, frozen=True):
    """A class."""

    id: str
    code: str
    periods: Periods


class TeacherProgress(Struct, frozen=True):
    """A teacher's activity."""

    id: str
    name: str
    title: str | None
    periods: Periods


class SubjectShare(Struct, frozen=True):
    """A subject, and how much of it was online."""

    subject: str
    periods: Periods


class Overview(Struct, frozen=True):
    """The same periods, three times."""

    classes: tuple[ClassProgress, ...]
    teachers: tuple[TeacherProgress, ...]
    subjects: tuple[SubjectShare, ...]


async def overview(database: Database, reach: Reach, start: int, end: int, now: int) -> Overview:
    """Lessons that begin in [start, end) UTC ms and whose last bell rang by `now`, within reach."""
    over = [
        lessons.c.starts_at >= start,
        lessons.c.starts_at < end,
        lessons.c.ends_at <= now,
        lessons.c.class_id.is_not(None),
    ]
    if not reach.everything:
        over.append(lessons.c.class_id.in_(reach.classes) | lessons.c.teacher_id.in_(reach.teachers))
    async with database.read() as connection:
        sums = [
            (row.class_id, row.teacher_id, row.subject, _periods(row))
            for row in await _sums(connection, over)
        ]
        named_classes = {row.id: row for row in await connection.execute(select(classes))}
        named_people = {row.id: row for row in await connection.execute(_staff())}
    return Overview(
        _classes(_together((of, one) for of, _, _, one in sums), named_classes),
        _teachers(_together((who, one) for _, who, _, one in sums), named_people),
        tuple(
            SubjectShare(name, one)
            for name, one in sorted(
                _together((what, one) for _, _, what, one in sums).items(), key=lambda pair: word_key(pair[0])
            )
        ),
    )


def _together(parts: Iterable[tuple[str | None, Periods]]) -> dict[str, Periods]:
    sums: dict[str, Periods] = defaultdict(Periods)
    for key, one in parts:
        if key is not None:
            sums[key] = sums[key].plus(one)
    return sums


async def _sums(connection: AsyncConnection, over: list[Any]) -> Iterable[Any]:
    """One pass over the lessons, a row for every class, teacher and subject that go together."""
    held = lessons.c.started_at.is_not(None)

    def count(condition: Any, name: str) -> Any:
        return func.sum(case((condition, 1), else_=0)).label(name)

    query = (
        select(
            lessons.c.class_id,
            lessons.c.teacher_id,
            lessons.c.subject,
            func.count(lessons.c.id).label("planned"),
            count(held, "held"),
            count(lessons.c.not_taught.is_not(None), "not_taught"),
            count(and_(held, lessons.c.form.is_not(None)), "online"),
            count(and_(held, lessons.c.started_at > lessons.c.starts_at + LATE_MS), "late"),
            count(sheets.c.lesson_id.is_not(None), "sheets"),
            func.coalesce(func.sum(lessons.c.on_roll), 0).label("expected"),
            func.coalesce(func.sum(lessons.c.attended), 0).label("present"),
        )
        .join_from(lessons, sheets, sheets.c.lesson_id == lessons.c.id, isouter=True)
        .where(*over)
        .group_by(lessons.c.class_id, lessons.c.teacher_id, lessons.c.subject)
    )
    return (await connection.execute(query)).all()


def _staff() -> Any:
    return select(people.c.id, people.c.full_name, people.c.given_name, people.c.title).where(
        people.c.kind != "student"
    )


def _periods(row: Any) -> Periods:
    return Periods(*(getattr(row, name) for name in Periods.__struct_fields__))


def _classes(sums: dict[str, Periods], named: dict[str, Any]) -> tuple[ClassProgress, ...]:
    known = sorted(
        (of for of in sums if of in named), key=lambda of: (named[of].grade, word_key(named[of].code))
    )
    return tuple(ClassProgress(of, named[of].code, sums[of]) for of in known)


def _teachers(sums: dict[str, Periods], named: dict[str, Any]) -> tuple[TeacherProgress, ...]:
    known = sorted(
        (who for who in sums if who in named),
        key=lambda who: (name_key(named[who].full_name, named[who].given_name), who),
    )
    return tuple(TeacherProgress(who, named[who].full_name, named[who].title, sums[who]) for who in known)

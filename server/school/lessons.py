"""The lessons a school plans and holds: rows of the table `lessons` as values."""

import secrets
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.database import Database
from server.store.tables import classes, lessons, people

Phase = Literal["planned", "waiting", "live", "ended"]


class Teacher(Struct, frozen=True):
    """Who gives a lesson; `title` is how the roster addresses the person ("cô"), never guessed."""

    id: str
    name: str
    title: str | None


class Lesson(Struct, frozen=True):
    """One period. Times are UTC ms; `phase` is what the table knows (a lesson in memory may be further)."""

    id: str
    title: str
    subject: str
    class_id: str | None
    class_name: str
    period: str
    teacher: Teacher | None
    starts_at: int
    ends_at: int
    phase: Phase
    started_at: int | None
    ended_at: int | None
    ended_reason: str | None
    recording: bool
    demo: bool


class NewLesson(Struct, frozen=True, kw_only=True):
    """A lesson to be planned. Times are UTC ms; an empty `id` gets a random one.

    `period_no` counts within the `session` (sang, chieu); `ppct_no` is the place in the subject's programme;
    `form` of online teaching (ho_tro, thay_the) with its reason and the head's decision (date in ISO form).
    """

    title: str
    subject: str
    starts_at: int
    ends_at: int
    class_id: str | None = None
    teacher_id: str | None = None
    period: str = ""
    recording: bool = False
    demo: bool = False
    id: str = ""
    session: str | None = None
    period_no: int | None = None
    room: str | None = None
    ppct_no: int | None = None
    required_outcomes: str | None = None
    form: str | None = None
    form_reason: str | None = None
    decision_no: str | None = None
    decision_date: str | None = None


class UnknownReference(ValueError):
    """The class or the teacher of a new lesson does not exist; the argument says which."""


async def add_lesson(database: Database, new: NewLesson) -> str:
    """Plans a lesson, returns its id. Raises UnknownReference."""
    lesson_id = new.id or secrets.token_urlsafe(9)
    values = {**msgspec.to_builtins(new), "id": lesson_id}
    async with database.begin() as connection:
        await _check(connection, classes.c.id, new.class_id, "class_id")
        await _check(connection, people.c.id, new.teacher_id, "teacher_id")
        await connection.execute(insert(lessons).values(values))
    return lesson_id


async def lesson_by_id(database: Database, lesson_id: str) -> Lesson | None:
    """The lesson, or None."""
    async with database.read() as connection:
        row = (await connection.execute(_query().where(lessons.c.id == lesson_id))).mappings().first()
    return _lesson(row) if row else None


async def lessons_between(
    database: Database,
    start: int,
    end: int,
    *,
    teacher_id: str | None = None,
    class_id: str | None = None,
) -> list[Lesson]:
    """Lessons that overlap [start, end) UTC ms, by start; of one teacher or class when given."""
    query = _query().where(lessons.c.starts_at < end, lessons.c.ends_at > start)
    if teacher_id is not None:
        query = query.where(lessons.c.teacher_id == teacher_id)
    if class_id is not None:
        query = query.where(lessons.c.class_id == class_id)
    async with database.read() as connection:
        rows = await connection.execute(query.order_by(lessons.c.starts_at, lessons.c.id))
        return [_lesson(row) for row in rows.mappings()]


async def record_progress(
    database: Database,
    lesson_id: str,
    phase: Phase,
    *,
    started_at: int | None = None,
    ended_at: int | None = None,
    ended_reason: str | None = None,
) -> None:
    """Notes how far a lesson is, for lists and lessons no longer in memory. None leaves a column as it is."""
    told = {"started_at": started_at, "ended_at": ended_at, "ended_reason": ended_reason}
    values = {"phase": phase, **{name: value for name, value in told.items() if value is not None}}
    async with database.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == lesson_id).values(values))


async def _check(connection: AsyncConnection, column: Any, value: str | None, name: str) -> None:
    if value is not None and not (await connection.execute(select(column).where(column == value))).first():
        raise UnknownReference(name)


def _query() -> Select[Any]:
    return (
        select(
            lessons,
            classes.c.code.label("class_name"),
            people.c.full_name.label("teacher_name"),
            people.c.title.label("teacher_title"),
        )
        .join_from(lessons, classes, classes.c.id == lessons.c.class_id, isouter=True)
        .join(people, people.c.id == lessons.c.teacher_id, isouter=True)
    )


def _lesson(row: Any) -> Lesson:
    """A row of `_query` as a value; one that does not fit is our bug (msgspec.ValidationError)."""
    values = {str(name): value for name, value in row.items()}
    teacher_id, name, title = (values.pop(key) for key in ("teacher_id", "teacher_name", "teacher_title"))
    values["teacher"] = Teacher(teacher_id, name, title) if teacher_id else None
    values["class_name"] = values["class_name"] or ""
    return msgspec.convert(values, Lesson)

"""The lessons a school plans and holds: rows of the table `lessons` as values."""

import secrets
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Select, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.database import Database
from server.store.tables import classes, departments, lesson_people, lessons, people

Phase = Literal["planned", "waiting", "live", "ended"]
Kind = Literal["tiet_hoc", "chao_co", "sinh_hoat_lop", "hop_phu_huynh", "sinh_hoat_chuyen_mon", "hoi_thao"]
"""Tiết học, chào cờ, sinh hoạt lớp, họp phụ huynh, sinh hoạt chuyên môn (tập huấn), hội thảo."""
Form = Literal["ho_tro", "thay_the"]
"""Of face-to-face teaching (TT 09/2021 Đ.2): online supports it, or replaces it. None: in person."""
Beside = Literal["co_teacher", "observer", "staff"]
"""Roles of people planned for a lesson besides its teacher."""


class Teacher(Struct, frozen=True):
    """Who gives a lesson; `title` is how the roster addresses the person ("cô"), never guessed."""

    id: str
    name: str
    title: str | None


class Planned(Struct, frozen=True):
    """Somebody of the school who is planned for a lesson besides its teacher."""

    person_id: str
    name: str
    title: str | None
    role: Beside


class Lesson(Struct, frozen=True):
    """One period of a class: one line of the logbook. Times are UTC ms; `phase` is what the table knows (a lesson in
    memory may be further). `host_id`: the lesson whose room it shares; `replaced_id`: the teacher who was planned
    (dạy thay); `not_taught`: why it is not; `makes_up`: the lesson it stands for.
    """

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
    kind: Kind = "tiet_hoc"
    session: str | None = None
    period_no: int | None = None
    subject_code: str | None = None
    ppct_no: int | None = None
    form: Form | None = None
    host_id: str | None = None
    replaced_id: str | None = None
    not_taught: str | None = None
    makes_up: str | None = None
    change_id: int | None = None
    on_roll: int | None = None
    attended: int | None = None
    beside: tuple[Planned, ...] = ()

    @property
    def room_id(self) -> str:
        """The lesson whose room this one is held in: its own, or its host's."""
        return self.host_id or self.id


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
    kind: Kind = "tiet_hoc"
    subject_code: str | None = None


class UnknownReference(ValueError):
    """The class, the teacher or a person of a new lesson does not exist; the argument says which."""


async def add_lesson(
    database: Database,
    new: NewLesson,
    beside: Sequence[tuple[str, Beside]] = (),
    *,
    by: str | None = None,
    now: int = 0,
) -> str:
    """Plans a lesson, and who is there besides its teacher; returns its id. Raises UnknownReference."""
    lesson_id = new.id or secrets.token_urlsafe(9)
    values = {**msgspec.to_builtins(new), "id": lesson_id}
    others = {person: role for person, role in beside if person != new.teacher_id}
    async with database.begin() as connection:
        await _check(connection, classes.c.id, new.class_id, "class_id")
        await _check(connection, people.c.id, new.teacher_id, "teacher_id")
        for person in others:
            await _check(connection, people.c.id, person, "people")
        await connection.execute(insert(lessons).values(values))
        for person, role in others.items():
            row = {"lesson_id": lesson_id, "person_id": person, "role": role, "by_id": by, "at": now}
            await connection.execute(insert(lesson_people).values(row))
    return lesson_id


async def members_of(database: Database, department_ids: Sequence[str]) -> list[str]:
    """The active people of departments. Raises UnknownReference."""
    async with database.read() as connection:
        for one in department_ids:
            await _check(connection, departments.c.id, one, "departments")
        query = select(people.c.id).where(people.c.active, people.c.department_id.in_(department_ids))
        return list((await connection.execute(query.order_by(people.c.id))).scalars())


async def lesson_by_id(database: Database, lesson_id: str) -> Lesson | None:
    """The lesson, or None."""
    found = await found_lessons(database, lessons.c.id == lesson_id)
    return found[0] if found else None


async def lessons_between(
    database: Database,
    start: int,
    end: int,
    *,
    teacher_id: str | None = None,
    class_id: str | None = None,
    beside_id: str | None = None,
) -> list[Lesson]:
    """Lessons that overlap [start, end) UTC ms, by start; of one class, or of one teacher (`teacher_id`) and who is
    planned besides (`beside_id`), when given."""
    conditions = [lessons.c.starts_at < end, lessons.c.ends_at > start]
    if class_id is not None:
        conditions.append(lessons.c.class_id == class_id)
    mine = select(lesson_people.c.lesson_id).where(lesson_people.c.person_id == beside_id)
    if teacher_id is not None and beside_id is not None:
        conditions.append((lessons.c.teacher_id == teacher_id) | lessons.c.id.in_(mine))
    elif teacher_id is not None:
        conditions.append(lessons.c.teacher_id == teacher_id)
    elif beside_id is not None:
        conditions.append(lessons.c.id.in_(mine))
    return await found_lessons(database, *conditions)


async def _check(connection: AsyncConnection, column: Any, value: str | None, name: str) -> None:
    if value is not None and not (await connection.execute(select(column).where(column == value))).first():
        raise UnknownReference(name)


async def found_lessons(database: Database, *conditions: Any) -> list[Lesson]:
    """The lessons whose rows fulfil the conditions, by start and class."""
    query = _query().where(*conditions).order_by(lessons.c.starts_at, classes.c.code, lessons.c.id)
    planned = (
        select(lesson_people, people.c.full_name, people.c.title)
        .join_from(lesson_people, lessons, lessons.c.id == lesson_people.c.lesson_id)
        .join(people, people.c.id == lesson_people.c.person_id)
        .where(people.c.active, *conditions)
        .order_by(people.c.given_name, people.c.id)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).mappings().all()
        others = (await connection.execute(planned)).all() if rows else ()
    beside: dict[str, list[Planned]] = {}
    for one in others:
        beside.setdefault(one.lesson_id, []).append(
            Planned(one.person_id, one.full_name, one.title, one.role)
        )
    return [_lesson(row, tuple(beside.get(row["id"], ()))) for row in rows]


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


def _lesson(row: Any, beside: tuple[Planned, ...]) -> Lesson:
    """A row of `_query` as a value; one that does not fit is our bug (msgspec.ValidationError)."""
    values = {str(name): value for name, value in row.items()}
    teacher_id, name, title = (values.pop(key) for key in ("teacher_id", "teacher_name", "teacher_title"))
    values["teacher"] = Teacher(teacher_id, name, title) if teacher_id else None
    values["class_name"] = values["class_name"] or ""
    return msgspec.convert({**values, "beside": beside}, Lesson)

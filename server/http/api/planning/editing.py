"""Single cells of the timetable changed by hand: in a version to come, or in a copy that holds from a day on.

The rules are those of a file taken in: classes, subjects and teachers the school has, and no teacher in two classes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.planning.clashes import refuse_new
from server.http.api.planning.timetables import VersionLine, line_of, named_version
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.planning.ahead import plan_ahead, school_day
from server.school.planning.making.basis import read_basis
from server.school.planning.planner import Replanned
from server.school.planning.slots import LONGEST, Session
from server.school.planning.subjects import all_subjects, is_activities
from server.school.planning.timetables import (
    Cell,
    Place,
    Version,
    all_versions,
    cells_of,
    change_version,
    clashes,
    keep_version,
    version_on,
    with_changes,
)
from server.school.rights.audit import note
from server.school.texts import BadText, plain
from server.store.tables import classes, people


class Lesson(Struct, frozen=True, forbid_unknown_fields=True):
    """What a cell has. `teacher_id` null: as assigned, of chào cờ and sinh hoạt lớp the homeroom teacher. `joint`: one
    lesson with the other joint classes of the same teacher and subject. `room` as files write it: "12", "B2.04"."""

    kind: Literal["tiet_hoc", "chao_co", "sinh_hoat_lop"] = "tiet_hoc"
    subject_code: Annotated[str, Meta(max_length=20)] | None = None
    teacher_id: Annotated[str, Meta(max_length=64)] | None = None
    room: Annotated[str, Meta(pattern=r"^[A-Za-z]?[0-9][0-9A-Za-z.\-]{0,8}$")] | None = None
    joint: bool = False


class CellChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A class's period on a weekday (1 Monday … 7 Sunday), and what it has; `lesson` null: nothing."""

    class_id: Annotated[str, Meta(max_length=64)]
    weekday: Annotated[int, Meta(ge=1, le=7)]
    session: Session
    period: Annotated[int, Meta(ge=1, le=LONGEST)]
    lesson: Lesson | None


Changes = Annotated[tuple[CellChange, ...], Meta(min_length=1, max_length=2000)]


class CellsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Cells of a version that has not begun."""

    cells: Changes


class VersionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A version that holds from `first_day` on: a copy of the one that holds then (`base`: its id; null: none does),
    with other cells. A name left out is made of the day."""

    base: Annotated[int, Meta(ge=1, le=2**53)] | None
    first_day: date
    cells: Changes
    name: Annotated[str, Meta(max_length=100)] = ""


class EditedAnswer(Struct, frozen=True):
    """The version with all its cells; `planned`: what the change did to lessons of the next two weeks."""

    timetable: VersionLine
    cells: tuple[Cell, ...]
    planned: Replanned


async def put_cells(call: Call) -> EditedAnswer:
    """PUT /api/v1/office/plan/timetables/{id}/cells"""
    asked = call.read(CellsRequest)
    async with call.deps.database.begin() as connection:
        version = named_version(await all_versions(connection), call.part("id"))
        if version.first_day < await school_day(connection, call.now):
            raise ApiError("version_begun")
        changes = await _changes(connection, asked.cells)
        before = await cells_of(connection, version.id)
        await _refuse_clashes(connection, version.first_day, before, changes)
        version = await change_version(connection, version, changes, call.who.id, call.now)
        return await _answer(call, connection, version, changes)


async def post_timetable(call: Call) -> EditedAnswer:
    """POST /api/v1/office/plan/timetables"""
    asked = call.read(VersionRequest)
    try:
        name = plain(asked.name) or f"TKB từ {asked.first_day:%d/%m/%Y}"
    except BadText as error:
        raise ApiError("bad_text") from error
    async with call.deps.database.begin() as connection:
        versions = await all_versions(connection)
        base = version_on(versions, asked.first_day)
        if (base.id if base else None) != asked.base or asked.first_day < await school_day(
            connection, call.now
        ):
            raise ApiError("bad_first_day")
        if base is not None and base.first_day == asked.first_day:
            raise ApiError("bad_first_day")
        changes = await _changes(connection, asked.cells)
        before = await cells_of(connection, base.id) if base else []
        await _refuse_clashes(connection, asked.first_day, before, changes)
        cells = with_changes(before, changes)
        version = await keep_version(connection, name, asked.first_day, cells, call.who.id, call.now)
        return await _answer(call, connection, version, changes)


async def _changes(connection: AsyncConnection, asked: Iterable[CellChange]) -> Mapping[Place, Cell | None]:
    """The cells as they are kept. Raises ApiError `unknown_reference`, `bad_cells`."""
    some = list(asked)
    activities = await _check(connection, some)
    changes: dict[Place, Cell | None] = {}
    for one in some:
        place: Place = (one.class_id, one.weekday, one.session, one.period)
        lesson = one.lesson
        if place in changes or (
            lesson is not None and lesson.kind == "tiet_hoc" and lesson.subject_code is None
        ):
            raise ApiError("bad_cells")
        changes[place] = None if lesson is None else _cell(place, lesson, activities)
    return changes


def _cell(place: Place, lesson: Lesson, activities: str | None) -> Cell:
    """Chào cờ and sinh hoạt lớp are periods of the activities, when the school has that subject."""
    taught = lesson.kind == "tiet_hoc"
    return Cell(
        *place,
        kind=lesson.kind,
        subject_code=lesson.subject_code if taught else activities,
        teacher_id=lesson.teacher_id,
        room=lesson.room,
        joint=lesson.joint and taught,
    )


async def _check(connection: AsyncConnection, asked: Sequence[CellChange]) -> str | None:
    """The code of the activities. Raises ApiError `unknown_reference`."""
    lessons = [one.lesson for one in asked if one.lesson is not None]
    subjects = [one for one in await all_subjects(connection) if one.active]
    staff = select(people.c.id).where(people.c.kind == "teacher", people.c.active)
    known_classes = set((await connection.execute(select(classes.c.id).where(classes.c.active))).scalars())
    known_staff = set((await connection.execute(staff)).scalars())
    for what, known, wanted in (
        ("class_id", known_classes, {one.class_id for one in asked}),
        ("subject_code", {one.code for one in subjects}, {one.subject_code for one in lessons} - {None}),
        ("teacher_id", known_staff, {one.teacher_id for one in lessons} - {None}),
    ):
        if not wanted <= known:
            raise ApiError("unknown_reference", f"There is nothing with this {what}.")
    return next((one.code for one in subjects if is_activities(one.name)), None)


async def _refuse_clashes(
    connection: AsyncConnection, day: date, before: Sequence[Cell], changes: Mapping[Place, Cell | None]
) -> None:
    """Raises ApiError `teacher_clash`."""
    teacher_of = (await read_basis(connection, day, day)).teacher_of
    refuse_new(clashes(before, teacher_of), clashes(with_changes(before, changes), teacher_of))


async def _answer(
    call: Call, connection: AsyncConnection, version: Version, changes: Mapping[Place, Cell | None]
) -> EditedAnswer:
    places = " ".join("/".join(map(str, place)) for place in changes)
    detail = f"{version.first_day} by hand: {places}"
    await note(connection, call.who, "timetable.written", call.now, object_id=str(version.id), detail=detail)
    planned = await plan_ahead(connection, call.now, version.first_day)
    return EditedAnswer(line_of(version), tuple(await cells_of(connection, version.id)), planned)


_BASE = "/api/v1/office/plan/timetables"
_REFUSED = ("unknown_reference", "bad_cells", "teacher_clash")
ROUTES: tuple[Route, ...] = (
    Route(
        "POST", _BASE, "A version from a day on: a copy with other cells", post_timetable,
        SCHOOL, body=VersionRequest, answer=EditedAnswer, status=201,
        errors=("bad_first_day", "bad_text", *_REFUSED), act="plan.write",
    ),
    Route(
        "PUT", f"{_BASE}/{{id}}/cells", "Other cells in a version that has not begun", put_cells,
        SCHOOL, body=CellsRequest, answer=EditedAnswer, errors=("unknown_plan", "version_begun", *_REFUSED),
        act="plan.write",
    ),
)  # fmt: skip

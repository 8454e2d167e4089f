"""What one period teaches by API: read, set by its teacher or the office, given back to the programme.

Only until its room is opened: from then on the title stands in the lesson and in its record.
"""

from collections.abc import Set
from typing import Annotated

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.lessons import phase_of
from server.http.api.planning.programmes import LAST
from server.http.api.record import readable_lesson
from server.http.auth import ByDay
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.http.reach import reaches
from server.school.lessons import Lesson
from server.school.planning.byhand import Counted, give_back, set_by_hand, unit_of
from server.school.planning.programmes import Unit, units_of_class
from server.school.rights.audit import note
from server.school.texts import BadText, paragraphs, plain


class LessonUnitRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the period teaches. `ppct_no` null: it takes no number of the programme. `required_outcomes` are the yêu cầu
    cần đạt."""

    ppct_no: Annotated[int, Meta(ge=1, le=LAST)] | None
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    required_outcomes: Annotated[str, Meta(max_length=4000)] | None = None


class LessonUnitAnswer(Struct, frozen=True):
    """`by_hand`: a person set it, planning leaves it. `can_write`: by this caller, now. `units` of the programme to
    choose from; `renumbered`: how many periods that follow got another number by this call."""

    ppct_no: int | None
    title: str
    required_outcomes: str | None
    by_hand: bool
    can_write: bool
    units: tuple[Unit, ...]
    renumbered: int = 0


async def get_unit(call: Call) -> LessonUnitAnswer:
    """GET /api/v1/lessons/{id}/unit"""
    lesson = await readable_lesson(call)
    async with call.deps.database.read() as connection:
        return await _answer(call, connection, lesson)


async def put_unit(call: Call) -> LessonUnitAnswer:
    """PUT /api/v1/lessons/{id}/unit"""
    asked, lesson = call.read(LessonUnitRequest), await readable_lesson(call)
    counted = _counted(call, lesson)
    title, outcomes = _clean(asked)
    async with call.deps.database.begin() as connection:
        _refuse_opened(call, lesson)
        changed = await set_by_hand(connection, counted, asked.ppct_no, title, outcomes, call.now)
        await _note(call, connection, lesson, str(asked.ppct_no or "-"))
        return await _answer(call, connection, lesson, changed)


async def delete_unit(call: Call) -> LessonUnitAnswer:
    """DELETE /api/v1/lessons/{id}/unit: the programme's next one again"""
    lesson = await readable_lesson(call)
    counted = _counted(call, lesson)
    async with call.deps.database.begin() as connection:
        _refuse_opened(call, lesson)
        changed = await give_back(connection, counted, call.now)
        await _note(call, connection, lesson, "offered")
        return await _answer(call, connection, lesson, changed)


def _counted(call: Call, lesson: Lesson) -> Counted:
    """Raises ApiError `not_allowed`, `no_unit`."""
    if not _may_write(call, lesson):
        raise ApiError("not_allowed")
    if lesson.class_id is None or lesson.subject_code is None:
        raise ApiError("no_unit")
    return Counted(lesson.id, lesson.class_id, lesson.subject_code, lesson.starts_at)


def _may_write(call: Call, lesson: Lesson) -> bool:
    """The office, and whose lesson it is: a link of its teacher or a co-teacher, no observer's."""
    if not isinstance(call.caller, ByDay):
        return reaches(call.who.reach("records.write"), lesson)
    person = call.caller.claims.person
    teaches = lesson.teacher is not None and lesson.teacher.id == person
    return teaches or any(one.person_id == person and one.role == "co_teacher" for one in lesson.beside)


def _refuse_opened(call: Call, lesson: Lesson) -> None:
    """Raises ApiError `lesson_opened`, `not_taught`."""
    if lesson.not_taught is not None:
        raise ApiError("not_taught")
    if phase_of(call.deps, lesson) != "planned":
        raise ApiError("lesson_opened")


def _clean(asked: LessonUnitRequest) -> tuple[str, str | None]:
    """Raises ApiError `bad_text`."""
    try:
        title, outcomes = plain(asked.title), paragraphs(asked.required_outcomes or "") or None
    except BadText as error:
        raise ApiError("bad_text") from error
    if not title:
        raise ApiError("bad_text")
    return title, outcomes


async def _note(call: Call, connection: AsyncConnection, lesson: Lesson, after: str) -> None:
    detail = f"{lesson.ppct_no or '-'}>{after}"
    await note(connection, call.who, "lesson.unit", call.now, object_id=lesson.id, detail=detail)


async def _answer(
    call: Call, connection: AsyncConnection, lesson: Lesson, changed: Set[str] = frozenset()
) -> LessonUnitAnswer:
    unit = await unit_of(connection, lesson.id)
    planned = phase_of(call.deps, lesson) == "planned" and lesson.not_taught is None
    counts = lesson.class_id is not None and lesson.subject_code is not None
    units = await _units(connection, lesson)
    return LessonUnitAnswer(
        ppct_no=unit.ppct_no,
        title=unit.title,
        required_outcomes=unit.required_outcomes,
        by_hand=unit.by_hand,
        can_write=planned and counts and _may_write(call, lesson),
        units=tuple(units),
        renumbered=len(changed - {lesson.id}),
    )


async def _units(connection: AsyncConnection, lesson: Lesson) -> list[Unit]:
    if lesson.class_id is None or lesson.subject_code is None:
        return []
    return await units_of_class(connection, lesson.class_id, lesson.subject_code)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/unit", "What a period teaches (tiết PPCT), and its programme", get_unit,
        (*SCHOOL, "day"), answer=LessonUnitAnswer, errors=("unknown_lesson",), act="records.read",
    ),
    Route(
        "PUT", "/api/v1/lessons/{id}/unit", "Say what a period teaches; those after it count on from there", put_unit,
        (*SCHOOL, "day"), body=LessonUnitRequest, answer=LessonUnitAnswer,
        errors=("unknown_lesson", "no_unit", "lesson_opened", "not_taught", "bad_text"), act="records.write",
    ),
    Route(
        "DELETE", "/api/v1/lessons/{id}/unit", "A period teaches what the programme offers again", delete_unit,
        (*SCHOOL, "day"), answer=LessonUnitAnswer,
        errors=("unknown_lesson", "no_unit", "lesson_opened", "not_taught"), act="records.write",
    ),
)  # fmt: skip

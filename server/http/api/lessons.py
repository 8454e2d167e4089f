"""Lessons by API: plan one, look at one, end one."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from server.http.auth import ByDay, Caller, of_lesson
from server.http.call import SCHOOL, VIEWERS, Call, Route
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.school.calendar import millis, moment
from server.school.days import takes_part
from server.school.lessons import (
    Beside,
    Form,
    Kind,
    Lesson,
    NewLesson,
    Phase,
    Teacher,
    UnknownReference,
    add_lesson,
    lesson_by_id,
    members_of,
)
from server.school.people import person_by_id
from server.school.policy import records_lessons
from server.school.rooms import lines_of

Title = Annotated[str, Meta(min_length=1, max_length=200)]
Moment = Annotated[datetime, Meta(tz=True)]
LONGEST_MS = 12 * 3600 * 1000
EARLIEST, LATEST = (millis(datetime(year, 1, 1, tzinfo=UTC)) for year in (2000, 2100))
"""Times outside are mistakes."""


class Invited(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody of the school who comes besides the teacher."""

    person_id: Annotated[str, Meta(min_length=1, max_length=64)]
    role: Beside = "co_teacher"


class LessonRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson to plan. `period` is how it is called, e.g. "tiết 2"; `recording` left out is as the school set.

    Besides a tiết học: a meeting of a class's parents (guests come by link), of staff (no class), a seminar. `people`
    come besides the teacher; everybody of `departments` comes as co-teacher.
    """

    title: Title
    subject: Title
    starts_at: Moment
    ends_at: Moment
    class_id: str | None = None
    teacher_id: str | None = None
    recording: bool | None = None
    period: Annotated[str, Meta(max_length=50)] = ""
    kind: Kind = "tiet_hoc"
    people: Annotated[tuple[Invited, ...], Meta(max_length=300)] = ()
    departments: Annotated[tuple[str, ...], Meta(max_length=50)] = ()
    form: Literal["ho_tro"] | None = None
    """Replacing face-to-face teaching needs a decision: a change of day sets it."""


class LessonAnswer(Struct, frozen=True):
    """A lesson. `phase`: planned (nobody came yet), waiting (not started), live, ended. `room`: the lesson whose room it
    is held in (its own, or that of a joint or double lesson). `form` null: in person."""

    id: str
    title: str
    subject: str
    class_id: str | None
    class_name: str
    period: str
    teacher: Teacher | None
    starts_at: datetime
    ends_at: datetime
    phase: Phase
    started_at: datetime | None
    ended_at: datetime | None
    ended_reason: str | None
    recording: bool
    kind: Kind
    session: str | None
    period_no: int | None
    form: Form | None
    not_taught: str | None
    makes_up: str | None
    room: str


class VisitedLesson(LessonAnswer, frozen=True):
    """The lesson one comes into. `cards_of`: of the classes in its room those whose cards the caller may issue."""

    cards_of: tuple[str, ...]


async def create_lesson(call: Call) -> LessonAnswer:
    """POST /api/v1/lessons"""
    asked = call.read(LessonRequest)
    starts_at, ends_at = millis(asked.starts_at), millis(asked.ends_at)
    if not (EARLIEST <= starts_at < ends_at <= starts_at + LONGEST_MS and ends_at < LATEST):
        raise ApiError("bad_times")
    recording = asked.recording
    new = NewLesson(
        title=asked.title,
        subject=asked.subject,
        starts_at=starts_at,
        ends_at=ends_at,
        class_id=asked.class_id,
        teacher_id=asked.teacher_id,
        period=asked.period,
        recording=await records_lessons(call.deps.database) if recording is None else recording,
        kind=asked.kind,
        form=asked.form,
    )
    try:
        beside = await _invited(call, asked)
        lesson_id = await add_lesson(call.deps.database, new, beside, by=call.who.id, now=call.now)
    except UnknownReference as error:
        raise ApiError("unknown_reference", f"There is nothing with this {error}.") from error
    return answer_of(call.deps, await known_lesson(call.deps, lesson_id))


async def _invited(call: Call, asked: LessonRequest) -> list[tuple[str, Beside]]:
    """Who is named oneself comes as named, the departments' people as co-teachers. Raises UnknownReference."""
    members = await members_of(call.deps.database, asked.departments)
    return [(one, "co_teacher") for one in members] + [(one.person_id, one.role) for one in asked.people]


async def get_lesson(call: Call) -> VisitedLesson:
    """GET /api/v1/lessons/{id}"""
    of_lesson(call.caller, call.part("id"))
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    await _of_day(call.deps, call.caller, lesson)
    told = structs.asdict(answer_of(call.deps, lesson))
    return VisitedLesson(**told, cards_of=await _cards_of(call, lesson))


async def end_lesson(call: Call) -> LessonAnswer:
    """POST /api/v1/lessons/{id}/end"""
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    if not await call.deps.hub.end(lesson.id, "office", None):
        raise ApiError("not_live")
    return answer_of(call.deps, await known_lesson(call.deps, lesson.id))


async def known_lesson(deps: Deps, lesson_id: str) -> Lesson:
    """The lesson. Raises ApiError `unknown_lesson`."""
    lesson = await lesson_by_id(deps.database, lesson_id)
    if lesson is None:
        raise ApiError("unknown_lesson")
    return lesson


def answer_of(deps: Deps, lesson: Lesson) -> LessonAnswer:
    """The lesson as programs see it; the hub knows the phase of a running one first."""
    return LessonAnswer(
        id=lesson.id,
        title=lesson.title,
        subject=lesson.subject,
        class_id=lesson.class_id,
        class_name=lesson.class_name,
        period=lesson.period,
        teacher=lesson.teacher,
        starts_at=moment(lesson.starts_at),
        ends_at=moment(lesson.ends_at),
        phase=phase_of(deps, lesson),
        started_at=_moment(lesson.started_at),
        ended_at=_moment(lesson.ended_at),
        ended_reason=lesson.ended_reason,
        recording=lesson.recording,
        kind=lesson.kind,
        session=lesson.session,
        period_no=lesson.period_no,
        form=lesson.form,
        not_taught=lesson.not_taught,
        makes_up=lesson.makes_up,
        room=lesson.room_id,
    )


def phase_of(deps: Deps, lesson: Lesson) -> Phase:
    """How far the lesson is now."""
    return lesson.phase if lesson.phase == "ended" else deps.hub.phase(lesson.room_id) or lesson.phase


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


async def _cards_of(call: Call, lesson: Lesson) -> tuple[str, ...]:
    """As create_lesson_card will judge: pupils, guests and observers have no actor."""
    if call.actor is None:
        return ()
    reach = call.actor.reach("cards.issue")
    classes = {line.class_id for line in await lines_of(call.deps.database, lesson)}
    return tuple(sorted(one for one in classes if one is not None and reach.has_class(one)))


async def _of_day(deps: Deps, caller: Caller, lesson: Lesson) -> None:
    """A day token opens the lessons of its person only."""
    if isinstance(caller, ByDay):
        person = await person_by_id(deps.database, caller.claims.person)
        if person is None or not takes_part(person, lesson):
            raise ApiError("not_allowed")


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/lessons", "Plan a lesson", create_lesson,
        SCHOOL, body=LessonRequest, answer=LessonAnswer, status=201,
        errors=("bad_times", "unknown_reference"), act="plan.write",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}", "One lesson", get_lesson,
        (*VIEWERS, "knock"), answer=VisitedLesson, errors=("unknown_lesson",), act="day.read",
    ),
    Route(
        "POST", "/api/v1/lessons/{id}/end", "End a running lesson for everybody", end_lesson,
        SCHOOL, answer=LessonAnswer, errors=("unknown_lesson", "not_live"), act="lessons.end",
    ),
)  # fmt: skip

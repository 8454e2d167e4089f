"""Attendance by API: every roster student of a lesson, from its kept events (the same fold as the live view)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

import lesson.attendance as fold
from lesson.messages import Kept
from lesson.permissions import TRUSTED
from lesson.rules import Rules
from lesson.state import Interval
from lesson.state import fold as fold_state
from server.http.api.lessons import known_lesson
from server.http.auth import ByJoin, of_lesson
from server.http.call import Call, Route
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.school.calendar import MINUTE_MS, moment
from server.school.kept.history import events_after
from server.school.lessons import Lesson
from server.school.policy import policy, rules_of
from server.school.roster import opened

Minutes = Annotated[float, Meta(ge=0)]


class Stretch(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A time somebody was there; the last one of somebody present runs to `as_of`."""

    start: datetime
    end: datetime


class StudentAttendance(Struct, frozen=True):
    """One student. `intervals` of devices are raw, `bridged` have short gaps closed within the taught time.

    `school`: in the classroom, as a teacher marked. `door`: waiting to be let in, or removed; it does not count.
    """

    person: str
    stt: int | None
    name: str
    state: fold.AttendanceState
    first_joined: datetime | None
    last_seen: datetime | None
    minutes: Minutes
    late_minutes: Minutes
    left_early_minutes: Minutes
    present_now: bool
    intervals: tuple[Stretch, ...]
    bridged: tuple[Stretch, ...]
    at_school: bool
    school: tuple[Stretch, ...]
    door: tuple[Stretch, ...]


class AttendanceAnswer(Struct, frozen=True):
    """Minutes carry two decimals (0.6 s). `late` and `absent_unknown` are evidence for a person to judge."""

    lesson: str
    as_of: datetime
    students: tuple[StudentAttendance, ...]


async def get_attendance(call: Call) -> AttendanceAnswer:
    """GET /api/v1/lessons/{id}/attendance"""
    lesson_id = call.part("id")
    of_lesson(call.caller, lesson_id)
    if isinstance(call.caller, ByJoin) and call.caller.claims.role not in TRUSTED:
        raise ApiError("not_allowed")
    lesson = await known_lesson(call.deps, lesson_id)
    check_reach(call, lesson)
    await call.deps.hub.written(lesson.room_id)
    events = await events_after(call.deps.database, lesson.room_id, after=0)
    as_of, found = await proved(
        call, lesson, events or [Kept(1, call.now, await opened(call.deps.database, lesson))]
    )
    return AttendanceAnswer(lesson.id, moment(as_of), tuple(student_answer(one) for one in found))


async def proved(
    call: Call, lesson: Lesson, events: Sequence[Kept]
) -> tuple[int, tuple[fold.Attendance, ...]]:
    """What the events of a room say of the lesson's own line, by the school's rules, and up to when (UTC ms). In a
    thread: a lively lesson has thousands of events, and others go on meanwhile."""
    rules = rules_of(await policy(call.deps.database))
    return await asyncio.to_thread(_folded, events, lesson.id, rules, call.now)


def _folded(
    events: Sequence[Kept], line_id: str, rules: Rules, now: int
) -> tuple[int, tuple[fold.Attendance, ...]]:
    state = fold_state(events)
    as_of = max(state.at, now) if state.ended_at is None else state.ended_at
    line = next((one for one in state.opened.lines if one.lesson == line_id), None)
    return as_of, fold.attendance(state, as_of, rules, line)


def student_answer(one: fold.Attendance) -> StudentAttendance:
    """One student as programs see it."""
    return StudentAttendance(
        person=one.person,
        stt=one.stt,
        name=one.name,
        state=one.state,
        first_joined=None if one.first_joined is None else moment(one.first_joined),
        last_seen=None if one.last_seen is None else moment(one.last_seen),
        minutes=_minutes(one.counted_ms),
        late_minutes=_minutes(one.late_ms),
        left_early_minutes=_minutes(one.left_early_ms),
        present_now=one.present_now,
        intervals=_stretches(one.intervals),
        bridged=_stretches(one.bridged),
        at_school=one.at_school,
        school=_stretches(one.school),
        door=_stretches(one.door),
    )


def _minutes(span_ms: int) -> float:
    return round(span_ms / MINUTE_MS, 2)


def _stretches(intervals: tuple[Interval, ...]) -> tuple[Stretch, ...]:
    return tuple(Stretch(moment(part.start), moment(part.end)) for part in intervals)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/attendance", "Attendance of every roster student", get_attendance,
        ("key", "office", "join"), answer=AttendanceAnswer, errors=("unknown_lesson",), act="attendance.read",
    ),
)  # fmt: skip

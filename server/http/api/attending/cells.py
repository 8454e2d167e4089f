"""One cell of the attendance: the evidence behind it, a person's word about it, and many excused at once."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from lesson.messages import Interrupted
from server.http.api.attendance import StudentAttendance, proved, student_answer
from server.http.api.attending.month import kept_line, known_class, reach_of
from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending.cells import Mark
from server.school.attending.closing import Closing
from server.school.attending.excuse import Excused, excuse
from server.school.attending.found import kept_of
from server.school.attending.leave import LeaveNote, notes_within
from server.school.attending.marks import NotHeld, NotThere, history, write_mark
from server.school.attending.weeks import WeekClosed, closing_of
from server.school.calendar import day_of, moment
from server.school.classes import school_zone
from server.school.kept.history import events_after
from server.school.lessons import Lesson, lesson_by_id
from server.school.people import person_by_id
from server.store.tables import leave_notes

Marking = Literal["open", "not_allowed", "not_held", "week_closed"]
"""Whether the caller may write about the cell now, and what stands in the way: the code a try is refused with."""
Why = Annotated[str, Meta(min_length=1, max_length=500)]
PersonIds = Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=100)]


class MarkRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """P excused, K unexcused, co_mat present, muon late, "" takes the word back. `why` is kept for ever."""

    mark: Mark
    why: Why


class WrittenAnswer(Struct, frozen=True):
    """What somebody wrote about the cell."""

    mark: Mark
    why: str
    by: str
    at: datetime


class Gap(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A part of our service was away then: it makes nobody absent."""

    part: str
    start: datetime
    end: datetime


class EvidenceAnswer(Struct, frozen=True):
    """Everything behind a cell. `found` None: the pupil was not in this period's roster. `closes_at`: when the week
    closed, or will close: nothing is written from then on.

    `found` without intervals, though the pupil was there: the connections are kept no longer.
    """

    lesson: str
    subject: str
    class_name: str
    starts_at: datetime
    ends_at: datetime
    person: str
    name: str
    found: StudentAttendance | None
    outages: tuple[Gap, ...]
    written: tuple[WrittenAnswer, ...]
    leave: tuple[LeaveNote, ...]
    marking: Marking
    closes_at: datetime


class ExcuseRequest(Struct, frozen=True, forbid_unknown_fields=True, rename={"of": "class"}):
    """Every absence without a reason, of these pupils of a class (none named: all), on these days."""

    of: str
    from_day: date
    to_day: date
    mark: Mark
    why: Why
    people: PersonIds = ()


class ExcuseAnswer(Struct, frozen=True):
    """How many cells were written; `closed`: cells of weeks that are closed already, left as they are."""

    written: int
    closed: int


async def get_evidence(call: Call) -> EvidenceAnswer:
    """GET /api/v1/office/attendance/{lesson}/{person}"""
    lesson = await _lesson(call)
    database, person_id = call.deps.database, call.part("person")
    found, outages = await _found(call, lesson)
    person = await person_by_id(database, person_id)
    if found is None and (person is None or person.class_id != lesson.class_id):
        raise ApiError("unknown_person")
    zone = await school_zone(database)
    day = day_of(lesson.starts_at, zone)
    notes = await notes_within(
        database, reach_of(call), leave_notes.c.person_id == person_id,
        leave_notes.c.from_day <= day.isoformat(), leave_notes.c.to_day >= day.isoformat(),
    )  # fmt: skip
    async with database.read() as connection:
        week = await closing_of(connection, lesson.class_id or "", day, call.now)
    return EvidenceAnswer(
        lesson=lesson.id,
        subject=lesson.subject,
        class_name=lesson.class_name,
        starts_at=moment(lesson.starts_at),
        ends_at=moment(lesson.ends_at),
        person=person_id,
        name=found.name if found is not None else person.full_name if person is not None else "",
        found=found,
        outages=outages,
        written=tuple(
            WrittenAnswer(word.mark, word.why, word.by_name, moment(word.at))
            for word in await history(database, lesson.id, person_id)
        ),
        leave=tuple(notes),
        marking=_marking(call, lesson, week),
        closes_at=moment(week.at),
    )


async def _found(call: Call, lesson: Lesson) -> tuple[StudentAttendance | None, tuple[Gap, ...]]:
    """What the room's events prove; when they are gone, what was kept of it at the lesson's end."""
    database, person_id = call.deps.database, call.part("person")
    await call.deps.hub.written(lesson.room_id)
    events = await events_after(database, lesson.room_id, after=0)
    if not events:
        kept = await kept_of(database, lesson.id, person_id)
        return (None if kept is None else student_answer(kept)), ()
    _, people = await proved(call, lesson, events)
    one = next((student_answer(one) for one in people if one.person == person_id), None)
    away = (
        Gap(kept.event.part, moment(kept.event.since), moment(kept.at))
        for kept in events
        if isinstance(kept.event, Interrupted)
    )
    return one, tuple(away)


def _marking(call: Call, lesson: Lesson, week: Closing) -> Marking:
    if not call.who.reach("attendance.mark").has_class(lesson.class_id):
        return "not_allowed"
    if lesson.phase != "ended" or lesson.started_at is None:
        return "not_held"
    return "week_closed" if week.closed else "open"


async def put_mark(call: Call) -> EvidenceAnswer:
    """PUT /api/v1/office/attendance/{lesson}/{person}"""
    asked, lesson = call.read(MarkRequest), await _lesson(call)
    zone, why = await school_zone(call.deps.database), kept_line(asked.why)
    try:
        async with call.deps.database.begin() as connection:
            await write_mark(
                connection, call.who, lesson.id, call.part("person"), asked.mark, why, zone, call.now
            )
    except NotThere as error:
        raise ApiError("unknown_person") from error
    except NotHeld as error:
        raise ApiError("not_held") from error
    except WeekClosed as error:
        raise ApiError("week_closed") from error
    return await get_evidence(call)


async def excuse_many(call: Call) -> ExcuseAnswer:
    """POST /api/v1/office/attendance/excuse"""
    asked = call.read(ExcuseRequest)
    of = await known_class(call, asked.of)
    if not 0 <= (asked.to_day - asked.from_day).days <= 31:
        raise ApiError("bad_days")
    zone = await school_zone(call.deps.database)
    what = Excused(
        of.id, asked.from_day, asked.to_day, frozenset(asked.people), asked.mark, kept_line(asked.why)
    )
    written, closed = await excuse(call.deps.database, call.who, what, zone, call.now)
    return ExcuseAnswer(written, closed)


async def _lesson(call: Call) -> Lesson:
    """A lesson of a class, within reach. Raises ApiError."""
    lesson = await lesson_by_id(call.deps.database, call.part("lesson"))
    if lesson is None or lesson.class_id is None:
        raise ApiError("unknown_lesson")
    teacher = None if lesson.teacher is None else lesson.teacher.id
    if not reach_of(call).has_lesson(lesson.class_id, teacher):
        raise ApiError("unknown_lesson")
    return lesson

"""Groups `people` and `time`: who taught, who else was there, when the lesson was held."""

from collections.abc import Iterable

from lesson.messages import ClockJumped, Interrupted, LessonEnded
from lesson.state import Interval, Person
from recordings.record.fields import Attendee, ClockJump, Interruption, People, Span, Time, Who, known
from recordings.record.history import History
from recordings.record.plan import Plan

_NOT_ADULTS = frozenset({"student", "room", "camera"})


def people(history: History, plan: Plan) -> People:
    """Everybody but the pupils and devices; the plan's teacher is the period's, else the roster's."""
    adults = [person for person in history.final.people.values() if person.role not in _NOT_ADULTS]
    teacher = next((one for one in adults if one.person == plan.teacher_id), None)
    if teacher is None and plan.teacher_id is None:
        teacher = next((one for one in adults if one.role == "teacher" and one.on_roster), None)
    others = tuple(_attendee(one) for one in adults if one is not teacher)
    replaced = None if plan.replaced_id is None else Who(plan.replaced_id, plan.replaced_name)
    return People(
        teacher=known(_attendee(teacher) if teacher else None), replaced=known(replaced), others=others
    )


def time(history: History) -> Time:
    """Planned and real times, and what disturbed them."""
    final, opened = history.final, history.final.opened
    taught = history.taught
    span = None if taught is None else Span(taught.start, max(taught.start, taught.end or 0))
    reason = final.ended_reason
    assert reason is not None
    return Time(
        planned=Span(opened.starts_at, opened.ends_at),
        opened_at=history.opened_at,
        started_at=known(final.started_at),
        ended_at=history.ended_at,
        ended_reason=reason,
        ended_by=known(_ended_by(history)),
        held=taught is not None,
        taught=known(span),
        taught_ms=0 if span is None else span.end - span.start,
        interruptions=interruptions(history),
        clock="utc_monotonic",
        clock_jumps=tuple(
            ClockJump(step.kept.at, step.kept.event.delta)
            for step in history.steps
            if isinstance(step.kept.event, ClockJumped) and history.has(step.kept.at)
        ),
    )


def interruptions(history: History) -> tuple[Interruption, ...]:
    """When a part of the service was away; a `since` before the lesson counts from its opening."""
    found = []
    for step in history.steps:
        event = step.kept.event
        if isinstance(event, Interrupted):
            start = min(max(event.since, history.opened_at), step.kept.at)
            if start <= history.ended_at and step.kept.at >= history.since:
                found.append(Interruption(event.part, start, step.kept.at))
    return tuple(found)


def spans(intervals: Iterable[Interval]) -> tuple[Span, ...]:
    """Intervals as the record writes them."""
    return tuple(Span(part.start, part.end) for part in intervals)


def _attendee(person: Person) -> Attendee:
    return Attendee(
        person=person.person,
        name=person.name,
        title=known(person.title),
        role=person.role,
        intervals=spans(person.intervals),
    )


def _ended_by(history: History) -> str | None:
    event = history.steps[-1].kept.event
    return event.by if isinstance(event, LessonEnded) else None

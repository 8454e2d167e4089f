"""Attendance of the roster's students, and who joined as a student besides: a fold of joined and left.

Raw intervals are kept as they were; the result bridges gaps up to 90 s. Taught time runs from the teacher's start
to the end of the lesson; when the lesson ended by itself, to the bell, or to the teacher's last sign of life if that
is later. The bell that lateness is measured from is the planned start, or the real one when the teacher was late.
A student there for less than 75 % of the taught time since arriving is `absent_unknown` once the lesson has ended:
evidence for a person to judge, never an excused or unexcused absence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lesson.messages import PersonId
from lesson.rules import Rules
from lesson.state import Interval, Person, State

AttendanceState = Literal["present", "late", "absent_unknown"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """One student's attendance as of some moment; all times in ms."""

    person: PersonId
    name: str
    stt: int | None
    state: AttendanceState
    intervals: tuple[Interval, ...]
    """As they were; the last one may still run."""
    bridged: tuple[Interval, ...]
    """Within the taught time, short gaps counted."""
    first_joined: int | None
    last_seen: int | None
    """None for who never came and who is there now."""
    present_now: bool
    counted_ms: int
    late_ms: int
    left_early_ms: int


@dataclass(frozen=True, slots=True)
class Taught:
    """The lesson's taught time; `end` and `closing` are None while it runs."""

    start: int
    end: int | None
    bell: int
    """From when lateness counts."""
    closing: int | None
    """Until when a student is expected: an overrunning lesson keeps nobody after the planned end."""


def taught_time(state: State) -> Taught | None:
    """From the teacher's start; None before it."""
    if state.started_at is None:
        return None
    bell = max(state.opened.starts_at, state.started_at)
    end = state.ended_at
    if end is not None and state.ended_reason == "no_teacher":
        seen = (person.last_seen or 0 for person in state.people.values() if person.role == "teacher")
        end = min(end, max(state.opened.ends_at, state.started_at, *seen, 0))
    closing = None if end is None else min(end, max(state.opened.ends_at, state.started_at))
    return Taught(state.started_at, end, bell, closing)


def attendance(state: State, as_of: int, rules: Rules) -> tuple[Attendance, ...]:
    """Every student, the roster first and in its order, with minutes up to `as_of`."""
    taught = taught_time(state)
    return tuple(
        attended(person, taught, as_of, rules) for person in state.people.values() if person.role == "student"
    )


def attended(person: Person, taught: Taught | None, as_of: int, rules: Rules) -> Attendance:
    """One student. With `as_of` = present_since the running presence counts nothing yet (see lesson/view.py)."""
    raw = person.intervals
    if person.present_since is not None:
        raw = (*raw, Interval(person.present_since, max(person.present_since, as_of)))
    joint = bridge(raw, rules.bridge_ms)
    bridged = within(joint, taught, person.present)
    counted = sum(part.end - part.start for part in bridged)
    late = max(0, bridged[0].start - taught.bell) if bridged and taught else 0
    return Attendance(
        person=person.person,
        name=person.name,
        stt=person.stt,
        state=_state(person, taught, bridged, counted, late, rules),
        intervals=raw,
        bridged=bridged,
        first_joined=raw[0].start if raw else None,
        last_seen=None if person.present else person.last_seen,
        present_now=person.present,
        counted_ms=counted,
        late_ms=late,
        left_early_ms=_left_early(bridged, taught),
    )


def bridge(intervals: Iterable[Interval], gap_ms: int) -> tuple[Interval, ...]:
    """Intervals in order with every gap up to `gap_ms` closed; overlaps count once."""
    joint: list[Interval] = []
    for part in intervals:
        if joint and part.start - joint[-1].end <= gap_ms:
            joint[-1] = Interval(joint[-1].start, max(joint[-1].end, part.end))
        else:
            joint.append(part)
    return tuple(joint)


def within(joint: tuple[Interval, ...], taught: Taught | None, present: bool) -> tuple[Interval, ...]:
    """What of the intervals lies in the taught time; the last may be empty while the student is there."""
    if taught is None:
        return ()
    parts = []
    for index, part in enumerate(joint):
        start = max(part.start, taught.start)
        end = part.end if taught.end is None else min(part.end, taught.end)
        running = present and index == len(joint) - 1
        if end > start or running:
            parts.append(Interval(start, max(start, end)))
    return tuple(parts)


def _state(
    person: Person,
    taught: Taught | None,
    bridged: tuple[Interval, ...],
    counted: int,
    late: int,
    rules: Rules,
) -> AttendanceState:
    if taught is None:
        return "present" if person.present else "absent_unknown"
    if not bridged:
        return "absent_unknown"
    if taught.end is not None and counted < rules.present_share * (taught.end - bridged[0].start):
        return "absent_unknown"
    return "late" if late > rules.late_ms else "present"


def _left_early(bridged: tuple[Interval, ...], taught: Taught | None) -> int:
    """Time from the student's last sign of life to the planned end; 0 while the lesson runs."""
    if taught is None or taught.closing is None or not bridged:
        return 0
    return max(0, taught.closing - bridged[-1].end)

"""Attendance of the roster's students, and who joined as a student besides: a fold of joined and left, and of the
marks "tại trường". Time at the door is evidence, no presence.

Raw intervals are kept as they were; the result joins those of devices and classroom and bridges gaps up to 90 s. Taught
time runs from the teacher's start to the end of the lesson; when the lesson ended by itself, to the bell of the period in
which a teacher was last heard, or to that last sign of life if it is later. The bell that lateness is measured from is
the planned start, or the real one when the teacher was late. A student there for less than 75 % of the taught time from
arriving to the planned end is `absent_unknown` once the lesson has ended: evidence for a person to judge, never an
excused or unexcused absence. What is taught after the planned end counts for who stays, and against nobody who goes. A
lesson of several lines (tiết đôi, dạy ghép) has an attendance for each: of its class, in its part of the taught time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lesson.messages import Line, PersonId
from lesson.rules import Rules
from lesson.state import TEACHING, Interval, Person, State

AttendanceState = Literal["present", "late", "absent_unknown"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """One student's attendance as of some moment; all times in ms."""

    person: PersonId
    name: str
    stt: int | None
    state: AttendanceState
    intervals: tuple[Interval, ...]
    """Of devices, as they were; the last one may still run."""
    bridged: tuple[Interval, ...]
    """Within the taught time, short gaps counted."""
    first_joined: int | None
    last_seen: int | None
    """None for who never came and who is there now."""
    present_now: bool
    counted_ms: int
    late_ms: int
    left_early_ms: int
    at_school: bool = False
    """In the classroom for some of the time."""
    school: tuple[Interval, ...] = ()
    """When, as a teacher marked."""
    door: tuple[Interval, ...] = ()
    """At the door, waiting or after being removed."""


@dataclass(frozen=True, slots=True)
class Taught:
    """The lesson's taught time; `end` and `closing` are None while it runs."""

    start: int
    end: int | None
    bell: int
    """From when lateness counts."""
    closing: int | None
    """Until when a student is expected: an overrunning lesson keeps nobody after the planned end."""


def taught_time(state: State, line: Line | None = None, as_of: int = 0) -> Taught | None:
    """From the teacher's start; None before it, and for a line that an ended lesson did not reach.

    Of several lines the first has also what was taught before its bell, the last what was taught after its end; a line
    is over when its end is not after `as_of`.
    """
    if state.started_at is None:
        return None
    starts_at, ends_at = state.opened.starts_at, state.opened.ends_at
    if line is not None:
        starts_at, ends_at = line.starts_at, line.ends_at
    first = starts_at <= state.opened.starts_at
    start = state.started_at if first else max(state.started_at, starts_at)
    end = _taught_until(state)
    if ends_at < state.opened.ends_at and (end is not None or as_of >= ends_at):
        end = ends_at if end is None else min(end, ends_at)
    if end is not None and line is not None and end <= start:
        return None
    closing = None if end is None else min(end, max(ends_at, start))
    return Taught(start, end, max(starts_at, state.started_at), closing)


def _taught_until(state: State) -> int | None:
    """A lesson that ended by itself was taught to the bell of the period in which a teacher was last heard."""
    end = state.ended_at
    if end is None or state.ended_reason != "no_teacher" or state.started_at is None:
        return end
    seen = max(
        (person.last_seen or 0 for person in state.people.values() if person.role in TEACHING), default=0
    )
    first, *others = sorted(state.opened.lines, key=lambda line: line.starts_at) or (state.opened,)
    bell = max(first.ends_at, *(line.ends_at for line in others if line.starts_at <= seen), 0)
    return min(end, max(bell, state.started_at, seen))


def attendance(state: State, as_of: int, rules: Rules, line: Line | None = None) -> tuple[Attendance, ...]:
    """Every student, of `line` every one of its class, the roster first and in its order, up to `as_of`."""
    taught = taught_time(state, line, as_of)
    return tuple(
        attended(person, taught, as_of, rules)
        for person in state.people.values()
        if is_pupil(person) and (line is None or _in_line(state, person, line))
    )


def is_pupil(person: Person) -> bool:
    """Whose attendance is kept: of students; of those who only stood at the door, the roster's."""
    return person.role == "student" and (person.on_roster or person.been_in)


def _in_line(state: State, person: Person, line: Line) -> bool:
    """Who came besides, without a class, goes with the first one."""
    first = state.opened.lines[0].class_id if state.opened.lines else line.class_id
    return line.class_id is None or (person.class_id or first) == line.class_id


def is_there(person: Person) -> bool:
    """Whether the person is in the lesson now: with a device, or marked tại trường."""
    return person.present or person.school_since is not None


def running_since(person: Person) -> int | None:
    """For who is there: from when on only running time is to be added to what counts already."""
    running = [since for since in (person.present_since, person.school_since) if since is not None]
    if not running:
        return None
    return max(*running, *(part.end for part in (*person.intervals, *person.school)), 0)


def attended(person: Person, taught: Taught | None, as_of: int, rules: Rules) -> Attendance:
    """One student. With `as_of` = running_since what runs counts nothing more yet (see lesson/view)."""
    devices = _until(person.intervals, person.present_since, as_of)
    school = _until(person.school, person.school_since, as_of)
    there = is_there(person)
    raw = sorted((*devices, *school), key=lambda part: part.start)
    bridged = within(bridge(raw, rules.bridge_ms), taught, there)
    counted = sum(part.end - part.start for part in bridged)
    late = max(0, bridged[0].start - taught.bell) if bridged and taught else 0
    return Attendance(
        person=person.person,
        name=person.name,
        stt=person.stt,
        state=_state(there, taught, bridged, counted, late, rules),
        intervals=devices,
        bridged=bridged,
        first_joined=raw[0].start if raw else None,
        last_seen=None if there or not raw else max(part.end for part in raw),
        present_now=there,
        counted_ms=counted,
        late_ms=late,
        left_early_ms=_left_early(bridged, taught),
        at_school=bool(school),
        school=school,
        door=_until(person.knocks, person.door_since, as_of),
    )


def _until(ended: tuple[Interval, ...], since: int | None, as_of: int) -> tuple[Interval, ...]:
    """With the one that still runs."""
    return ended if since is None else (*ended, Interval(since, max(since, as_of)))


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
    there: bool,
    taught: Taught | None,
    bridged: tuple[Interval, ...],
    counted: int,
    late: int,
    rules: Rules,
) -> AttendanceState:
    if taught is None:
        return "present" if there else "absent_unknown"
    if not bridged:
        return "absent_unknown"
    if counted < rules.present_share * _expected(taught, bridged[0].start):
        return "absent_unknown"
    return "late" if late > rules.late_ms else "present"


def _expected(taught: Taught, since: int) -> int:
    """How long who arrived at `since` was to be there; 0 while the lesson runs. After the planned end nobody is waited
    for, but for who came only then."""
    if taught.end is None or taught.closing is None:
        return 0
    return (taught.closing if since < taught.closing else taught.end) - since


def _left_early(bridged: tuple[Interval, ...], taught: Taught | None) -> int:
    """Time from the student's last sign of life to the planned end; 0 while the lesson runs."""
    if taught is None or taught.closing is None or not bridged:
        return 0
    return max(0, taught.closing - bridged[-1].end)

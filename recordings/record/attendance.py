"""Group `attendance`: the fold of lesson/attendance.py with its evidence, pupil by pupil."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import lesson.attendance as fold
from lesson.messages import Kept
from lesson.rules import Rules
from lesson.state import Interval
from recordings.record.fields import Absence, Attendance, AttendanceRules, Pupil, known
from recordings.record.history import History, history
from recordings.record.lines import of_line
from recordings.record.people import spans


def attendance(told: History, rules: Rules) -> Attendance:
    """Sĩ số counts the roster; who came besides is listed, but not counted."""
    final = told.final
    roster = {entry.person for entry in final.opened.roster if entry.role == "student"}
    taught = told.taught
    found = told.attendance(rules)
    statuses = Counter(one.state for one in found if one.person in roster)
    pupils = tuple(_pupil(one, one.person in roster, taught, rules) for one in found)
    return Attendance(
        roster=len(roster),
        present=statuses["present"],
        late=statuses["late"],
        absent_unknown=statuses["absent_unknown"],
        rules=_rules(rules),
        pupils=pupils,
    )


def found_in(kept: Sequence[Kept], rules: Rules, line: str) -> tuple[fold.Attendance, ...]:
    """What the record's attendance is made of. Raises ValueError when `kept` is no lesson that has ended."""
    return of_line(history(kept), line).attendance(rules)


def _rules(rules: Rules) -> AttendanceRules:
    return AttendanceRules(
        silent_ms=rules.silent_ms,
        bridge_ms=rules.bridge_ms,
        late_ms=rules.late_ms,
        present_percent=round(rules.present_share * 100),
    )


def _pupil(one: fold.Attendance, on_roster: bool, taught: fold.Taught | None, rules: Rules) -> Pupil:
    return Pupil(
        person=one.person,
        name=one.name,
        stt=known(one.stt),
        on_roster=on_roster,
        status=one.state,
        intervals=spans(one.intervals),
        school=known(spans(one.school) or None),
        door=known(spans(one.door) or None),
        gaps=_gaps((*one.intervals, *one.school), taught, rules),
        counted_ms=one.counted_ms,
        late_ms=one.late_ms,
        left_early_ms=one.left_early_ms,
    )


def _gaps(intervals: tuple[Interval, ...], taught: fold.Taught | None, rules: Rules) -> tuple[Absence, ...]:
    """Between two presences, whether of a device or in the classroom, as far as they lie in the taught time."""
    if taught is None or taught.end is None:
        return ()
    found = []
    there = fold.bridge(sorted(intervals, key=lambda part: part.start), 0)
    for earlier, later in pairwise(there):
        start, end = max(earlier.end, taught.start), min(later.start, taught.end)
        if end > start:
            counted = later.start - earlier.end <= rules.bridge_ms
            found.append(Absence(start=start, end=end, counted=counted))
    return tuple(found)

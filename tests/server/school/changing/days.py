"""Invented days for the core of changes: two classes, four teachers, five periods a morning on three days."""

from collections.abc import Mapping

from server.school.changing.asked import AnyChange, Edit, Outcome
from server.school.changing.decide import decide
from server.school.changing.period import Days, Fields, Period
from tests.server.school.times import MINUTE, at

DATES = ("2026-11-23", "2026-11-24", "2026-11-25")
BELLS = ("07:00", "07:50", "08:55", "09:45", "10:35")
TEACHERS = ("gv-01", "gv-02", "gv-03", "gv-04")
NOW = at("2026-11-22 20:00")


def week(now: int = NOW) -> Days:
    """Two periods in a row are one teacher's; the classes' teachers differ: nobody is at two places."""
    found = [
        _period(class_id, date, number, TEACHERS[(2 * place + index + number // 2) % len(TEACHERS)])
        for index, date in enumerate(DATES)
        for place, class_id in enumerate(("8a3", "8a4"))
        for number in range(len(BELLS))
    ]
    return Days({one.id: one for one in found}, (("2026-11-26", "2026-11-27"),), frozenset(TEACHERS), now)


def lesson(class_id: str, day: int, number: int) -> str:
    """The id of a period; days and periods count from 0."""
    return f"{class_id}-{day}-{number}"


def done(days: Days, change: AnyChange, number: int) -> tuple[Days, Outcome]:
    """The days after a change. Raises Refusal."""
    outcome = decide(days, change, number, f"made-{number}")
    return applied(days, outcome), outcome


def applied(days: Days, outcome: Outcome) -> Days:
    """What the tables would say."""
    return days.changed(after(outcome.edits), outcome.made)


def after(edits: tuple[Edit, ...]) -> Mapping[str, Fields]:
    """Each lesson's fields after the edits."""
    return {edit.lesson: edit.after for edit in edits}


def _period(class_id: str, date: str, number: int, teacher: str) -> Period:
    start = at(f"{date} {BELLS[number]}")
    fields = Fields(
        teacher_id=teacher,
        date=date,
        session="sang",
        period_no=number + 1,
        period=f"tiết {number + 1}",
        starts_at=start,
        ends_at=start + 45 * MINUTE,
    )
    return Period(
        id=lesson(class_id, DATES.index(date), number), class_id=class_id, subject="Toán", fields=fields
    )

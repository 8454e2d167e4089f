"""What a lesson must be for a change to touch it. Pure; each raises Refusal."""

from server.school.changing.asked import Refusal
from server.school.changing.period import Days, Period


def known(days: Days, lesson: str) -> Period:
    """The lesson of these days."""
    period = days.periods.get(lesson)
    if period is None:
        raise Refusal("unknown_lesson", lesson)
    return period


def refuse_begun(period: Period) -> None:
    """One that runs goes on as it was begun; one that was held is history. A room where people only wait for the
    beginning is vacated (vacating.py)."""
    if period.phase == "ended":
        raise Refusal("lesson_held", period.id)
    if period.phase == "live":
        raise Refusal("lesson_running", period.id)


def refuse_held(period: Period) -> None:
    """The same, but that one whose room was opened and which nobody began is no history: it was not taught."""
    if not period.never_begun:
        refuse_begun(period)


def refuse_past(days: Days, period: Period) -> None:
    """Its bell has rung."""
    if period.fields.ends_at <= days.now:
        raise Refusal("lesson_past", period.id)


def refuse_untaught(period: Period) -> None:
    """It is not taught: undo that first, or make it up."""
    if not period.taught:
        raise Refusal("not_taught", period.id)

"""Bells: when a period of a session begins and ends, by weekday; and what names a place in the timetable. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta, tzinfo
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.school.calendar import utc_ms

Session = Literal["sang", "chieu", "toi"]
SESSIONS: tuple[Session, ...] = ("sang", "chieu", "toi")
ANY_DAY = 0
"""The weekday of bells that hold on every day without its own."""
LONGEST = 12
"""Periods of a session."""
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A wall time, "07:50"."""


class Bell(Struct, frozen=True, forbid_unknown_fields=True):
    """When a period begins and ends. `weekday`: 1 Monday … 7 Sunday, 0 every day whose session has no bells of its
    own."""

    session: Session
    period: Annotated[int, Meta(ge=1, le=LONGEST)]
    start: Clock
    end: Clock
    weekday: Annotated[int, Meta(ge=0, le=7)] = ANY_DAY


class BadBells(ValueError):
    """Bells that cannot be: the argument names the first one wrong as session, weekday and period."""


def slot_id(class_id: str, day: date, session: str, period: int) -> str:
    """What `lessons.slot` says: one period of one class on one day."""
    return f"{class_id}|{day.isoformat()}|{session}|{period}"


def slot_times(
    bells: Iterable[Bell], day: date, session: str, period: int, zone: tzinfo
) -> tuple[int, int] | None:
    """When the period begins and ends on the day, UTC ms; None when no bell rings for it."""
    bell = bell_of(bells, day.isoweekday(), session, period)
    if bell is None:
        return None
    begin, end = time.fromisoformat(bell.start), time.fromisoformat(bell.end)
    return utc_ms(day, begin, zone), utc_ms(day, end, zone)


def bell_of(bells: Iterable[Bell], weekday: int, session: str, period: int) -> Bell | None:
    """The bell of a period on a weekday (1 Monday … 7 Sunday)."""
    return next((bell for bell in bells_on(bells, weekday, session) if bell.period == period), None)


def bells_on(bells: Iterable[Bell], weekday: int, session: str) -> list[Bell]:
    """The bells of a session on a weekday: its own when it has any, else those of every day."""
    of_session = [bell for bell in bells if bell.session == session]
    own = [bell for bell in of_session if bell.weekday == weekday]
    found = own or [bell for bell in of_session if bell.weekday == ANY_DAY]
    return sorted(found, key=lambda bell: bell.period)


def checked_bells(bells: Sequence[Bell]) -> Sequence[Bell]:
    """The bells when each period ends after it begins, before the next begins, and stands once. Raises BadBells."""
    for weekday in range(8):
        latest = ""
        for session in SESSIONS:
            own = sorted(
                (bell for bell in bells if (bell.session, bell.weekday) == (session, weekday)),
                key=lambda bell: bell.period,
            )
            for bell in own:
                if not latest <= bell.start < bell.end:
                    raise BadBells(f"{session} {weekday} {bell.period}")
                latest = bell.end
    keys = [(bell.session, bell.weekday, bell.period) for bell in bells]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double is not None:
        raise BadBells(" ".join(map(str, double)))
    return bells


def propose(
    session: Session, first: str, minutes: int, periods: int, *, pause: int = 5, long_after: int = 2,
    long_pause: int = 20,
) -> list[Bell]:  # fmt: skip
    """Bells one can edit: so many periods of so many minutes from the first bell, a long pause after the second.

    Raises ValueError when they reach past midnight.
    """
    begin = timedelta(hours=int(first[:2]), minutes=int(first[3:]))
    found = []
    for period in range(1, periods + 1):
        end = begin + timedelta(minutes=minutes)
        if end >= timedelta(days=1):
            raise ValueError("past midnight")
        found.append(Bell(session, period, _clock(begin), _clock(end)))
        begin = end + timedelta(minutes=long_pause if period == long_after else pause)
    return found


def period_name(session: str, period: int) -> str:
    """How a period is called: "tiết 2", "tiết 2 chiều"."""
    return f"tiết {period}" + {"chieu": " chiều", "toi": " tối"}.get(session, "")


def _clock(at: timedelta) -> str:
    whole = round(at.total_seconds()) // 60
    return f"{whole // 60:02d}:{whole % 60:02d}"

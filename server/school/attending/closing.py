"""When a class's week closes: by itself some days after its end, sooner when a person closes it; a closed week is open
again until the end of a day a person named. Pure.

A week ends with its Sunday, whichever of its days were off. The days after it are days of the calendar, days off
counted, too: the day it closes on can be said when the week begins, and no storm or holiday entered later moves it.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

from server.school.calendar import day_of, utc_ms

Said = Literal["", "closed", "reopened"]
"""The newest word of a person about the week; "" nobody said anything."""
LONGEST_REOPENING = 14
"""Days, today counted: a week that may be opened for ever is not closed."""


class PastTerm(Struct, frozen=True):
    """Weeks closed by themselves after so many `days` until the school made its term longer at `until` (UTC ms)."""

    days: int
    until: int


class Word(Struct, frozen=True):
    """What a person said: closed at `at`, or open again until `until` (UTC ms, no longer open then)."""

    closed: bool
    at: int
    until: int | None = None


class Closing(Struct, frozen=True):
    """How a week stands. `at` (UTC ms): when it closed, or will close if nobody says anything."""

    closed: bool
    at: int
    said: Said


def closes_at(monday: date, days: int, zone: tzinfo) -> int:
    """When the week closes by itself: the midnight of the school's zone that ends the last of `days` days after its
    Sunday. 0 days: the midnight after its Sunday."""
    return utc_ms(monday + timedelta(days=7 + days), time(), zone)


def closes_itself(monday: date, days: int, past: Iterable[PastTerm], zone: tzinfo) -> int:
    """When the week closes by itself: a longer term opens none that was closed when it came."""
    ended = [(closes_at(monday, term.days, zone), term.until) for term in past]
    return min([closes_at(monday, days, zone), *(at for at, until in ended if at <= until)])


def with_past(past: Iterable[PastTerm], ended: PastTerm) -> tuple[PastTerm, ...]:
    """With the term that ended; without those it closed as much as, so at most one for each number of days."""
    return (*(term for term in past if term.days < ended.days), ended)


def closing(word: Word | None, itself: int, now: int) -> Closing:
    """How the week stands at `now`; `itself`: when it closes by itself."""
    if word is not None and word.closed:
        return Closing(closed=True, at=word.at, said="closed")
    if word is not None and word.until is not None:
        return Closing(closed=now >= word.until, at=word.until, said="reopened")
    return Closing(closed=now >= itself, at=itself, said="")


def reopened_until(last: date, now: int, zone: tzinfo) -> int:
    """The end of the day `last` in UTC ms. Raises ValueError: it is over, or farther than LONGEST_REOPENING days."""
    if not 0 <= (last - day_of(now, zone)).days < LONGEST_REOPENING:
        raise ValueError("a week is opened again for one to fourteen days")
    return utc_ms(last + timedelta(days=1), time(), zone)

"""When a week closes: the borders of its days, of the zone, of what people said."""

from datetime import date

import pytest

from server.school.attending.closing import (
    LONGEST_REOPENING,
    PastTerm,
    Word,
    closes_at,
    closes_itself,
    closing,
    reopened_until,
    with_past,
)
from server.school.calendar import zone_of
from tests.server.school.times import at

VIET_NAM = zone_of("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "closes"),
    [(0, "2026-11-30 00:00"), (1, "2026-12-01 00:00"), (7, "2026-12-07 00:00"), (60, "2027-01-29 00:00")],
)
def test_it_closes_at_the_midnight_after_its_days(days: int, closes: str) -> None:
    itself = closes_at(MONDAY, days, VIET_NAM)
    assert itself == at(closes)
    assert not closing(None, itself, itself - 1).closed
    assert closing(None, itself, itself).closed


def test_midnight_is_the_schools() -> None:
    utc, prague = zone_of("UTC"), zone_of("Europe/Prague")
    assert closes_at(MONDAY, 7, utc) - closes_at(MONDAY, 7, VIET_NAM) == 7 * 3_600_000
    # The week in which Prague's clocks go back (25/10/2026) is an hour longer; it still ends at a midnight there.
    autumn = date(2026, 10, 19)
    assert closes_at(autumn, 0, prague) - closes_at(autumn, 0, utc) == -1 * 3_600_000
    assert closes_at(autumn, 0, prague) - closes_at(date(2026, 10, 12), 0, prague) == (7 * 24 + 1) * 3_600_000


def test_days_off_move_nothing() -> None:
    """Tết: the week before the holiday closes in it, on the day that could be said when the week began."""
    assert closes_at(date(2027, 2, 1), 7, VIET_NAM) == at("2027-02-15 00:00")


def test_a_longer_term_opens_no_week_that_was_closed_when_it_came() -> None:
    raised = at(
        "2026-12-07 09:00"
    )  # from 7 days to 30: the week of 23/11 had closed that midnight, the next not yet
    past = with_past((), PastTerm(7, raised))
    assert closes_itself(MONDAY, 30, past, VIET_NAM) == at("2026-12-07 00:00")
    assert closes_itself(date(2026, 11, 30), 30, past, VIET_NAM) == at("2027-01-06 00:00")
    assert closes_itself(MONDAY, 3, past, VIET_NAM) == at("2026-12-03 00:00")  # a shorter one closes at once
    again = with_past(with_past(past, PastTerm(3, raised)), PastTerm(30, at("2027-01-20 09:00")))
    assert again == (PastTerm(3, raised), PastTerm(30, at("2027-01-20 09:00")))
    assert closes_itself(date(2026, 11, 30), 60, again, VIET_NAM) == at("2027-01-06 00:00")


def test_a_person_closes_it_sooner() -> None:
    itself, said = at("2026-12-07 00:00"), at("2026-11-28 10:00")
    found = closing(Word(closed=True, at=said), itself, said)
    assert (found.closed, found.at, found.said) == (True, said, "closed")


def test_it_is_open_again_until_the_day_is_over_and_then_closed() -> None:
    itself, now = at("2026-12-07 00:00"), at("2026-12-10 09:00")
    until = reopened_until(date(2026, 12, 12), now, VIET_NAM)
    assert until == at("2026-12-13 00:00")
    word = Word(closed=False, at=now, until=until)
    assert [closing(word, itself, moment).closed for moment in (now, until - 1, until)] == [
        False,
        False,
        True,
    ]
    assert closing(word, itself, until).at == until


def test_what_was_closed_too_early_and_opened_again_closes_by_the_word_not_by_itself() -> None:
    word = Word(closed=False, at=at("2026-11-28 10:00"), until=at("2026-11-30 00:00"))
    assert closing(word, at("2026-12-07 00:00"), at("2026-11-30 00:00")).closed


def test_it_is_opened_for_a_bounded_time() -> None:
    now = at("2026-12-10 23:59")
    assert reopened_until(date(2026, 12, 10), now, VIET_NAM) == at("2026-12-11 00:00")
    last = date(2026, 12, 10 + LONGEST_REOPENING - 1)
    assert reopened_until(last, now, VIET_NAM) > now
    for day in (date(2026, 12, 9), date(2026, 12, 10 + LONGEST_REOPENING)):
        with pytest.raises(ValueError, match="opened again"):
            reopened_until(day, now, VIET_NAM)

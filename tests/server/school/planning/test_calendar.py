"""School years that begin in July, as those of some schools do (weeks of a day: tests/server/school/test_plan.py)."""

from datetime import date

import pytest

from server.school.planning.calendar import SchoolYear, Week, covers, week_of

YEAR = SchoolYear("2026-2027", date(2026, 9, 5), date(2026, 9, 7), 18, date(2027, 1, 18), 17)
EARLY = SchoolYear("2027-2028", date(2027, 7, 26), date(2027, 9, 6), 18, date(2028, 1, 17), 17)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2027, 7, 25), Week("2026-2027")),
        (date(2027, 7, 26), Week("2027-2028")),
        (date(2027, 9, 6), Week("2027-2028", 1, 1)),
        (date(2028, 3, 1), Week("2027-2028", 2, 25)),
    ],
)
def test_the_later_year_has_the_days_both_have(day: date, week: Week) -> None:
    assert week_of(day, [YEAR, EARLY]) == week_of(day, [EARLY, YEAR]) == week


def test_it_lasts_as_long_as_others() -> None:
    assert covers(EARLY, date(2028, 7, 31)) and not covers(EARLY, date(2028, 8, 1))

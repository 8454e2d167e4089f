"""The school year: its semesters and numbered weeks, and the days nobody teaches. Pure.

Days off change no week's number: a school that wants its Tết weeks left out of the count begins its second
semester after them, or gives it fewer weeks.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

AUGUST = 8
"""A day before the first of August belongs to the school year that began the year before."""


class SchoolYear(Struct, frozen=True):
    """A school year; its semesters begin on a Monday and last so many weeks."""

    name: str
    first_day: date
    first_semester: date
    first_weeks: int
    second_semester: date
    second_weeks: int


class Week(Struct, frozen=True):
    """Where a day stands. Semester and week are None outside of the weeks the school entered."""

    school_year: str
    semester: int | None = None
    week: int | None = None


class DayOff(Struct, frozen=True):
    """Days without teaching for the whole school, both ends included."""

    id: int
    name: str
    from_day: date
    to_day: date


class NumberedWeek(Struct, frozen=True):
    """A week of the year: its number counts through both semesters; `off` names what takes days of it."""

    number: int
    semester: int
    monday: date
    off: tuple[str, ...] = ()


class BadYear(ValueError):
    """The year cannot be: the argument says what is wrong (`not_monday`, `overlap`, `bad_length`)."""


def week_of(day: date, years: Iterable[SchoolYear]) -> Week:
    """The school year, semester and week of a day. Weeks count through both semesters."""
    year = max((one for one in years if covers(one, day)), key=lambda one: one.first_day, default=None)
    if year is None:
        first = day.year if day.month >= AUGUST else day.year - 1
        return Week(f"{first}-{first + 1}")
    if year.first_semester <= day < year.first_semester + timedelta(weeks=year.first_weeks):
        return Week(year.name, 1, (day - year.first_semester).days // 7 + 1)
    if year.second_semester <= day < year.second_semester + timedelta(weeks=year.second_weeks):
        return Week(year.name, 2, (day - year.second_semester).days // 7 + 1 + year.first_weeks)
    return Week(year.name)


def covers(year: SchoolYear, day: date) -> bool:
    """Whether the day is of the year, which lasts until the August after its last week."""
    last = year.second_semester + timedelta(weeks=year.second_weeks, days=-1)
    until = date(last.year + (last.month >= AUGUST), AUGUST, 1)
    return year.first_day <= day < until


def weeks(year: SchoolYear, days_off: Iterable[DayOff] = ()) -> list[NumberedWeek]:
    """All weeks of the year, in order."""
    off = list(days_off)
    starts = [(1, year.first_semester + timedelta(weeks=n)) for n in range(year.first_weeks)]
    starts += [(2, year.second_semester + timedelta(weeks=n)) for n in range(year.second_weeks)]
    return [
        NumberedWeek(
            number,
            semester,
            monday,
            tuple(
                one.name for one in off if one.from_day <= monday + timedelta(days=6) and one.to_day >= monday
            ),
        )
        for number, (semester, monday) in enumerate(starts, start=1)
    ]


def off_on(day: date, days_off: Iterable[DayOff]) -> DayOff | None:
    """Why nobody teaches on the day; None on a school day."""
    return next((one for one in days_off if one.from_day <= day <= one.to_day), None)


def days(from_day: date, to_day: date) -> Iterator[date]:
    """Each day, both ends included."""
    for number in range((to_day - from_day).days + 1):
        yield from_day + timedelta(days=number)


def checked(year: SchoolYear) -> SchoolYear:
    """The year when it can be. Raises BadYear."""
    if year.first_semester.weekday() or year.second_semester.weekday():
        raise BadYear("not_monday")
    if not (1 <= year.first_weeks <= 30 and 1 <= year.second_weeks <= 30):
        raise BadYear("bad_length")
    if year.first_semester + timedelta(weeks=year.first_weeks) > year.second_semester:
        raise BadYear("overlap")
    end = year.second_semester + timedelta(weeks=year.second_weeks)
    if not timedelta(days=-60) < year.first_semester - year.first_day < timedelta(days=60):
        raise BadYear("bad_length")
    if not end - year.first_day < timedelta(days=366):
        raise BadYear("bad_length")
    return year

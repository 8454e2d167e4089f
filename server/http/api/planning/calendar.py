"""School years with their weeks, and days off."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import day_of
from server.school.classes import school_zone
from server.school.planning.ahead import plan_ahead
from server.school.planning.calendar import (
    BadYear,
    DayOff,
    NumberedWeek,
    SchoolYear,
    Week,
    checked,
    week_of,
    weeks,
)
from server.school.planning.planner import Replanned
from server.school.planning.year import (
    add_day_off,
    all_days_off,
    change_day_off,
    keep_year,
    remove_day_off,
    school_years_of,
)
from server.school.rights.audit import note
from server.school.texts import BadText, plain

LONGEST_DAYS = 120
NOTHING = Replanned()


class YearRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Semesters begin on Mondays."""

    first_day: date
    first_semester: date
    first_weeks: Annotated[int, Meta(ge=1, le=30)]
    second_semester: date
    second_weeks: Annotated[int, Meta(ge=1, le=30)]


class DayOffRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Both ends included."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    from_day: date
    to_day: date


class YearLine(Struct, frozen=True):
    """A year and its weeks."""

    year: SchoolYear
    weeks: tuple[NumberedWeek, ...]


class CalendarAnswer(Struct, frozen=True):
    """`planned`: what the change did to lessons of the next two weeks. `now`: where today stands."""

    today: date
    now: Week
    years: tuple[YearLine, ...]
    days_off: tuple[DayOff, ...]
    planned: Replanned = Replanned()


async def get_calendar(call: Call) -> CalendarAnswer:
    """GET /api/v1/office/plan/calendar"""
    async with call.deps.database.read() as connection:
        return await _answer(call, connection)


async def put_year(call: Call) -> CalendarAnswer:
    """PUT /api/v1/office/plan/years/{name}"""
    asked, name = call.read(YearRequest), call.part("name")
    first = asked.first_day.year
    if name != f"{first}-{first + 1}" or not 2000 <= first < 2100:
        raise ApiError("bad_year", "The name is that of the years, e.g. 2026-2027.")
    try:
        year = checked(
            SchoolYear(
                name, asked.first_day, asked.first_semester, asked.first_weeks, asked.second_semester,
                asked.second_weeks,
            )
        )  # fmt: skip
    except BadYear as error:
        raise ApiError("bad_year", _REASONS[str(error)]) from error
    async with call.deps.database.begin() as connection:
        await keep_year(connection, year)
        return await _planned(call, connection, "plan.year", name)


async def post_day_off(call: Call) -> CalendarAnswer:
    """POST /api/v1/office/plan/days-off"""
    off = _checked(call.read(DayOffRequest), 0)
    async with call.deps.database.begin() as connection:
        await add_day_off(connection, off.name, off.from_day, off.to_day)
        return await _planned(call, connection, "plan.days_off", f"+ {off.from_day} {off.to_day}")


async def put_day_off(call: Call) -> CalendarAnswer:
    """PUT /api/v1/office/plan/days-off/{id}"""
    off = _checked(call.read(DayOffRequest), _id(call))
    async with call.deps.database.begin() as connection:
        if not await change_day_off(connection, off):
            raise ApiError("unknown_plan")
        return await _planned(call, connection, "plan.days_off", f"{off.id} {off.from_day} {off.to_day}")


async def delete_day_off(call: Call) -> CalendarAnswer:
    """DELETE /api/v1/office/plan/days-off/{id}"""
    async with call.deps.database.begin() as connection:
        if not await remove_day_off(connection, _id(call)):
            raise ApiError("unknown_plan")
        return await _planned(call, connection, "plan.days_off", f"- {_id(call)}")


_REASONS = {
    "not_monday": "A semester begins on a Monday.",
    "overlap": "The second semester begins after the first one's last week.",
    "bad_length": "A year lasts less than 366 days, a semester up to 30 weeks.",
}


def _checked(asked: DayOffRequest, off_id: int) -> DayOff:
    if not 0 <= (asked.to_day - asked.from_day).days < LONGEST_DAYS:
        raise ApiError("bad_days")
    try:
        name = plain(asked.name)
    except BadText as error:
        raise ApiError("bad_text") from error
    if not name:
        raise ApiError("bad_text")
    return DayOff(off_id, name, asked.from_day, asked.to_day)


def _id(call: Call) -> int:
    text = call.part("id")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ApiError("unknown_plan")
    return int(text)


async def _planned(call: Call, connection: AsyncConnection, act: str, detail: str) -> CalendarAnswer:
    """Plans again and notes the change; in its transaction."""
    await note(connection, call.who, act, call.now, detail=detail)
    return await _answer(call, connection, await plan_ahead(connection, call.now))


async def _answer(call: Call, connection: AsyncConnection, planned: Replanned = NOTHING) -> CalendarAnswer:
    today = day_of(call.now, await school_zone(call.deps.database))
    off = await all_days_off(connection)
    years = await school_years_of(connection)
    lines = tuple(YearLine(year, tuple(weeks(year, off))) for year in years)
    return CalendarAnswer(today, week_of(today, years), lines, tuple(off), planned)


_BASE = "/api/v1/office/plan"
ROUTES = (
    Route(
        "GET", f"{_BASE}/calendar", "School years, weeks, days off", get_calendar,
        SCHOOL, answer=CalendarAnswer, act="plan.read",
    ),
    Route(
        "PUT", f"{_BASE}/years/{{name}}", "Enter a school year", put_year,
        SCHOOL, body=YearRequest, answer=CalendarAnswer, errors=("bad_year",), act="plan.write",
    ),
    Route(
        "POST", f"{_BASE}/days-off", "Add days off", post_day_off,
        SCHOOL, body=DayOffRequest, answer=CalendarAnswer, status=201, errors=("bad_days", "bad_text"), act="plan.write",
    ),
    Route(
        "PUT", f"{_BASE}/days-off/{{id}}", "Change days off", put_day_off,
        SCHOOL, body=DayOffRequest, answer=CalendarAnswer, errors=("unknown_plan", "bad_days", "bad_text"),
        act="plan.write",
    ),
    Route(
        "DELETE", f"{_BASE}/days-off/{{id}}", "Remove days off", delete_day_off,
        SCHOOL, answer=CalendarAnswer, errors=("unknown_plan",), act="plan.write",
    ),
)  # fmt: skip

"""The leaders' view: progress of classes, activity of teachers, share of periods online (circular 09/2021, Đ.9.2.c)."""

from datetime import date

from msgspec import Struct

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import day_window
from server.school.classes import school_zone
from server.school.overview.progress import Overview, overview

LONGEST_DAYS = 400


class DaysQuery(Struct, frozen=True):
    """Both days included."""

    first: date
    last: date


class OverviewAnswer(Overview, frozen=True):
    """Periods whose last bell rang."""

    first: date
    last: date


async def get_overview(call: Call) -> OverviewAnswer:
    """GET /api/v1/office/overview"""
    asked = call.asked(DaysQuery)
    if not 0 <= (asked.last - asked.first).days <= LONGEST_DAYS or not 2000 <= asked.first.year < 2100:
        raise ApiError("bad_days")
    zone = await school_zone(call.deps.database)
    start, end = day_window(asked.first, zone)[0], day_window(asked.last, zone)[1]
    found = await overview(call.deps.database, call.reach, start, end, call.now)
    return OverviewAnswer(found.classes, found.teachers, found.subjects, asked.first, asked.last)


ROUTES = (
    Route(
        "GET", "/api/v1/office/overview", "Periods by class, teacher and subject", get_overview, SCHOOL,
        query=DaysQuery, answer=OverviewAnswer, errors=("bad_days",), act="progress.read",
    ),
)  # fmt: skip

"""The log of acts on people's data by API, by pages."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.office import YEARS
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import day_window, moment
from server.school.classes import school_zone
from server.school.rights.log import Wanted, lines

PAGE = 100
Day = date
Who = Annotated[str, Meta(max_length=100)]


class LogQuery(Struct, frozen=True):
    """Who did it (`q_actor`) or whose data it is (`q_person`), as an id or part of a name; of one day of the school;
    below the id `before`."""

    q_actor: Who = ""
    q_person: Who = ""
    date: Day | None = None
    before: Annotated[int, Meta(ge=1, le=2**53)] | None = None


class LogLine(Struct, frozen=True):
    """`act` reads like "person.moved". Names are those of today, "" where nobody has the id."""

    id: int
    at: datetime
    actor: str
    actor_name: str
    act: str
    object: str
    person: str | None
    person_name: str
    detail: str


class LogAnswer(Struct, frozen=True):
    """The newest first. `next`: ask with it as `before` for what is older; null: there is no more."""

    lines: tuple[LogLine, ...]
    next: int | None


async def get_log(call: Call) -> LogAnswer:
    """GET /api/v1/office/audit"""
    asked = call.asked(LogQuery)
    between = await _between(call, asked.date) if asked.date else None
    wanted = Wanted(asked.q_actor, asked.q_person, between, asked.before, PAGE + 1)
    found = await lines(call.deps.database, wanted)
    return LogAnswer(
        tuple(
            LogLine(
                one.id, moment(one.at), one.actor, one.actor_name, one.act, one.object,
                one.person, one.person_name, one.detail,
            )
            for one in found[:PAGE]
        ),
        found[PAGE - 1].id if len(found) > PAGE else None,
    )  # fmt: skip


async def _between(call: Call, day: date) -> tuple[int, int]:
    if not YEARS[0] <= day.year < YEARS[1]:
        raise ApiError("bad_query", "The date lies outside the years of this program.")
    return day_window(day, await school_zone(call.deps.database))


ROUTES = (
    Route(
        "GET", "/api/v1/office/audit", "Who did what to whose data", get_log,
        SCHOOL, query=LogQuery, answer=LogAnswer, act="audit.read",
    ),
)  # fmt: skip

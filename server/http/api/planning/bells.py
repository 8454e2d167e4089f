"""Bell times, and a proposal of them to edit."""

from typing import Annotated

from msgspec import Meta, Struct

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.planning.ahead import plan_ahead
from server.school.planning.bells import all_bells, keep_bells
from server.school.planning.planner import Replanned
from server.school.planning.slots import LONGEST, BadBells, Bell, Clock, Session, propose
from server.school.rights.audit import note


class BellsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """All bells; those that are not named are gone."""

    bells: Annotated[tuple[Bell, ...], Meta(max_length=3 * 8 * LONGEST)]


class BellsAnswer(Struct, frozen=True):
    """All bells. `planned`: what the change did to lessons of the next two weeks."""

    bells: tuple[Bell, ...]
    planned: Replanned = Replanned()


class ProposalQuery(Struct, frozen=True):
    """So many periods of so many minutes from the first bell; a long pause after one of them."""

    session: Session
    first: Clock
    minutes: Annotated[int, Meta(ge=20, le=120)]
    periods: Annotated[int, Meta(ge=1, le=LONGEST)]
    pause: Annotated[int, Meta(ge=0, le=60)] = 5
    long_after: Annotated[int, Meta(ge=0, le=LONGEST)] = 2
    long_pause: Annotated[int, Meta(ge=0, le=90)] = 20


async def get_bells(call: Call) -> BellsAnswer:
    """GET /api/v1/office/plan/bells"""
    async with call.deps.database.read() as connection:
        return BellsAnswer(tuple(await all_bells(connection)))


async def put_bells(call: Call) -> BellsAnswer:
    """PUT /api/v1/office/plan/bells"""
    asked = call.read(BellsRequest)
    async with call.deps.database.begin() as connection:
        try:
            await keep_bells(connection, asked.bells)
        except BadBells as error:
            raise ApiError("bad_bells", f"Wrong: session, weekday and period {error}.") from error
        await note(connection, call.who, "plan.bells", call.now, detail=str(len(asked.bells)))
        planned = await plan_ahead(connection, call.now)
        return BellsAnswer(tuple(await all_bells(connection)), planned)


async def propose_bells(call: Call) -> BellsAnswer:
    """GET /api/v1/office/plan/bells/proposal"""
    asked = call.asked(ProposalQuery)
    try:
        found = propose(
            asked.session, asked.first, asked.minutes, asked.periods,
            pause=asked.pause, long_after=asked.long_after, long_pause=asked.long_pause,
        )  # fmt: skip
    except ValueError as error:
        raise ApiError("bad_bells", "They reach past midnight.") from error
    return BellsAnswer(tuple(found))


ROUTES = (
    Route(
        "GET", "/api/v1/office/plan/bells", "Bell times", get_bells, SCHOOL, answer=BellsAnswer, act="plan.read"
    ),
    Route(
        "PUT", "/api/v1/office/plan/bells", "Change the bell times", put_bells,
        SCHOOL, body=BellsRequest, answer=BellsAnswer, errors=("bad_bells",), act="plan.write",
    ),
    Route(
        "GET", "/api/v1/office/plan/bells/proposal", "Bell times of a session to begin with", propose_bells,
        SCHOOL, query=ProposalQuery, answer=BellsAnswer, errors=("bad_bells",), act="plan.read",
    ),
)  # fmt: skip

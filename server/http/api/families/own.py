"""What a family sees and hands in about its own child: attendance, leave notes, requests about data."""

import re
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.families.family import actor_for, child_of
from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending.cells import Shown, Totals, totals
from server.school.attending.leave import LeaveKind, NewLeave, Status, hand_in, notes_within
from server.school.attending.month import matrix, month_of
from server.school.calendar import day_of
from server.school.classes import school_zone
from server.school.families.deadlines import RequestKind
from server.school.families.requests import FromKind, receive, requests
from server.school.people import Person
from server.school.rights.actor import Reach
from server.school.texts import BadText, paragraphs
from server.store.tables import leave_notes

MOST_OPEN = 10
"""Leave notes waiting, and requests open, of one pupil."""
PAST_DAYS, AHEAD_DAYS = 14, 120
"""How far from today a leave note may begin."""
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


class OwnMonth(Struct, frozen=True):
    """`month` reads 2026-11; without it the one of today."""

    month: str = ""


class OwnPeriod(Struct, frozen=True):
    """One period that was held, and what counts for the child. `source`: whose word it is."""

    day: date
    session: str
    period: int | None
    subject: str
    shown: Shown
    source: str
    at_school: bool


class OwnAttendance(Struct, frozen=True):
    """The child's month; nobody else's. Periods by time."""

    month: str
    periods: tuple[OwnPeriod, ...]
    totals: Totals


class OwnLeaveRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A leave note (đơn xin phép nghỉ học); "thieu_thiet_bi": the family has no device."""

    from_day: date
    to_day: date
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    kind: LeaveKind = "don"


class OwnLeave(Struct, frozen=True):
    """A note of this child. Times are UTC ms."""

    id: int
    from_day: str
    to_day: str
    kind: LeaveKind
    reason: str
    received_at: int
    status: Status


class OwnDataRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the family asks about the child's data."""

    kind: RequestKind
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class OwnRequest(Struct, frozen=True):
    """A request, with the day until which the school must act. Times are UTC ms."""

    id: int
    kind: RequestKind
    text: str
    from_kind: FromKind
    received_at: int
    due_at: int
    acknowledged_at: int | None
    done_at: int | None
    result: str


class HandedIn(Struct, frozen=True):
    """The newest leave notes first; of requests the open ones."""

    leave: tuple[OwnLeave, ...]
    requests: tuple[OwnRequest, ...]


async def get_own_attendance(call: Call) -> OwnAttendance:
    """GET /api/v1/family/attendance"""
    child, database = await child_of(call), call.deps.database
    zone = await school_zone(database)
    asked = call.asked(OwnMonth).month or f"{day_of(call.now, zone):%Y-%m}"
    found = _MONTH.fullmatch(asked)
    if found is None:
        raise ApiError("bad_query")
    if child.class_id is None:
        return OwnAttendance(asked, (), totals(()))
    of = await matrix(database, child.class_id, *month_of(int(found[1]), int(found[2])), zone)
    row = next((one for one in of.rows if one.person == child.id), None)
    if row is None:
        return OwnAttendance(asked, (), totals(()))
    return OwnAttendance(
        asked,
        tuple(
            OwnPeriod(
                date.fromisoformat(held.day), held.session, held.period, held.subject, one.shown, one.source,
                one.at_school,
            )
            for held, one in zip(of.held, row.cells, strict=True)
            if one.shown != "none"
        ),
        row.totals,
    )  # fmt: skip


async def get_handed_in(call: Call) -> HandedIn:
    """GET /api/v1/family/handed-in"""
    child = await child_of(call)
    return HandedIn(await _leave(call, child), await _requests(call, child))


async def create_own_leave(call: Call) -> HandedIn:
    """POST /api/v1/family/leave-notes: the homeroom teacher or the office decides."""
    child, asked, database = await child_of(call), call.read(OwnLeaveRequest), call.deps.database
    if sum(one.status == "cho" for one in await _leave(call, child)) >= MOST_OPEN:
        raise ApiError("too_many")
    today = day_of(call.now, await school_zone(database))
    if not today - timedelta(PAST_DAYS) <= asked.from_day <= today + timedelta(AHEAD_DAYS):
        raise ApiError("bad_days")
    new = NewLeave(
        person_id=child.id, from_day=asked.from_day, to_day=asked.to_day, kind=asked.kind,
        reason=kept_text(asked.reason), from_kind="family",
    )  # fmt: skip
    try:
        async with database.begin() as connection:
            await hand_in(connection, actor_for(child), new, "cho", call.now)
    except ValueError as error:
        raise ApiError("bad_days") from error
    return await get_handed_in(call)


async def create_own_request(call: Call) -> HandedIn:
    """POST /api/v1/family/requests"""
    child, asked, database = await child_of(call), call.read(OwnDataRequest), call.deps.database
    if sum(one.done_at is None for one in await _requests(call, child)) >= MOST_OPEN:
        raise ApiError("too_many")
    text, zone = kept_text(asked.text), await school_zone(database)
    async with database.begin() as connection:
        await receive(connection, actor_for(child), child.id, asked.kind, text, "family", zone, call.now)
    return await get_handed_in(call)


def kept_text(text: str) -> str:
    """As it is kept. Raises ApiError `bad_text`."""
    try:
        kept = paragraphs(text)
    except BadText as error:
        raise ApiError("bad_text") from error
    if not kept:
        raise ApiError("bad_text")
    return kept


async def _leave(call: Call, child: Person) -> tuple[OwnLeave, ...]:
    mine = leave_notes.c.person_id == child.id
    found = await notes_within(call.deps.database, Reach(everything=True), mine, limit=50)
    return tuple(
        OwnLeave(one.id, one.from_day, one.to_day, one.kind, one.reason, one.received_at, one.status)
        for one in found
    )


async def _requests(call: Call, child: Person) -> tuple[OwnRequest, ...]:
    found = await requests(call.deps.database, person_id=child.id)
    return tuple(
        OwnRequest(
            one.id, one.kind, one.text, one.from_kind, one.received_at, one.due_at, one.acknowledged_at,
            one.done_at, one.result,
        )
        for one in found
    )  # fmt: skip

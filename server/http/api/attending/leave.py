"""Leave notes at the homeroom teacher's and the office's."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.attending.month import kept_line, reach_of
from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending.leave import (
    LeaveKind,
    LeaveNote,
    NewLeave,
    Status,
    count_waiting,
    decide,
    hand_in,
    leave_note,
    notes_within,
)
from server.school.attending.weeks import WeekClosed
from server.school.people import person_by_id
from server.store.tables import leave_notes


class LeaveQuery(Struct, frozen=True):
    """Notes of one status, or all; those older than the id `before`."""

    status: Status | None = None
    before: Annotated[int, Meta(ge=1, le=2**53)] | None = None


class LeaveRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A note the office or the homeroom teacher took in. `granted`: decided in the same act."""

    person: Annotated[str, Meta(max_length=64)]
    from_day: date
    to_day: date
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    kind: LeaveKind = "don"
    granted: bool = False


class DecisionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """P grants, tu_choi refuses, cho opens it again."""

    status: Status


class LeavesAnswer(Struct, frozen=True):
    """The newest first; `waiting`: how many wait for a decision."""

    notes: tuple[LeaveNote, ...]
    waiting: int


async def list_leaves(call: Call) -> LeavesAnswer:
    """GET /api/v1/office/leave-notes"""
    asked, database, reach = call.asked(LeaveQuery), call.deps.database, reach_of(call)
    conditions = [] if asked.status is None else [leave_notes.c.status == asked.status]
    if asked.before is not None:
        conditions.append(leave_notes.c.id < asked.before)
    found = await notes_within(database, reach, *conditions)
    return LeavesAnswer(tuple(found), await count_waiting(database, reach))


async def create_leave(call: Call) -> LeaveNote:
    """POST /api/v1/office/leave-notes"""
    asked, database = call.read(LeaveRequest), call.deps.database
    reach = reach_of(call)
    pupil = await person_by_id(database, asked.person)
    if pupil is None or pupil.kind != "student" or not reach.has_class(pupil.class_id):
        raise ApiError("unknown_person")
    new = NewLeave(
        person_id=asked.person, from_day=asked.from_day, to_day=asked.to_day, kind=asked.kind,
        reason=kept_line(asked.reason), from_kind="office" if reach.everything else "homeroom",
    )  # fmt: skip
    try:
        async with database.begin() as connection:
            made = await hand_in(connection, call.who, new, "P" if asked.granted else "cho", call.now)
    except WeekClosed as error:
        raise ApiError("week_closed") from error
    except ValueError as error:
        raise ApiError("bad_days") from error
    return _known(await leave_note(database, reach, made or 0))


async def put_decision(call: Call) -> LeaveNote:
    """PUT /api/v1/office/leave-notes/{note}"""
    note_id, status = _number(call.part("note")), call.read(DecisionRequest).status
    try:
        async with call.deps.database.begin() as connection:
            return _known(await decide(connection, call.who, reach_of(call), note_id, status, call.now))
    except WeekClosed as error:
        raise ApiError("week_closed") from error


def _known(found: LeaveNote | None) -> LeaveNote:
    if found is None:
        raise ApiError("unknown_note")
    return found


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ApiError("unknown_note")
    return int(text)

"""Closing a class's week: the homeroom teacher's and the head's act."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.attending.month import known_class
from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending.weeks import Week, set_closed, weeks


class CloseRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`why` is needed to reopen."""

    why: Annotated[str, Meta(max_length=500)] = ""


async def close_week(call: Call) -> Week:
    """POST /api/v1/office/weeks/{class}/{monday}/close"""
    return await _set(call, closed=True)


async def reopen_week(call: Call) -> Week:
    """POST /api/v1/office/weeks/{class}/{monday}/reopen"""
    if not call.read(CloseRequest).why.strip():
        raise ApiError("bad_message", "Say why the week is opened again.")
    return await _set(call, closed=False)


async def _set(call: Call, closed: bool) -> Week:
    of, monday = await known_class(call, call.part("class")), call.part("monday")
    try:
        day = date.fromisoformat(monday)
        if day.isoformat() != monday:
            raise ApiError("bad_days", "A Monday reads 2026-11-23.")  # fromisoformat takes 2026-W48, too
        async with call.deps.database.begin() as connection:
            await set_closed(connection, call.who, of.id, day, closed, call.read(CloseRequest).why, call.now)
    except ValueError as error:
        raise ApiError("bad_days") from error
    said = await weeks(call.deps.database, of.id, monday, monday)
    return said.get(monday, Week(monday, closed=False, by_name="", at=0, why=""))

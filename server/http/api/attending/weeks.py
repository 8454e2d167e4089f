"""Closing a class's week: the homeroom teacher's and the head's act. Opening one again: who has the right of its own."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.attending.month import MAX_YEARS, kept_line, known_class
from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending import weeks
from server.school.attending.weeks import Week


class CloseRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing more needs to be said."""

    why: Annotated[str, Meta(max_length=500)] = ""


class ReopenRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`until`: the last day on which the week is open, at most two weeks with today. `why` is kept for ever."""

    why: Annotated[str, Meta(min_length=1, max_length=500)]
    until: date


async def close_week(call: Call) -> Week:
    """POST /api/v1/office/weeks/{class}/{monday}/close"""
    of, monday = await _asked(call)
    try:
        async with call.deps.database.begin() as connection:
            why = call.read(CloseRequest).why
            why = kept_line(why) if why else ""
            await weeks.close_week(connection, call.who, of, monday, why, call.now)
    except ValueError as error:
        raise ApiError("bad_days") from error
    return await _week(call, of, monday)


async def reopen_week(call: Call) -> Week:
    """POST /api/v1/office/weeks/{class}/{monday}/reopen"""
    asked, (of, monday) = call.read(ReopenRequest), await _asked(call)
    why = kept_line(asked.why)
    try:
        async with call.deps.database.begin() as connection:
            await weeks.reopen_week(connection, call.who, of, monday, asked.until, why, call.now)
    except ValueError as error:
        raise ApiError("bad_days") from error
    return await _week(call, of, monday)


async def _asked(call: Call) -> tuple[str, date]:
    """Class id and day, within reach. Raises ApiError."""
    of, text = await known_class(call, call.part("class")), call.part("monday")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ApiError("bad_days") from error
    if day.isoformat() != text or not MAX_YEARS[0] <= day.year < MAX_YEARS[1]:
        raise ApiError("bad_days", "A Monday reads 2026-11-23.")  # fromisoformat takes 2026-W48, too
    return of.id, day


async def _week(call: Call, of: str, monday: date) -> Week:
    found = await weeks.weeks(call.deps.database, of, monday, monday, call.now)
    return found[monday.isoformat()]

"""The short sheet of a period by API: filled by its teacher or the office, from 10 minutes before its end."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from lesson.state import TEACHING
from recordings.record.fields import Who
from server.http.api.lessons import phase_of
from server.http.api.record import office_of, readable_lesson, role_by_day
from server.http.auth import ByDay, ByJoin, ByOffice
from server.http.call import VIEWERS, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.kept.sheets import (
    BadText,
    ChangedMeanwhile,
    RecordRemoved,
    Saved,
    Sheet,
    SheetText,
    clean,
    is_open,
    opens_at,
    save_sheet,
    sheet_of,
)
from server.school.lessons import Lesson

LongText = Annotated[str, Meta(max_length=4000)]


class SheetRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole text, written on top of `version` of the sheet. `why` counts after the lesson's end only."""

    title: Annotated[str, Meta(max_length=300)]
    remark: LongText
    homework: LongText
    version: Annotated[int, Meta(ge=0, le=2**53)]
    why: Annotated[str, Meta(max_length=300)] = ""


class SheetAnswer(Struct, frozen=True):
    """`version` counts savings; 0: nobody wrote yet, the title is the plan's. `by` and `at`: of the newest saving.

    `record_version`: the record's newest version, null before the lesson's end. `opens_at`: from when on it can
    be saved. `can_write`: for this caller, now.
    """

    title: str
    remark: str
    homework: str
    version: int
    by: Who | None
    at: datetime | None
    record_version: int | None
    opens_at: datetime
    can_write: bool


class Current(Struct, frozen=True):
    """Member of the problem `changed_meanwhile`: what somebody else has saved since."""

    title: str
    remark: str
    homework: str
    version: int
    by: Who | None
    at: datetime | None


class CurrentMember(Struct, frozen=True):
    """What `changed_meanwhile` adds to a problem."""

    current: Current


async def get_sheet(call: Call) -> SheetAnswer:
    """GET /api/v1/lessons/{id}/sheet"""
    lesson = await readable_lesson(call)
    return await _answer(call, lesson, await sheet_of(call.deps.database, lesson))


async def put_sheet(call: Call) -> SheetAnswer:
    """PUT /api/v1/lessons/{id}/sheet"""
    asked, lesson = call.read(SheetRequest), await readable_lesson(call)
    who = await _writer(call, lesson)
    if who is None:
        raise ApiError("not_allowed")
    if not is_open(lesson, phase_of(call.deps, lesson), call.now):
        raise ApiError("too_early", "The sheet opens 10 minutes before the end of the period.")
    try:
        text = clean(SheetText(asked.title, asked.remark, asked.homework))
        saved = await save_sheet(call.deps.database, lesson, text, asked.version, who, asked.why, call.now)
    except BadText as error:
        raise ApiError("bad_text", f"The {error} has a control sign.") from error
    except RecordRemoved as error:
        raise ApiError("record_removed") from error
    except ChangedMeanwhile as error:
        raise ApiError("changed_meanwhile", more=CurrentMember(_current(error.sheet))) from error
    return await _answer(call, lesson, saved)


async def _writer(call: Call, lesson: Lesson) -> Who | None:
    """Who writes: a teacher of the lesson or the office; programs and staff only read."""
    match call.caller:
        case ByJoin(claims):
            return Who(claims.person, claims.name) if claims.role in TEACHING else None
        case ByDay(day):
            teaches = await role_by_day(call, call.caller, lesson) in TEACHING
            return Who(day.person, day.name) if teaches else None
        case ByOffice():
            return office_of(call)
    return None


async def _answer(call: Call, lesson: Lesson, saved: Saved) -> SheetAnswer:
    now_open = is_open(lesson, phase_of(call.deps, lesson), call.now)
    sheet = saved.sheet
    return SheetAnswer(
        title=sheet.text.title,
        remark=sheet.text.remark,
        homework=sheet.text.homework,
        version=sheet.version,
        by=sheet.by,
        at=_moment(sheet.at),
        record_version=saved.record_version,
        opens_at=moment(opens_at(lesson)),
        can_write=now_open and await _writer(call, lesson) is not None,
    )


def _current(sheet: Sheet) -> Current:
    text = sheet.text
    return Current(text.title, text.remark, text.homework, sheet.version, sheet.by, _moment(sheet.at))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/sheet", "Title, remark and homework of a period", get_sheet,
        VIEWERS, answer=SheetAnswer, errors=("unknown_lesson",), act="records.read",
    ),
    Route(
        "PUT", "/api/v1/lessons/{id}/sheet", "Save the sheet; after the lesson's end a version of the record", put_sheet,
        ("office", "join", "day"), body=SheetRequest, answer=SheetAnswer,
        errors=("unknown_lesson", "too_early", "changed_meanwhile", "record_removed", "bad_text"), act="records.write",
    ),
)  # fmt: skip

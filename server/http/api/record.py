"""The lesson record by API: its exact canonical bytes, its versions, its removal; the published schema.

Who reads: programs and the office, the lesson's teachers (join or day token), staff in it. Nobody's parents or pupils, no
observers.
"""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from lesson.messages import Role
from lesson.permissions import TRUSTED
from recordings.record.fields import Who
from recordings.record.schema import schema_text
from server.http.api.lessons import known_lesson
from server.http.auth import ByDay, ByJoin, ByOffice, of_lesson
from server.http.call import VIEWERS, Call, Route
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.school.calendar import moment
from server.school.days import role_in
from server.school.kept.records import (
    RemovedVersion,
    Stored,
    Version,
    remove_record,
    removed_versions,
    stored,
    versions,
)
from server.school.lessons import Lesson
from server.school.people import person_by_id

JSON = "application/json"
_SCHEMA = schema_text().encode()


class VersionQuery(Struct, frozen=True):
    """The newest version when left out."""

    version: Annotated[int, Meta(ge=1, le=2**31)] | None = None


class VersionLine(Struct, frozen=True):
    """One version. `by` null: the server, at the lesson's end. `position` in the chain of class and school year."""

    id: str
    version: int
    made_at: datetime
    by: Who | None
    why: str
    chain: str
    position: int
    previous: str
    hash: str


class RemovedLine(Struct, frozen=True):
    """What a removed version leaves."""

    id: str
    version: int
    hash: str
    reason: str
    decision: str
    by: Who
    at: datetime


class VersionsAnswer(Struct, frozen=True):
    """Oldest first. Both empty: the lesson has not ended yet."""

    versions: tuple[VersionLine, ...]
    removed: tuple[RemovedLine, ...]


class RemovalRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the record is removed, and the decision (its number) that says so."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"\S")]
    decision: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]


class RemovalAnswer(Struct, frozen=True):
    """What stands in the chain from now on."""

    removed: tuple[RemovedLine, ...]


async def get_record(call: Call) -> web.Response:
    """GET /api/v1/lessons/{id}/record: the bytes that were hashed; ETag is the record's own hash."""
    lesson = await readable_lesson(call)
    found = await stored(call.deps.database, lesson.id, call.asked(VersionQuery).version)
    if found is None:
        raise ApiError("record_removed" if await _removed(call, lesson) else "no_record")
    headers = {"ETag": f'"{found.hash}"', "Cache-Control": "private, no-cache"}
    if _has(call, found):
        return web.Response(status=304, headers=headers)
    return web.Response(body=found.body, content_type=JSON, headers=headers)


async def get_versions(call: Call) -> VersionsAnswer:
    """GET /api/v1/lessons/{id}/record/versions"""
    lesson = await readable_lesson(call)
    found = await versions(call.deps.database, lesson.id)
    return VersionsAnswer(tuple(_line(one) for one in found), await _removed(call, lesson))


async def delete_record(call: Call) -> RemovalAnswer:
    """DELETE /api/v1/lessons/{id}/record"""
    asked, lesson = call.read(RemovalRequest), await known_lesson(call.deps, call.part("id"))
    who, database = office_of(call), call.deps.database
    if not await remove_record(database, lesson.id, who, asked.reason, asked.decision, call.now):
        raise ApiError("record_removed" if await _removed(call, lesson) else "no_record")
    return RemovalAnswer(await _removed(call, lesson))


async def get_schema(_call: Call) -> web.Response:
    """GET /api/v1/records/schema"""
    return web.Response(body=_SCHEMA, content_type=JSON, headers={"Cache-Control": "no-cache"})


async def readable_lesson(call: Call) -> Lesson:
    """The lesson whose record the caller may read. Raises ApiError and TokenError."""
    of_lesson(call.caller, call.part("id"))
    if isinstance(call.caller, ByJoin) and call.caller.claims.role not in TRUSTED:
        raise ApiError("not_allowed")
    if isinstance(call.caller, ByDay) and call.caller.claims.role != "teacher":
        raise ApiError("not_allowed")
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    if isinstance(call.caller, ByDay) and await role_by_day(call, call.caller, lesson) not in TRUSTED:
        raise ApiError("not_allowed")
    return lesson


async def role_by_day(call: Call, caller: ByDay, lesson: Lesson) -> Role | None:
    """As what the teacher of a day link comes to the lesson; None: it is not theirs."""
    person = await person_by_id(call.deps.database, caller.claims.person)
    return None if person is None or person.kind != "teacher" else role_in(person, lesson)


def office_of(call: Call) -> Who:
    """Who is signed in; the demo's office has no account."""
    assert isinstance(call.caller, ByOffice)
    session = call.caller.session
    if session.person_id is not None:
        return Who(call.who.id, call.who.name)
    return Who(session.account_id or "office", session.login or "Văn phòng")


def _has(call: Call, found: Stored) -> bool:
    """RFC 9110 §13.1.2."""
    return any(tag.value in (found.hash, "*") for tag in call.request.if_none_match or ())


async def _removed(call: Call, lesson: Lesson) -> tuple[RemovedLine, ...]:
    return tuple(_removed_line(one) for one in await removed_versions(call.deps.database, lesson.id))


def _line(one: Version) -> VersionLine:
    return VersionLine(
        one.id, one.version, moment(one.made_at), one.by, one.why, one.chain, one.position, one.previous, one.hash
    )  # fmt: skip


def _removed_line(one: RemovedVersion) -> RemovedLine:
    return RemovedLine(one.id, one.version, one.hash, one.reason, one.decision, one.by, moment(one.at))


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/record", "The lesson record, as it was hashed", get_record,
        VIEWERS, query=VersionQuery, file=JSON,
        errors=("unknown_lesson", "no_record", "record_removed"), act="records.read",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}/record/versions", "Who changed the record, when and why", get_versions,
        VIEWERS, answer=VersionsAnswer, errors=("unknown_lesson",), act="records.read",
    ),
    Route(
        "DELETE", "/api/v1/lessons/{id}/record", "Remove the record; its hashes stay", delete_record,
        ("office",), body=RemovalRequest, answer=RemovalAnswer,
        errors=("unknown_lesson", "no_record", "record_removed"), act="records.remove",
    ),
    Route("GET", "/api/v1/records/schema", "JSON Schema of records", get_schema, file=JSON),
)  # fmt: skip

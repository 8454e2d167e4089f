"""Changes of day by API: made, listed, taken back; and what to tell those they are about."""

from collections.abc import Awaitable
from datetime import datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.changing.grid import day_asked
from server.http.api.changing.letters import Post
from server.http.call import Call
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.changing.asked import Refusal
from server.school.changing.store import (
    Also,
    Done,
    UnknownChange,
    changes_of,
    make_change,
    undo_change,
)
from server.school.changing.telling import ToldChange, told_change
from server.school.changing.wanted import Wanted
from server.school.classes import school_zone
from server.school.lessons import lesson_by_id
from server.school.planning.following import follow_change

MOST = 2**31


class ChangeRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to change; `kind` of it says what: day_thay, doi_tiet, day_bu, khong_day, ghep, tiet_doi, tach,
    hinh_thuc."""

    change: Wanted


class ChangeLine(Struct, frozen=True):
    """A change in a list. `undone_at`: it was taken back."""

    id: int
    kind: str
    lessons: tuple[str, ...]
    reason: str
    at: datetime
    by: str
    undone_at: datetime | None


class ChangesAnswer(Struct, frozen=True):
    """The newest first."""

    changes: tuple[ChangeLine, ...]


class InTheWay(Struct, frozen=True):
    """The lesson that does not let the change through."""

    id: str
    class_name: str
    subject: str
    period: str
    teacher: str
    starts_at: datetime


class RefusedMember(Struct, frozen=True):
    """What `change_refused` adds to a problem: why, and which lesson is the reason (null: none)."""

    why: str
    lesson: InTheWay | None


async def create_change(call: Call) -> Done:
    """POST /api/v1/office/changes"""
    wanted, zone = call.read(ChangeRequest).change, await school_zone(call.deps.database)
    post, deps = Post(call, zone), call.deps
    change = make_change(deps.database, wanted, call.who, deps.hub, zone, call.now, _along(call, post))
    return await _done(call, change, post)


async def delete_change(call: Call) -> Done:
    """DELETE /api/v1/office/changes/{id}"""
    number, zone = _number(call), await school_zone(call.deps.database)
    post, deps = Post(call, zone), call.deps
    change = undo_change(deps.database, number, call.who, deps.hub, zone, call.now, _along(call, post))
    return await _done(call, change, post)


def _along(call: Call, post: Post) -> Also:
    """What is written with a change: numbers of the programme that follow it, and letters."""

    async def also(connection: AsyncConnection, done: Done) -> None:
        await follow_change(connection, done.id, call.now)
        await post.keep(connection, done)

    return also


async def _done(call: Call, change: Awaitable[Done], post: Post) -> Done:
    try:
        done = await change
    except UnknownChange:
        raise ApiError("unknown_change") from None
    except Refusal as refusal:
        raise await _refused(call, refusal) from refusal
    except TimeoutError as error:  # rooms cannot be vacated while the disk takes nothing
        raise ApiError("not_saved", headers={"Retry-After": "5"}) from error
    post.go()
    await _tell(call, done)
    return done


async def get_change(call: Call) -> ToldChange:
    """GET /api/v1/office/changes/{id}"""
    try:
        return await told_change(call.deps.database, _number(call))
    except UnknownChange:
        raise ApiError("unknown_change") from None


async def list_changes(call: Call) -> ChangesAnswer:
    """GET /api/v1/office/changes"""
    zone = await school_zone(call.deps.database)
    found = await changes_of(call.deps.database, day_asked(call, zone), zone)
    if not call.reach.everything:
        found = []
    return ChangesAnswer(
        tuple(
            ChangeLine(
                one.id, one.kind, one.lessons, one.reason, moment(one.at), one.by_name,
                None if one.undone_at is None else moment(one.undone_at),
            )
            for one in found
        )
    )  # fmt: skip


def _number(call: Call) -> int:
    part = call.part("id")
    if not (part.isascii() and part.isdigit() and int(part[:12]) < MOST):
        raise ApiError("unknown_change")
    return int(part[:12])


async def _tell(call: Call, done: Done) -> None:
    """The rooms of lessons that have another teacher now."""
    if done.kind == "day_thay":
        for lesson in done.lessons:
            await call.deps.hub.teacher_changed(lesson)


async def _refused(call: Call, refusal: Refusal) -> ApiError:
    found = None if refusal.lesson is None else await lesson_by_id(call.deps.database, refusal.lesson)
    lesson = None
    if found is not None:
        teacher = found.teacher.name if found.teacher else ""
        lesson = InTheWay(
            found.id, found.class_name, found.subject, found.period, teacher, moment(found.starts_at)
        )
    return ApiError("change_refused", more=RefusedMember(refusal.code, lesson))

"""Timetables: their versions, one with its cells, as a file, taken away again."""

from datetime import date, datetime
from urllib.parse import quote

from aiohttp import web
from msgspec import Struct

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.classes import all_classes
from server.school.people import teachers
from server.school.planning.ahead import plan_ahead
from server.school.planning.exported import Named, timetable_file
from server.school.planning.subjects import all_subjects
from server.school.planning.timetables import Cell, Version, all_versions, cells_of, remove_version
from server.school.rights.audit import note

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class VersionLine(Struct, frozen=True):
    """A version; it holds from its first day until the next one's."""

    id: int
    name: str
    first_day: date
    at: datetime


class TimetablesAnswer(Struct, frozen=True):
    """All versions, the newest first."""

    timetables: tuple[VersionLine, ...]


class TimetableAnswer(Struct, frozen=True):
    """A version and its cells. A cell's `teacher_id` null: as assigned, of chào cờ and sinh hoạt lớp the homeroom's."""

    timetable: VersionLine
    cells: tuple[Cell, ...]


async def list_timetables(call: Call) -> TimetablesAnswer:
    """GET /api/v1/office/plan/timetables"""
    async with call.deps.database.read() as connection:
        return TimetablesAnswer(tuple(line_of(one) for one in await all_versions(connection)))


async def get_timetable(call: Call) -> TimetableAnswer:
    """GET /api/v1/office/plan/timetables/{id}"""
    async with call.deps.database.read() as connection:
        found = named_version(await all_versions(connection), call.part("id"))
        return TimetableAnswer(line_of(found), tuple(await cells_of(connection, found.id)))


async def get_timetable_file(call: Call) -> web.StreamResponse:
    """GET /api/v1/office/plan/timetables/{id}/file"""
    database = call.deps.database
    async with database.read() as connection:
        found = named_version(await all_versions(connection), call.part("id"))
        cells = await cells_of(connection, found.id)
        subjects = {one.code: one.name for one in await all_subjects(connection)}
    named = Named(
        classes={one.id: one.code for one in await all_classes(database)},
        subjects=subjects,
        teachers={one.id: one.full_name for one in await teachers(database)},
    )
    name = quote(f"{found.name} {found.first_day}.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=\"tkb.xlsx\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return web.Response(body=timetable_file(found, cells, named), content_type=XLSX, headers=headers)


async def delete_timetable(call: Call) -> TimetablesAnswer:
    """DELETE /api/v1/office/plan/timetables/{id}: the version before holds again; lessons to come follow it."""
    async with call.deps.database.begin() as connection:
        found = named_version(await all_versions(connection), call.part("id"))
        await remove_version(connection, found.id)
        await note(
            connection,
            call.who,
            "timetable.removed",
            call.now,
            object_id=str(found.id),
            detail=str(found.first_day),
        )
        await plan_ahead(connection, call.now)
        return TimetablesAnswer(tuple(line_of(one) for one in await all_versions(connection)))


def named_version(versions: list[Version], name: str) -> Version:
    """The one with this id. Raises ApiError `unknown_plan`."""
    found = next((one for one in versions if str(one.id) == name), None)
    if found is None:
        raise ApiError("unknown_plan")
    return found


def line_of(one: Version) -> VersionLine:
    """A version as it is listed."""
    return VersionLine(one.id, one.name, one.first_day, moment(one.at))


_BASE = "/api/v1/office/plan/timetables"
ROUTES = (
    Route("GET", _BASE, "Versions of the timetable", list_timetables, SCHOOL, answer=TimetablesAnswer, act="plan.read"),
    Route(
        "GET", f"{_BASE}/{{id}}", "A version with its cells", get_timetable,
        SCHOOL, answer=TimetableAnswer, errors=("unknown_plan",), act="plan.read",
    ),
    Route(
        "GET", f"{_BASE}/{{id}}/file", "A version as a spreadsheet that can be imported again", get_timetable_file,
        SCHOOL, file=XLSX, errors=("unknown_plan",), act="plan.read",
    ),
    Route(
        "DELETE", f"{_BASE}/{{id}}", "Take a version away", delete_timetable,
        SCHOOL, answer=TimetablesAnswer, errors=("unknown_plan",), act="plan.write",
    ),
)  # fmt: skip

"""A class's month of attendance: the matrix for the page, Excel and CSV."""

import asyncio
from datetime import date

from aiohttp import web
from msgspec import Struct

from server.http.call import Call
from server.http.errors import ApiError
from server.school.attending import sheet
from server.school.attending.cells import From, Shown, Totals
from server.school.attending.month import Matrix, matrix, month_of
from server.school.attending.weeks import Week, weeks
from server.school.classes import SchoolClass, all_classes, school_zone, the_school
from server.school.planning.calendar import week_of
from server.school.policy import policy
from server.school.rights.actor import Reach
from server.school.texts import BadText, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MAX_YEARS = (2000, 2100)


class MonthQuery(Struct, frozen=True, rename={"of": "class"}):
    """`month` reads 2026-11."""

    of: str
    month: str


class Period(Struct, frozen=True):
    """A period that was held, a column of the matrix."""

    lesson: str
    day: date
    session: str
    period: int | None
    subject: str


class CellAnswer(Struct, frozen=True, omit_defaults=True):
    """What counts, and whose word it is; `leave`: the note that excuses."""

    shown: Shown
    source: From = "system"
    leave: int | None = None
    at_school: bool = False


class Pupil(Struct, frozen=True):
    """A row; `cells` stand in the order of the periods."""

    person: str
    stt: int | None
    name: str
    cells: tuple[CellAnswer, ...]
    totals: Totals


class MonthAnswer(Struct, frozen=True, rename={"of": "class"}):
    """The matrix. `weeks`: how each stands, by Monday."""

    of: str
    class_name: str
    first: date
    last: date
    periods: tuple[Period, ...]
    pupils: tuple[Pupil, ...]
    weeks: dict[str, Week]


async def get_month(call: Call) -> MonthAnswer:
    """GET /api/v1/office/attendance"""
    of, found = await _asked(call)
    said = await weeks(call.deps.database, of.id, found.first, found.last, call.now)
    return MonthAnswer(
        of=of.id,
        class_name=of.code,
        first=found.first,
        last=found.last,
        periods=tuple(
            Period(one.lesson, date.fromisoformat(one.day), one.session, one.period, one.subject)
            for one in found.held
        ),
        pupils=tuple(
            Pupil(
                row.person,
                row.stt,
                row.name,
                tuple(CellAnswer(one.shown, one.source, one.leave, one.at_school) for one in row.cells),
                row.totals,
            )
            for row in found.rows
        ),
        weeks=said,
    )


async def get_excel(call: Call) -> web.Response:
    """GET /api/v1/office/attendance.xlsx"""
    of, found = await _asked(call)
    school = await the_school(call.deps.database)
    superior = (await policy(call.deps.database)).superior
    title = sheet.Title(school.name, of.code, week_of(found.first, ()).school_year, superior)
    return _file(await asyncio.to_thread(sheet.excel, found, title), XLSX, _name(of, found, "xlsx"))


async def get_csv(call: Call) -> web.Response:
    """GET /api/v1/office/attendance.csv"""
    of, found = await _asked(call)
    return _file(await asyncio.to_thread(sheet.text, found), CSV, _name(of, found, "csv"))


async def _asked(call: Call) -> tuple[SchoolClass, Matrix]:
    """The class and its month. Raises ApiError."""
    query = call.asked(MonthQuery)
    of = await known_class(call, query.of)
    year, _, number = query.month.partition("-")
    try:
        first, last = month_of(int(year), int(number))
    except ValueError as error:
        raise ApiError("bad_query", "A month reads 2026-11.") from error
    if not MAX_YEARS[0] <= first.year < MAX_YEARS[1]:
        raise ApiError("bad_query", "The month lies outside the years of this program.")
    zone = await school_zone(call.deps.database)
    return of, await matrix(call.deps.database, of.id, first, last, zone)


def reach_of(call: Call) -> Reach:
    """What the caller's act reaches; a pupil's link reaches nothing. Raises ApiError."""
    if call.actor is None:
        raise ApiError("not_allowed")
    return call.reach


async def known_class(call: Call, class_id: str) -> SchoolClass:
    """The class, within reach of who asks. Raises ApiError: a class out of reach is no news."""
    of = next((one for one in await all_classes(call.deps.database) if one.id == class_id), None)
    if of is None or not reach_of(call).has_class(of.id):
        raise ApiError("unknown_class")
    return of


def kept_line(text: str) -> str:
    """A reason somebody typed, as it is kept. Raises ApiError `bad_text`: empty, or with signs nobody sees."""
    try:
        kept = plain(text)
    except BadText as error:
        raise ApiError("bad_text") from error
    if not kept:
        raise ApiError("bad_text")
    return kept


def _name(of: SchoolClass, found: Matrix, ending: str) -> str:
    code = "".join(sign for sign in of.code if sign.isascii() and sign.isalnum()) or "lop"
    return f"diem-danh-{code}-{found.first:%Y-%m}.{ending}"


def _file(body: bytes, kind: str, name: str) -> web.Response:
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return web.Response(body=body, headers=headers)

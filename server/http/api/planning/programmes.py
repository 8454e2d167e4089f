"""Programmes (PPCT): their versions, one with its units, a new version."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct
from sqlalchemy import select

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.planning.ahead import plan_ahead
from server.school.planning.programmes import Programme, Unit, add_version, units_of, versions
from server.school.rights.audit import note
from server.school.texts import BadText, paragraphs, plain
from server.store.tables import subjects

LAST = 400


class ProgrammeLine(Struct, frozen=True):
    """A version. Of one subject, grade and year the highest one counts."""

    id: int
    subject_code: str
    grade: int
    year: str
    version: int
    at: datetime


class ProgrammesAnswer(Struct, frozen=True):
    """All versions, of each programme the newest first."""

    programmes: tuple[ProgrammeLine, ...]


class ProgrammeAnswer(Struct, frozen=True):
    """A version and its units by number."""

    programme: ProgrammeLine
    units: tuple[Unit, ...]


class UnitRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit; `outcomes` are the yêu cầu cần đạt."""

    number: Annotated[int, Meta(ge=1, le=LAST)]
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    outcomes: Annotated[str, Meta(max_length=4000)] | None = None
    week: Annotated[int, Meta(ge=1, le=60)] | None = None


class ProgrammeRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole programme: it becomes the newest version."""

    subject_code: Annotated[str, Meta(max_length=20)]
    grade: Annotated[int, Meta(ge=1, le=12)]
    year: Annotated[str, Meta(pattern=r"^20[0-9]{2}-20[0-9]{2}$")]
    units: Annotated[tuple[UnitRequest, ...], Meta(min_length=1, max_length=LAST)]


async def list_programmes(call: Call) -> ProgrammesAnswer:
    """GET /api/v1/office/plan/programmes"""
    async with call.deps.database.read() as connection:
        return ProgrammesAnswer(tuple(_line(one) for one in await versions(connection)))


async def get_programme(call: Call) -> ProgrammeAnswer:
    """GET /api/v1/office/plan/programmes/{id}"""
    async with call.deps.database.read() as connection:
        found = next((one for one in await versions(connection) if str(one.id) == call.part("id")), None)
        if found is None:
            raise ApiError("unknown_plan")
        return ProgrammeAnswer(_line(found), tuple(await units_of(connection, found.id)))


async def post_programme(call: Call) -> ProgrammesAnswer:
    """POST /api/v1/office/plan/programmes: nothing happens when the newest version has the same units."""
    asked = call.read(ProgrammeRequest)
    units = _units(asked)
    async with call.deps.database.begin() as connection:
        known = select(subjects.c.code).where(subjects.c.code == asked.subject_code)
        if not (await connection.execute(known)).first():
            raise ApiError("unknown_reference", "There is nothing with this subject_code.")
        added = await add_version(
            connection, asked.subject_code, asked.grade, asked.year, units, call.who.id, call.now
        )
        if added is not None:
            name = f"{added.subject_code} {added.grade} {added.year} v{added.version}"
            await note(
                connection, call.who, "programme.written", call.now, object_id=str(added.id), detail=name
            )
            await plan_ahead(connection, call.now)
        return ProgrammesAnswer(tuple(_line(one) for one in await versions(connection)))


def _units(asked: ProgrammeRequest) -> list[Unit]:
    """Raises ApiError `bad_text`, `bad_units`."""
    if len({one.number for one in asked.units}) < len(asked.units):
        raise ApiError("bad_units")
    try:
        found = [
            Unit(one.number, plain(one.title), paragraphs(one.outcomes or "") or None, one.week)
            for one in asked.units
        ]
    except BadText as error:
        raise ApiError("bad_text") from error
    if not all(unit.title for unit in found):
        raise ApiError("bad_text")
    return sorted(found, key=lambda unit: unit.number)


def _line(one: Programme) -> ProgrammeLine:
    return ProgrammeLine(one.id, one.subject_code, one.grade, one.year, one.version, moment(one.at))


_BASE = "/api/v1/office/plan/programmes"
ROUTES = (
    Route("GET", _BASE, "Programmes, versions", list_programmes, SCHOOL, answer=ProgrammesAnswer, act="plan.read"),
    Route(
        "GET", f"{_BASE}/{{id}}", "A version with its units", get_programme,
        SCHOOL, answer=ProgrammeAnswer, errors=("unknown_plan",), act="plan.read",
    ),
    Route(
        "POST", _BASE, "A new version of a programme", post_programme,
        SCHOOL, body=ProgrammeRequest, answer=ProgrammesAnswer, status=201,
        errors=("unknown_reference", "bad_units", "bad_text"), act="plan.write",
    ),
)  # fmt: skip

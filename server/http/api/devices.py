"""The devices register at the office and the homeroom teacher's, and clashes of pupils who share a device."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from server.http.auth import Auth
from server.http.call import Call, Route
from server.http.errors import ApiError
from server.school.calendar import day_of, day_window, moment
from server.school.classes import school_zone
from server.school.devices.clashes import Clash
from server.school.devices.register import (
    DeviceEntry,
    DeviceKind,
    DeviceRow,
    LineKind,
    clashes_between,
    put_entry,
    register,
)
from server.school.people import person_by_id

TEACHERS: tuple[Auth, ...] = ("key", "office", "day")
CLASH_DAYS = 7
Short = Annotated[str, Meta(max_length=300)]


class ClassQuery(Struct, frozen=True, rename={"of": "class"}):
    """One class, or all within reach."""

    of: str | None = None


class DeviceRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a pupil learns with. `shared_id`: any name; pupils with the same one use one device."""

    kind: DeviceKind
    line: LineKind
    help: Short = ""
    review_on: date | None = None
    shared_id: Annotated[str, Meta(max_length=40)] = ""
    note: Short = ""


class ClashLine(Struct, frozen=True):
    """Two pupils of one device in two rooms at once; a name is empty when its class is out of the caller's reach."""

    device: str
    people: tuple[str, str]
    names: tuple[str, str]
    classes: tuple[str, str]
    lessons: tuple[str, str]
    subjects: tuple[str, str]
    starts_at: datetime
    ends_at: datetime


class RegisterAnswer(Struct, frozen=True):
    """Pupils by class and STT."""

    pupils: tuple[DeviceRow, ...]


class ClashesAnswer(Struct, frozen=True):
    """Of the coming seven days, by time."""

    clashes: tuple[ClashLine, ...]


async def list_devices(call: Call) -> RegisterAnswer:
    """GET /api/v1/office/devices"""
    if call.actor is None:
        raise ApiError("not_allowed")
    return RegisterAnswer(tuple(await register(call.deps.database, call.reach, call.asked(ClassQuery).of)))


async def put_device(call: Call) -> DeviceRow:
    """PUT /api/v1/office/devices/{person}"""
    if call.actor is None:
        raise ApiError("not_allowed")
    asked, database = call.read(DeviceRequest), call.deps.database
    pupil = await person_by_id(database, call.part("person"))
    if pupil is None or pupil.kind != "student" or not call.reach.has_class(pupil.class_id):
        raise ApiError("unknown_person")
    entry = DeviceEntry(
        kind=asked.kind, line=asked.line, help=asked.help.strip(), note=asked.note.strip(),
        review_on=asked.review_on.isoformat() if asked.review_on else None,
        shared_id=asked.shared_id.strip() or None,
    )  # fmt: skip
    async with database.begin() as connection:
        await put_entry(connection, call.who, pupil.id, entry, call.now)
    rows = await register(database, call.reach, pupil.class_id)
    return next(row for row in rows if row.person == pupil.id)


async def list_clashes(call: Call) -> ClashesAnswer:
    """GET /api/v1/office/devices/clashes"""
    if call.actor is None:
        raise ApiError("not_allowed")
    database = call.deps.database
    zone = await school_zone(database)
    today = day_of(call.now, zone)
    start, end = day_window(today, zone)[0], day_window(today + timedelta(days=CLASH_DAYS - 1), zone)[1]
    seen = {row.person: row for row in await register(database, call.reach)}
    found = [one for one in await clashes_between(database, start, end) if seen.keys() & set(one.people)]
    return ClashesAnswer(tuple(_line(one, seen) for one in found))


def _line(one: Clash, seen: Mapping[str, DeviceRow]) -> ClashLine:
    first, second = (seen.get(person) for person in one.people)
    return ClashLine(
        one.device,
        one.people,
        (first.name if first else "", second.name if second else ""),
        (first.class_name if first else "", second.class_name if second else ""),
        one.lessons,
        one.subjects,
        moment(one.starts_at),
        moment(one.ends_at),
    )


ROUTES = (
    Route(
        "GET", "/api/v1/office/devices", "What pupils learn with", list_devices, TEACHERS,
        query=ClassQuery, answer=RegisterAnswer, act="devices.read",
    ),
    Route(
        "GET", "/api/v1/office/devices/clashes", "Pupils of one device in two lessons at once", list_clashes, TEACHERS,
        answer=ClashesAnswer, act="devices.read",
    ),
    Route(
        "PUT", "/api/v1/office/devices/{person}", "Keep what a pupil learns with", put_device, TEACHERS,
        body=DeviceRequest, answer=DeviceRow, errors=("unknown_person",), act="devices.write",
    ),
)  # fmt: skip

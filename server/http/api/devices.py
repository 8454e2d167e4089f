"""The devices register at the office and the homeroom teacher's, and clashes of pupils who share a device."""

from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from server.http.auth import Auth
from server.http.call import Call, Route
from server.http.errors import ApiError
from server.school.calendar import day_of, day_window, moment, zone_of
from server.school.classes import the_school
from server.school.devices.register import (
    DeviceEntry,
    DeviceKind,
    DeviceRow,
    LineKind,
    clashes_between,
    put_entry,
    register,
)
from server.school.lessons import lesson_by_id
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
    """Two pupils of one device in two rooms at once."""

    device: str
    people: tuple[str, str]
    names: tuple[str, str]
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
    zone = zone_of((await the_school(database)).time_zone)
    today = day_of(call.now, zone)
    start, end = day_window(today, zone)[0], day_window(today + timedelta(days=CLASH_DAYS - 1), zone)[1]
    seen = {row.person: row.name for row in await register(database, call.reach)}
    found = [one for one in await clashes_between(database, start, end) if seen.keys() & set(one.people)]
    subjects: dict[str, str] = {}
    for lesson_id in {lesson for one in found for lesson in one.lessons}:
        lesson = await lesson_by_id(database, lesson_id)
        subjects[lesson_id] = lesson.subject if lesson else ""
    return ClashesAnswer(
        tuple(
            ClashLine(
                one.device,
                one.people,
                (seen.get(one.people[0], ""), seen.get(one.people[1], "")),
                one.lessons,
                (subjects[one.lessons[0]], subjects[one.lessons[1]]),
                moment(one.starts_at),
                moment(one.ends_at),
            )
            for one in found
        )
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

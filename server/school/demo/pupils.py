"""What the invented school knows of its pupils: what they learn with at home, and this week's leave notes."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.attending.leave import NewLeave, hand_in
from server.school.calendar import day_of, monday_of, zone_of
from server.school.demo.data import DemoData, DemoLeave, DemoStaff, DemoStudent
from server.school.demo.timetable import staff_id, student_id
from server.school.devices.register import DeviceEntry, put_entry
from server.school.rights.actor import Actor
from server.store.tables import leave_notes, pupil_devices


async def enter_devices(connection: AsyncConnection, data: DemoData, now: int) -> None:
    """The devices register as the office filled it in, unless anything stands in it."""
    if (await connection.execute(select(pupil_devices.c.person_id))).first():
        return
    office = next(one for one in data.staff if one.role == "giao_vu")
    actor = Actor(staff_id(office.id), office.full_name, frozenset({"office"}))
    shared = {code: device.id for device in data.shared_devices for code in device.students}
    ids = _ids(data)
    for student in (one for of in data.classes for one in of.students):
        await put_entry(
            connection, actor, ids[student.moet_id], _entry(student, shared.get(student.moet_id)), now
        )


async def enter_leaves(connection: AsyncConnection, data: DemoData, now: int) -> None:
    """The leave notes of the file, moved to the week of `now`, each once; none is received in the future."""
    moved = monday_of(day_of(now, zone_of(data.school.time_zone))) - data.school_year.sample_week.monday
    ids = _ids(data)
    teachers = {one.id: one for one in data.teachers}
    for request in data.leave_requests:
        await _leave(connection, request, ids[request.student], teachers[request.received_by], moved, now)


async def _leave(
    connection: AsyncConnection, request: DemoLeave, person: str, by: DemoStaff, moved: timedelta, now: int
) -> None:
    new = NewLeave(
        person_id=person, from_day=request.from_day + moved, to_day=request.to_day + moved, kind="don",
        reason=request.reason, from_kind="homeroom",
    )  # fmt: skip
    there = select(leave_notes.c.id).where(
        leave_notes.c.person_id == person, leave_notes.c.from_day == new.from_day.isoformat()
    )
    if (await connection.execute(there)).first():
        return
    received = int((datetime.fromisoformat(request.received_at) + moved).timestamp() * 1000)
    actor = Actor(staff_id(by.id), by.full_name, frozenset({"homeroom"}))
    await hand_in(connection, actor, new, request.status, min(received, now))


def _ids(data: DemoData) -> dict[str, str]:
    """Sector id of the file → person id of the pupils."""
    return {one.moet_id: student_id(of.code, one.stt) for of in data.classes for one in of.students}


def _entry(student: DemoStudent, shared_id: str | None) -> DeviceEntry:
    return DeviceEntry(kind=student.device, line=student.connection, shared_id=shared_id)

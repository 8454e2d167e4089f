"""Which lessons the timetable wants on which days. Pure."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from server.school.lessons import Kind
from server.school.planning.calendar import days
from server.school.planning.making.basis import Basis
from server.school.planning.slots import period_name, slot_id, slot_times
from server.school.planning.timetables import Cell, one_lesson

KIND_NAMES: dict[str, str] = {"chao_co": "Chào cờ", "sinh_hoat_lop": "Sinh hoạt lớp"}
"""How lessons without a subject of their own are called."""


class Wanted(Struct, frozen=True):
    """A lesson as the timetable has it; times are UTC ms. `host_slot`: the joint lesson it is a line of."""

    slot: str
    day: date
    class_id: str
    session: str
    period_no: int
    period: str
    kind: Kind
    subject_code: str | None
    subject: str
    teacher_id: str | None
    room: str | None
    starts_at: int
    ends_at: int
    host_slot: str | None = None


def wanted_lessons(basis: Basis, from_day: date, to_day: date) -> tuple[list[Wanted], int]:
    """The lessons of the days, both included, and how many periods no bell rings for."""
    found: list[Wanted] = []
    silent = 0
    for day in days(from_day, to_day):
        if not basis.taught(day):
            continue
        for cell, host in _with_hosts(basis, basis.cells_on(day)):
            one = _lesson(basis, day, cell, host)
            if one is None:
                silent += 1
            else:
                found.append(one)
    return found, silent


def _with_hosts(basis: Basis, cells: list[Cell]) -> Iterator[tuple[Cell, Cell | None]]:
    """Each cell with the one whose lesson it joins: of joint classes the first by code."""
    known = [cell for cell in cells if cell.class_id in basis.classes]
    hosts: dict[tuple[str, int, str | None], Cell] = {}
    for cell in sorted(known, key=lambda cell: basis.classes[cell.class_id].code):
        if not cell.joint:
            yield cell, None
            continue
        host = hosts.setdefault((cell.session, cell.period, basis.teacher_of(cell)), cell)
        yield cell, host if host is not cell and one_lesson(host, cell) else None


def _lesson(basis: Basis, day: date, cell: Cell, host: Cell | None) -> Wanted | None:
    times = slot_times(basis.bells, day, cell.session, cell.period, basis.zone)
    if times is None:
        return None
    subject = KIND_NAMES.get(cell.kind) or basis.subjects.get(
        cell.subject_code or "", cell.subject_code or ""
    )
    return Wanted(
        slot=slot_id(cell.class_id, day, cell.session, cell.period),
        day=day,
        class_id=cell.class_id,
        session=cell.session,
        period_no=cell.period,
        period=period_name(cell.session, cell.period),
        kind=cell.kind,
        subject_code=cell.subject_code,
        subject=subject,
        teacher_id=basis.teacher_of(cell),
        room=cell.room,
        starts_at=times[0],
        ends_at=times[1],
        host_slot=slot_id(host.class_id, day, host.session, host.period) if host else None,
    )

"""Lessons made of the timetable: missing ones are added, those of a superseded version that nobody touched go.

Touched: opened, held, changed by the office, marked, written about, or with people planned beside the teacher. The
past is only filled up. Numbers of the programme are offered anew for what is still to come, except by hand.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_window
from server.school.planning.making.basis import Basis, read_basis
from server.school.planning.making.offered import offer_numbers
from server.school.planning.making.wanted import Wanted, wanted_lessons
from server.store.parts import parts
from server.store.tables import attendance, attendance_marks, events, lesson_people, lessons, sheets

_SAME = ("subject", "subject_code", "period", "session", "period_no", "room", "kind", "starts_at", "ends_at")
"""Columns that follow the timetable as long as nobody touched the lesson."""
_UNIT = ("title", "ppct_no", "required_outcomes", "unit_by_hand")
"""What is taught: offered after the lessons are there, or set by a person."""


class Replanned(Struct, frozen=True):
    """How many lessons were added, changed, removed; `silent`: periods no bell rings for, so no lesson was made."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class _There:
    """A lesson that is there already: its row, and whether it is the timetable's to change."""

    row: Any
    free: bool


async def plan_days(connection: AsyncConnection, from_day: date, to_day: date, now: int) -> Replanned:
    """Brings the lessons of the days, both included, in line with the plan. Calling it again changes nothing."""
    basis = await read_basis(connection, from_day, to_day)
    wanted, silent = wanted_lessons(basis, from_day, to_day)
    by_slot = {one.slot: one for one in wanted}
    there = await _there(connection, basis, from_day, to_day, list(by_slot), now)
    gone = [one.row.id for slot, one in there.items() if one.free and _unlike(one, by_slot.get(slot))]
    kept = {slot: one for slot, one in there.items() if one.row.id not in set(gone)}
    await _remove(connection, gone)
    ids = {slot: one.row.id for slot, one in kept.items()}
    new = [one for one in wanted if one.slot not in kept]
    ids |= {one.slot: _new_id(basis, one) for one in new}
    rows = [_row(basis, one, ids) | _unit(one, there.get(one.slot)) for one in new]
    await _add(connection, rows)
    changed = await _change(connection, _changes(kept, by_slot, ids))
    added = {ids[one.slot] for one in new}
    offered = {row["id"] for row in rows if not row["unit_by_hand"]}
    renumbered = await offer_numbers(connection, basis, from_day, to_day, now, offered)
    return Replanned(len(new), len((changed | renumbered) - added), len(gone), silent)


def _unlike(there: _There, wanted: Wanted | None) -> bool:
    """Whether a lesson cannot become the wanted one: its links are in the hands of another teacher."""
    if wanted is None:
        return True
    return there.row.teacher_id not in (None, wanted.teacher_id)


async def _there(
    connection: AsyncConnection, basis: Basis, from_day: date, to_day: date, slots: Sequence[str], now: int
) -> Mapping[str, _There]:
    """By slot: the timetable's lessons of the days, and those moved elsewhere that were made for these slots."""
    start, end = day_window(from_day, basis.zone)[0], day_window(to_day, basis.zone)[1]
    inside = lessons.c.slot.is_not(None) & (lessons.c.starts_at >= start) & (lessons.c.starts_at < end)
    found = await _read(connection, inside, now)
    missing = [slot for slot in slots if slot not in found]
    for part in parts(missing):
        found |= await _read(connection, lessons.c.slot.in_(part), now)
    return found


async def _read(connection: AsyncConnection, which: Any, now: int) -> dict[str, _There]:
    columns = [lessons.c[name] for name in ("id", "slot", "teacher_id", "host_id", *_SAME, *_UNIT)]
    rows = await connection.execute(select(*columns, _free(now).label("free")).where(which))
    return {row.slot: _There(row, bool(row.free)) for row in rows}


def _free(now: int) -> Any:
    """Whether nobody touched the lesson and it is still to come (SQL)."""
    written = [
        exists().where(table.c.lesson_id == lessons.c.id)
        for table in (events, sheets, lesson_people, attendance, attendance_marks)
    ]
    guest = lessons.alias()
    hosts = exists().where(guest.c.host_id == lessons.c.id, guest.c.change_id.is_not(None))
    marked = or_(
        *(lessons.c[name].is_not(None) for name in ("change_id", "not_taught", "makes_up", "replaced_id"))
    )
    return (lessons.c.phase == "planned") & (lessons.c.starts_at > now) & ~marked & ~or_(*written, hosts)


def _changes(
    kept: Mapping[str, _There], wanted: Mapping[str, Wanted], ids: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The rows of free lessons that differ from the timetable, as it has them."""
    for slot, there in kept.items():
        one = wanted.get(slot)
        if one is None or not there.free:
            continue
        by_hand = there.row.unit_by_hand and there.row.subject_code == one.subject_code
        values = _values(one, ids) | {"unit_by_hand": by_hand}
        if any(getattr(there.row, name) != value for name, value in values.items()):
            yield {"lesson_id": there.row.id, **values}


def _values(one: Wanted, ids: Mapping[str, str]) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _SAME}
    host = ids.get(one.host_slot) if one.host_slot else None
    return {**values, "teacher_id": one.teacher_id, "host_id": host}


def _row(basis: Basis, one: Wanted, ids: Mapping[str, str]) -> dict[str, Any]:
    """A new row of `lessons` but for what it teaches."""
    form = basis.form_of(one.class_id, one.day, one.session, one.period_no)
    return {
        **_values(one, ids),
        "id": ids[one.slot],
        "slot": one.slot,
        "class_id": one.class_id,
        "recording": basis.recording,
        "demo": basis.demo,
        "form": form.form if form else None,
        "form_reason": form.reason if form else None,
        "decision_no": form.decision_no if form else None,
        "decision_date": form.decision_date if form else None,
    }


def _unit(one: Wanted, before: _There | None) -> dict[str, Any]:
    """What a new row teaches: what a person set for the lesson that stood there before, when it was of the subject;
    else what is offered afterwards."""
    row = before.row if before else None
    if row is not None and row.unit_by_hand and row.subject_code == one.subject_code:
        return {name: getattr(row, name) for name in _UNIT}
    return {"title": one.subject, "ppct_no": None, "required_outcomes": None, "unit_by_hand": False}


def _new_id(basis: Basis, one: Wanted) -> str:
    """Random; in the demo readable: "8a3-20261123-s2"."""
    if not basis.demo:
        return secrets.token_urlsafe(9)
    return f"{one.class_id}-{one.day:%Y%m%d}-{one.session[0]}{one.period_no}"


async def _add(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    if rows:
        await connection.execute(insert(lessons), rows)


async def _change(connection: AsyncConnection, changes: Iterable[dict[str, Any]]) -> set[str]:
    rows = list(changes)
    if rows:
        names = [name for name in rows[0] if name != "lesson_id"]
        statement = update(lessons).where(lessons.c.id == bindparam("lesson_id"))
        await connection.execute(
            statement.values({name: bindparam(f"to_{name}") for name in names}),
            [{"lesson_id": row["lesson_id"], **{f"to_{name}": row[name] for name in names}} for row in rows],
        )
    return {row["lesson_id"] for row in rows}


async def _remove(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for part in parts(ids):
        await connection.execute(delete(lessons).where(lessons.c.id.in_(part)))

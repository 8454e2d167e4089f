"""Leave notes (đơn xin phép nghỉ học): handed in by the family, the homeroom teacher or the office, decided by a person.

A granted note excuses the absences of its days (cells.py); "thiếu thiết bị" (no device) is a reason like others.
"""

from datetime import date
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.attending.cells import Leave
from server.school.attending.weeks import WeekClosed, any_closed
from server.school.rights.actor import Actor, Reach
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import classes, leave_notes, people

LeaveKind = Literal["don", "thieu_thiet_bi"]
LeaveFrom = Literal["family", "homeroom", "office"]
Status = Literal["cho", "P", "tu_choi"]
"""Waiting, granted, refused."""
LONGEST_DAYS = 60


class LeaveNote(Struct, frozen=True):
    """A note; days are ISO dates, both included, times UTC ms."""

    id: int
    person_id: str
    name: str
    class_id: str | None
    class_name: str
    from_day: str
    to_day: str
    kind: LeaveKind
    reason: str
    from_kind: LeaveFrom
    received_at: int
    status: Status
    decided_by: str | None
    decided_at: int | None
    decider: str = ""
    """The name of who decided; empty for an account of the office alone."""


class NewLeave(Struct, frozen=True, kw_only=True):
    """A note to be kept. ValueError (see `check`) when its days make no sense."""

    person_id: str
    from_day: date
    to_day: date
    kind: LeaveKind
    reason: str
    from_kind: LeaveFrom

    def check(self) -> None:
        """Raises ValueError: it ends before it begins, or lasts longer than LONGEST_DAYS."""
        if not 0 <= (self.to_day - self.from_day).days < LONGEST_DAYS:
            raise ValueError("a leave note covers one to sixty days")


async def hand_in(
    connection: AsyncConnection, actor: Actor, new: NewLeave, status: Status, now: int
) -> int | None:
    """Keeps the note, decided already when `status` says so. None: there is no such pupil.

    Raises ValueError, and WeekClosed for a note that is granted into a closed week.
    """
    new.check()
    query = select(people.c.class_id).where(
        people.c.id == new.person_id, people.c.kind == "student", people.c.active
    )
    pupil = (await connection.execute(query)).first()
    if pupil is None:
        return None
    decided = status != "cho"
    if status == "P":
        await _refuse_closed(connection, pupil.class_id, (new.from_day, new.to_day), now)
    row = {
        "person_id": new.person_id, "from_day": new.from_day.isoformat(), "to_day": new.to_day.isoformat(),
        "kind": new.kind, "reason": new.reason, "from_kind": new.from_kind, "received_at": now, "status": status,
        "decided_by": actor.id if decided else None, "decided_at": now if decided else None,
    }  # fmt: skip
    made = await connection.execute(insert(leave_notes).values(row).returning(leave_notes.c.id))
    note_id = int(made.scalar_one())
    await note(
        connection, actor, "leave.handed_in", now,
        object_id=str(note_id), person_id=new.person_id, detail=f"{new.kind} {status}",
    )  # fmt: skip
    return note_id


async def decide(
    connection: AsyncConnection, actor: Actor, reach: Reach, note_id: int, status: Status, now: int
) -> LeaveNote | None:
    """The note, granted or refused; None: no such note of a class within reach.

    A decision may be changed, the audit log keeps both. Who says what was said already changes nothing: of two at
    once the first decided. Raises WeekClosed when that would change what a closed week says.
    """
    found = await _within(connection, reach, note_id)
    if found is None or found.status == status:
        return found
    if "P" in (status, found.status):
        days = date.fromisoformat(found.from_day), date.fromisoformat(found.to_day)
        await _refuse_closed(connection, found.class_id, days, now)
    values = {"status": status, "decided_by": actor.id, "decided_at": now}
    await connection.execute(update(leave_notes).where(leave_notes.c.id == found.id).values(values))
    await note(
        connection, actor, "leave.decided", now,
        object_id=str(found.id), person_id=found.person_id, detail=f"{found.status}>{status}",
    )  # fmt: skip
    return await _within(connection, reach, note_id)


async def _refuse_closed(
    connection: AsyncConnection, class_id: str | None, days: tuple[date, date], now: int
) -> None:
    if class_id is not None and await any_closed(connection, class_id, *days, now):
        raise WeekClosed


async def leave_note(database: Database, reach: Reach, note_id: int) -> LeaveNote | None:
    """The note; None: no such note of a class within reach."""
    async with database.read() as connection:
        return await _within(connection, reach, note_id)


async def notes_within(
    database: Database, reach: Reach, *conditions: Any, limit: int = 200
) -> list[LeaveNote]:
    """The newest notes of classes within reach; `conditions` on the table leave_notes."""
    if not reach.everything:
        conditions = (*conditions, people.c.class_id.in_(reach.classes))
    async with database.read() as connection:
        return await _notes(connection, *conditions, limit=limit)


async def count_waiting(database: Database, reach: Reach) -> int:
    """How many notes of classes within reach wait for a decision."""
    query = (
        select(func.count())
        .join_from(leave_notes, people, people.c.id == leave_notes.c.person_id)
        .where(leave_notes.c.status == "cho")
    )
    if not reach.everything:
        query = query.where(people.c.class_id.in_(reach.classes))
    async with database.read() as connection:
        return int((await connection.execute(query)).scalar_one())


async def granted(
    connection: AsyncConnection, person_ids: list[str], first: str, last: str
) -> dict[str, list[Leave]]:
    """Granted notes that touch the days [first, last], by person."""
    notes = leave_notes
    query = select(notes.c.id, notes.c.person_id, notes.c.from_day, notes.c.to_day).where(
        notes.c.person_id.in_(person_ids), notes.c.status == "P",
        notes.c.from_day <= last, notes.c.to_day >= first,
    )  # fmt: skip
    found: dict[str, list[Leave]] = {}
    for row in await connection.execute(query.order_by(notes.c.id)):
        found.setdefault(row.person_id, []).append(Leave(row.id, row.from_day, row.to_day))
    return found


async def _within(connection: AsyncConnection, reach: Reach, note_id: int) -> LeaveNote | None:
    found = await _notes(connection, leave_notes.c.id == note_id)
    return found[0] if found and reach.has_class(found[0].class_id) else None


async def _notes(connection: AsyncConnection, *conditions: Any, limit: int = 1) -> list[LeaveNote]:
    decider = people.alias()
    query = (
        select(
            leave_notes,
            people.c.full_name.label("name"),
            people.c.class_id,
            classes.c.code.label("class_name"),
            decider.c.full_name.label("decider"),
        )
        .join_from(leave_notes, people, people.c.id == leave_notes.c.person_id)
        .join(classes, classes.c.id == people.c.class_id, isouter=True)
        .join(decider, decider.c.id == leave_notes.c.decided_by, isouter=True)
        .where(*conditions)
        .order_by(leave_notes.c.id.desc())
        .limit(limit)
    )
    rows = (await connection.execute(query)).mappings()
    return [
        LeaveNote(**{**row, "class_name": row["class_name"] or "", "decider": row["decider"] or ""})
        for row in rows
    ]

"""What the system found about a period that ended, kept so that a school year can be looked at without its events."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.attendance import Attendance, AttendanceState
from server.store.database import Database
from server.store.tables import attendance, lessons, people

STATES: dict[str, AttendanceState] = {
    "present": "present", "late": "late", "absent_unknown": "absent_unknown",
}  # fmt: skip
"""The column `attendance.state` as a value."""


async def keep_found(connection: AsyncConnection, lesson_id: str, found: Iterable[Attendance]) -> None:
    """Replaces what was kept of this line of the logbook; guests and others without STT are not kept."""
    rows = [
        {
            "lesson_id": lesson_id,
            "person_id": one.person,
            "state": one.state,
            "counted_ms": one.counted_ms,
            "late_ms": one.late_ms,
            "first_joined": one.first_joined,
            "last_seen": one.last_seen,
            "at_school": one.at_school,
        }
        for one in found
        if one.stt is not None
    ]
    await connection.execute(delete(attendance).where(attendance.c.lesson_id == lesson_id))
    if rows:
        await connection.execute(insert(attendance), rows)
    counts = {"on_roll": len(rows), "attended": sum(row["state"] != "absent_unknown" for row in rows)}
    await connection.execute(update(lessons).where(lessons.c.id == lesson_id).values(counts))


async def kept_of(database: Database, lesson_id: str, person_id: str) -> Attendance | None:
    """What was kept of one pupil, without the connections it came from; None: not in the lesson's roster then."""
    query = (
        select(attendance, people.c.full_name, people.c.stt)
        .join_from(attendance, people, people.c.id == attendance.c.person_id)
        .where(attendance.c.lesson_id == lesson_id, attendance.c.person_id == person_id)
    )
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None:
        return None
    return Attendance(
        person=person_id,
        name=row.full_name,
        stt=row.stt,
        state=STATES[row.state],
        intervals=(),
        bridged=(),
        first_joined=row.first_joined,
        last_seen=row.last_seen,
        present_now=False,
        counted_ms=row.counted_ms,
        late_ms=row.late_ms,
        left_early_ms=0,
        at_school=row.at_school,
    )

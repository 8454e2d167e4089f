"""What the system found about a period that ended, kept so that a school year can be looked at without its events."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.attendance import Attendance
from server.store.tables import attendance, lessons


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

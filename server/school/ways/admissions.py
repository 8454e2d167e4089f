"""Whether a teacher let a pupil into a class since: the teacher saw who it is."""

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.messages import Admitted
from server.store.tables import events, lessons

REACH_MS = 24 * 3600 * 1000
"""Lessons that began so long before may still have been open."""


async def admitted_since(connection: AsyncConnection, class_id: str, person_id: str, since: int) -> bool:
    """Whether a lesson of the class admitted the person after `since` (UTC ms)."""
    rooms = select(func.coalesce(lessons.c.host_id, lessons.c.id)).where(
        lessons.c.class_id == class_id, lessons.c.starts_at > since - REACH_MS
    )
    query = select(events.c.body).where(
        events.c.lesson_id.in_(rooms), events.c.type == "admitted", events.c.at > since
    )
    bodies = (await connection.execute(query)).scalars()
    return any(msgspec.json.decode(body, type=Admitted).person == person_id for body in bodies)

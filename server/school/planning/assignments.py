"""Assignments (phân công): who teaches which subject in which class."""

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.tables import assignments


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """`teacher_id` None: nobody yet (a row that is to be removed)."""

    class_id: str
    subject_code: str
    teacher_id: str | None


async def all_assignments(connection: AsyncConnection) -> list[Assignment]:
    """Every one, by class and subject."""
    query = select(assignments).order_by(assignments.c.class_id, assignments.c.subject_code)
    return [Assignment(**row._mapping) for row in await connection.execute(query)]


async def keep_assignments(connection: AsyncConnection, changed: Iterable[Assignment]) -> None:
    """Replaces those of the classes and subjects named. The ids must be known."""
    for one in changed:
        same = (assignments.c.class_id == one.class_id) & (assignments.c.subject_code == one.subject_code)
        if one.teacher_id is None:
            await connection.execute(delete(assignments).where(same))
            continue
        row = insert(assignments).values(
            class_id=one.class_id, subject_code=one.subject_code, teacher_id=one.teacher_id
        )
        keys = ["class_id", "subject_code"]
        await connection.execute(
            row.on_conflict_do_update(index_elements=keys, set_={"teacher_id": one.teacher_id})
        )

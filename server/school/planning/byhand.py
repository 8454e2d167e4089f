"""What one period teaches, set by a person over what the programme offers; the periods after it count on from there."""

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.ahead import renumber_ahead
from server.store.tables import lessons


class LessonUnit(Struct, frozen=True):
    """`ppct_no` None: the period takes no number of the programme. `by_hand`: a person set it, planning leaves it."""

    ppct_no: int | None
    title: str
    required_outcomes: str | None
    by_hand: bool


class Counted(Struct, frozen=True):
    """A lesson that counts in the programme of its class and subject; `starts_at` is UTC ms."""

    id: str
    class_id: str
    subject_code: str
    starts_at: int


async def unit_of(connection: AsyncConnection, lesson_id: str) -> LessonUnit:
    """What a lesson that is there teaches."""
    columns = (lessons.c.ppct_no, lessons.c.title, lessons.c.required_outcomes, lessons.c.unit_by_hand)
    return LessonUnit(*(await connection.execute(select(*columns).where(lessons.c.id == lesson_id))).one())


async def set_by_hand(
    connection: AsyncConnection, lesson: Counted, ppct_no: int | None, title: str, outcomes: str | None, now: int
) -> set[str]:  # fmt: skip
    """Keeps what a person says it teaches; the ids of the lessons that got another number by it."""
    values = {"ppct_no": ppct_no, "title": title, "required_outcomes": outcomes, "unit_by_hand": True}
    await connection.execute(update(lessons).where(lessons.c.id == lesson.id).values(values))
    return await renumber_ahead(connection, (lesson.class_id, lesson.subject_code), lesson.starts_at, now)


async def give_back(connection: AsyncConnection, lesson: Counted, now: int) -> set[str]:
    """The lesson teaches what the programme offers again; the ids of the lessons that changed by it."""
    await connection.execute(update(lessons).where(lessons.c.id == lesson.id).values(unit_by_hand=False))
    group = (lesson.class_id, lesson.subject_code)
    return await renumber_ahead(connection, group, lesson.starts_at, now, frozenset({lesson.id}))

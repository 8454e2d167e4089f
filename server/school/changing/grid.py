"""One day of the whole school as it stands in the tables: every period of every class, and the rest of the lessons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, tzinfo

from msgspec import Struct
from sqlalchemy import select

from server.school.calendar import day_window
from server.school.changing.sharing import BREAK_MS
from server.school.classes import SchoolClass, all_classes
from server.school.lessons import Lesson, Phase, Teacher, lessons_between
from server.store.database import Database
from server.store.tables import changes, days_off, people, sheets

State = str
"""planned, missed (its bell rang and nobody opened it), waiting, running, done, not_held (opened, never begun),
not_taught."""


class DayGrid(Struct, frozen=True):
    """The lessons by start and class; `written`: whose sheet was filled; `names` of replaced teachers; `kinds` of the
    newest change of a lesson, by its number."""

    off: str | None
    classes: list[SchoolClass]
    lessons: list[Lesson]
    written: frozenset[str]
    names: Mapping[str, Teacher]
    kinds: Mapping[int, str]
    doubles: Mapping[str, str]
    """A period and the next one of its class, where subject and teacher are the same and both could share a room."""


async def day_grid(database: Database, day: date, zone: tzinfo) -> DayGrid:
    """A handful of queries, whatever the number of classes."""
    found = await lessons_between(database, *day_window(day, zone))
    ids = [one.id for one in found]
    iso = day.isoformat()
    off = select(days_off.c.name).where(days_off.c.from_day <= iso, days_off.c.to_day >= iso)
    filled = select(sheets.c.lesson_id).where(sheets.c.lesson_id.in_(ids))
    replaced = select(people.c.id, people.c.full_name, people.c.title).where(
        people.c.id.in_({one.replaced_id for one in found if one.replaced_id is not None})
    )
    kinds = select(changes.c.id, changes.c.kind).where(
        changes.c.id.in_({one.change_id for one in found if one.change_id is not None})
    )
    async with database.read() as connection:
        return DayGrid(
            off=(await connection.execute(off.limit(1))).scalar(),
            classes=await all_classes(database),
            lessons=found,
            written=frozenset((await connection.execute(filled)).scalars()),
            names={row.id: Teacher(*row) for row in await connection.execute(replaced)},
            kinds={row.id: row.kind for row in await connection.execute(kinds)},
            doubles=doubles(found),
        )


def doubles(lessons: Sequence[Lesson]) -> dict[str, str]:
    """Periods in a row, by start, that are one class's, subject's and teacher's, none of them begun or in a room with
    others."""
    shared = {one.host_id for one in lessons if one.host_id is not None}
    found: dict[str, str] = {}
    before: dict[str, Lesson] = {}
    for one in lessons:
        if one.class_id is None or one.not_taught is not None:
            continue
        last = before.get(one.class_id)
        before[one.class_id] = one
        if last is None or not _free(last, shared) or not _free(one, shared) or last.id in found.values():
            continue
        pause = one.starts_at - last.ends_at
        if _who_what(last) == _who_what(one) and last.teacher is not None and 0 <= pause <= BREAK_MS:
            found[last.id] = one.id
    return found


def _free(lesson: Lesson, shared: Collection[str | None]) -> bool:
    return lesson.phase in ("planned", "waiting") and lesson.host_id is None and lesson.id not in shared


def _who_what(lesson: Lesson) -> tuple[str | None, str]:
    return lesson.teacher.id if lesson.teacher else None, lesson.subject


def state_of(lesson: Lesson, phase: Phase, now: int) -> State:
    """What the grid shows of a lesson whose room is in `phase` at `now` (UTC ms)."""
    if lesson.not_taught is not None:
        return "not_taught"
    if phase == "ended":
        return "done" if lesson.started_at is not None or lesson.ended_at is None else "not_held"
    if phase == "planned":
        return "missed" if now >= lesson.ends_at else "planned"
    if phase == "waiting":
        return "waiting"
    return "running"

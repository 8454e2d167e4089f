"""Many absences judged at once: all cells of a class and some days that wait for a reason."""

from dataclasses import dataclass
from datetime import date, tzinfo

from server.school.attending.cells import Mark
from server.school.attending.marks import write_mark
from server.school.attending.month import Matrix, matrix
from server.school.attending.weeks import WeekClosed
from server.school.rights.actor import Actor
from server.store.database import Database


@dataclass(frozen=True, slots=True)
class Excused:
    """Which cells, and what is written: `people` empty means the whole class."""

    class_id: str
    first: date
    last: date
    people: frozenset[str]
    mark: Mark
    why: str


async def excuse(database: Database, actor: Actor, what: Excused, zone: tzinfo, now: int) -> tuple[int, int]:
    """How many cells were written, and how many stand in closed weeks and stay. All in one transaction; nobody else
    writes while it reads."""
    written = closed = 0
    async with database.begin() as connection:
        found = await matrix(database, what.class_id, what.first, what.last, zone)
        for lesson_id, person_id in _waiting(found, what.people):
            try:
                await write_mark(connection, actor, lesson_id, person_id, what.mark, what.why, zone, now)
                written += 1
            except WeekClosed:
                closed += 1
    return written, closed


def _waiting(found: Matrix, people: frozenset[str]) -> list[tuple[str, str]]:
    """Lesson and person of each absence without a reason."""
    return [
        (held.lesson, row.person)
        for row in found.rows
        if not people or row.person in people
        for held, cell in zip(found.held, row.cells, strict=True)
        if cell.shown == "absent_unknown"
    ]

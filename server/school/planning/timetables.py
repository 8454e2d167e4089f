"""Timetables: versions that hold from their first day until the next one's, each with a cell a period and class."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.lessons import Kind
from server.school.planning.slots import Session
from server.store.tables import timetable_cells, timetables


class Cell(Struct, frozen=True):
    """A period of a class on a weekday (1 Monday … 7 Sunday). `teacher_id` None: as assigned; of chào cờ and sinh
    hoạt lớp the homeroom teacher. `joint`: one lesson with the other joint classes of the same teacher and subject."""

    class_id: str
    weekday: int
    session: Session
    period: int
    kind: Kind = "tiet_hoc"
    subject_code: str | None = None
    teacher_id: str | None = None
    room: str | None = None
    joint: bool = False


Place = tuple[str, int, Session, int]
"""Class id, weekday, session and period: a class has one cell there."""


class Twice(Struct, frozen=True):
    """Two cells that want one teacher at the same time and are not one joint lesson."""

    teacher_id: str
    one: Cell
    other: Cell


class Version(Struct, frozen=True):
    """A timetable's version; `at` is UTC ms."""

    id: int
    name: str
    first_day: date
    at: int
    by_id: str | None


async def all_versions(connection: AsyncConnection) -> list[Version]:
    """The newest first."""
    rows = await connection.execute(select(timetables).order_by(timetables.c.first_day.desc()))
    return [_version(row) for row in rows]


def version_on(versions: Iterable[Version], day: date) -> Version | None:
    """The one that holds on a day; None before the first."""
    begun = [one for one in versions if one.first_day <= day]
    return max(begun, key=lambda one: one.first_day) if begun else None


async def cells_of(connection: AsyncConnection, version_id: int) -> list[Cell]:
    """Its cells, in no order."""
    columns = [timetable_cells.c[name] for name in Cell.__struct_fields__]
    rows = await connection.execute(select(*columns).where(timetable_cells.c.timetable_id == version_id))
    return [Cell(**row._mapping) for row in rows]


async def keep_version(
    connection: AsyncConnection,
    name: str,
    first_day: date,
    cells: Sequence[Cell],
    by_id: str | None,
    now: int,
) -> Version:
    """Keeps a version; one of the same first day is replaced."""
    same = timetables.c.first_day == first_day.isoformat()
    old = (await connection.execute(select(timetables.c.id).where(same))).scalar()
    if old is not None:
        await remove_version(connection, old)
    values = {"name": name, "first_day": first_day.isoformat(), "at": now, "by_id": by_id}
    added = (await connection.execute(insert(timetables).values(values))).inserted_primary_key
    version_id = int(added[0]) if added else 0
    await _add_cells(connection, version_id, cells)
    return Version(version_id, name, first_day, now, by_id)


async def change_version(
    connection: AsyncConnection,
    version: Version,
    changes: Mapping[Place, Cell | None],
    by_id: str | None,
    now: int,
) -> Version:
    """Puts cells at their places in a version; None empties the place. The others stay."""
    of = timetable_cells.c
    for class_id, weekday, session, period in changes:
        same = (of.timetable_id == version.id) & (of.class_id == class_id) & (of.weekday == weekday)
        there = same & (of.session == session) & (of.period == period)
        await connection.execute(delete(timetable_cells).where(there))
    await _add_cells(connection, version.id, [cell for cell in changes.values() if cell is not None])
    await connection.execute(
        update(timetables).where(timetables.c.id == version.id).values(at=now, by_id=by_id)
    )
    return replace(version, at=now, by_id=by_id)


async def _add_cells(connection: AsyncConnection, version_id: int, cells: Sequence[Cell]) -> None:
    if cells:
        rows = [{"timetable_id": version_id, **asdict(cell)} for cell in cells]
        await connection.execute(insert(timetable_cells), rows)


async def remove_version(connection: AsyncConnection, version_id: int) -> bool:
    """Forgets a version and its cells; False when there is none."""
    await connection.execute(delete(timetable_cells).where(timetable_cells.c.timetable_id == version_id))
    return (await connection.execute(delete(timetables).where(timetables.c.id == version_id))).rowcount == 1


def place_of(cell: Cell) -> Place:
    """Where a cell stands."""
    return cell.class_id, cell.weekday, cell.session, cell.period


def with_changes(cells: Iterable[Cell], changes: Mapping[Place, Cell | None]) -> list[Cell]:
    """The cells with others at the places of `changes`; None empties a place."""
    found: dict[Place, Cell | None] = {place_of(cell): cell for cell in cells}
    return [cell for cell in {**found, **changes}.values() if cell is not None]


def clashes(cells: Iterable[Cell], teacher_of: Callable[[Cell], str | None]) -> list[Twice]:
    """Pairs of cells that want one teacher at the same time and are not joint, the earlier of `cells` first; the
    rule for files and for changes by hand alike. `teacher_of(cell)`: a person id."""
    taken: dict[tuple[str, int, str, int], Cell] = {}
    found = []
    for cell in cells:
        teacher = teacher_of(cell)
        if teacher is None:
            continue
        other = taken.setdefault((teacher, cell.weekday, cell.session, cell.period), cell)
        if other is not cell and not one_lesson(cell, other):
            found.append(Twice(teacher, other, cell))
    return found


def one_lesson(cell: Cell, other: Cell) -> bool:
    """Whether two cells of one teacher and time are one joint lesson."""
    return cell.joint and other.joint and (cell.kind, cell.subject_code) == (other.kind, other.subject_code)


def _version(row: Any) -> Version:
    return Version(row.id, row.name, date.fromisoformat(row.first_day), row.at, row.by_id)

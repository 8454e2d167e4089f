"""A timetable's file: planned as the version it would make, written with the lessons that follow from it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.kind import Asked, Kind, Progress
from server.school.importing.plan import Absent, BadRow, Change, Plan
from server.school.importing.plans.grid import Grid
from server.school.importing.plans.known import Known, read_known, remember, when, who_teaches
from server.school.importing.plans.reading import Found, Reader
from server.school.importing.sheets.sheet import Sheet
from server.school.planning.ahead import plan_ahead
from server.school.planning.bells import all_bells
from server.school.planning.slots import Session
from server.school.planning.timetables import (
    Cell,
    Place,
    Version,
    all_versions,
    cells_of,
    clashes,
    keep_version,
    place_of,
    version_on,
)
from server.school.rights.actor import Actor
from server.school.rights.audit import note

KEPT_VERSIONS = 3
"""So many of the newest are compared with; a file that begins before them is compared with nothing."""
_DATE = re.compile(r"(\d{1,2})\s*(?:[/.\-]|tháng)\s*(\d{1,2})\s*(?:[/.\-]|năm)\s*(\d{4})")
_FROM = re.compile(r"(áp dụng|thực hiện|kể từ|từ ngày|hiệu lực)", re.IGNORECASE)
_NAME = re.compile(r"(?:thời khóa biểu|thời khoá biểu|tkb)\s*(?:số|lần)\s*:?\s*([0-9]{1,3})", re.IGNORECASE)


class TimetableContext(Struct, frozen=True):
    """`bells`: periods that have one; `versions` with their cells, the newest first."""

    known: Known
    bells: frozenset[tuple[Session, int]]
    versions: tuple[Version, ...]
    cells: tuple[tuple[Cell, ...], ...]


class Line(Struct, frozen=True):
    """A cell and the version it belongs to. `learned`: names a person explained."""

    cell: Cell
    first_day: date
    name: str
    learned: tuple[tuple[str, str], ...] = ()


async def gather_timetable(
    connection: AsyncConnection, now: int, _options: Mapping[str, str]
) -> TimetableContext:
    """The school as it is."""
    versions = (await all_versions(connection))[:KEPT_VERSIONS]
    order = Cell.__struct_fields__[:4]
    cells = [
        tuple(
            sorted(
                await cells_of(connection, one.id), key=lambda cell: tuple(getattr(cell, n) for n in order)
            )
        )
        for one in versions
    ]
    bells = frozenset((bell.session, bell.period) for bell in await all_bells(connection))
    return TimetableContext(await read_known(connection, now), bells, tuple(versions), tuple(cells))


def plan_timetable(
    sheets: tuple[Sheet, ...], asked: Asked[TimetableContext], progress: Progress
) -> Plan[Line]:
    """What the file would change of the version that holds on its first day."""
    context = asked.context
    reader = Reader(context.known, context.bells, {**asked.mapping, **asked.choices})
    grids = [Grid(sheet) for sheet in sheets]
    used = []
    for number, grid in enumerate(grids):
        progress(number, len(grids))
        if reader.read(grid):
            used.append(grid.name)
    first_day = _first_day(asked.options.get("first_day", ""), grids)
    if not used:
        return Plan(no_heading=True, bad=tuple(reader.bad))
    found, twice = _once(reader.found)
    bad = [*reader.bad, *twice]
    good, clash = _without_clashes(found, context.known)
    bad += clash
    if first_day is None:
        bad.insert(0, BadRow(grids[0].first_row, used[0], "", "no_first_day"))
        good = []
    name = _name(grids, first_day)
    return _plan(context, good, first_day or date.min, name, reader, bad, tuple(used))


def _plan(
    context: TimetableContext, found: Sequence[Found], first_day: date, name: str, reader: Reader,
    bad: Sequence[BadRow], used: tuple[str, ...],
) -> Plan[Line]:  # fmt: skip
    teachers = {one.id: one.full_name for one in context.known.teachers}
    codes = {one.id: one.code for one in context.known.classes}
    before = {place_of(cell): cell for cell in _cells_before(context, first_day)}
    groups: dict[str, list[Change[Line]]] = {"added": [], "updated": [], "unchanged": []}
    for one in found:
        old = before.pop(place_of(one.cell), None)
        group = "added" if old is None else "unchanged" if old == one.cell else "updated"
        detail = one.subject + (
            f" – {teachers[one.cell.teacher_id]}" if one.cell.teacher_id in teachers else ""
        )
        label = f"{codes[one.cell.class_id]} · {when(one.cell)}"
        line = Line(one.cell, first_day, name, one.learned)
        groups[group].append(Change(one.sheet, one.row, label, detail, line))
    in_file = {one.cell.class_id for one in found}
    gone = [cell for cell in before.values() if cell.class_id in in_file]
    return Plan(
        added=tuple(groups["added"]),
        updated=tuple(groups["updated"]),
        unchanged=tuple(groups["unchanged"]),
        absent=tuple(
            Absent(cell.class_id, f"{codes.get(cell.class_id, '')} · {when(cell)}", "") for cell in gone
        ),
        undecided=tuple(reader.undecided.values()),
        bad=tuple(bad),
        warnings=tuple(reader.warnings),
        sheets=used,
    )


async def write_timetable(connection: AsyncConnection, plan: Plan[Line], actor: Actor, now: int) -> None:
    """Keeps the version; classes the file does not have keep what held before. Then plans the days to come."""
    lines = [change.value for change in (*plan.written, *plan.unchanged)]
    if not lines:
        return
    first_day, name = lines[0].first_day, lines[0].name
    cells = [line.cell for line in lines]
    in_file = {cell.class_id for cell in cells}
    before = version_on(await all_versions(connection), first_day)
    if before is not None:
        cells += [cell for cell in await cells_of(connection, before.id) if cell.class_id not in in_file]
    version = await keep_version(connection, name, first_day, cells, actor.id, now)
    await remember(
        connection, "timetable", dict(pair for line in lines for pair in line.learned), actor.id, now
    )
    done = await plan_ahead(connection, now, first_day)
    detail = (
        f"{first_day} cells={len(cells)} added={done.added} changed={done.changed} removed={done.removed}"
    )
    await note(connection, actor, "timetable.written", now, object_id=str(version.id), detail=detail)


def _first_day(option: str, grids: Sequence[Grid]) -> date | None:
    """What was chosen beside the file; else the day after "áp dụng từ ngày" above the table."""
    try:
        return date.fromisoformat(option)
    except ValueError:
        pass
    for grid in grids:
        for text in _titles(grid):
            found = _DATE.search(text, _FROM.search(text).end()) if _FROM.search(text) else None  # type: ignore[union-attr]
            if found:
                try:
                    return date(int(found[3]), int(found[2]), int(found[1]))
                except ValueError:
                    continue
    return None


def _name(grids: Sequence[Grid], first_day: date | None) -> str:
    for grid in grids:
        for text in _titles(grid):
            found = _NAME.search(text)
            if found:
                return f"TKB số {int(found[1])}"
    return f"TKB từ {first_day:%d/%m/%Y}" if first_day else "TKB"


def _titles(grid: Grid) -> list[str]:
    rows = range(grid.first_row, min(grid.last_row, grid.first_row + 12) + 1)
    return [text for row in rows for column in range(min(grid.width, 40)) if (text := grid.text(row, column))]


def _once(found: Sequence[Found]) -> tuple[list[Found], list[BadRow]]:
    """A class has one lesson at a time: the second cell for a period is wrong (a merged one is read once a row)."""
    first: dict[Place, Found] = {}
    bad = []
    for one in found:
        other = first.setdefault(place_of(one.cell), one)
        if other is not one and other.cell != one.cell:
            bad.append(BadRow(one.row, one.sheet, one.address, "double_period", one.subject, other.row))
    return list(first.values()), bad


def _without_clashes(found: Sequence[Found], known: Known) -> tuple[list[Found], list[BadRow]]:
    """A teacher is in one class at a time, unless the classes are joint."""
    assigned = {(one.class_id, one.subject_code): one.teacher_id for one in known.assigned}
    teacher_of = who_teaches(known, assigned)
    others = {place_of(pair.other): pair.one for pair in clashes([one.cell for one in found], teacher_of)}
    rows = {place_of(one.cell): one.row for one in found}
    bad = [
        BadRow(one.row, one.sheet, one.address, "teacher_twice", one.subject, rows[place_of(first)])
        for one in found
        if (first := others.get(place_of(one.cell))) is not None
    ]
    return [one for one in found if place_of(one.cell) not in others], bad


def _cells_before(context: TimetableContext, first_day: date) -> Sequence[Cell]:
    version = version_on(context.versions, first_day)
    return context.cells[context.versions.index(version)] if version is not None else ()


TIMETABLE = Kind(
    "timetable", "plan.write", (), TimetableContext, Line, gather_timetable, plan_timetable, write_timetable
)

"""Assignments (phân công) from a file: a list lớp · môn · giáo viên, or a table of classes and subjects. Nobody who is
absent from the file loses an assignment. A class has one teacher a subject: of two, nobody guesses who is meant."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.headings import Field, Table, find_tables, guess_headings
from server.school.importing.kind import Asked, Kind, Progress
from server.school.importing.plan import BadRow, Candidate, Change, FieldChange, Plan, Undecided
from server.school.importing.plans.busy import Key, key_of, newly_busy
from server.school.importing.plans.grid import Grid, address
from server.school.importing.plans.known import (
    Known,
    KnownClass,
    KnownSubject,
    read_known,
    remember,
    when,
)
from server.school.importing.plans.names import ClassNames, SubjectNames, TeacherNames
from server.school.importing.sheets.sheet import Sheet, text_of
from server.school.planning.ahead import plan_ahead
from server.school.planning.assignments import Assignment, keep_assignments
from server.school.planning.timetables import Cell, all_versions, cells_of, place_of, version_on
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.texts import fold

FIELDS = (
    Field("class", ("Lớp", "Lớp dạy", "Tên lớp"), required=True),
    Field("subject", ("Môn", "Môn học", "Môn dạy", "Tên môn"), required=True),
    Field("teacher", ("Giáo viên", "GV", "Họ tên", "Họ và tên", "Họ tên giáo viên", "Tên giáo viên", "Giáo viên dạy"),
          required=True),
)  # fmt: skip
LOOKED_AT = 40


class AssignedContext(Struct, frozen=True):
    """`cells` of the timetable that holds and of those to come, each in the order of its places."""

    known: Known
    cells: tuple[tuple[Cell, ...], ...]


class AssignmentLine(Struct, frozen=True):
    """What is written. `learned`: names a person explained."""

    assignment: Assignment
    learned: tuple[tuple[str, str], ...] = ()


class _Read(Struct, frozen=True):
    """What one place of the file says: who teaches the subject in the class."""

    sheet: str
    row: int
    column: str
    of: KnownClass
    subject: KnownSubject
    teacher: str
    text: str
    learned: tuple[tuple[str, str], ...]


async def gather_assignments(
    connection: AsyncConnection, now: int, _options: Mapping[str, str]
) -> AssignedContext:
    """The school as it is."""
    known, versions = await read_known(connection, now), await all_versions(connection)
    today = date.fromisoformat(known.today)
    held = version_on(versions, today)
    needed = [one for one in versions if one == held or one.first_day > today]
    cells = [tuple(sorted(await cells_of(connection, one.id), key=place_of)) for one in needed]
    return AssignedContext(known, tuple(cells))


def plan_assignments(
    sheets: tuple[Sheet, ...], asked: Asked[AssignedContext], progress: Progress
) -> Plan[AssignmentLine]:
    """A table of classes and subjects on any sheet is read first; else the list."""
    reader = _Reader(asked)
    grids = [Grid(sheet) for sheet in sheets]
    used = tuple(grid.name for grid in grids if reader.read_table(grid))
    if used:
        return reader.plan(used)
    tables = find_tables(sheets, FIELDS, asked.mapping)
    if not tables:
        return Plan(unknown=guess_headings(sheets), no_heading=True)
    for done, table in enumerate(tables):
        progress(done, len(tables))
        reader.read_list(table)
    return reader.plan(tuple(table.sheet.name for table in tables))


class _Reader:
    def __init__(self, asked: Asked[AssignedContext]) -> None:
        self._known, self._timetables = asked.context.known, asked.context.cells
        self._decided = {**asked.mapping, **asked.choices}
        self._classes = ClassNames(self._known.classes)
        self._subjects = SubjectNames(self._known.subjects)
        self._teachers = TeacherNames(self._known.teachers)
        self._before = {(one.class_id, one.subject_code): one.teacher_id for one in self._known.assigned}
        self._names = {one.id: one.full_name for one in self._known.teachers}
        self._read: dict[Key, list[_Read]] = {}
        self._bad: list[BadRow] = []
        self._undecided: dict[str, Undecided] = {}

    def plan(self, used: tuple[str, ...]) -> Plan[AssignmentLine]:
        """What was read. A class and subject with two teachers is refused wherever it stands; one that stands twice
        with the same teacher is taken once, with a remark."""
        groups: dict[str, list[Change[AssignmentLine]]] = {"added": [], "updated": [], "unchanged": []}
        bad, warnings = list(self._bad), []
        for places in self._read.values():
            first, *more = places
            if _one_teacher(places):
                group, change = self._change(first, tuple(pair for one in places for pair in one.learned))
                groups[group].append(change)
                warnings += [_beside("assigned_again", one, first) for one in more]
            else:
                bad += [_beside("assigned_twice", one, _other(one, places)) for one in places]
        taken = {key: places[0] for key, places in self._read.items() if _one_teacher(places)}
        return Plan(
            added=tuple(groups["added"]),
            updated=tuple(groups["updated"]),
            unchanged=tuple(groups["unchanged"]),
            undecided=tuple(self._undecided.values()),
            bad=tuple(sorted(bad, key=lambda one: (one.sheet, one.row))),
            warnings=(*warnings, *self._busy(taken)),
            sheets=used,
        )

    def _busy(self, taken: Mapping[Key, _Read]) -> list[BadRow]:
        """A remark, no refusal: the next timetable may part them."""
        codes = {one.id: one.code for one in self._known.classes}
        new = {key: one for key, one in taken.items() if self._before.get(key) != one.teacher}
        after = {**self._before, **{key: one.teacher for key, one in new.items()}}
        found: dict[Key, BadRow] = {}
        for cell, other in newly_busy(self._known, self._timetables, after):
            one = new.get(key_of(cell.class_id, cell.subject_code))
            beside = taken.get(key_of(other.class_id, other.subject_code))
            if one is not None:
                text = f"{codes.get(other.class_id, other.class_id)} · {when(cell)}"
                row = beside.row if beside is not None else None
                bad = BadRow(one.row, one.sheet, one.column, "teacher_twice", text, row)
                found.setdefault((one.of.id, one.subject.code), bad)
        return list(found.values())

    def read_list(self, table: Table) -> None:
        """A row is a class (or several: "6A1, 6A2"), a subject, a teacher."""
        for number, row in table.rows():
            texts = {name: text_of(table.cell(row, name)) for name in ("class", "subject", "teacher")}
            if not texts["class"] and not texts["teacher"]:
                continue
            subject = self._subjects.find(texts["subject"])
            if len(subject) != 1:
                self._wrong(
                    table.sheet.name, number, table.headings["subject"], "unknown_subject", texts["subject"]
                )
                continue
            for text in texts["class"].replace(";", ",").split(","):
                of = self._classes.find(text)
                if of is None:
                    self._wrong(
                        table.sheet.name, number, table.headings["class"], "unknown_class", text.strip()
                    )
                else:
                    self._take(
                        table.sheet.name, number, table.headings["teacher"], of, subject[0], texts["teacher"]
                    )

    def read_table(self, grid: Grid) -> bool:
        """A heading of classes with subjects down the side, or the other way round; False: no such table."""
        for row in range(grid.first_row, min(grid.last_row, grid.first_row + LOOKED_AT) + 1):
            texts = {column: text for column in range(grid.width) if (text := grid.text(row, column))}
            classes = {at: found for at, text in texts.items() if (found := self._classes.find(text))}
            subjects = {
                at: known[0] for at, text in texts.items() if len(known := self._subjects.find(text)) == 1
            }
            if len(classes) > 1:
                self._below(grid, row, classes=classes, subjects={})
                return True
            if len(subjects) > 2:
                self._below(grid, row, classes={}, subjects=subjects)
                return True
        return False

    def _below(
        self, grid: Grid, head: int, *, classes: dict[int, KnownClass], subjects: dict[int, KnownSubject]
    ) -> None:
        left = range(min([*classes, *subjects]))
        for row in range(head + 1, grid.last_row + 1):
            sides = [text for column in left if (text := grid.text(row, column))]
            of = next((found for text in sides if (found := self._classes.find(text))), None)
            subject = next((known[0] for text in sides if len(known := self._subjects.find(text)) == 1), None)
            for column, room in classes.items() if subject is not None else ():
                self._cell(grid, row, column, room, subject)
            for column, taught in subjects.items() if of is not None else ():
                self._cell(grid, row, column, of, taught)

    def _cell(
        self, grid: Grid, row: int, column: int, of: KnownClass | None, subject: KnownSubject | None
    ) -> None:
        text = " ".join(grid.text(row, column).split())
        merge = grid.merge(row, column)
        if merge is not None:  # one place, however many rows of a subject it goes over
            row, column = merge.first_row, merge.first_column
        if text and of is not None and subject is not None:
            self._take(grid.name, row, address(row, column), of, subject, text)

    def _take(
        self, sheet: str, row: int, column: str, of: KnownClass, subject: KnownSubject, text: str
    ) -> None:
        learned: list[tuple[str, str]] = []
        teacher = self._teacher(sheet, row, of, subject, text, learned)
        if teacher is None:
            return
        places = self._read.setdefault((of.id, subject.code), [])
        if not any((one.sheet, one.row, one.column) == (sheet, row, column) for one in places):
            places.append(_Read(sheet, row, column, of, subject, teacher, text[:100], tuple(learned)))

    def _change(
        self, read: _Read, learned: tuple[tuple[str, str], ...]
    ) -> tuple[str, Change[AssignmentLine]]:
        """The group it belongs to, and what the page shows."""
        old, new = self._before.get((read.of.id, read.subject.code)), self._names[read.teacher]
        line = AssignmentLine(Assignment(read.of.id, read.subject.code, read.teacher), learned)
        changes = (
            (FieldChange("teacher", self._names.get(old, ""), new),) if old and old != read.teacher else ()
        )
        group = "added" if old is None else "unchanged" if old == read.teacher else "updated"
        label = f"{read.of.code} · {read.subject.name}"
        return group, Change(read.sheet, read.row, label, new, line, changes)

    def _teacher(
        self,
        sheet: str,
        row: int,
        of: KnownClass,
        subject: KnownSubject,
        text: str,
        learned: list[tuple[str, str]],
    ) -> str | None:
        found = self._teachers.find(text)
        if len(found) == 1:
            return found[0].id
        key = f"teacher {fold(text)} {fold(subject.code)}"[:120]
        decided = self._decided.get(key, "")
        if decided == "skip":
            return None
        if any(one.id == decided for one in self._known.teachers):
            learned.append((key, decided))
            return decided
        candidates = tuple(
            Candidate(one.id, one.full_name, one.moet_id or "") for one in found or self._known.teachers
        )
        code = "ambiguous_teacher" if found else "unknown_teacher"
        ask = Undecided(key, sheet, row, text[:100], f"{of.code} · {subject.name}", code, candidates)
        self._undecided.setdefault(key, ask)
        return None

    def _wrong(self, sheet: str, row: int, column: str, code: str, text: str) -> None:
        self._bad.append(BadRow(row, sheet, column, code, text[:100]))


def _one_teacher(places: list[_Read]) -> bool:
    return all(one.teacher == places[0].teacher for one in places)


def _other(one: _Read, places: list[_Read]) -> _Read:
    """The first place with another teacher."""
    return next(other for other in places if other.teacher != one.teacher)


def _beside(code: str, one: _Read, other: _Read) -> BadRow:
    return BadRow(one.row, one.sheet, one.column, code, one.text, other.row)


async def write_assignments(
    connection: AsyncConnection, plan: Plan[AssignmentLine], actor: Actor, now: int
) -> None:
    """Keeps them; lessons to come go to the new teachers."""
    lines = [change.value for change in plan.written]
    await keep_assignments(connection, [line.assignment for line in lines])
    await remember(
        connection, "assignments", dict(pair for line in lines for pair in line.learned), actor.id, now
    )
    if lines:
        await plan_ahead(connection, now)
        await note(connection, actor, "assignments.written", now, detail=str(len(lines)))


ASSIGNMENTS = Kind(
    "assignments",
    "plan.write",
    FIELDS,
    AssignedContext,
    AssignmentLine,
    gather_assignments,
    plan_assignments,
    write_assignments,
)

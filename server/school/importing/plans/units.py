"""A programme's file (PPCT, kế hoạch dạy học): a unit a period; a file is a new version of what it covers.

Units are numbered by a column (tiết PPCT: "5", "5-6"), else counted by how many periods each lesson has (số tiết),
else a row is a period.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.headings import Field, Table, find_tables, guess_headings
from server.school.importing.kind import Asked, Kind, Progress
from server.school.importing.plan import Absent, BadRow, Candidate, Change, FieldChange, Plan, Undecided
from server.school.importing.plans.grid import Grid
from server.school.importing.plans.known import Known, read_known, remember
from server.school.importing.plans.names import SubjectNames
from server.school.importing.sheets.sheet import Sheet
from server.school.planning.ahead import plan_ahead
from server.school.planning.programmes import Unit, add_version, newest_programme, units_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.texts import BadText, fold, plain

FIELDS = (
    Field("lesson", ("Tên bài", "Tên bài học", "Bài học", "Nội dung", "Tên bài dạy", "Bài", "Tên tiết dạy",
                    "Nội dung bài học", "Chủ đề", "Tên bài/chủ đề", "Chương/Bài", "Bài học (1)"), required=True),
    Field("number", ("Tiết PPCT", "Tiết CT", "Tiết", "Tiết thứ", "Thứ tự tiết", "PPCT", "Số thứ tự tiết")),
    Field("periods", ("Số tiết", "Số tiết dạy", "Thời lượng", "Số tiết (2)")),
    Field("outcomes", ("Yêu cầu cần đạt", "YCCĐ", "Yêu cầu cần đạt (3)", "Mục tiêu")),
    Field("week", ("Tuần", "Thời điểm", "Tuần dạy", "Tuần thứ", "Thời điểm (3)")),
    Field("subject", ("Môn", "Môn học", "Tên môn", "Mã môn")),
    Field("grade", ("Khối", "Lớp", "Khối lớp")),
)  # fmt: skip
LAST = 400
"""A subject has at most 350 periods a year or so."""
LONGEST_TITLE, LONGEST_OUTCOMES = 300, 4000
_NUMBERS = re.compile(r"^(?:tiet )?(\d{1,3})(?: (?:den )?(\d{1,3}))?$")
_FIRST = re.compile(r"\d{1,3}")
Key = tuple[str, int]
"""Subject code and grade."""


class Kept(Struct, frozen=True):
    """The newest version of a programme this year."""

    subject_code: str
    grade: int
    units: tuple[Unit, ...]


class UnitsContext(Struct, frozen=True):
    """`year`: whose programmes are written."""

    known: Known
    year: str
    programmes: tuple[Kept, ...]


class UnitLine(Struct, frozen=True):
    """A unit and the programme it is of."""

    subject_code: str
    grade: int
    year: str
    unit: Unit
    learned: tuple[tuple[str, str], ...] = ()


class _Row(Struct, frozen=True):
    sheet: str
    number: int
    key: Key
    unit: Unit
    learned: tuple[tuple[str, str], ...]


async def gather_units(connection: AsyncConnection, now: int, options: Mapping[str, str]) -> UnitsContext:
    """All programmes of the year: 30 subjects, a few grades."""
    known = await read_known(connection, now)
    year = options.get("year", "") or known.year
    kept = []
    for subject in known.subjects:
        for grade in sorted({one.grade for one in known.classes}):
            newest = await newest_programme(connection, subject.code, grade, year)
            if newest is not None and newest.year == year:
                kept.append(Kept(subject.code, grade, tuple(await units_of(connection, newest.id))))
    return UnitsContext(known, year, tuple(kept))


def plan_units(sheets: tuple[Sheet, ...], asked: Asked[UnitsContext], progress: Progress) -> Plan[UnitLine]:
    """The units of every sheet with a title column; the subject and grade by columns, by the choice, by the title."""
    tables = find_tables(sheets, FIELDS, asked.mapping)
    if not tables:
        return Plan(unknown=guess_headings(sheets), no_heading=True)
    reader = _Reader(asked)
    for done, table in enumerate(tables):
        progress(done, len(tables))
        reader.read(table)
    rows, twice = _once(reader.rows)
    return _plan(asked.context, rows, [*reader.bad, *twice], reader, tables)


class _Reader:
    """Rows of all tables; what is wrong; which subjects a person must name."""

    def __init__(self, asked: Asked[UnitsContext]) -> None:
        self.rows: list[_Row] = []
        self.bad: list[BadRow] = []
        self.undecided: dict[str, Undecided] = {}
        self._asked = asked
        self._known = asked.context.known
        self._names = SubjectNames(self._known.subjects)
        self._grades = {one.grade for one in self._known.classes}

    def read(self, table: Table) -> None:
        """Takes the table in."""
        grid, counted = Grid(table.sheet), 0
        above = " ".join([*_above(table, grid), f"mon {fold(table.sheet.name)}"])
        for number, _ in table.rows():
            values = {name: _value(grid, table, number, name) for name in table.columns}
            if not values["lesson"] and not values.get("number"):
                continue
            uncalculated = next((name for name in table.columns if table.uncalculated(number, name)), None)
            if uncalculated is not None:
                self._wrong(table, number, uncalculated, "no_formula_value", "")
                continue
            counted = self._row(table, number, values, above, counted)

    def _row(self, table: Table, number: int, values: dict[str, str], above: str, counted: int) -> int:
        """Returns the number of the last unit there is now."""
        learned: list[tuple[str, str]] = []
        numbers = self._numbers(table, number, values, counted)
        if numbers is None:
            return counted
        grade = self._grade(values, above)
        if grade is None:
            self._wrong(table, number, "grade", "unknown_grade", values.get("grade", ""))
            return numbers[-1]
        subject = self._subject(table, number, values, above, learned)
        if subject is None:
            return numbers[-1]
        try:
            title, outcomes = plain(values["lesson"]), plain(values.get("outcomes", ""))
        except BadText:
            self._wrong(table, number, "lesson", "bad_text", "")
            return numbers[-1]
        if not title or len(title) > LONGEST_TITLE or len(outcomes) > LONGEST_OUTCOMES:
            self._wrong(table, number, "lesson", "too_long" if title else "missing", title)
            return numbers[-1]
        week = _FIRST.search(values.get("week", ""))
        for place, one in enumerate(numbers, start=1):
            named = f"{title} (tiết {place})" if len(numbers) > 1 else title
            unit = Unit(one, named, outcomes or None, int(week[0]) if week else None)
            self.rows.append(_Row(table.sheet.name, number, (subject, grade), unit, tuple(learned)))
        return numbers[-1]

    def _numbers(self, table: Table, number: int, values: dict[str, str], counted: int) -> list[int] | None:
        text = values.get("number", "")
        if "number" in table.columns and text:
            found = _NUMBERS.match(fold(text))
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if not 1 <= first <= last <= LAST:
                self._wrong(table, number, "number", "bad_unit", text)
                return None
            return list(range(first, last + 1))
        if "number" in table.columns:
            return None  # a chapter's line
        many = _FIRST.search(values.get("periods", "")) if "periods" in table.columns else None
        if "periods" in table.columns and many is None:
            return None
        count = int(many[0]) if many else 1
        if not 1 <= count <= 60 or counted + count > LAST:
            self._wrong(table, number, "periods", "bad_unit", values.get("periods", ""))
            return None
        return list(range(counted + 1, counted + count + 1))

    def _grade(self, values: dict[str, str], above: str) -> int | None:
        texts = (values.get("grade", ""), self._asked.options.get("grade", ""))
        found = next((match for text in texts if (match := _FIRST.search(text))), None)
        found = found or re.search(r"(?<=khoi )\d{1,2}|(?<=lop )\d{1,2}|\b\d{1,2}$", above)
        if found is None:
            return next(iter(self._grades)) if len(self._grades) == 1 else None
        return int(found[0]) if int(found[0]) in self._grades else None

    def _subject(
        self, table: Table, number: int, values: dict[str, str], above: str, learned: list[tuple[str, str]]
    ) -> str | None:
        text = values.get("subject", "") or self._asked.options.get("subject", "")
        if not text:
            titles = re.findall(r"\bmon(?: hoc)? (.+?)(?= lop| khoi| nam hoc| mon|$)", above)
            named = [re.sub(r"\s*\d+$", "", title) for title in titles]
            text = next((title for title in named if self._names.find(title)), named[0] if named else "")
        known = self._names.find(text) if text else []
        if len(known) == 1:
            return known[0].code
        key = f"subject {fold(text)}"[:120]
        decided = {**self._asked.mapping, **self._asked.choices}.get(key, "")
        if decided == "skip":
            return None
        if any(one.code == decided for one in self._known.subjects):
            learned.append((key, decided))
            return decided
        candidates = tuple(Candidate(one.code, one.name, one.code) for one in known or self._known.subjects)
        ask = Undecided(key, table.sheet.name, number, text, table.sheet.name, "unknown_subject", candidates)
        self.undecided.setdefault(key, ask)
        return None

    def _wrong(self, table: Table, number: int, field: str, code: str, text: str) -> None:
        heading = table.headings.get(field, "")
        self.bad.append(BadRow(number, table.sheet.name, heading, code, text[:100]))


def _value(grid: Grid, table: Table, number: int, field: str) -> str:
    """The cell, or the merged ones it is part of; of a title's merge over many columns too."""
    return " ".join(grid.text(number, table.columns[field]).split())


def _above(table: Table, grid: Grid) -> list[str]:
    rows = range(grid.first_row, table.heading_row)
    return [
        fold(text)
        for row in rows
        for column in range(min(grid.width, 20))
        if (text := grid.text(row, column))
    ]


def _once(rows: Sequence[_Row]) -> tuple[list[_Row], list[BadRow]]:
    """A number stands once; the same lesson over merged rows is counted on: "(tiết 2)"."""
    first: dict[tuple[Key, int], _Row] = {}
    bad = []
    for row in rows:
        other = first.setdefault((row.key, row.unit.number), row)
        if other is not row:
            bad.append(
                BadRow(row.number, row.sheet, "", "duplicate_unit", str(row.unit.number), other.number)
            )
    return sorted(first.values(), key=lambda row: (row.key, row.unit.number)), bad


def _plan(
    context: UnitsContext,
    rows: Sequence[_Row],
    bad: Sequence[BadRow],
    reader: _Reader,
    tables: Sequence[Table],
) -> Plan[UnitLine]:
    before = {
        (one.subject_code, one.grade): {unit.number: unit for unit in one.units} for one in context.programmes
    }
    names = {one.code: one.name for one in context.known.subjects}
    groups: dict[str, list[Change[UnitLine]]] = {"added": [], "updated": [], "unchanged": []}
    absent: list[Absent] = []
    for key, of_programme in groupby(rows, key=lambda row: row.key):
        kept = dict(before.get(key, {}))
        for row in of_programme:
            old = kept.pop(row.unit.number, None)
            group = "added" if old is None else "unchanged" if old == row.unit else "updated"
            groups[group].append(_change(context, names, row, old))
        absent += [Absent(str(unit.number), _label(names, key, unit), unit.title) for unit in kept.values()]
    return Plan(
        added=tuple(groups["added"]),
        updated=tuple(groups["updated"]),
        unchanged=tuple(groups["unchanged"]),
        absent=tuple(absent),
        undecided=tuple(reader.undecided.values()),
        bad=tuple(bad),
        unknown=tuple(one for table in tables for one in table.unknown),
        sheets=tuple(table.sheet.name for table in tables),
    )


def _change(context: UnitsContext, names: Mapping[str, str], row: _Row, old: Unit | None) -> Change[UnitLine]:
    line = UnitLine(*row.key, context.year, row.unit, row.learned)
    changes = (
        (FieldChange("lesson", old.title, row.unit.title),)
        if old is not None and old.title != row.unit.title
        else ()
    )
    return Change(row.sheet, row.number, _label(names, row.key, row.unit), row.unit.title, line, changes)


def _label(names: Mapping[str, str], key: Key, unit: Unit) -> str:
    return f"{names.get(key[0], key[0])} {key[1]} · {unit.number}"


async def write_units(connection: AsyncConnection, plan: Plan[UnitLine], actor: Actor, now: int) -> None:
    """A new version of each programme that changes; the lessons to come take their titles from it."""
    lines = [change.value for change in (*plan.written, *plan.unchanged)]
    lines.sort(key=lambda line: (line.subject_code, line.grade, line.unit.number))
    for key, of_programme in groupby(lines, key=lambda line: (line.subject_code, line.grade, line.year)):
        units = [line.unit for line in of_programme]
        added = await add_version(connection, *key, units, actor.id, now)
        if added is not None:
            name = f"{added.subject_code} {added.grade} {added.year} v{added.version}"
            await note(connection, actor, "programme.written", now, object_id=str(added.id), detail=name)
    await remember(connection, "ppct", dict(pair for line in lines for pair in line.learned), actor.id, now)
    await plan_ahead(connection, now)


PPCT = Kind("ppct", "plan.write", FIELDS, UnitsContext, UnitLine, gather_units, plan_units, write_units)

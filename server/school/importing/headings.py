"""Which column is what: by its heading, never by its place. Pure.

Headings are compared folded: without diacritics, case, line breaks and signs. A heading row is looked for in the first
40 rows of every sheet; a heading may span two rows.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from server.school.importing.sheets.sheet import Cell, Sheet, cell_at, text_of
from server.school.texts import fold

LOOKED_AT = 40
MAX_HEADING = 120
_ASIDE = re.compile(r"\([^)]*\)")
_SAMPLES = 3


class Field(Struct, frozen=True):
    """Something a kind of file has in a column. `aliases` are written as people write them; they are folded here."""

    name: str
    aliases: tuple[str, ...]
    required: bool = False
    ignored: bool = False
    """Known, and never taken over (phones, parents, addresses): nobody is asked about it."""


class Unknown(Struct, frozen=True):
    """A heading nobody mapped yet, with what stands below it."""

    heading: str
    folded: str
    sheet: str
    samples: tuple[str, ...]


class Table(Struct, frozen=True):
    """The part of a sheet below its heading row. `columns`: the place of each field that was found."""

    sheet: Sheet
    heading_row: int
    """Excel row of the heading's last row."""
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    """The heading of each field as the file writes it."""
    unknown: tuple[Unknown, ...]
    widths: Mapping[str, int] = {}
    """How many columns a field's heading spans, where more than one ("Họ và tên" over họ đệm and tên)."""

    def rows(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """(Excel row, cells) below the heading; empty rows and repetitions of the heading left out."""
        first = self.heading_row - self.sheet.first_row + 1
        numbered = enumerate(self.sheet.rows[first:], start=self.heading_row + 1)
        return [
            (number, row)
            for number, row in numbered
            if any(cell is not None for cell in row) and not self._repeats(row)
        ]

    def cell(self, row: tuple[Cell, ...], field: str) -> Cell:
        """The cell of a field; None where the file lacks it."""
        return cell_at(row, self.columns.get(field))

    def text(self, row: tuple[Cell, ...], field: str) -> str:
        """The same as people read it; of a heading over several columns all their texts."""
        first = self.columns.get(field)
        if first is None:
            return ""
        cells = (cell_at(row, first + place) for place in range(self.widths.get(field, 1)))
        return " ".join(text for cell in cells if (text := text_of(cell)))

    def uncalculated(self, number: int, field: str) -> bool:
        """Whether the cell is a formula whose value is not in the file."""
        return field in self.columns and (number, self.columns[field]) in self.sheet.unknown

    def _repeats(self, row: tuple[Cell, ...]) -> bool:
        same = [
            fold(text_of(self.cell(row, field))) == fold(heading) for field, heading in self.headings.items()
        ]
        return len(same) > 1 and sum(same) * 2 > len(same)


def find_tables(
    sheets: Sequence[Sheet], fields: Sequence[Field], remembered: Mapping[str, str]
) -> tuple[Table, ...]:
    """The best table, and those of other sheets that have the very same fields; none: () – no heading was found.

    `remembered`: what the school said of folded headings before, "" for one to leave out.
    """
    known = _known(fields, remembered)
    found = [table for sheet in sheets if (table := _table(sheet, fields, known)) is not None]
    if not found:
        return ()
    best = max(found, key=lambda table: (len(table.columns), len(table.sheet.rows)))
    return tuple(table for table in found if set(table.columns) == set(best.columns))


def guess_headings(sheets: Sequence[Sheet]) -> tuple[Unknown, ...]:
    """Where no heading row was found: the cells of the row that looks most like one, for a person to map."""
    rows = [
        (sum(isinstance(cell, str) for cell in row), -number, sheet, number, row)
        for sheet in sheets
        for number, row in enumerate(sheet.rows[:LOOKED_AT], start=sheet.first_row)
    ]
    texts_in, _, sheet, number, row = max(rows, key=lambda one: one[:2], default=(0, 0, None, 0, ()))
    if sheet is None or texts_in < 2:
        return ()
    texts = [(place, text_of(cell)) for place, cell in enumerate(row)]
    return tuple(_unknown(sheet, number, place, text) for place, text in texts if text and fold(text))


def title_block(table: Table) -> tuple[str, ...]:
    """Texts above the heading, e.g. "Lớp: 8A3"."""
    above = table.sheet.rows[: max(0, table.heading_row - table.sheet.first_row)]
    return tuple(text for row in above for cell in row if (text := text_of(cell)))


def _known(fields: Sequence[Field], remembered: Mapping[str, str]) -> dict[str, str]:
    names = {field.name for field in fields}
    known = {fold(alias): field.name for field in fields for alias in field.aliases}
    return known | {heading: name for heading, name in remembered.items() if name in names or name == ""}


def _table(sheet: Sheet, fields: Sequence[Field], known: Mapping[str, str]) -> Table | None:
    """The row among the first 40 that names the most fields, all required ones among them."""
    required = {field.name for field in fields if field.required}
    best: tuple[int, int, dict[int, str]] | None = None
    for place in range(min(LOOKED_AT, len(sheet.rows))):
        for height in (1, 2) if place + 1 < LOOKED_AT else (1,):
            texts = _heading(sheet, place, height)
            names = {_field(known, text) for text in texts.values()} - {None, ""}
            if required <= names and (best is None or len(names) > best[0]):
                best = (len(names), place + height - 1, texts)
    return None if best is None else _made(sheet, best[1], best[2], fields, known)


def _field(known: Mapping[str, str], text: str) -> str | None:
    """What the heading means; "Ngày sinh (dd/mm/yyyy)" is "Ngày sinh", too."""
    found = known.get(fold(text))
    return known.get(fold(_ASIDE.sub(" ", text))) if found is None else found


def _heading(sheet: Sheet, place: int, height: int) -> dict[int, str]:
    """The heading of each column: of two rows the lower cell, else the upper one (merged downwards)."""
    rows = sheet.rows[place : place + height]
    if len(rows) < height:
        return {}
    upper = {column: text_of(cell) for column, cell in enumerate(rows[0])}
    if height == 1:
        return {column: text for column, text in upper.items() if text}
    lower = {column: text_of(cell) for column, cell in enumerate(rows[1])}
    columns = sorted(upper.keys() | lower.keys())
    return {column: text for column in columns if (text := lower.get(column) or upper.get(column, ""))}


def _made(
    sheet: Sheet, place: int, texts: Mapping[int, str], fields: Sequence[Field], known: Mapping[str, str]
) -> Table:
    ignored = {field.name for field in fields if field.ignored}
    row = sheet.first_row + place
    columns: dict[str, int] = {}
    unknown: list[Unknown] = []
    for column, text in texts.items():
        folded = fold(text)
        name = _field(known, text)
        if name is None:
            if folded and len(folded) <= MAX_HEADING:
                unknown.append(_unknown(sheet, row, column, text))
        elif name and name not in ignored:
            columns.setdefault(name, column)
    headings = {name: texts[at] for name, at in columns.items()}
    return Table(sheet, row, columns, headings, tuple(unknown), _widths(sheet, row, columns))


def _widths(sheet: Sheet, row: int, columns: Mapping[str, int]) -> dict[str, int]:
    """Of headings merged to the right; not over a column that has a heading of its own in the row below."""
    taken = set(columns.values())
    wide: dict[str, int] = {}
    for merge in sheet.merged:
        if not merge.first_row <= row <= merge.last_row:
            continue
        span = range(merge.first_column + 1, merge.last_column + 1)
        for name, column in columns.items():
            if column == merge.first_column and len(span) in (1, 2) and not taken & set(span):
                wide[name] = len(span) + 1
    return wide


def _unknown(sheet: Sheet, row: int, column: int, text: str) -> Unknown:
    below = sheet.rows[row - sheet.first_row + 1 :]
    samples = [seen for one in below[:LOOKED_AT] if (seen := text_of(cell_at(one, column)))]
    return Unknown(text[:MAX_HEADING], fold(text)[:MAX_HEADING], sheet.name, tuple(samples[:_SAMPLES]))

"""A sheet as people see it: merged cells filled, each with its address ("C7"). Pure."""

import re

from server.school.importing.sheets.sheet import Cell, Merge, Sheet

LONGEST_MERGE = 20_000
_DAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6}


class Grid:
    """Rows as in Excel (from 1), columns from 0."""

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        self.first_row = sheet.first_row
        self.last_row = sheet.first_row + len(sheet.rows) - 1
        self.width = max((len(row) for row in sheet.rows), default=0)
        self._rows = sheet.rows
        self._unknown = sheet.unknown
        self._merged: dict[tuple[int, int], Merge] = {}
        for merge in sheet.merged:
            tall, wide = merge.last_row - merge.first_row + 1, merge.last_column - merge.first_column + 1
            if tall * wide > LONGEST_MERGE:
                continue
            for row in range(merge.first_row, merge.last_row + 1):
                for column in range(merge.first_column, merge.last_column + 1):
                    self._merged[row, column] = merge
            self.width = max(self.width, min(merge.last_column + 1, 500))

    def value(self, row: int, column: int) -> Cell:
        """What stands in the cell, or in the merged ones it is part of."""
        merge = self._merged.get((row, column))
        if merge is not None:
            row, column = merge.first_row, merge.first_column
        place = row - self.first_row
        if not 0 <= place < len(self._rows) or not 0 <= column < len(self._rows[place]):
            return None
        return self._rows[place][column]

    def text(self, row: int, column: int) -> str:
        """The cell as text with its line breaks; whole numbers without a point."""
        cell = self.value(row, column)
        if cell is None:
            return ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip()

    def merge(self, row: int, column: int) -> Merge | None:
        """The merged cells it is part of."""
        return self._merged.get((row, column))

    def uncalculated(self, row: int, column: int) -> bool:
        """Whether it is a formula whose value the file does not have."""
        return (row, column) in self._unknown


def address(row: int, column: int) -> str:
    """ "C7"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def weekday_of(folded: str) -> int | None:
    """1 Monday … 7 Sunday of "thu 2", "t2", "thu hai 23 11", "2", "cn"; folded text."""
    found = re.match(r"^(?:thu|t)?\s*([2-8])(?:\s|$)", folded)
    if found:
        return int(found[1]) - 1
    if re.match(r"^(chu nhat|cn)\b", folded):
        return 7
    found = re.match(r"^(?:thu )?(hai|ba|tu|nam|sau|bay)(?= \d|$)", folded)
    return _DAYS[found[1]] if found else None

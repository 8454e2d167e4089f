"""A spreadsheet as values, with the row numbers people see in Excel."""

from datetime import date

from msgspec import Struct

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_SHEETS = 100
MAX_COLUMNS = 500
MAX_CELLS = 2_000_000

Cell = str | int | float | date | None
"""None: an empty cell. A formula is its value as the program that wrote the file last saw it; times are "07:05"."""


class Merge(Struct, frozen=True, array_like=True):
    """Cells shown as one; only the first has a value. Rows as in Excel (from 1), columns from 0; both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet(Struct, frozen=True, array_like=True):
    """`rows[0]` is row `first_row` of the sheet; every row begins in column A. Rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int = 1
    merged: tuple[Merge, ...] = ()
    unknown: frozenset[tuple[int, int]] = frozenset()
    """(Excel row, column from 0) of formulas that nobody calculated: their value is not in the file."""
    encoding: str = ""
    """Of a text file: "utf-8", "utf-16" or "cp1258"."""


def text_of(cell: Cell) -> str:
    """What a person would read in the cell: whole numbers without a point, days as dd/mm/yyyy, spaces made one."""
    match cell:
        case None:
            return ""
        case str():
            return " ".join(cell.split())
        case date():
            return cell.strftime("%d/%m/%Y")
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)


def cell_at(row: tuple[Cell, ...], column: int | None) -> Cell:
    """The cell of a column; None where the row ends before it, or for no column."""
    return row[column] if column is not None and 0 <= column < len(row) else None

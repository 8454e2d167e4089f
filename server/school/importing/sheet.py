"""A spreadsheet as values: its sheets, with the row numbers people see in Excel. Files .xlsx, .xls and .csv.

`read_sheets` is for the child process of importing/child.py: hostile files may take all its time and memory.
"""

from datetime import date

from msgspec import Struct

from server.school.importing.fault import FileFault

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_SHEETS = 100
MAX_COLUMNS = 500
MAX_CELLS = 2_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

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


def read_sheets(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """All sheets in the order of the file. What the file is, its bytes say; the name decides about text only.

    Raises FileFault.
    """
    from server.school.importing.csvfile import read_text
    from server.school.importing.workbook import read_workbook

    if len(data) > MAX_BYTES:
        raise FileFault("file_too_large", f"More than {MAX_BYTES} bytes.")
    if not data.strip(b"\0 \r\n\t"):
        raise FileFault("file_empty")
    if data.startswith((_ZIP, _OLE)):
        sheets = read_workbook(data, zipped=data.startswith(_ZIP))
    elif filename.lower().endswith((".csv", ".txt", ".tsv")):
        sheets = (read_text(data),)
    else:
        raise FileFault("file_unknown")
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise FileFault("file_rows", f"More than {MAX_ROWS} rows.")
    return sheets


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

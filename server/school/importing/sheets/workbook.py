"""Excel files by calamine: what a hostile one could do is looked at before it is unpacked."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from server.school.importing.fault import FileFault
from server.school.importing.sheets.sheet import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Cell,
    Merge,
    Sheet,
)

UNPACKED_BYTES = 200 * 1024 * 1024
UNPACKED_TIMES = 200
"""A sheet of numbers shrinks to a tenth or twentieth; a bomb to a thousandth."""
MANY_BYTES = 1024 * 1024
"""Below this a high ratio hurts nobody."""
MAX_PARTS = 2000
_LETTERS = 26
_UNCALCULATED = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*'
    rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_SHEET = re.compile(rb"<sheet\b[^>]*?>")
_RELATION = re.compile(rb"<Relationship\b[^>]*?>")
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Stands in an .xlsx with a password ([MS-OFFCRYPTO] §2.3.4.4)."""
_FILEPASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""An .xls with a password: FILEPASS stands first in the workbook's globals ([MS-XLS] §2.1.7.20.3), after BOF."""
_Value = str | int | float | bool | date | datetime | time | timedelta


def read_workbook(data: bytes, *, zipped: bool) -> tuple[Sheet, ...]:
    """The sheets of a .xlsx (`zipped`) or .xls. Raises FileFault."""
    formulas = _look_into_zip(data) if zipped else []
    if not zipped and (_PACKAGE in data or _FILEPASS.search(data)):
        raise FileFault("file_encrypted")
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
        if len(book.sheet_names) > MAX_SHEETS:
            raise FileFault("file_sheets", f"More than {MAX_SHEETS} sheets.")
        found = [
            _sheet(book.get_sheet_by_index(place), formulas[place] if place < len(formulas) else frozenset())
            for place, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise FileFault("file_encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileFault("file_broken") from error
    if not any(sheet.rows for sheet in found):
        raise FileFault("file_empty")
    return tuple(found)


def _sheet(sheet: CalamineSheet, unknown: frozenset[tuple[int, int]]) -> Sheet:
    if sheet.start is None:
        return Sheet(sheet.name, ())
    if sheet.height > MAX_ROWS:
        raise FileFault("file_rows", f"More than {MAX_ROWS} rows.")
    first, left = sheet.start
    if left + sheet.width > MAX_COLUMNS or sheet.height * sheet.width > MAX_CELLS:
        raise FileFault("file_rows", f"More than {MAX_COLUMNS} columns, or {MAX_CELLS} cells.")
    before: tuple[Cell, ...] = (None,) * left
    rows = tuple(before + tuple(_cell(value) for value in row) for row in sheet.to_python())
    merged = tuple(
        Merge(top + 1, one, bottom + 1, other)
        for (top, one), (bottom, other) in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, rows, first + 1, merged, unknown)


def _cell(value: _Value) -> Cell:
    match value:
        case "":
            return None
        case bool() | timedelta():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case datetime():
            return value.date()
        case time():
            return value.strftime("%H:%M")
    return value


def _look_into_zip(data: bytes) -> list[frozenset[tuple[int, int]]]:
    """Refuses bombs by what the parts' headers say; then the cells of formulas without a value, by sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, len(data))
            if "xl/workbook.xml" not in archive.namelist():
                raise FileFault("file_unknown")
            return [_uncalculated(archive, part) for part in _parts_of_sheets(archive)]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise FileFault("file_broken") from error


def _refuse_bombs(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > UNPACKED_BYTES:
        raise FileFault("file_expands")
    if unpacked > max(MANY_BYTES, size * UNPACKED_TIMES):
        raise FileFault("file_expands")
    if any(part.flag_bits & 1 for part in parts):
        raise FileFault("file_encrypted")
    for part in parts:  # a header may lie: unpacked to nowhere, up to what it promised
        _measure(archive, part)


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    seen = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(MANY_BYTES):
                seen += len(chunk)
                if seen > part.file_size:
                    raise FileFault("file_expands")
    except (zipfile.BadZipFile, RuntimeError, zlib.error) as error:
        raise FileFault("file_broken") from error


def _parts_of_sheets(archive: zipfile.ZipFile) -> list[str]:
    """Names of the sheets' parts in the order of the workbook; "" for one that cannot be followed."""
    targets: dict[bytes, str] = {}
    names = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return []
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        name, target = _attribute(tag, rb"Id"), _attribute(tag, rb"Target").decode("utf-8", "replace")
        targets[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    tags = _SHEET.findall(archive.read("xl/workbook.xml"))
    found = [targets.get(_attribute(tag, rb"[A-Za-z0-9]+:id"), "") for tag in tags]
    return [name if name in names else "" for name in found]


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return found[1] if found else b""


def _uncalculated(archive: zipfile.ZipFile, part: str) -> frozenset[tuple[int, int]]:
    if not part:
        return frozenset()
    data = archive.read(part)
    if b"<f" not in data:
        return frozenset()
    return frozenset((int(row), _column(letters)) for letters, row in _UNCALCULATED.findall(data))


def _column(letters: bytes) -> int:
    """ "A" is 0, "AA" is 26."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1

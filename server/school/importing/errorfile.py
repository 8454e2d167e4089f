"""The rows that were not taken over, given back as .xlsx: the original cells, with their row number and what is wrong.

Every cell is text: what begins with "=" in a stranger's file is no formula in ours.
"""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from server.school.importing.plan import BadRow
from server.school.importing.sheets.sheet import Cell, Sheet, text_of
from server.school.importing.words import WORDS

MAX_COLUMNS = 60
_HEAD = ("Dòng", "Lỗi")


def write_errors(path: Path, sheets: Sequence[Sheet], bad: Sequence[BadRow]) -> None:
    """Makes the file at `path`; a sheet for each of the original's that has bad rows, none: no file."""
    if not bad:
        return
    path.touch(mode=0o600)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        bold, wrong = book.add_format({"bold": True}), book.add_format({"font_color": "#b3261e"})
        for place, sheet in enumerate(sheets, start=1):
            mine = _by_row([one for one in bad if one.sheet == sheet.name])
            if not mine:
                continue
            page = book.add_worksheet(f"Lỗi {place}")
            page.freeze_panes(1, 2)
            page.set_column(0, 0, 7)
            page.set_column(1, 1, 48)
            page.set_column(2, MAX_COLUMNS + 1, 18)
            for column, text in enumerate(_HEAD):
                page.write_string(0, column, text, bold)
            for line, (number, remarks) in enumerate(sorted(mine.items()), start=1):
                page.write_number(line, 0, number)
                page.write_string(line, 1, "; ".join(_words(one) for one in remarks), wrong)
                for column, cell in enumerate(_row(sheet, number)[:MAX_COLUMNS], start=2):
                    page.write_string(line, column, text_of(cell)[:1000])


def _by_row(bad: Sequence[BadRow]) -> dict[int, list[BadRow]]:
    found: dict[int, list[BadRow]] = {}
    for one in bad:
        found.setdefault(one.row, []).append(one)
    return found


def _row(sheet: Sheet, number: int) -> tuple[Cell, ...]:
    place = number - sheet.first_row
    return sheet.rows[place] if 0 <= place < len(sheet.rows) else ()


def _words(bad: BadRow) -> str:
    where = f"{bad.column}: " if bad.column else ""
    other = f" (dòng {bad.other_row})" if bad.other_row else ""
    return f"{where}{WORDS.get(bad.code, bad.code)}{other}"

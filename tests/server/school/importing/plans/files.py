"""Files as schools have them, made for the tests. Everybody in them is invented."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from server.school.importing.plans.known import Known, KnownClass, KnownSubject, KnownTeacher
from server.school.importing.sheets.reading import read_sheets
from server.school.importing.sheets.sheet import Sheet
from server.school.planning.assignments import Assignment
from server.school.planning.subjects import Subject, common_subjects, names_of

Rows = Sequence[Sequence[Any]]
Merged = Sequence[str]
TEACHERS = {
    "gv-1": "Nguyễn Thị Ngọc Lan", "gv-2": "Trần Bích Thuận", "gv-3": "Lê Thị Lan", "gv-4": "Phạm Hà My",
    "gv-5": "Vũ Đình Hùng", "gv-6": "Đỗ Văn Hưng",
}  # fmt: skip
CLASSES = ("6A1", "6A2", "7A1")


def known(*assigned: tuple[str, str, str], classes: Sequence[str] = CLASSES) -> Known:
    """A lower secondary school of three classes; homeroom teachers are gv-1, gv-2, gv-3."""
    subjects = [*common_subjects("thcs"), Subject("SUDIA", "Lịch sử và Địa lí (Lịch sử)", "LSĐL")]
    return Known(
        today="2026-09-01",
        year="2026-2027",
        classes=tuple(
            KnownClass(code.lower(), code, int(code[0]), f"gv-{n}") for n, code in enumerate(classes, start=1)
        ),
        subjects=tuple(KnownSubject(one.code, one.name, tuple(names_of(one))) for one in subjects),
        teachers=tuple(
            KnownTeacher(key, name, name.split()[-1], f"00009900{key[-1]}0") for key, name in TEACHERS.items()
        ),
        assigned=tuple(Assignment(*one) for one in assigned),
    )


def workbook(sheets: Mapping[str, Rows], merged: Mapping[str, Merged] | None = None) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file, read back."""
    return read_sheets(xlsx(sheets, merged), "tkb.xlsx")


def xlsx(sheets: Mapping[str, Rows], merged: Mapping[str, Merged] | None = None) -> bytes:
    """The bytes of the file. `merged`: ranges like "A2:A6", whose value is that of their first cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None and value != "":
                        if isinstance(value, date):
                            page.write_datetime(number, column, value)
                        else:
                            page.write(number, column, value)
            for span in (merged or {}).get(name, ()):
                top, left = _corner(span.split(":")[0])
                page.merge_range(span, _at(rows, top, left))
    return out.getvalue()


def _corner(address: str) -> tuple[int, int]:
    letters = "".join(sign for sign in address if sign.isalpha())
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]) - 1, column - 1


def _at(rows: Rows, row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

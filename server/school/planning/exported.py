"""A timetable as a spreadsheet: one sheet, rows thứ × tiết, a column a class. It can be imported again."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from msgspec import Struct

from server.school.planning.slots import SESSIONS
from server.school.planning.timetables import Cell, Version

DAYS = ("", "Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")
SESSION_NAMES = {"sang": "Sáng", "chieu": "Chiều", "toi": "Tối"}
KIND_WORDS = {"chao_co": "Chào cờ", "sinh_hoat_lop": "SHL"}
_HEAD = 4
_LEFT = 3


class Named(Struct, frozen=True):
    """What ids are called."""

    classes: Mapping[str, str]
    subjects: Mapping[str, str]
    teachers: Mapping[str, str]


def timetable_file(version: Version, cells: Sequence[Cell], named: Named) -> bytes:
    """The bytes of an .xlsx file; all cells are text."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    codes = sorted({named.classes[cell.class_id] for cell in cells if cell.class_id in named.classes})
    rows = sorted({(cell.weekday, SESSIONS.index(cell.session), cell.period) for cell in cells})
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet("TKB")
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        page.write_string(0, 0, f"THỜI KHÓA BIỂU – {version.name}", bold)
        page.write_string(1, 0, f"Áp dụng từ ngày {version.first_day:%d/%m/%Y}")
        page.freeze_panes(_HEAD, _LEFT)
        page.set_column(_LEFT, _LEFT + len(codes), 22)
        for column, text in enumerate(("Thứ", "Buổi", "Tiết", *codes)):
            page.write_string(_HEAD - 1, column, text, bold)
        at = {
            (named.classes.get(one.class_id), one.weekday, SESSIONS.index(one.session), one.period): one
            for one in cells
        }
        for row, (weekday, session, period) in enumerate(rows, start=_HEAD):
            page.write_string(row, 0, DAYS[weekday])
            page.write_string(row, 1, SESSION_NAMES[SESSIONS[session]])
            page.write_string(row, 2, str(period))
            for column, code in enumerate(codes, start=_LEFT):
                cell = at.get((code, weekday, session, period))
                if cell is not None:
                    page.write_string(row, column, _text(cell, named), wrap)
    return out.getvalue()


def _text(cell: Cell, named: Named) -> str:
    """ "Toán - Nguyễn Thị Ngọc Lan (P.12)"."""
    what = KIND_WORDS.get(cell.kind) or named.subjects.get(cell.subject_code or "", cell.subject_code or "")
    teacher = named.teachers.get(cell.teacher_id or "", "")
    room = f" (P.{cell.room})" if cell.room else ""
    return what + (f" - {teacher}" if teacher else "") + room

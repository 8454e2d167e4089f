"""The month's attendance as files: Excel as schools keep it, CSV with BOM. Pure but for building bytes in memory.

Excel: a sheet of days (a cell says what happened that day, "2P", "M"), as class books have it, and a sheet of
periods. Texts are written as texts: a name that begins with "=" is a name.
"""

import csv
import io
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import xlsxwriter

from server.school.attending.cells import Cell
from server.school.attending.month import Matrix, Row

SIGNS = {"present": "", "late": "M", "absent_unknown": "?", "P": "P", "K": "K", "none": ""}
"""As the logbook writes them; M muộn, ? vắng chưa rõ lý do."""
_TOTALS = (
    "Tiết đã học",
    "Có mặt",
    "Vào muộn",
    "Vắng có phép (P)",
    "Vắng không phép (K)",
    "Vắng chưa rõ lý do",
)
_SESSIONS = {"sang": "S", "chieu": "C", "toi": "T"}


@dataclass(frozen=True)
class Title:
    """What stands above the tables. `superior`: the body above the school, "" when the school named none."""

    school: str
    class_name: str
    year: str
    superior: str = ""


def day_sign(cells: list[Cell]) -> str:
    """One day of one pupil: "" all there, "2P" two periods excused, "P" one; kinds in the order P, K, ?, M."""
    parts = []
    for shown in ("P", "K", "absent_unknown", "late"):
        count = sum(one.shown == shown for one in cells)
        if count:
            parts.append((str(count) if count > 1 else "") + SIGNS[shown])
    return " ".join(parts)


def excel(matrix: Matrix, title: Title) -> bytes:
    """The workbook (.xlsx)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    line = book.add_format({"border": 1})
    middle = book.add_format({"border": 1, "align": "center"})
    days = [
        (day, [place for place, _ in group])
        for day, group in groupby(enumerate(matrix.held), key=lambda one: one[1].day)
    ]
    _table(
        book.add_worksheet("Theo ngày"), matrix, title, (bold, head, line, middle),
        [f"{day[8:]}/{day[5:7]}" for day, _ in days],
        lambda row: [day_sign([row.cells[place] for place in places]) for _, places in days],
    )  # fmt: skip
    _table(
        book.add_worksheet("Theo tiết"), matrix, title, (bold, head, line, middle),
        [f"{one.day[8:]}/{one.day[5:7]} {_slot(one.session, one.period)}\n{one.subject}" for one in matrix.held],
        lambda row: [SIGNS[one.shown] for one in row.cells],
    )  # fmt: skip
    book.close()
    return buffer.getvalue()


def text(matrix: Matrix) -> bytes:
    """CSV (RFC 4180, UTF-8 with BOM, for Excel): a line a pupil, a column a period."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    periods = [f"{one.day} {_slot(one.session, one.period)} {one.subject}" for one in matrix.held]
    writer.writerow(["STT", "Mã định danh", "Họ và tên", *(harmless(name) for name in periods), *_TOTALS])
    for row in matrix.rows:
        signs = [SIGNS[one.shown] for one in row.cells]
        writer.writerow([row.stt or "", row.moet_id or "", harmless(row.name), *signs, *_counts(row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(value: str) -> str:
    """No spreadsheet takes the text for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _table(
    sheet: Any,
    matrix: Matrix,
    title: Title,
    formats: tuple[Any, Any, Any, Any],
    columns: list[str],
    signs: Any,
) -> None:
    bold, head, line, middle = formats
    span = f"{matrix.first:%d/%m/%Y} – {matrix.last:%d/%m/%Y}"
    above = [(title.superior.upper(), None)] if title.superior else []
    above.append((title.school, bold))
    above.append((f"ĐIỂM DANH LỚP {title.class_name} · {span} · năm học {title.year}", bold))
    above.append(("P: vắng có phép · K: vắng không phép · ?: vắng chưa rõ lý do · M: vào muộn", None))
    for place, (text_above, form) in enumerate(above):
        sheet.write_string(place, 0, text_above, form)
    for place, name in enumerate(["STT", "Mã định danh", "Họ và tên", *columns, *_TOTALS]):
        sheet.write_string(4, place, name, head)
    for number, row in enumerate(matrix.rows, start=5):
        sheet.write(number, 0, row.stt if row.stt is not None else "", middle)
        sheet.write_string(number, 1, row.moet_id or "", line)
        sheet.write_string(number, 2, row.name, line)
        for place, sign in enumerate(signs(row), start=3):
            sheet.write_string(number, place, sign, middle)
        for place, count in enumerate(_counts(row), start=3 + len(columns)):
            sheet.write_number(number, place, count, middle)
    sheet.set_column(1, 1, 13)
    sheet.set_column(2, 2, 26)
    sheet.set_column(3, 2 + len(columns), 6)
    sheet.freeze_panes(5, 3)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4)


def _counts(row: Row) -> list[int]:
    sums = row.totals
    return [sums.held, sums.present, sums.late, sums.excused, sums.unexcused, sums.unknown]


def _slot(session: str, period: int | None) -> str:
    return f"{_SESSIONS.get(session, '')}{period or ''}"

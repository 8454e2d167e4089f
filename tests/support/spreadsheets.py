"""Spreadsheets for tests, made in memory: cells as given; a list of sheets as (name, rows)."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import date

import xlsxwriter

Row = Sequence[str | int | float | date | None]


def xlsx(*sheets: tuple[str, Sequence[Row]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Texts stay texts; `merged`: (row, column, row, column) from 0, in the first sheet."""
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, (name, rows) in enumerate(sheets):
            page = book.add_worksheet(name)
            if number == 0:
                for box in merged:
                    page.merge_range(*box, "")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(page, at, column, cell, day)
    return stream.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, at: int, column: int, cell: object, day: object) -> None:
    match cell:
        case None:
            return
        case date():
            page.write_datetime(at, column, cell, day)
        case str() if cell.startswith("=formula "):
            page.write_formula(at, column, cell.removeprefix("=formula "), None, "")
        case str():
            page.write_string(at, column, cell)
        case _:
            page.write_number(at, column, cell)


def csv(rows: Sequence[Row], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A text file as Excel writes one. "cp1258-decomposed": tones behind their letters, as Windows-1258 has them."""
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    text = "\r\n".join(lines) + "\r\n"
    return _windows_1258(text) if encoding == "cp1258-decomposed" else text.encode(encoding)


def _windows_1258(text: str) -> bytes:
    return b"".join(_sign_1258(sign) for sign in unicodedata.normalize("NFC", text))


def _sign_1258(sign: str) -> bytes:
    try:
        return sign.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", sign)
        tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return (letter + tone).encode("cp1258")

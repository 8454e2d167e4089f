"""Cells of people's lists as values. Pure; raises BadField with a code of importing/words.py."""

import re
from datetime import date, timedelta

from server.school.importing.sheets.sheet import Cell, text_of
from server.school.register.clean import BadField, clean_moet
from server.school.texts import fold

EXCEL_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's serials, right for every day after 28 February 1900."""
SERIALS = (10_000, 80_000)
"""1927 to 2119: a smaller number is no day of birth, e.g. a year alone."""
_DAY = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?: 0{1,2}:00(?::00)?)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_MALE = {"nam", "01", "1", "male", "m"}
_FEMALE = {"nu", "02", "2", "female", "f", "00", "0"}
_GRADE = re.compile(r"[0-9]{1,2}")
_TEMPORARY = re.compile(r"T[0-9]{9}")
MOET_DIGITS = 10
_STUDYING = (
    "dang hoc",
    "dang theo hoc",
    "chuyen den",
    "moi tuyen",
    "hoc lai",
    "luu ban",
    "binh thuong",
    "bao luu",
)
_GONE = (
    "thoi hoc",
    "bo hoc",
    "chuyen di",
    "chuyen truong",
    "tot nghiep",
    "da ra truong",
    "nghi hoc",
    "nghi huu",
)


def day_in(cell: Cell) -> date | None:
    """dd/mm/yyyy (also with - or .), ISO, an Excel serial, a date cell; None for an empty cell."""
    match cell:
        case None:
            return None
        case date():
            return cell
        case int() | float():
            return _of_serial(cell)
    text = text_of(cell)
    if found := _DAY.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if text.isdecimal() and text.isascii():
        return _of_serial(int(text[:9]))
    raise BadField("bad_date")


def moet_in(cell: Cell) -> tuple[str, bool]:
    """(The sector code, "" for an empty cell; whether lost zeros were put back: a number cell keeps none)."""
    text = "".join(text_of(cell).split())
    if not text:
        return "", False
    if isinstance(cell, int | float) and text.isdecimal() and len(text) == MOET_DIGITS - 1:
        return clean_moet(text.zfill(MOET_DIGITS)), True
    return clean_moet(text), False


def is_temporary(text: str) -> bool:
    """Whether it has the form of a code we gave ("T012345678")."""
    return _TEMPORARY.fullmatch(text) is not None


def sex_in(cell: Cell) -> str | None:
    """ "nam", "nữ", or None for an empty cell. 01 is nam, 02 nữ, as in the sector database."""
    word = fold(text_of(cell))
    if not word:
        return None
    if word in _MALE:
        return "nam"
    if word in _FEMALE:
        return "nữ"
    raise BadField("bad_sex")


def stt_in(cell: Cell) -> int | None:
    """A place in a list; None for what is none."""
    text = text_of(cell)
    return int(text) if text.isdecimal() and text.isascii() and 0 < int(text[:6]) < 10_000 else None


def grade_in(text: str) -> int | None:
    """1 to 12 from "Khối 8" or "8A3"; None where no number says so."""
    found = _GRADE.search(text)
    return int(found[0]) if found and 1 <= int(found[0]) <= 12 else None


def studies(cell: Cell) -> bool:
    """Whether a status says that the person is still here; unknown words do."""
    word = fold(text_of(cell))
    if word.startswith(_STUDYING):
        return True
    return not word.startswith(_GONE)


def _of_serial(number: float) -> date:
    if number != int(number) or not SERIALS[0] <= number <= SERIALS[1]:
        raise BadField("bad_date")
    return EXCEL_ZERO + timedelta(days=int(number))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadField("bad_date") from error

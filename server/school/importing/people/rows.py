"""A list's rows as values: what can be read, what is wrong, what is no row at all (sign-offs, totals). Pure."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from msgspec import Struct

from server.school.importing.headings import Table
from server.school.importing.people.values import (
    day_in,
    grade_in,
    is_temporary,
    moet_in,
    sex_in,
    stt_in,
    studies,
)
from server.school.importing.plan import BadRow
from server.school.importing.sheets.sheet import Cell
from server.school.register.clean import (
    BadField,
    clean_birth,
    clean_class,
    clean_email,
    clean_name,
    clean_text,
)
from server.school.texts import fold

R = TypeVar("R")
MAX_SHOWN = 100
_SIGN_OFF = re.compile(
    r"(nguoi lap|hieu truong|pho hieu truong|thu truong|giao vien chu nhiem|ky ten|ky ghi ro|ky va ghi|tong so|tong cong"
    r"|danh sach (nay )?(gom|co)|lap bieu|xac nhan|ghi chu)"
)
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_NUMBERING = re.compile(r"\(?[0-9a-z]{1,2}\)?")


class Row(Struct, frozen=True):
    """What a row says of a person; None or "": nothing."""

    sheet: str
    number: int
    name: str
    moet: str = ""
    temporary: str = ""
    birth: str | None = None
    sex: str | None = None
    class_code: str = ""
    grade: int | None = None
    stt: int | None = None
    email: str = ""
    department: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """Names the row in this file."""
        return f"{self.sheet}!{self.number}"


class Reading:
    """Reads the rows of one table; `bad` and `warnings` grow with it."""

    def __init__(self, table: Table, today: date, class_code: str = "") -> None:
        self.table, self._today, self._class_code = table, today, class_code
        self.bad: list[BadRow] = []
        self.warnings: list[BadRow] = []

    def row(self, number: int, cells: tuple[Cell, ...], *, pupils: bool) -> Row | None:
        """The row, or None: it is none, or stands in `bad`."""
        if self._is_none(cells):
            return None
        before = len(self.bad)
        name = self._must(
            number, cells, "full_name", lambda: clean_name(self._text(number, cells, "full_name"))
        )
        codes = self._must(number, cells, self._code_field, lambda: self._codes(number, cells))
        birth = self._must(number, cells, "birth_date", lambda: self._birth(number, cells))
        of_class: tuple[str, int | None] | None = ("", None)
        if pupils:
            of_class = self._must(number, cells, self._class_field, lambda: self._class(number, cells))
        if pupils and len(self.bad) == before and not studies(self.table.cell(cells, "status")):
            self._say(self.bad, number, cells, "status", "not_studying")
        if len(self.bad) > before or name is None or codes is None or of_class is None:
            return None
        return Row(
            self.table.sheet.name,
            number,
            name,
            *codes,
            birth,
            self._may(number, cells, "sex", lambda: sex_in(self.table.cell(cells, "sex"))),
            *of_class,
            stt_in(self.table.cell(cells, "stt")),
            self._may(number, cells, "email", lambda: self._email(cells)) or "",
            self._may(number, cells, "department", lambda: self._short(cells, "department", 100)) or "",
            self._may(number, cells, "title", lambda: self._short(cells, "title", 20)) or "",
        )

    def _is_none(self, cells: tuple[Cell, ...]) -> bool:
        """Sign-offs, totals and the numbers below a heading have neither code nor birth date."""
        if self.table.text(cells, "birth_date") and not _NUMBERING.fullmatch(
            self.table.text(cells, "birth_date")
        ):
            return False
        folded = [word for cell in cells if cell is not None and (word := fold(str(cell)))]
        if not folded or all(_NUMBERING.fullmatch(word) for word in folded):
            return True
        if any(_SIGN_OFF.match(word) or _DATED.search(word) for word in folded):
            return True
        return not self.table.text(cells, "full_name") and len(folded) <= 1

    @property
    def _code_field(self) -> str:
        """Without a column for sector codes, "Mã học sinh" is one where it has 10 digits."""
        return "moet_id" if "moet_id" in self.table.columns else "pupil_code"

    @property
    def _class_field(self) -> str:
        return "class_name" if "class_name" in self.table.columns else "class_code"

    def _codes(self, number: int, cells: tuple[Cell, ...]) -> tuple[str, str]:
        """(Sector code, our temporary code), each "" for none."""
        field = self._code_field
        text = self._text(number, cells, field)
        if is_temporary(text):
            return "", text
        if field == "pupil_code" and self._is_own_code(cells):
            self._say(self.warnings, number, cells, field, "own_code")
            return "", ""
        code, padded = moet_in(self.table.cell(cells, field))
        if padded:
            self._say(self.warnings, number, cells, field, "padded_id")
        return code, ""

    def _is_own_code(self, cells: tuple[Cell, ...]) -> bool:
        """vnEdu's own codes have 6 to 8 digits."""
        text = self.table.text(cells, "pupil_code")
        return text.isdecimal() and 6 <= len(text) <= 8

    def _birth(self, number: int, cells: tuple[Cell, ...]) -> str | None:
        self._calculated(number, "birth_date")
        day = day_in(self.table.cell(cells, "birth_date"))
        return None if day is None else clean_birth(day, self._today)

    def _class(self, number: int, cells: tuple[Cell, ...]) -> tuple[str, int | None]:
        text = self._text(number, cells, self._class_field) or self._class_code
        if not text:
            raise BadField("missing")
        return clean_class(text), grade_in(self.table.text(cells, "grade")) or grade_in(text)

    def _email(self, cells: tuple[Cell, ...]) -> str:
        text = self.table.text(cells, "email")
        return clean_email(text) if text else ""

    def _short(self, cells: tuple[Cell, ...], field: str, limit: int) -> str:
        return clean_text(self.table.text(cells, field), limit)

    def _text(self, number: int, cells: tuple[Cell, ...], field: str) -> str:
        self._calculated(number, field)
        return self.table.text(cells, field)

    def _calculated(self, number: int, field: str) -> None:
        if self.table.uncalculated(number, field):
            raise BadField("no_formula_value")

    def _must(self, number: int, cells: tuple[Cell, ...], field: str, read: Callable[[], R]) -> R | None:
        try:
            return read()
        except BadField as error:
            self._say(self.bad, number, cells, field, error.code)
            return None

    def _may(self, number: int, cells: tuple[Cell, ...], field: str, read: Callable[[], R]) -> R | None:
        try:
            return read()
        except BadField as error:
            self._say(self.warnings, number, cells, field, error.code)
            return None

    def _say(self, where: list[BadRow], number: int, cells: tuple[Cell, ...], field: str, code: str) -> None:
        heading = self.table.headings.get(field, "")
        text = self.table.text(cells, field)[:MAX_SHOWN]
        where.append(BadRow(number, self.table.sheet.name, heading, code, text))

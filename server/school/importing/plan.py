"""What a file would change: the dry run, as a value. Made by a kind's `plan`, shown by the page, then written. Pure."""

from typing import Generic, Literal, TypeVar

from msgspec import Struct

from server.school.importing.headings import Unknown

T = TypeVar("T")

Group = Literal["added", "updated", "moved", "unchanged", "absent", "undecided", "bad", "warnings"]


class FieldChange(Struct, frozen=True):
    """What becomes of a field: `old` and `new` as people read them. `field` is a word the page translates."""

    field: str
    old: str
    new: str


class Change(Struct, Generic[T], frozen=True):
    """A row that is taken over. `label` and `detail`: what the page shows ("Lê Vy", "8A3"); `value`: what is written."""

    sheet: str
    row: int
    label: str
    detail: str
    value: T
    changes: tuple[FieldChange, ...] = ()


class BadRow(Struct, frozen=True):
    """A row that is not taken over, or (in `warnings`) one that is, with a remark. `code`: the page has its words.

    `column` is the heading as the file writes it; `text` what stood there, cut to 100 signs.
    """

    row: int
    sheet: str
    column: str
    code: str
    text: str = ""
    other_row: int | None = None
    """The other row of two that cannot both be right."""


class Candidate(Struct, frozen=True):
    """Who a row may be about: an id of the database."""

    id: str
    label: str
    detail: str


class Undecided(Struct, frozen=True):
    """A row a person must decide about; until then it is not taken over. `key` names it in `Asked.choices`."""

    key: str
    sheet: str
    row: int
    label: str
    detail: str
    code: str
    candidates: tuple[Candidate, ...]


class Absent(Struct, frozen=True):
    """Something of the database that the file does not have. Nothing is done about people; a new version of a programme,
    or of a class's timetable, is without it."""

    id: str
    label: str
    detail: str


class Also(Struct, frozen=True):
    """What else is made because rows need it: `what` is "class", "department", "subject" …"""

    what: str
    name: str


class Plan(Struct, Generic[T], frozen=True):
    """The dry run. `written` are the rows whose values `write` gets: those added, updated and moved."""

    added: tuple[Change[T], ...] = ()
    updated: tuple[Change[T], ...] = ()
    moved: tuple[Change[T], ...] = ()
    unchanged: tuple[Change[T], ...] = ()
    absent: tuple[Absent, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    bad: tuple[BadRow, ...] = ()
    warnings: tuple[BadRow, ...] = ()
    also: tuple[Also, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    """Headings nobody mapped: not taken over."""
    sheets: tuple[str, ...] = ()
    """Names of the sheets that were used."""
    no_heading: bool = False
    """No heading row was found; `unknown` is then the row that looks most like one."""

    @property
    def written(self) -> tuple[Change[T], ...]:
        """All rows that change something."""
        return self.added + self.updated + self.moved

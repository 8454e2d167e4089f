"""What the calls about uploads take and give."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.school.importing.headings import Unknown
from server.school.importing.plan import (
    Absent,
    Also,
    BadRow,
    Candidate,
    Change,
    FieldChange,
    Group,
    Plan,
    Undecided,
)

Short = Annotated[str, Meta(max_length=200)]
State = Literal["running", "planned", "refused", "written"]
PAGE = 200


class UploadQuery(Struct, frozen=True, rename={"class_": "class"}):
    """`name` of the file. `class`: of a list without a class column. The others: of plans and timetables."""

    name: Short
    class_: Short = ""
    first_day: Short = ""
    grade: Short = ""
    subject: Short = ""
    year: Short = ""

    def options(self) -> dict[str, str]:
        """Those that were given."""
        every = {
            "class": self.class_, "first_day": self.first_day, "grade": self.grade, "subject": self.subject,
            "year": self.year,
        }  # fmt: skip
        return {name: value for name, value in every.items() if value}


class ChoicesRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`mapping`: folded heading → field, "" to leave it out. `choices`: key of an undecided row → who, new or skip."""

    mapping: Annotated[dict[Short, Short], Meta(max_length=200)] = {}
    choices: Annotated[dict[Short, Short], Meta(max_length=2000)] = {}


class LinesQuery(Struct, frozen=True):
    """`after`: how many lines were seen."""

    group: Group
    after: Annotated[int, Meta(ge=0, le=2**53)] = 0


class WriteQuery(Struct, frozen=True):
    """`without_refused`: rows of the groups bad and undecided are left out; else there must be none."""

    without_refused: bool = False


class LeftOutMember(Struct, frozen=True):
    """What `rows_refused` adds to a problem: rows that are refused, and questions nobody answered."""

    refused: int
    undecided: int


class Counts(Struct, frozen=True):
    """How many lines each group has."""

    added: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    absent: int = 0
    undecided: int = 0
    bad: int = 0
    warnings: int = 0


class ImportAnswer(Struct, frozen=True):
    """An upload. While `running`: `stage`, `done` of `all` rows. `refused`: `code` (of the errors) and `detail` say why.

    `fields`: what an unknown heading may be mapped to. `no_heading`: nothing can be written before one is mapped.
    """

    id: str
    kind: str
    filename: str
    state: State
    stage: str = ""
    done: int = 0
    all: int = 0
    code: str = ""
    detail: str = ""
    counts: Counts = Counts()
    also: tuple[Also, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    fields: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    no_heading: bool = False


class Line(Struct, frozen=True):
    """A line of any group; what a group has no use for is empty."""

    sheet: str = ""
    row: int = 0
    label: str = ""
    detail: str = ""
    column: str = ""
    code: str = ""
    text: str = ""
    other_row: int | None = None
    key: str = ""
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()


class LinesAnswer(Struct, frozen=True):
    """`total`: of the whole group."""

    total: int
    lines: tuple[Line, ...]


def counts_of(plan: Plan[object]) -> Counts:
    """The sums of a dry run."""
    return Counts(**{name: len(getattr(plan, name)) for name in Counts.__struct_fields__})


def line_of(one: Change[object] | Absent | Undecided | BadRow) -> Line:
    """How the page is told of it."""
    match one:
        case Change():
            return Line(one.sheet, one.row, one.label, one.detail, changes=one.changes)
        case Absent():
            return Line(label=one.label, detail=one.detail)
        case Undecided():
            return Line(
                one.sheet,
                one.row,
                one.label,
                one.detail,
                code=one.code,
                key=one.key,
                candidates=one.candidates,
            )
    return Line(one.sheet, one.row, column=one.column, code=one.code, text=one.text, other_row=one.other_row)

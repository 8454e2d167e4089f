"""What stands in one cell of the attendance: the system's finding, a person's word, a leave note. Pure.

The system writes có mặt, muộn or vắng chưa rõ lý do; only a person writes P (có phép) or K (không phép): by a mark, or
by granting a leave note, which excuses the absences of its days whether they lie before or after it. The newest mark
goes before everything; what was written before stays as evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lesson.attendance import AttendanceState

Mark = Literal["P", "K", "co_mat", "muon", ""]
"""What a person writes; "" takes the person's word back."""
Shown = Literal["present", "late", "absent_unknown", "P", "K", "none"]
"""none: the period was not held, or the pupil was not of the class then."""
From = Literal["system", "person", "leave"]

_SHOWN: dict[str, Shown] = {"P": "P", "K": "K", "co_mat": "present", "muon": "late"}


@dataclass(frozen=True, slots=True)
class Found:
    """The system's finding about one pupil in one period."""

    state: AttendanceState
    at_school: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """A granted leave note; days are ISO dates, both included."""

    id: int
    from_day: str
    to_day: str

    def covers(self, day: str) -> bool:
        """Whether the day is one of its days."""
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class Cell:
    """What counts, and from whom it is. `leave` is the note that excuses."""

    shown: Shown
    source: From = "system"
    leave: int | None = None
    at_school: bool = False

    @property
    def absent(self) -> bool:
        """Whether the pupil was away, for whatever reason."""
        return self.shown in ("absent_unknown", "P", "K")


NOTHING = Cell("none")


def cell(found: Found | None, mark: Mark, leaves: Iterable[Leave], day: str) -> Cell:
    """The cell of one pupil and period on `day` (ISO date)."""
    if mark:
        return Cell(_SHOWN[mark], "person", at_school=found is not None and found.at_school)
    if found is None:
        return NOTHING
    if found.state == "absent_unknown":
        granted = next((leave for leave in leaves if leave.covers(day)), None)
        if granted is not None:
            return Cell("P", "leave", granted.id)
    return Cell(found.state, at_school=found.at_school)


@dataclass(frozen=True, slots=True)
class Totals:
    """Periods of one pupil."""

    held: int
    present: int
    late: int
    excused: int
    unexcused: int
    unknown: int


def totals(cells: Sequence[Cell]) -> Totals:
    """Counts the cells; late is present, too, and counted besides."""
    shown = [one.shown for one in cells if one.shown != "none"]
    return Totals(
        held=len(shown),
        present=sum(state in ("present", "late") for state in shown),
        late=shown.count("late"),
        excused=shown.count("P"),
        unexcused=shown.count("K"),
        unknown=shown.count("absent_unknown"),
    )

"""The cells of a timetable's sheets, each decided as far as it can be: subject, teacher, kind. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from server.school.importing.plan import BadRow, Candidate, Undecided
from server.school.importing.plans.blocks import Odd, Place, find_places
from server.school.importing.plans.cells import Said, read_cell
from server.school.importing.plans.grid import Grid, address
from server.school.importing.plans.known import Known, KnownSubject, KnownTeacher
from server.school.importing.plans.names import ClassNames, SubjectNames, TeacherNames
from server.school.planning.slots import Session
from server.school.planning.timetables import Cell
from server.school.texts import BadText, fold, plain

LONGEST_CELL = 200
SHOWN = 100


class Found(Struct, frozen=True):
    """A period that was understood, and where it stands. `learned`: what people decided about its names."""

    sheet: str
    row: int
    address: str
    cell: Cell
    subject: str
    learned: tuple[tuple[str, str], ...] = ()


class Reader:
    """Reads sheets one after another; collects what is wrong and what a person must decide."""

    def __init__(
        self, known: Known, bells: frozenset[tuple[Session, int]], decided: Mapping[str, str]
    ) -> None:
        self.found: list[Found] = []
        self.bad: list[BadRow] = []
        self.warnings: list[BadRow] = []
        self.undecided: dict[str, Undecided] = {}
        self._known = known
        self._bells = bells
        self._decided = decided
        self._classes = ClassNames(known.classes)
        self._subjects = SubjectNames(known.subjects)
        self._teachers = TeacherNames(known.teachers)
        self._assigned = {(one.class_id, one.subject_code): one.teacher_id for one in known.assigned}
        self._said: dict[str, Said | None] = {}

    def read(self, grid: Grid) -> int:
        """Takes in a sheet; returns how many places for periods it has."""
        places, odd = find_places(grid, self._classes)
        for one in odd:
            self._odd(grid, one)
        for place in places:
            self._place(grid, place)
        return len(places)

    def _odd(self, grid: Grid, odd: Odd) -> None:
        self.bad.append(self._bad(grid, odd.row, odd.column, odd.code))

    def _bad(self, grid: Grid, row: int, column: int, code: str) -> BadRow:
        text = " ".join(grid.text(row, column).split())[:SHOWN]
        return BadRow(row, grid.name, address(row, column), code, text)

    def _place(self, grid: Grid, place: Place) -> None:
        text = grid.text(place.row, place.column)
        if place.beside is not None and not _same_cell(grid, place):
            text = f"{text}\n{grid.text(place.row, place.beside)}".strip()
        if not text:
            if grid.uncalculated(place.row, place.column):
                self.bad.append(self._bad(grid, place.row, place.column, "no_formula_value"))
            return
        try:
            plain(text.replace("\n", " "))
            code = "too_long" if len(text) > LONGEST_CELL else ""
        except BadText:
            code = "bad_text"
        if code:
            self.bad.append(self._bad(grid, place.row, place.column, code))
            return
        if text not in self._said:
            self._said[text] = read_cell(text, self._subjects, self._teachers)
        said = self._said[text]
        if said is not None:
            self._decide(grid, place, said)

    def _decide(self, grid: Grid, place: Place, said: Said) -> None:
        learned: list[tuple[str, str]] = []
        subject = self._subject(grid, place, said, learned)
        if subject is None and said.kind == "tiet_hoc":
            return
        teacher = self._teacher(grid, place, said, subject, learned)
        if teacher == "":
            return
        session, period = self._time(place)
        cell = Cell(
            class_id=place.of.id,
            weekday=place.weekday,
            session=session,
            period=period,
            kind=said.kind,
            subject_code=subject.code if subject else None,
            teacher_id=teacher,
            room=said.room,
            joint=place.wide and said.kind == "tiet_hoc",
        )
        where = address(place.row, place.column)
        named = said.subject_text if said.kind != "tiet_hoc" or subject is None else subject.name
        self.found.append(Found(grid.name, place.row, where, cell, named, tuple(learned)))

    def _subject(
        self, grid: Grid, place: Place, said: Said, learned: list[tuple[str, str]]
    ) -> KnownSubject | None:
        """The subject; None when a person must say (or, of chào cờ, when the school has no activities)."""
        if said.kind != "tiet_hoc":
            return self._subjects.activities
        if len(said.subjects) == 1:
            return said.subjects[0]
        key = f"subject {fold(said.subject_text)}"[:120]
        chosen = self._decided.get(key, "")
        if chosen == "skip":
            return None
        for one in self._known.subjects:
            if one.code == chosen:
                learned.append((key, chosen))
                return one
        every = said.subjects or self._known.subjects
        candidates = tuple(Candidate(one.code, one.name, one.code) for one in every)
        self._ask(grid, place, key, said.subject_text, "unknown_subject", candidates)
        return None

    def _teacher(
        self,
        grid: Grid,
        place: Place,
        said: Said,
        subject: KnownSubject | None,
        learned: list[tuple[str, str]],
    ) -> str | None:
        """The teacher's id; None: as assigned; "": a person must say first."""
        assigned = self._assigned.get((place.of.id, subject.code)) if subject else None
        if said.kind != "tiet_hoc" and not said.teacher_text:
            return None
        if not said.teacher_text:
            if assigned is None:
                self.warnings.append(self._bad(grid, place.row, place.column, "no_teacher"))
            return None
        key = f"teacher {fold(said.teacher_text)} {fold(subject.code if subject else '')}"[:120]
        found = self._teachers.find(said.teacher_text)
        chosen = self._decided.get(key, "")
        if chosen == "skip":
            return ""
        if any(one.id == chosen for one in self._known.teachers):
            learned.append((key, chosen))
            return chosen
        if len(found) == 1:
            return found[0].id
        if assigned in {one.id for one in found}:
            return assigned
        self._ask(grid, place, key, said.teacher_text, "ambiguous_teacher" if found else "unknown_teacher",
                  tuple(_candidate(one) for one in found or self._known.teachers))  # fmt: skip
        return ""

    def _time(self, place: Place) -> tuple[Session, int]:
        """A sixth period without a bell is the first of the afternoon; what says nothing is the morning's."""
        session: Session = place.session or "sang"
        if place.session is None and ("sang", place.period) not in self._bells:
            mornings = max((period for of, period in self._bells if of == "sang"), default=0)
            if mornings and place.period > mornings:
                return "chieu", place.period - mornings
        return session, place.period

    def _ask(
        self, grid: Grid, place: Place, key: str, text: str, code: str, candidates: tuple[Candidate, ...]
    ) -> None:
        """One question a name, however many cells it stands in."""
        where = address(place.row, place.column)
        detail = f"{grid.name}!{where} · {place.of.code}"
        self.undecided.setdefault(
            key, Undecided(key, grid.name, place.row, text[:SHOWN], detail, code, candidates)
        )


def _candidate(teacher: KnownTeacher) -> Candidate:
    return Candidate(teacher.id, teacher.full_name, teacher.moet_id or "")


def _same_cell(grid: Grid, place: Place) -> bool:
    """Whether the teacher's column is merged with the subject's (chào cờ)."""
    merge = grid.merge(place.row, place.column)
    return merge is not None and place.beside is not None and merge.last_column >= place.beside

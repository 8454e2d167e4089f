"""Lists of pupils: what one would change. Pure; written by people/writing.py."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from server.school.importing.fault import FileFault
from server.school.importing.headings import Unknown, find_tables, guess_headings
from server.school.importing.kind import Asked, Progress
from server.school.importing.people.fields import PUPILS, asked_about
from server.school.importing.people.known import KnownPerson, Register, Sought
from server.school.importing.people.order import Place, numbered
from server.school.importing.people.rows import Row
from server.school.importing.people.sift import Sifted, sheet_class, sift
from server.school.importing.plan import Absent, Also, BadRow, Change, FieldChange, Plan
from server.school.importing.sheets.sheet import Sheet
from server.school.register.clean import given_name
from server.school.texts import fold


class KnownClass(Struct, frozen=True, array_like=True):
    """An active class of this year."""

    id: str
    code: str
    grade: int


class RosterContext(Struct, frozen=True):
    """The register as it is. `today` is an ISO date; `year` the school year new classes belong to."""

    today: str
    year: str
    classes: tuple[KnownClass, ...]
    people: tuple[KnownPerson, ...]


class Pupil(Struct, frozen=True):
    """A pupil as the list leaves it. `person_id` None: a new one. `class_id` None: a new class, by its code.

    `moet_id` None: keeps the old one, or gets a temporary code. `old_moet`, `old_temporary`: as they are now.
    """

    person_id: str | None
    full_name: str
    given_name: str
    birth_date: str | None
    sex: str | None
    moet_id: str | None
    class_id: str | None
    class_code: str
    grade: int
    stt: int
    from_class: str | None = None
    old_moet: str | None = None
    old_temporary: str | None = None
    recoded: bool = False
    returned: bool = False


def plan_roster(sheets: tuple[Sheet, ...], asked: Asked[RosterContext], progress: Progress) -> Plan[Pupil]:
    """The dry run of a list of pupils. Raises FileFault `no_heading` where not even a guess is possible."""
    tables = find_tables(sheets, PUPILS, asked.mapping)
    if not tables:
        guessed = asked_about(guess_headings(sheets))
        if not guessed:
            raise FileFault("no_heading")
        return Plan(unknown=guessed, no_heading=True)
    context = asked.context
    codes = {one.id: one.code for one in context.classes}
    by_code = {fold(one.code): one for one in context.classes}
    sifted = sift(
        tables,
        Register(context.people),
        date.fromisoformat(context.today),
        asked.choices,
        sheet_class(sheets, codes.values(), asked.options.get("class", "")),
        lambda row: _sought(row, by_code),
        codes,
        progress,
    )
    unknown = {one.folded: one for table in tables for one in asked_about(table.unknown)}
    names = tuple(table.sheet.name for table in tables)
    return _Planned(context, by_code, codes, sifted).plan(tuple(unknown.values()), names)


def _sought(row: Row, by_code: Mapping[str, KnownClass]) -> Sought:
    of = by_code.get(fold(row.class_code))
    class_id = of.id if of else f"new {fold(row.class_code)}"
    return Sought("student", row.name, row.birth, row.moet, row.temporary, class_id)


class _Planned:
    """Sorts sure rows into the groups of a plan."""

    def __init__(
        self,
        context: RosterContext,
        by_code: Mapping[str, KnownClass],
        codes: Mapping[str, str],
        sifted: Sifted,
    ) -> None:
        self._context, self._by_code, self._codes, self._sifted = context, by_code, codes, sifted
        self._bad = list(sifted.bad)
        self._sure = [one for one in sifted.sure if self._has_grade(one[0])]
        self._stt = self._places()

    def plan(self, unknown: tuple[Unknown, ...], names: tuple[str, ...]) -> Plan[Pupil]:
        groups: dict[str, list[Change[Pupil]]] = {"added": [], "updated": [], "moved": [], "unchanged": []}
        for row, person in self._sure:
            pupil = self._pupil(row, person)
            changes = _changes(pupil, person, self._codes)
            group = _group(pupil, person, changes)
            detail = f"{self._codes.get(pupil.from_class or '', '')} → {pupil.class_code}"
            groups[group].append(
                Change(
                    row.sheet,
                    row.number,
                    row.name,
                    detail if group == "moved" and pupil.from_class else pupil.class_code,
                    pupil,
                    changes,
                )
            )
        new = {fold(row.class_code): row.class_code for row, _ in self._sure}
        return Plan(
            added=tuple(groups["added"]),
            updated=tuple(groups["updated"]),
            moved=tuple(groups["moved"]),
            unchanged=tuple(groups["unchanged"]),
            absent=self._absent(),
            undecided=self._sifted.undecided,
            bad=tuple(sorted(self._bad, key=lambda one: (one.sheet, one.row))),
            warnings=self._sifted.warnings,
            also=tuple(Also("class", code) for key, code in sorted(new.items()) if key not in self._by_code),
            unknown=unknown,
            sheets=names,
        )

    def _has_grade(self, row: Row) -> bool:
        if fold(row.class_code) in self._by_code or row.grade is not None:
            return True
        self._bad.append(BadRow(row.number, row.sheet, "", "unknown_grade", row.class_code))
        return False

    def _places(self) -> dict[str, int]:
        """The STT of each row, class by class."""
        coming: dict[str, list[Place]] = defaultdict(list)
        running = _runs_through([row for row, _ in self._sure])
        taken = {person.id for _, person in self._sure if person is not None}
        for row, person in self._sure:
            of = self._by_code.get(fold(row.class_code))
            stays = person is not None and of is not None and person.class_id == of.id and person.active
            old = person.stt if person is not None and stays else None
            given = person.given_name if person is not None and person.full_name == row.name else ""
            coming[fold(row.class_code)].append(
                Place(row.key, row.name, given or given_name(row.name), None if running else row.stt, old)
            )
        staying: dict[str, list[Place]] = defaultdict(list)
        for one in self._context.people:
            if one.kind == "student" and one.active and one.id not in taken:
                code = fold(self._codes.get(one.class_id or "", ""))
                staying[code].append(Place(one.id, one.full_name, one.given_name, None, one.stt))
        found: dict[str, int] = {}
        for code, places in coming.items():
            found |= numbered(places, staying[code])
        return found

    def _pupil(self, row: Row, person: KnownPerson | None) -> Pupil:
        of = self._by_code.get(fold(row.class_code))
        class_id = of.id if of else None
        code, grade = (of.code, of.grade) if of else (row.class_code, row.grade or 0)
        stt = self._stt[row.key]
        if person is None:
            given = given_name(row.name)
            return Pupil(
                None, row.name, given, row.birth, row.sex, row.moet or None, class_id, code, grade, stt
            )
        given = person.given_name if person.full_name == row.name else given_name(row.name)
        return Pupil(
            person_id=person.id,
            full_name=row.name,
            given_name=given,
            birth_date=row.birth or person.birth_date,
            sex=row.sex or person.sex,
            moet_id=row.moet or None,
            class_id=class_id,
            class_code=code,
            grade=grade,
            stt=stt,
            from_class=person.class_id,
            old_moet=person.moet_id,
            old_temporary=person.temporary_code,
            recoded=bool(row.moet) and row.moet != person.moet_id,
            returned=not person.active,
        )

    def _absent(self) -> tuple[Absent, ...]:
        """Active pupils of the classes the file is about, whom it does not have."""
        undecided = {one.id for row in self._sifted.undecided for one in row.candidates}
        seen = {person.id for _, person in self._sure if person is not None} | undecided
        touched = {of.id for row, _ in self._sure if (of := self._by_code.get(fold(row.class_code)))}
        return tuple(
            Absent(one.id, one.full_name, self._codes.get(one.class_id or "", ""))
            for one in self._context.people
            if one.kind == "student" and one.active and one.class_id in touched and one.id not in seen
        )


def _runs_through(rows: Sequence[Row]) -> bool:
    """Whether the file counts on from class to class: its numbers are no places in a class then."""
    numbers = [row.stt for row in rows if row.stt is not None]
    return len({fold(row.class_code) for row in rows}) > 1 and len(set(numbers)) == len(numbers)


def _group(pupil: Pupil, person: KnownPerson | None, changes: tuple[FieldChange, ...]) -> str:
    if person is None:
        return "added"
    if pupil.class_id != person.class_id:
        return "moved"
    return "updated" if changes else "unchanged"


def _changes(pupil: Pupil, person: KnownPerson | None, codes: Mapping[str, str]) -> tuple[FieldChange, ...]:
    if person is None:
        return ()
    old_code = person.moet_id or person.temporary_code or ""
    pairs = (
        ("full_name", person.full_name, pupil.full_name),
        ("birth_date", _shown(person.birth_date), _shown(pupil.birth_date)),
        ("sex", person.sex or "", pupil.sex or ""),
        ("code", old_code, pupil.moet_id if pupil.recoded and pupil.moet_id else old_code),
        ("class", codes.get(person.class_id or "", ""), pupil.class_code),
        ("stt", str(person.stt or ""), str(pupil.stt)),
        ("active", "" if pupil.returned else "1", "1"),
    )
    return tuple(FieldChange(field, old, new) for field, old, new in pairs if old != new)


def _shown(day: str | None) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""

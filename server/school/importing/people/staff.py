"""Lists of teachers and staff (CSDL_GiaoVien): what one would change. Pure; never a right, never a login."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from server.school.importing.fault import FileFault
from server.school.importing.headings import find_tables, guess_headings
from server.school.importing.kind import Asked, Progress
from server.school.importing.people.fields import TEACHERS, asked_about
from server.school.importing.people.known import KnownPerson, Register, Sought
from server.school.importing.people.rows import Row
from server.school.importing.people.sift import sift
from server.school.importing.plan import Absent, Also, BadRow, Change, FieldChange, Plan
from server.school.importing.sheets.sheet import Sheet
from server.school.register.clean import given_name
from server.school.texts import fold


class KnownDepartment(Struct, frozen=True, array_like=True):
    """A tổ chuyên môn."""

    id: str
    name: str


class StaffContext(Struct, frozen=True):
    """The register as it is. `today` is an ISO date."""

    today: str
    departments: tuple[KnownDepartment, ...]
    people: tuple[KnownPerson, ...]


class Employee(Struct, frozen=True):
    """A teacher as the list leaves one. `person_id` None: a new one; `department_id` None: by name, maybe a new one."""

    person_id: str | None
    full_name: str
    given_name: str
    birth_date: str | None
    sex: str | None
    moet_id: str | None
    title: str | None
    email: str | None
    department_id: str | None
    department: str
    old_moet: str | None = None
    old_temporary: str | None = None
    recoded: bool = False
    returned: bool = False


def plan_staff(sheets: tuple[Sheet, ...], asked: Asked[StaffContext], progress: Progress) -> Plan[Employee]:
    """The dry run of a list of teachers. Raises FileFault `no_heading`."""
    tables = find_tables(sheets, TEACHERS, asked.mapping)
    if not tables:
        guessed = asked_about(guess_headings(sheets))
        if not guessed:
            raise FileFault("no_heading")
        return Plan(unknown=guessed, no_heading=True)
    context = asked.context
    register = Register(context.people)
    today = date.fromisoformat(context.today)
    sifted = sift(tables, register, today, asked.choices, None, _sought, {}, progress)
    known = {fold(one.name): one for one in context.departments}
    shared = _shared(sifted.sure)
    warnings = [
        BadRow(row.number, row.sheet, "", "shared_email", row.email)
        for row, _ in sifted.sure
        if row.email in shared
    ]
    groups: dict[str, list[Change[Employee]]] = {"added": [], "updated": [], "unchanged": []}
    for row, person in sifted.sure:
        one = _employee(row, person, known, shared)
        changes = _changes(one, person, context.departments)
        group = "added" if person is None else "updated" if changes else "unchanged"
        groups[group].append(Change(row.sheet, row.number, row.name, one.department, one, changes))
    new = {fold(row.department): row.department for row, _ in sifted.sure if row.department}
    unknown = {one.folded: one for table in tables for one in asked_about(table.unknown)}
    return Plan(
        added=tuple(groups["added"]),
        updated=tuple(groups["updated"]),
        unchanged=tuple(groups["unchanged"]),
        absent=_absent(context, sifted.sure),
        undecided=sifted.undecided,
        bad=tuple(sorted(sifted.bad, key=lambda one: (one.sheet, one.row))),
        warnings=(*sifted.warnings, *warnings),
        also=tuple(Also("department", name) for key, name in sorted(new.items()) if key not in known),
        unknown=tuple(unknown.values()),
        sheets=tuple(table.sheet.name for table in tables),
    )


def _sought(row: Row) -> Sought:
    return Sought("teacher", row.name, row.birth, row.moet, row.temporary, None)


def _shared(sure: tuple[tuple[Row, KnownPerson | None], ...]) -> frozenset[str]:
    """Addresses of more than one person: often the school's; they are nobody's own."""
    counts = Counter(row.email for row, _ in sure if row.email)
    return frozenset(email for email, count in counts.items() if count > 1)


def _employee(
    row: Row, person: KnownPerson | None, known: Mapping[str, KnownDepartment], shared: frozenset[str]
) -> Employee:
    department = known.get(fold(row.department))
    email = row.email if row.email not in shared else ""
    same = person is not None and person.full_name == row.name
    return Employee(
        person_id=person.id if person else None,
        full_name=row.name,
        given_name=person.given_name if person and same else given_name(row.name),
        birth_date=row.birth or (person.birth_date if person else None),
        sex=row.sex or (person.sex if person else None),
        moet_id=row.moet or None,
        title=row.title or (person.title if person else None),
        email=email or (person.email if person else None),
        department_id=department.id
        if department
        else (person.department_id if person and not row.department else None),
        department=department.name if department else row.department,
        old_moet=person.moet_id if person else None,
        old_temporary=person.temporary_code if person else None,
        recoded=person is not None and bool(row.moet) and row.moet != person.moet_id,
        returned=person is not None and not person.active,
    )


def _changes(
    one: Employee, person: KnownPerson | None, departments: tuple[KnownDepartment, ...]
) -> tuple[FieldChange, ...]:
    if person is None:
        return ()
    names = {each.id: each.name for each in departments}
    before = names.get(person.department_id or "", "")
    pairs = (
        ("full_name", person.full_name, one.full_name),
        ("birth_date", _shown(person.birth_date), _shown(one.birth_date)),
        ("sex", person.sex or "", one.sex or ""),
        ("code", person.moet_id or "", one.moet_id if one.recoded and one.moet_id else person.moet_id or ""),
        ("title", person.title or "", one.title or ""),
        ("email", person.email or "", one.email or ""),
        ("department", before, one.department or before),
        ("active", "" if one.returned else "1", "1"),
    )
    return tuple(FieldChange(field, old, new) for field, old, new in pairs if old != new)


def _shown(day: str | None) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""


def _absent(context: StaffContext, sure: tuple[tuple[Row, KnownPerson | None], ...]) -> tuple[Absent, ...]:
    seen = {person.id for _, person in sure if person is not None}
    return tuple(
        Absent(one.id, one.full_name, "")
        for one in context.people
        if one.kind == "teacher" and one.active and one.id not in seen
    )

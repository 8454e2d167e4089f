"""Rows of a list, read and matched: who each is about, which two cannot both be, what a person decides. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from server.school.importing.headings import Table, title_block
from server.school.importing.kind import Progress
from server.school.importing.people.known import KnownPerson, Register, Sought, candidate
from server.school.importing.people.rows import Reading, Row
from server.school.importing.plan import BadRow, Undecided
from server.school.importing.sheets.sheet import Sheet
from server.school.texts import fold

NEW, SKIP = "new", "skip"


class Sifted(Struct, frozen=True):
    """`sure`: rows with their person, None for a new one."""

    sure: tuple[tuple[Row, KnownPerson | None], ...]
    undecided: tuple[Undecided, ...]
    bad: tuple[BadRow, ...]
    warnings: tuple[BadRow, ...]


def sift(
    tables: Sequence[Table],
    register: Register,
    today: date,
    choices: Mapping[str, str],
    class_of: Callable[[Table], str] | None,
    sought: Callable[[Row], Sought],
    class_codes: Mapping[str, str],
    progress: Progress,
) -> Sifted:
    """`class_of`: of pupils, the class a table is about when its rows do not say; None: no pupils.

    `class_codes`: class id → code, for the candidates' lines.
    """
    rows, bad, warnings = _read(tables, today, class_of, progress)
    rows, doubles = _without_doubles(rows, lambda row: row.moet or row.temporary, "duplicate_id")
    sure: list[tuple[Row, KnownPerson | None]] = []
    undecided: list[Undecided] = []
    for row in rows:
        found = register.find(sought(row))
        if found.fault:
            bad.append(BadRow(row.number, row.sheet, "", found.fault, row.moet or row.temporary))
            continue
        chosen = choices.get(row.key) if found.candidates else None
        picked = next((one for one in found.candidates if one.id == chosen), None)
        if found.person is not None or picked is not None or not found.candidates:
            sure.append((row, found.person or picked))
        elif chosen == NEW and found.code != "other_name":
            sure.append((row, None))
        elif chosen == SKIP:
            bad.append(BadRow(row.number, row.sheet, "", "left_out"))
        else:
            undecided.append(_undecided(row, found.code, found.candidates, class_codes))
    sure, same = _one_row_each(sure)
    return Sifted(tuple(sure), tuple(undecided), (*bad, *doubles, *same), tuple(warnings))


def sheet_class(sheets: Sequence[Sheet], known: Iterable[str], chosen: str) -> Callable[[Table], str]:
    """The class of a table without a class column: chosen beside the file, in the title, or the sheet's name."""
    codes = {fold(code) for code in known}

    def of(table: Table) -> str:
        if chosen:
            return chosen
        for line in title_block(table):
            words = line.replace(":", " ").split()
            for place, word in enumerate(words[:-1]):
                if fold(word) == "lop" and any(sign.isdigit() for sign in words[place + 1]):
                    return words[place + 1].strip(" .,;-–")
        name = table.sheet.name.removeprefix("Lớp ").removeprefix("lớp ").strip()
        return name if fold(name) in codes or (name[:1].isdigit() and len(name) <= 6) else ""

    return of


def _read(
    tables: Sequence[Table], today: date, class_of: Callable[[Table], str] | None, progress: Progress
) -> tuple[list[Row], list[BadRow], list[BadRow]]:
    rows: list[Row] = []
    bad: list[BadRow] = []
    warnings: list[BadRow] = []
    every = [(table, table.rows()) for table in tables]
    of = sum(len(lines) for _, lines in every)
    for table, lines in every:
        reading = Reading(table, today, class_of(table) if class_of else "")
        for number, cells in lines:
            row = reading.row(number, cells, pupils=class_of is not None)
            if row is not None:
                rows.append(row)
            progress(len(rows), of)
        bad += reading.bad
        warnings += reading.warnings
    return rows, bad, warnings


def _without_doubles(
    rows: Sequence[Row], code_of: Callable[[Row], str], code: str
) -> tuple[list[Row], list[BadRow]]:
    """Two rows with one code: neither is taken, for nobody knows which is right."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        if code_of(row):
            by_code.setdefault(code_of(row), []).append(row)
    double = {row.key: same for same in by_code.values() if len(same) > 1 for row in same}
    bad = [
        BadRow(row.number, row.sheet, "", code, code_of(row), _other(row, double[row.key]))
        for row in rows
        if row.key in double
    ]
    return [row for row in rows if row.key not in double], bad


def _one_row_each(
    sure: Sequence[tuple[Row, KnownPerson | None]],
) -> tuple[list[tuple[Row, KnownPerson | None]], list[BadRow]]:
    """Two rows about one person; new ones: of one name, birth date and class, and one of them without a code."""
    rows = [row for row, _ in sure]
    persons = {row.key: person for row, person in sure}

    def who(row: Row) -> str:
        person = persons[row.key]
        if person is not None:
            return person.id
        return "" if row.moet or not row.birth else f"{fold(row.name)}|{row.birth}|{fold(row.class_code)}"

    kept, bad = _without_doubles(rows, who, "same_person")
    bad = [BadRow(one.row, one.sheet, "", one.code, "", one.other_row) for one in bad]
    return [(row, persons[row.key]) for row in kept], bad


def _other(row: Row, same: Sequence[Row]) -> int | None:
    return next((one.number for one in same if one.key != row.key), None)


def _undecided(
    row: Row, code: str, candidates: Sequence[KnownPerson], class_codes: Mapping[str, str]
) -> Undecided:
    birth = "/".join(reversed(row.birth.split("-"))) if row.birth else ""
    detail = " · ".join(part for part in (row.class_code, birth, row.moet) if part)
    shown = tuple(candidate(one, class_codes.get(one.class_id or "", "")) for one in candidates)
    return Undecided(row.key, row.sheet, row.number, row.name, detail, code, shown)

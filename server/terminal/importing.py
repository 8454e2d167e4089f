"""`bucgiang roster import`: the three steps in one, for who runs the machine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from server.school.importing.folder import Folder, write_private
from server.school.importing.kinds import KINDS
from server.school.importing.plan import BadRow, Plan, Undecided
from server.school.importing.running import Imports
from server.school.importing.sheets.sheet import MAX_BYTES
from server.school.rights.actor import Actor
from server.settings import Settings, StartFault
from server.store.database import Database

OPERATOR = Actor("operator", "", frozenset({"office"}))
"""In the log: who has the machine, not an account."""
SHOWN = 20


class CannotImport(StartFault):
    """The file is refused; nothing was written."""

    exit_code = 1


class Imported(Struct, frozen=True):
    """What was, or unless `written` would be, done. Rows by their Excel numbers."""

    dry_run: bool
    written: bool
    added: int
    updated: int
    moved: int
    unchanged: int
    absent: int
    also: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    bad: tuple[BadRow, ...]
    warnings: tuple[BadRow, ...]
    unknown_headings: tuple[str, ...]


async def take_in(
    settings: Settings,
    database: Database,
    file: Path,
    kind: str,
    options: Mapping[str, str],
    now: int,
    *,
    dry_run: bool,
    leave_out: bool,
) -> Imported:
    """Reads, plans and (unless `dry_run`) writes the file; when rows are refused or undecided only if they may be left
    out. Raises CannotImport."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CannotImport(f"{file}: larger than 20 MB; send the sheets that are needed only")
        data = file.read_bytes()
    except OSError as error:
        raise CannotImport(f"{file}: {error.strerror}") from error
    imports, upload = Imports(), Folder(settings.data_dir).new(kind, file.name, OPERATOR.id, options, now)
    try:
        write_private(upload.file, data)
        job = await imports.begin(database, upload, KINDS[kind], now)
        assert job.task is not None
        await job.task
        plan = upload.read_plan(KINDS[kind])
        if plan is None or plan.no_heading:
            raise CannotImport(
                f"{file}: {_REASONS.get(job.code or 'no_heading', job.code)} {job.detail}".rstrip()
            )
        write = not dry_run and (leave_out or not (plan.bad or plan.undecided))
        if write:
            await imports.write(database, upload, KINDS[kind], OPERATOR, now)
        return _imported(plan, dry_run, write)
    finally:
        await imports.close()
        upload.remove()


def imported_text(made: Imported) -> str:
    """For people, in English as the whole command line."""
    head = "Written:" if made.written else "Dry run, nothing written:" if made.dry_run else _REFUSED
    lines = [
        f"{head} {made.added} added, {made.updated} updated, {made.moved} moved, {made.unchanged} unchanged;"
        f" {made.absent} of these classes are not in the file (kept)"
    ]
    if made.also:
        lines.append(f"New classes: {', '.join(made.also)}")
    if made.unknown_headings:
        lines.append(f"Columns not understood (map them in the page): {', '.join(made.unknown_headings)}")
    lines += _listed("Not taken over", [_row(one) for one in made.bad])
    lines += _listed("Remarks", [_row(one) for one in made.warnings])
    lines += _listed(
        "For a person to decide in the page",
        [f"{one.sheet} row {one.row}: {one.code}" for one in made.undecided],
    )
    return "\n".join(lines)


_REFUSED = (
    "Nothing written, as some rows are not taken over; mend them, or write the others with --leave-out:"
)
_REASONS = {
    "file_unknown": "neither .xlsx, .xls nor .csv; save it as .xlsx.",
    "file_encrypted": "asks for a password; save it without one.",
    "file_expands": "unpacks to far more than its size; save it anew as .xlsx.",
    "file_broken": "cannot be read; open it in Excel and save it anew.",
    "file_sheets": "too many sheets.",
    "file_rows": "too many rows.",
    "file_slow": "reading it took too long; keep the sheets that are needed only.",
    "file_empty": "holds nothing.",
    "wrong_encoding": "neither UTF-8, UTF-16 nor Windows-1258 (TCVN3 or VNI?); save it as UTF-8.",
    "no_heading": "no row looks like the headings wanted; map the columns in the page.",
    "bug": "planning failed; this is a mistake of the program.",
}


def _imported(plan: Plan[Any], dry_run: bool, written: bool) -> Imported:
    return Imported(
        dry_run,
        written,
        len(plan.added),
        len(plan.updated),
        len(plan.moved),
        len(plan.unchanged),
        len(plan.absent),
        tuple(one.name for one in plan.also),
        plan.undecided,
        plan.bad,
        plan.warnings,
        tuple(one.heading for one in plan.unknown),
    )


def _listed(title: str, rows: list[str]) -> list[str]:
    if not rows:
        return []
    more = [f"  … and {len(rows) - SHOWN} more (--json has all)"] if len(rows) > SHOWN else []
    return [f"{title}: {len(rows)}", *(f"  {row}" for row in rows[:SHOWN]), *more]


def _row(one: BadRow) -> str:
    """Without what stood there: a terminal's history is no place for names."""
    column = f", {one.column}" if one.column else ""
    return f"{one.sheet} row {one.row}{column}: {one.code}"

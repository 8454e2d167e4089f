"""The process that opens a stranger's file: `python -m server.school.importing.child <folder> <kind>`.

It may be killed at any moment and take nothing along: memory, time and files are bounded by the kernel, the database
is not open here. Standard output: a `Told` a line.
"""

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from server.school.importing.errorfile import write_errors
from server.school.importing.fault import FileCode, FileFault
from server.school.importing.folder import Upload, write_private
from server.school.importing.kind import Asked
from server.school.importing.kinds import KINDS
from server.school.importing.sheets.reading import read_sheets

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_S = 30
FILE_BYTES = 64 * 1024 * 1024
EVERY_ROWS = 500

Stage = Literal["reading", "planning", "done"]


class Told(Struct, frozen=True, omit_defaults=True):
    """How far it is; or why it gave up (`code`)."""

    stage: Stage
    done: int = 0
    all: int = 0
    code: FileCode | None = None
    detail: str = ""


Tell = Callable[[Told], None]


def limit() -> None:
    """From here on the kernel ends this process before it can hurt the lessons beside it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def work(upload: Upload, kind: str, tell: Tell) -> None:
    """Reads and plans; a file that is refused is told, too: the last word says why."""
    try:
        run(upload, kind, tell)
    except FileFault as fault:
        tell(Told("done", code=fault.code, detail=fault.detail))
    except MemoryError:
        tell(Told("done", code="file_expands"))


def run(upload: Upload, kind_name: str, tell: Tell) -> None:
    """Reads, plans, and leaves `plan` and `errors.xlsx` in the folder. Raises FileFault."""
    kind, about = KINDS[kind_name], upload.about()

    def progress(done: int, of: int) -> None:
        if done % EVERY_ROWS == 0:
            tell(Told("planning", done, of))

    tell(Told("reading"))
    sheets = read_sheets(upload.file.read_bytes(), about.filename)
    asked = msgspec.msgpack.decode(upload.asked.read_bytes(), type=Asked[kind.context])  # type: ignore[name-defined]
    tell(Told("planning", 0, sum(len(sheet.rows) for sheet in sheets)))
    plan = kind.plan(sheets, asked, progress)
    write_errors(upload.errors, sheets, (*plan.bad, *plan.warnings))
    write_private(upload.plan, msgspec.msgpack.encode(plan))
    tell(Told("done"))


def tell_parent(told: Told) -> None:
    """One line to the parent."""
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.buffer.flush()


def main() -> int:
    """0 also for a file that is refused."""
    limit()
    folder, kind = sys.argv[1:]
    work(Upload(Path(folder)), kind, tell_parent)
    return 0


if __name__ == "__main__":
    sys.exit(main())

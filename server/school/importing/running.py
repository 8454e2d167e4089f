"""The three steps: an upload is read and planned by a child process, looked at, then written in one transaction.

Two children at once at most; each has its time and its memory, and the process with the lessons only waits for it.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.child import Told
from server.school.importing.folder import About, Upload, fingerprint
from server.school.importing.kind import Asked, Kind
from server.school.importing.plan import Plan
from server.school.rights.actor import Actor
from server.store.database import Database
from server.store.tables import import_mappings

WALL_S = 60.0
"""The child has 30 s of a core; on a busy machine they last longer."""
AT_ONCE = 2
MOST_JOBS = 100
"""At work, waiting for their turn, or done and still known."""
_log = structlog.get_logger("server.importing")


class ChangedMeanwhile(Exception):
    """The register is not what the dry run saw: plan again."""


class TooManyJobs(Exception):
    """MOST_JOBS children are at work or wait for their turn."""


class NotPlanned(Exception):
    """There is no dry run to write: it still goes on, or the file was refused."""


@dataclass
class Job:
    """A child at work on an upload, or what became of it. `code`: why there is no plan."""

    told: Told
    task: asyncio.Task[None] | None = None
    written: Plan[Any] | None = None
    code: str = ""
    detail: str = ""
    owner: str = ""

    @property
    def running(self) -> bool:
        """Whether the child still works."""
        return self.task is not None and not self.task.done()


@dataclass
class Imports:
    """All uploads of this process. `close` ends the children."""

    _jobs: dict[str, Job] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def job(self, upload_id: str) -> Job | None:
        """What is known of an upload besides its files."""
        return self._jobs.get(upload_id)

    async def begin(self, database: Database, upload: Upload, kind: Kind[Any, Any], now: int) -> Job:
        """Starts the dry run; one that runs is ended first. The plan of before is gone. Raises TooManyJobs."""
        about = upload.about()
        async with database.read() as connection:
            context = await kind.gather(connection, now, about.options)
            remembered = await _mappings(connection, kind.name)
        while about.id in self._jobs:  # also what another answer began meanwhile; what that said counts, too
            await self._end(about.id)
        self._make_room()
        about = upload.about()
        upload.ask(Asked(context, remembered | dict(about.mapping), about.choices, about.options))
        upload.keep(replace(about, fingerprint=fingerprint(context)))
        job = Job(Told("reading"))
        job.task = asyncio.create_task(self._run(job, upload, kind.name), name="import")
        self._jobs[about.id] = job
        return job

    async def write(
        self, database: Database, upload: Upload, kind: Kind[Any, Any], actor: Actor, now: int
    ) -> Plan[Any]:
        """Writes what the dry run showed, all or nothing. Raises NotPlanned, ChangedMeanwhile."""
        about = upload.about()
        job = self._jobs.get(about.id)
        plan = await asyncio.to_thread(upload.read_plan, kind)
        if plan is None or plan.no_heading or (job is not None and job.running):
            raise NotPlanned
        async with database.begin() as connection:
            context = await kind.gather(connection, now, about.options)
            if fingerprint(context) != about.fingerprint:
                raise ChangedMeanwhile
            await kind.write(connection, plan, actor, now)
            await _remember(connection, kind, about, actor, now)
        self._jobs[about.id] = Job(Told("done"), written=plan, owner=actor.id)
        upload.remove()
        return plan

    async def drop(self, upload: Upload) -> None:
        """Forgets an upload."""
        await self._end(upload.about().id)
        upload.remove()

    async def close(self) -> None:
        """Ends all children."""
        for name in list(self._jobs):
            await self._end(name)

    def _make_room(self) -> None:
        """For one more: the oldest of those that are done are forgotten, never one at work. Raises TooManyJobs."""
        done = [name for name, job in self._jobs.items() if not job.running]
        surplus = len(self._jobs) - MOST_JOBS + 1
        if surplus > len(done):
            raise TooManyJobs
        for name in done[: max(0, surplus)]:
            del self._jobs[name]

    async def _end(self, name: str) -> None:
        job = self._jobs.pop(name, None)
        if job is not None and job.task is not None:
            job.task.cancel()
            with suppress(asyncio.CancelledError):
                await job.task

    async def _run(self, job: Job, upload: Upload, kind: str) -> None:
        async with self._turns:
            code = await _child(job, upload.folder, kind)
        if job.told.code is not None:
            job.code, job.detail = job.told.code, job.told.detail
        elif code is None or -code in _TOO_SLOW:
            job.code = "file_slow"
        elif code < 0:  # out of memory: the allocator aborts, or the kernel kills
            job.code = "file_expands"
        elif code != 0:
            _log.error("planning an import failed", kind=kind, exit=code)
            job.code = "bug"


_TOO_SLOW = (9, 24)
"""SIGKILL and SIGXCPU end a process that used up its time."""


async def _child(job: Job, folder: Path, kind: str) -> int | None:
    """Its exit code; None when it took too long. It never outlives this call."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.school.importing.child",
        str(folder.resolve()),
        kind,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback may hold names
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ},
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WALL_S):
            async for line in process.stdout:
                job.told = msgspec.json.decode(line, type=Told)
            return await process.wait()
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _mappings(connection: AsyncConnection, kind: str) -> dict[str, str]:
    """What the school said of headings of this kind before."""
    query = select(import_mappings.c.heading, import_mappings.c.field).where(import_mappings.c.kind == kind)
    return {row.heading: row.field for row in await connection.execute(query)}


async def _remember(
    connection: AsyncConnection, kind: Kind[Any, Any], about: About, actor: Actor, now: int
) -> None:
    for heading, name in about.mapping.items():
        row = {"kind": kind.name, "heading": heading, "field": name, "at": now, "by_id": actor.id}
        await connection.execute(
            insert(import_mappings)
            .values(row)
            .on_conflict_do_update(index_elements=["kind", "heading"], set_={"field": name, "at": now})
        )


def with_answers(about: About, mapping: Mapping[str, str], choices: Mapping[str, str]) -> About:
    """What a person said of headings and of undecided rows, on top of what was said before."""
    return replace(about, mapping={**about.mapping, **mapping}, choices={**about.choices, **choices})

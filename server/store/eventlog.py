"""Keeps the events of lessons: taken at once from a lesson, on disk within half a second, always in order.

`append` only enqueues; one task writes whatever has gathered as one transaction (group commit) and pauses
0.1 s between two. When the database fails, nothing is dropped: the same batch is tried again until it goes
through and `healthy` is False meanwhile. At `limit` waiting events no more commands are to be taken (`accepts`); what
happens by itself (somebody goes) is still taken, up to RESERVE times as much. Called by server/classroom.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from itertools import islice

import msgspec
import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from lesson.messages import AnyEvent, Kept
from server.store.database import Database
from server.store.tables import events, lessons

GATHER_S = 0.25
"""Pause between two transactions: an event waits this long at most, and the commit's own time."""

RETRY_S = 0.5
BATCH = 2000
RESERVE = 5
ALIVE_S = 5.0
CLOSE_S = 5.0

_log = structlog.get_logger("server.store.eventlog")
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class NotKept(Exception):
    """`append` cannot take the event: too many wait for the disk, or this lesson's log is broken (a bug)."""


class EventLog:
    """`on_health(healthy)` is called on the loop when writing begins to fail and when it works again."""

    def __init__(
        self, database: Database, *, on_health: Callable[[bool], None] | None = None, limit: int = 20_000
    ) -> None:
        self.healthy = True
        self._database = database
        self._on_health = on_health
        self._limit = limit
        self._queue: deque[dict[str, object]] = deque()
        self._alive: dict[str, int] = {}
        self._alive_due = 0.0
        self._broken: set[str] = set()
        self._appended = self._written = 0
        self._wanted = asyncio.Event()
        self._progress = asyncio.Condition()
        self._writer: asyncio.Task[None] | None = None

    @property
    def accepts(self) -> bool:
        """Whether commands may be taken. Ask before handling one."""
        return len(self._queue) < self._limit

    def append(self, lesson_id: str, kept: Kept) -> None:
        """Takes the event for writing. Raises NotKept (ask `accepts` first)."""
        if len(self._queue) >= RESERVE * self._limit or lesson_id in self._broken:
            raise NotKept(lesson_id)
        tag = kept.event.__struct_config__.tag
        body = _encoder.encode(kept.event)
        self._queue.append(
            {"lesson_id": lesson_id, "number": kept.number, "at": kept.at, "type": tag, "body": body}
        )
        self._appended += 1
        self._wake()

    def touch_alive(self, lesson_id: str, at: int) -> None:
        """The lesson was running at `at` (UTC ms); written at most each 5 s. Call it about once a second."""
        self._alive[lesson_id] = at
        if time.monotonic() >= self._alive_due:
            self._wake()

    async def flush(self) -> None:
        """Returns when everything appended before is on disk; waits as long as the database fails."""
        target = self._appended
        async with self._progress:
            await self._progress.wait_for(lambda: self._written >= target)

    async def load(self, lesson_id: str) -> list[Kept]:
        """The events of a lesson that are on disk, in order."""
        query = select(events.c.number, events.c.at, events.c.body).where(events.c.lesson_id == lesson_id)
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(events.c.number))).all()
        return [Kept(number=row.number, at=row.at, event=_decoder.decode(row.body)) for row in rows]

    async def close(self) -> None:
        """Writes what waits (5 s at most) and ends the task."""
        try:
            async with asyncio.timeout(CLOSE_S):
                await self.flush()
        except TimeoutError:
            _log.error("events not kept at the end", count=len(self._queue))
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait([self._writer])

    def _wake(self) -> None:
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write_on(), name="event log")
        self._wanted.set()

    async def _write_on(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            while self._queue or self._alive_is_due():
                await self._write_batch()
                await asyncio.sleep(GATHER_S if self.healthy else RETRY_S)

    def _alive_is_due(self) -> bool:
        return bool(self._alive) and time.monotonic() >= self._alive_due

    async def _write_batch(self) -> None:
        batch = list(islice(self._queue, BATCH))
        alive = dict(self._alive) if self._alive_is_due() else {}
        try:
            try:
                await self._store(batch, alive)
            except IntegrityError:
                await self._store_apart(batch)
        except (SQLAlchemyError, OSError) as error:
            self._set_healthy(False, str(getattr(error, "orig", error)))
            return
        self._set_healthy(True)
        if alive:
            self._alive_due = time.monotonic() + ALIVE_S
            self._alive = {lesson: at for lesson, at in self._alive.items() if alive.get(lesson) != at}
        await self._drop_written(len(batch))

    async def _drop_written(self, count: int) -> None:
        async with self._progress:
            for _ in range(count):
                self._queue.popleft()
            self._written += count
            self._progress.notify_all()

    async def _store(self, batch: list[dict[str, object]], alive: dict[str, int]) -> None:
        async with self._database.begin() as connection:
            if batch:
                await connection.execute(insert(events), batch)
            if alive:
                statement = (
                    update(lessons)
                    .where(lessons.c.id == bindparam("lesson"))
                    .values(alive_at=bindparam("at"))
                )
                await connection.execute(statement, [{"lesson": key, "at": at} for key, at in alive.items()])

    async def _store_apart(self, batch: list[dict[str, object]]) -> None:
        """One lesson whose events do not fit (a bug of ours) must not hold up the others."""
        for lesson_id in dict.fromkeys(str(row["lesson_id"]) for row in batch):
            try:
                await self._store([row for row in batch if row["lesson_id"] == lesson_id], {})
            except IntegrityError as error:
                self._broken.add(lesson_id)
                _log.error("events of a lesson cannot be kept", lesson=lesson_id, reason=str(error.orig))

    def _set_healthy(self, healthy: bool, reason: str = "") -> None:
        if healthy == self.healthy:
            return
        self.healthy = healthy
        if healthy:
            _log.info("events are kept again")
        else:
            _log.error("events cannot be written; trying again", reason=reason, waiting=len(self._queue))
        if self._on_health is not None:
            self._on_health(healthy)

"""order.json of the lessons being recorded: written off the event loop, one after another, until the disk takes it.

`want` only notes; one task writes what changed. An order is written when the lesson's events so far are on disk: after
a crash it never says more than they do. Formats and the file itself: recordings/shelf/order.py.
"""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import structlog

from lesson.messages import Trouble
from recordings.shelf.order import Order, write_order

AGAIN_S = 2.0
"""Between two tries while the disk takes nothing."""
FLUSH_S = 2.0
"""How long the lesson's events may take to reach the disk before."""

log = structlog.get_logger("classroom.orders")


class Orders:
    """`flush` returns when all events are on disk; `on_written` is told each time a lesson's order is on disk."""

    def __init__(
        self, journals: Path, flush: Callable[[], Awaitable[None]], on_written: Callable[[str], None]
    ) -> None:
        self._journals = journals
        self._flush = flush
        self._on_written = on_written
        self._wanted: dict[str, Order] = {}
        self._on_disk: dict[str, Order] = {}
        self._troubles: dict[str, Trouble] = {}
        self._changed = asyncio.Event()

    def found(self, order: Order) -> None:
        """An earlier process of ours wrote this one."""
        self._on_disk[order.lesson] = order

    def want(self, order: Order) -> None:
        """The lesson's order from now on."""
        self._wanted[order.lesson] = order
        self._changed.set()

    def forget(self, lesson: str) -> None:
        """The file is gone: it is written again when it is wanted again."""
        for known in (self._wanted, self._on_disk, self._troubles):
            known.pop(lesson, None)

    def begun(self, lesson: str) -> bool:
        """An order of the lesson, which goes on, is on disk: journals may be written beside it."""
        return lesson in self._on_disk

    def trouble(self, lesson: str) -> Trouble:
        """Why the lesson's order cannot be written now."""
        return self._troubles.get(lesson, "")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S if self._troubles else None):
                    await self._changed.wait()
            self._changed.clear()
            for order in list(self._wanted.values()):
                if self._on_disk.get(order.lesson) != order:
                    await self._write(order)

    async def _write(self, order: Order) -> None:
        try:
            async with asyncio.timeout(FLUSH_S):  # wait_for may swallow a cancel at the same moment (3.11)
                await self._flush()
            await asyncio.to_thread(write_order, self._journals / order.lesson, order)
        except OSError as error:  # or TimeoutError, which is one
            self._failed(order.lesson, error)
            return
        if self._troubles.pop(order.lesson, ""):
            log.info("order of a recording written", lesson=order.lesson)
        self._on_disk[order.lesson] = order
        if order.ended_at is not None and self._wanted.get(order.lesson) == order:
            self.forget(order.lesson)
        self._on_written(order.lesson)

    def _failed(self, lesson: str, error: OSError) -> None:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        trouble: Trouble = "disk_full" if full else "unwritable"
        if self._troubles.get(lesson) != trouble:
            reason = error.strerror or "events are not on disk"
            log.error("order of a recording not written; trying again", lesson=lesson, reason=reason)
        self._troubles[lesson] = trouble

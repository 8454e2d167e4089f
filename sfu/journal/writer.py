"""The one thread of a worker that writes journals. A slow or broken disk holds up this thread and nothing else.

The loop's side only puts blocks into a queue with a bound. The thread wakes each PAUSE, so that handing over costs the
loop no system call, writes what waits and syncs each journal within a second. A journal that cannot be written is
closed and tried again each RETRY with new files under the same head; its blocks are lost meanwhile.
"""

import errno
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import structlog
from msgspec import Struct

from sfu.journal.files import JournalFiles
from sfu.journal.format import EndReason, SidecarHead
from sfu.journal.tap import Cut, Fault

LIMIT = 8 << 20
"""Bytes of blocks that may wait for the disk."""
COST = 256
"""Bytes a block counts besides its packets."""
PAUSE = 0.2
SYNC = 0.7
"""Age of unsynced bytes; with PAUSE below a second."""
RETRY = 2.0
CLOSE = 3.0
"""Seconds the worker's end waits for the disk."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

T = TypeVar("T")
log = structlog.get_logger("sfu.journal")


class _Finish(Struct, frozen=True):
    head: SidecarHead
    reason: EndReason
    us: int


class _Failed(Struct, frozen=True):
    fault: Fault
    retry_at: float


class Writer:
    """Journals below `root`, named after the worker's start. `clock`: monotonic seconds."""

    def __init__(
        self, root: Path, started: str, clock: Callable[[], float] = time.monotonic, limit: int = LIMIT
    ) -> None:
        self.faults: Mapping[str, Fault] = {}
        """Lessons with a journal that cannot be written now. Replaced by the thread, never changed."""
        self._root = root
        self._started = started
        self._clock = clock
        self._limit = limit
        self._queue: deque[Cut | _Finish] = deque()
        self._waiting = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journals", daemon=True)
        self._made = 0
        self._files: dict[SidecarHead, JournalFiles] = {}
        self._failed: dict[SidecarHead, _Failed] = {}

    # The loop's side

    def start(self) -> None:
        """Write from now on."""
        self._thread.start()

    def put(self, cut: Cut) -> bool:
        """Never waits for the disk. False: LIMIT bytes are waiting, the block is lost."""
        size = len(cut.records) + COST
        with self._lock:
            if self._waiting + size > self._limit:
                return False
            self._waiting += size
        self._queue.append(cut)
        return True

    def finish(self, head: SidecarHead, reason: EndReason, us: int) -> None:
        """Behind the blocks that wait. One a journal that has blocks, so it needs no bound of its own."""
        self._queue.append(_Finish(head, reason, us))

    def close(self, timeout: float = CLOSE) -> None:
        """Write what waits and end the thread; a disk that takes longer is left alone."""
        self._over.set()
        self._thread.join(timeout)
        if self._thread.is_alive():
            log.error("journals_not_flushed", bytes=self._waiting)

    # The thread's side

    def _run(self) -> None:
        while not self._over.wait(PAUSE):
            self.step()
        self.step()

    def step(self) -> None:
        """One round: write what waits, sync what is due."""
        for _ in range(len(self._queue)):
            item = self._queue.popleft()
            if isinstance(item, _Finish):
                self._end(item)
                continue
            self._attempt(item.head, self._write, item)
            with self._lock:
                self._waiting -= len(item.records) + COST
        now = self._clock()
        for head, files in tuple(self._files.items()):
            if files.dirty_since is not None and now - files.dirty_since >= SYNC:
                self._attempt(head, JournalFiles.sync, files)
        self.faults = {head.lesson: failed.fault for head, failed in self._failed.items()}

    def _attempt(self, head: SidecarHead, action: Callable[[T], None], subject: T) -> None:
        try:
            action(subject)
        except Exception as error:  # the disk, or a bug: it ends this journal, never the thread
            self._fail(head, error)

    def _write(self, cut: Cut) -> None:
        files = self._files.get(cut.head)
        now = self._clock()
        if files is None:
            failed = self._failed.get(cut.head)
            if failed is not None and now < failed.retry_at:
                return
            self._made += 1
            files = JournalFiles(self._root, f"{self._started}-{self._made}", cut.head)
            self._files[cut.head] = files
        files.block(cut, now)
        if self._failed.pop(cut.head, None) is not None:
            log.info("journal_works_again", folder=cut.head.lesson)

    def _end(self, finish: _Finish) -> None:
        self._failed.pop(finish.head, None)
        files = self._files.pop(finish.head, None)
        if files is None:
            return
        try:
            files.end(finish.reason, finish.us)
        except OSError as error:
            log.warning("journal_without_end", folder=finish.head.lesson, error=errno_name(error))

    def _fail(self, head: SidecarHead, error: Exception) -> None:
        full = isinstance(error, OSError) and error.errno in FULL
        fault: Fault = "disk_full" if full else "unwritable"
        now = self._clock()
        files = self._files.pop(head, None)
        if files is not None:
            files.give_up(int(now * 1e6))
        before = self._failed.get(head)
        self._failed[head] = _Failed(fault, now + RETRY)
        if before is None or before.fault != fault:
            bug = None if isinstance(error, OSError) else error
            log.error("journal_fault", folder=head.lesson, fault=fault, error=errno_name(error), exc_info=bug)


def errno_name(error: Exception) -> str:
    """Its name without the path."""
    number = error.errno if isinstance(error, OSError) else None
    return errno.errorcode.get(number or 0, type(error).__name__)

"""The recorder's process: `python -m recordings.recorder --data DIR`.

Follows <data>/journals and fills <data>/recordings; what there is on disk is all it knows and all it says. Ends on
SIGTERM or SIGINT with its state saved, and with its parent. One recorder a data folder: a second one waits.

The work is done in one thread in small steps; the main thread handles signals and writes the pulse, and goes on writing
while one step waits for a slow disk, but not for ever.
"""

import argparse
import ctypes
import fcntl
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import structlog

from recordings.recorder.lessons import Lessons
from recordings.shelf.replaced import FILE_MODE, make_folder

EVERY_S = 1.0
"""Between two looks at the journals when all that was there is worked through."""
STUCK_S = 60.0
"""A step that takes longer has no pulse any more."""
ENDING_S = 1.5
"""What is left for saving after SIGTERM."""
PR_SET_PDEATHSIG = 1
PULSE_FD = "BUCGIANG_PULSE_FD"
"""Names the pipe through which the supervisor hears that we are not stuck."""
PULSE_S = 1.0
ENDS = (signal.SIGTERM, signal.SIGINT)

log = structlog.get_logger("recordings.recorder")


class Recorder:
    """The work, in a thread of its own."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._over = threading.Event()
        self._stepped = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits ENDING_S for it; what is not saved then stands in the journals."""
        self._over.set()
        self._thread.join(ENDING_S)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def stuck(self) -> bool:
        return time.monotonic() - self._stepped > STUCK_S

    def _work(self) -> None:
        lock = self._hold()
        if lock is None:
            return
        with lock:
            lessons = Lessons(self._data / "journals", self._data / "recordings")
            while not self._over.is_set():
                busy = lessons.step(time.monotonic_ns() // 1000)
                self._stepped = time.monotonic()
                if not busy:
                    self._over.wait(EVERY_S)
            lessons.close(time.monotonic_ns() // 1000)

    def _hold(self) -> IO[bytes] | None:
        """The lock, waited for; None when we are told to end before. The kernel takes it from a process that dies."""
        told = False
        while not self._over.is_set():
            self._stepped = time.monotonic()
            with suppress(OSError):
                return _lock(self._data / "recordings")
            if not told:
                log.warning("waiting_for_lock")
                told = True
            self._over.wait(EVERY_S)
        return None


def _lock(folder: Path) -> IO[bytes]:
    """OSError when another recorder holds it, or the folder cannot be made."""
    make_folder(folder)
    file = os.fdopen(os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, FILE_MODE), "r+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def main(words: Sequence[str]) -> int:
    """Run a recorder; its exit status: 0 after a signal, 1 when the work ended by itself (a bug)."""
    parser = argparse.ArgumentParser(
        prog="python -m recordings.recorder", description="Bục Giảng's recorder."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with journals/ and recordings/")
    data: Path = parser.parse_args(words).data
    log_to_stderr()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # two files a track, for whole lessons
    parent = os.getppid()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # inherited by the thread: only this one takes them, below
    pulse = int(os.environ.pop(PULSE_FD, "-1"))
    if pulse >= 0:
        os.set_blocking(pulse, False)
    recorder = Recorder(data)
    recorder.start()
    while signal.sigtimedwait(ENDS, PULSE_S) is None and recorder.alive and os.getppid() == parent:
        if pulse >= 0 and not recorder.stuck:
            with suppress(OSError):  # the supervisor is held up, or gone: then we end anyway
                os.write(pulse, b".")
    died = not recorder.alive
    recorder.stop()
    return 1 if died else 0


def log_to_stderr() -> None:
    """One JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )

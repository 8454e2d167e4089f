"""All lessons with journals, each worked on in turn; one that fails waits and is taken up again, the others go on."""

import errno
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from msgspec.structs import replace

from recordings.recorder.lesson import Lesson
from recordings.recorder.reel import Progress
from recordings.shelf.recording import Trouble, read_recording, write_recording
from recordings.shelf.verify import Damaged

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FIRST_WAIT = 1_000_000
LONGEST_WAIT = 8_000_000
"""µs between two tries of a lesson that fails."""
WELL = 10_000_000
"""µs without a fault, after which it is told that all is well again."""
DAMAGED_WAIT = 600_000_000
"""The same of one whose files were wrong when they were read again, twice."""
DONE_WAIT = 60_000_000
"""Before a final lesson is looked at whose journals are still there."""

log = structlog.get_logger("recordings.recorder.lessons")


@dataclass
class _Attempt:
    lesson: Lesson
    not_before: int = 0
    wait: int = FIRST_WAIT
    failed_at: int = 0
    trouble: Trouble = ""
    damaged: bool = False
    final: bool = False


class Lessons:
    """`journals`: a folder a lesson; `shelf`: where their recordings are."""

    def __init__(self, journals: Path, shelf: Path) -> None:
        self._journals = journals
        self._shelf = shelf
        self._attempts: dict[str, _Attempt] = {}

    def step(self, now: int) -> bool:
        """A part of each lesson's work; whether more can be done at once. `now`: monotonic µs."""
        names = self._names()
        for gone in self._attempts.keys() - names:
            self._attempts.pop(gone).lesson.close()
        busy = False
        for name in sorted(names):
            attempt = self._attempts.get(name)
            if attempt is None:
                attempt = self._attempts[name] = _Attempt(self._lesson(name))
            if now >= attempt.not_before:
                busy |= self._try(name, attempt, now)
        return busy

    def close(self, now: int) -> None:
        """Saves what there is."""
        for name, attempt in self._attempts.items():
            if attempt.not_before <= now:
                try:
                    attempt.lesson.save(now)
                except OSError as error:
                    log.warning("not_saved", lesson=name, error=errno.errorcode.get(error.errno or 0, "?"))
            attempt.lesson.close()

    def _try(self, name: str, attempt: _Attempt, now: int) -> bool:
        try:
            progress = attempt.lesson.step(now)
        except OSError as error:
            code = errno.errorcode.get(error.errno or 0, "?")
            self._failed(name, attempt, now, "disk_full" if error.errno in FULL else "unwritable", code)
            return False
        except Damaged as error:
            self._damaged(name, attempt, now, str(error))
            return False
        except Exception as error:
            if attempt.trouble != "bug":
                log.exception("bug", lesson=name)
            self._failed(name, attempt, now, "bug", type(error).__name__)
            return False
        if progress is Progress.DONE:
            if not attempt.final:
                log.info("final", lesson=name)
            attempt.final = True
            attempt.lesson.close()
            attempt.lesson, attempt.not_before = self._lesson(name), now + DONE_WAIT
        elif attempt.trouble and attempt.lesson.synced and now - attempt.failed_at >= WELL:
            log.info("goes_on", lesson=name)
            attempt.trouble, attempt.wait = "", FIRST_WAIT
        return progress is Progress.BUSY

    def _failed(self, name: str, attempt: _Attempt, now: int, trouble: Trouble, error: str) -> None:
        if attempt.trouble != trouble:
            log.error("lesson_fails", lesson=name, trouble=trouble, error=error)
        attempt.lesson.close()
        attempt.lesson = self._lesson(name)
        attempt.trouble, attempt.failed_at = trouble, now
        attempt.not_before = now + attempt.wait
        attempt.wait = min(attempt.wait * 2, LONGEST_WAIT)
        with suppress(OSError, ValueError):  # it says so when it can
            recording = read_recording(self._shelf / name)
            if recording is not None and recording.state == "live" and recording.trouble != trouble:
                write_recording(self._shelf / name, replace(recording, trouble=trouble))

    def _damaged(self, name: str, attempt: _Attempt, now: int, what: str) -> None:
        """Once everything is made again from the journals; twice is for somebody to look at, they stay."""
        self._failed(name, attempt, now, "damaged", what)
        if attempt.damaged:
            attempt.not_before = now + DAMAGED_WAIT
            return
        attempt.damaged = True
        shutil.rmtree(self._shelf / name, ignore_errors=True)

    def _lesson(self, name: str) -> Lesson:
        return Lesson(name, self._journals / name, self._shelf / name)

    def _names(self) -> set[str]:
        try:
            return {
                path.name for path in self._journals.iterdir() if NAME.fullmatch(path.name) and path.is_dir()
            }
        except FileNotFoundError:
            return set()

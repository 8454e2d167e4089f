"""What the recorder says is on disk of the lessons going on: recordings/<lesson>/recording.json, read when it changed.

Blocking: called in a thread, one call at a time.
"""

from collections.abc import Iterable
from pathlib import Path

import structlog

from recordings.shelf.order import NAME as ORDER
from recordings.shelf.recording import NAME, Recording, read_recording

LARGEST = 4 << 20
"""Bytes; a longer recording.json is none of ours."""

log = structlog.get_logger("classroom.shelf")

Stamp = tuple[int, int, int]


class Shelf:
    """The data folder's recordings and journals."""

    def __init__(self, data: Path) -> None:
        self._recordings = data / "recordings"
        self._journals = data / "journals"
        self._known: dict[str, tuple[Stamp, Recording | None]] = {}

    def look(self, lessons: Iterable[str]) -> dict[str, Recording | None]:
        """The newest of each lesson; None while there is none that can be read."""
        found = {lesson: self._read(lesson) for lesson in lessons}
        self._known = {lesson: known for lesson, known in self._known.items() if lesson in found}
        return found

    def without_order(self, lessons: Iterable[str]) -> list[str]:
        """Those whose order.json is gone."""
        return [lesson for lesson in lessons if not (self._journals / lesson / ORDER).exists()]

    def _read(self, lesson: str) -> Recording | None:
        folder = self._recordings / lesson
        try:
            found = (folder / NAME).stat()
        except OSError:
            return None
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._known.get(lesson)
        if known is None or known[0] != stamp:
            known = self._known[lesson] = (stamp, _readable(folder) if found.st_size <= LARGEST else None)
        return known[1]


def _readable(folder: Path) -> Recording | None:
    try:
        return read_recording(folder)
    except (OSError, ValueError) as error:
        log.warning("recording.json cannot be read", lesson=folder.name, reason=type(error).__name__)
        return None

"""How much room the data folder has, and what may still be kept: everything, sound only, nothing.

Pure but for `free_bytes`. A level that got worse comes back only when there is a fifth more room than where it
began, so that a disk at the edge does not switch the class's pictures on and off.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lesson.messages import KeptMedia, Trouble
from server.settings import Settings

PLENTY, LOW, AUDIO, NOTHING = range(4)
BACK = 1.2
"""So many times a threshold must be free before its level is left."""
FULL_S = 30.0
"""A disk that took nothing is not tried again before, whatever it says is free (a quota, reserved blocks)."""
MB = 1_000_000

_LIMITS: tuple[KeptMedia, ...] = ("all", "all", "audio", "nothing")
_TROUBLES: tuple[Trouble, ...] = ("", "disk_low", "disk_low", "disk_full")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Free bytes below which the teacher is warned, only sound is kept, nothing is kept."""

    warn: int
    audio_only: int
    stop: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the operator set them."""
        return cls(settings.disk_warn_mb * MB, settings.disk_audio_only_mb * MB, settings.disk_stop_mb * MB)

    def level(self, free: float) -> int:
        """PLENTY, LOW, AUDIO or NOTHING."""
        return sum(free < threshold for threshold in (self.warn, self.audio_only, self.stop))


class Disk:
    """The level now. Times are monotonic s."""

    def __init__(self, thresholds: Thresholds) -> None:
        self.free: int | None = None
        """Bytes at the last look."""
        self._thresholds = thresholds
        self._level = PLENTY
        self._full_until = float("-inf")

    @property
    def limit(self) -> KeptMedia:
        """What may be kept."""
        return _LIMITS[self._level]

    @property
    def trouble(self) -> Trouble:
        """What the teacher is told."""
        return _TROUBLES[self._level]

    def measured(self, free: int, now: float) -> bool:
        """So many bytes are free; whether the level changed."""
        self.free = free
        if now < self._full_until:
            return False
        before = self._level
        worse, better = self._thresholds.level(free), self._thresholds.level(free / BACK)
        self._level = min(max(before, worse), better)
        return self._level != before

    def full(self, now: float) -> None:
        """A write failed because there was no room."""
        self._level, self._full_until = NOTHING, now + FULL_S


def free_bytes(folder: Path) -> int:
    """What we may still write there. Raises OSError. Not on the event loop: a network disk may hang."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize

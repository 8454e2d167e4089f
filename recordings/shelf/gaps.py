"""The list of what is missing, as it grows. Pure. Times are ms since zero."""

from collections.abc import Iterable
from typing import Literal

from recordings.shelf.recording import Gap

NEAR = 100
"""Ms between two gaps of one reason that are one."""
MOST = 2000
"""Gaps of a recording; past it the last one of that track grows."""


class Gaps:
    """Gaps of tracks; pauses are the order's."""

    def __init__(self, known: Iterable[Gap] = ()) -> None:
        self._gaps = [gap for gap in known if gap.reason != "paused"]

    def add(
        self, begin: int, end: int, reason: Literal["lost", "disk", "damaged"], track: str | None
    ) -> None:
        """One that overlaps a known one of the same reason and track, or nearly so, makes it longer."""
        end = max(begin, end)
        full = len(self._gaps) >= MOST
        for place in reversed(range(len(self._gaps))):
            gap = self._gaps[place]
            if (gap.reason, gap.track) != (reason, track) or gap.to is None:
                continue
            if full or (gap.from_ - NEAR <= end and begin <= gap.to + NEAR):
                self._gaps[place] = Gap(min(gap.from_, begin), max(gap.to, end), reason, track)
                return
        self._gaps.append(Gap(begin, end, reason, track))

    def all(self, pauses: Iterable[tuple[int, int | None]]) -> tuple[Gap, ...]:
        """With the pauses, in order of time."""
        paused = [Gap(begin, end, "paused") for begin, end in pauses]
        return tuple(sorted([*paused, *self._gaps], key=lambda gap: (gap.from_, gap.track or "")))

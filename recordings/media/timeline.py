"""When something was captured: RTP timestamps of one journal to µs since zero.

Two estimates of one number, the *offset* of a stream's clock (lesson time minus media time):
 * by arrival: the least of (arrival - media time), which network jitter only makes greater. It ages, so that it
   follows clocks that drift, and it bounds everything: a sender that lies moves its media by 2 s at most.
 * by sender reports (the journal's points), which alone put audio and video of one sender in step: the median of the
   last seven that differ. Used while it is not further from the arrival estimate than that bound.
The offset in use follows the better one by at most 2 % of media time; differences over 0.25 s are a step.
"""

from collections import deque
from statistics import median

MOST = 2_000_000
"""µs that a capture time may lie before the arrival."""
AHEAD = 500_000
"""µs by which sender reports may say that media was captured after the least delayed packet says."""
STEP = 250_000
SLEW = 50
"""The offset moves by one µs in so many of media time: 2 %."""
AGEING = 1000
"""The least delay seen is forgotten by one µs in so many: 1000 ppm, twice what clocks drift."""
JUMPED = 1_000_000
"""µs for which all packets must be over MOST late before the sender's clock counts as set back."""
POINTS = 7
SAME = 100
"""µs by which points of one and the same report differ at most."""


class Timeline:
    """One journal's clock, anew with each stream. `arrived` every packet in order of arrival, then ask `capture`."""

    def __init__(self, rate: int) -> None:
        if rate <= 0:
            raise ValueError("an RTP clock has a rate")
        self._rate = rate
        self.begin()

    def begin(self) -> None:
        """A new stream: its timestamps have nothing to do with those before."""
        self._last: tuple[int, int] | None = None
        self._least = 0
        self._points: deque[int] = deque(maxlen=POINTS)
        self._behind: tuple[int, int] | None = None
        self._offset: int | None = None
        self._mapped = 0

    def arrived(self, timestamp: int, at: int) -> int:
        """A packet with this timestamp arrived at `at`; its timestamp unwrapped."""
        ticks = self._unwrap(timestamp, at)
        offset = at - self._media(ticks)
        if self._last is None:
            self._least = offset
        else:
            aged = self._least + max(0, at - self._last[1]) // AGEING
            if offset < aged - MOST:
                self._points.clear()
            self._least = min(aged, offset)
            self._set_back(offset, at)
        self._last = ticks, at
        return ticks

    def point(self, timestamp: int, at: int) -> None:
        """By the sender's reports, `timestamp` was captured at `at`."""
        if self._last is None:
            return
        offset = at - self._media(self._unwrap(timestamp, at))
        if not self._points or abs(offset - self._points[-1]) > SAME:
            self._points.append(offset)

    def capture(self, ticks: int, arrival: int) -> int:
        """When that was captured, at most MOST before its arrival and AHEAD after it. Media time must not go back."""
        media = self._media(ticks)
        target = self._target()
        if self._offset is None or abs(target - self._offset) > STEP:
            self._offset = target
        else:
            most = max(0, media - self._mapped) // SLEW
            self._offset += max(-most, min(most, target - self._offset))
        self._mapped = media
        return max(arrival - MOST, min(media + self._offset, arrival + AHEAD))

    def _target(self) -> int:
        if self._points:
            reported = int(median(self._points))
            if -MOST <= reported - self._least <= AHEAD:
                return reported
        return self._least

    def _set_back(self, offset: int, at: int) -> None:
        """A clock that went back makes everything look late, for good; a network does so for moments."""
        if offset - self._least <= MOST:
            self._behind = None
            return
        since, least = self._behind or (at, offset)
        self._behind = since, min(least, offset)
        if at - since >= JUMPED:
            self._least, self._behind = min(least, offset), None
            self._points.clear()

    def _media(self, ticks: int) -> int:
        return ticks * 1_000_000 // self._rate

    def _unwrap(self, timestamp: int, at: int) -> int:
        """The number with these 32 bits nearest to what the time since the last packet lets expect."""
        if self._last is None:
            return timestamp
        ticks, then = self._last
        expected = ticks + (at - then) * self._rate // 1_000_000
        ahead = (timestamp - expected) & 0xFFFFFFFF
        return expected + ahead - (0x1_0000_0000 if ahead >= 0x8000_0000 else 0)

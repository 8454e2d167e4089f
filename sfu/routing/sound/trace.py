"""How loud one source was over the last seconds, in bins of equal length: what echoes are looked for in.

Pure; `now` in seconds. Loudness is 0…127, 127 − |dBov| (RFC 6464), raw: `levels` smooths it for people.
"""

BIN = 0.05
BINS = 128
"""6.4 s are remembered of each source."""
HOLD = 3
"""Bins for which a level stands when no packet comes (60 ms packets, jitter); then it is silence (DTX)."""
CLOCK, WRAP = 48_000, 2**32 / 48_000
"""RTP time of Opus: ticks a second, seconds until it wraps."""
REBASE, CREEP = 1.0, 0.002
"""Seconds by which a sender's clock may stray before it counts as set anew; part of a longer delay taken over."""
FLOOR = 47
"""−80 dBov: what is below counts as silence."""


class Trace:
    """Raw loudness 0…127 of one source over the last seconds: the loudest packet of each bin.

    A packet's place is its RTP time plus the least delay seen lately: jitter would blur what is compared.
    """

    __slots__ = ("_at", "_bins", "_delay", "_since")

    def __init__(self) -> None:
        self._bins = bytearray(BINS)
        self._at = self._since = -BINS
        self._delay = 0.0

    def heard(self, loudness: int, timestamp: int, now: float) -> None:
        """One packet's level, its RTP time stamp, its arrival."""
        number = int(self._captured(timestamp, now) / BIN)
        at, bins = self._at, self._bins
        if number <= at:
            if at - number < BINS and loudness > bins[number % BINS]:
                bins[number % BINS] = loudness
            return
        if number - at >= BINS:
            self._since = number
        held = bins[at % BINS] if number - at <= HOLD else 0
        for missed in range(max(at + 1, number - BINS + 1), number):
            bins[missed % BINS] = held
        bins[number % BINS] = loudness
        self._at = number

    def _captured(self, timestamp: int, now: float) -> float:
        late = (now - timestamp / CLOCK - self._delay + WRAP / 2) % WRAP - WRAP / 2
        if abs(late) > REBASE:
            self._delay += late
            return now
        self._delay += min(late, late * CREEP)
        return now - max(late, 0.0)

    def covers(self, end: int, count: int) -> bool:
        """Whether it began before that window, which is not yet overwritten."""
        return self._since <= end - count and self._at - BINS < end - count

    def window(self, end: int, count: int) -> list[int]:
        """dB above FLOOR of the `count` bins before number `end`; silence where nothing came."""
        bins, newest = self._bins, self._at
        held = bins[newest % BINS] if end - newest <= HOLD else 0
        levels = (bins[each % BINS] if each <= newest else held for each in range(end - count, end))
        return [max(0, level - FLOOR) for level in levels]

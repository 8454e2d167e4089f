"""Where samples of one track lie: one after another, never over each other. Times in µs since zero.

The newest sample is held until what follows decides how long it lasts. Both kinds have `add` for what is captured at
`at`, and `rest` for the held one when nothing follows.
"""

from recordings.media import opus
from recordings.media.frames import Frame
from recordings.media.sample import LONGEST, Gap, Sample, ms

SNAP = 10_000
"""µs between where an Opus packet belongs and the end of the one before up to which sound simply goes on."""
FILL = 1_000_000
"""Holes in sound up to this are filled with empty Opus frames: lost packets, or a sender that is silent (DTX)."""
SHORTEST = 5_000
"""µs to which a packet may be shortened when what follows belongs over it; else that is dropped."""
SHOWN = 500_000
"""µs of missing media that are told as a gap."""
PACE = 40_000
"""µs the last picture of a track lasts when it is the only one."""


class Placing:
    """What both kinds share. `samples` and `gaps` collect until somebody takes them."""

    def __init__(self) -> None:
        self.held: Sample | None = None
        self.samples: list[Sample] = []
        self.gaps: list[Gap] = []
        self.damaged = False
        """The journal was damaged: the next gap is told as that."""
        self._end: int | None = None

    def _hold(self, sample: Sample) -> None:
        if self.held is not None:
            self.samples.append(self.held)
        self.held, self._end = sample, sample.end

    def _trim(self, end: int) -> None:
        """The held sample ends there."""
        assert self.held is not None
        self.held = Sample(self.held.at, end - self.held.at, self.held.data, self.held.keyframe)
        self._end = end

    def rest(self) -> None:
        """Nothing follows the held sample that could change it."""
        if self.held is not None:
            self.samples.append(self.held)
            self.held = None

    def _gap(self, start: int, end: int) -> None:
        if end - start >= SHOWN:
            self.gaps.append(Gap(start, end, "damaged" if self.damaged else "lost"))
        self.damaged = False


class Sound(Placing):
    """Opus packets. They last what they last: a clock that drifts shows as a step of SNAP, rarely, not in each packet."""

    def __init__(self) -> None:
        super().__init__()
        self._like = b""
        self._lost = False

    def lose(self) -> None:
        """Something before the next packet is missing."""
        self._lost = True

    def add(self, at: int, packet: bytes) -> None:
        """ValueError when it is no Opus packet."""
        duration = opus.duration(packet)
        if at < 0:
            return
        if self._end is not None:
            if at - self._end > SNAP:
                at = self._bridge(self._end, at)
            elif at >= self._end - SNAP:
                at = self._end
            elif self.held is not None and at >= self.held.at + SHORTEST:
                self._trim(at)
            else:
                return
        self._lost = False
        self._like = packet
        self._hold(Sample(at, duration, packet))

    def settled(self) -> int | None:
        """When the held sample cannot change any more."""
        return None if self.held is None else self.held.end

    def _bridge(self, end: int, at: int) -> int:
        """Over a hole: where what follows it begins."""
        if self._lost or self.damaged:
            self._gap(end, at)
        if at - end > FILL:
            return at
        for empty, duration in opus.silence(self._like, at - end, SNAP):
            self._hold(Sample(end, duration, empty))
            end += duration
        return end if abs(at - end) <= SNAP else at


class Pictures(Placing):
    """Video frames, at whole ms. Each stays until the next one; before a hole of LONGEST as long as the one before."""

    def __init__(self) -> None:
        super().__init__()
        self._pace = PACE

    def add(self, at: int, frame: Frame) -> None:
        at = ms(max(0, at)) * 1000
        if self.held is not None:
            at = max(at, self.held.at + 1000)
        elif self._end is not None:
            at = max(at, self._end)
        if frame.after_loss:
            self.missing(at)
        if self.held is not None and at - self.held.at < LONGEST:
            self._pace = at - self.held.at
            self._trim(at)
        self._hold(Sample(at, self._pace, frame.data, frame.keyframe))

    def missing(self, until: int) -> None:
        """What came until then could not be shown."""
        if self._end is not None:
            self._gap(self._end, until)

    def settled(self) -> int | None:
        """When the held sample cannot change any more."""
        return None if self.held is None else self.held.at + LONGEST

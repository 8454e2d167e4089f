"""Arrival times of acknowledged packets: bursts and how their spacing changed on the way, the queue, the rate.

Bursts and deltas: draft-ietf-rmcat-gcc-02 §5.2 and §5.3. Send times are ours, arrival times the receiver's; only
differences of each are used.
"""

from typing import NamedTuple

BURST = 0.005
MAX_BURST = 0.1
BIN = 0.05
BINS = 40
RECENT = 10
FORGET = 10.0
"""Seconds after which the shortest way seen is measured anew: routes and clocks change."""


class Spacing(NamedTuple):
    """Between two bursts: seconds apart when sent, when they came, and the arrival of the later one."""

    sent: float
    came: float
    at: float


class Bursts:
    """Packets sent (or come) within 5 ms are one burst."""

    def __init__(self) -> None:
        self._first_sent = 0.0
        self._first_came = 0.0
        self._last_sent: float | None = None
        self._last_came = 0.0
        self._before: tuple[float, float] | None = None

    def restart(self) -> None:
        """What comes next has nothing to do with what came."""
        self._last_sent = self._before = None

    def add(self, sent: float, came: float) -> Spacing | None:
        """A packet in sending order; the spacing of the two bursts before, when it begins a new one."""
        if self._last_sent is None:
            self._begin(sent, came)
            return None
        if sent < self._first_sent:  # an older one that was told late
            return None
        if self._belongs(sent, came):
            self._last_sent = max(self._last_sent, sent)
            self._last_came = max(self._last_came, came)
            return None
        spacing = None
        if self._before is not None:
            before_sent, before_came = self._before
            if self._last_came >= before_came:
                spacing = Spacing(
                    self._last_sent - before_sent, self._last_came - before_came, self._last_came
                )
        self._before = self._last_sent, self._last_came
        self._begin(sent, came)
        return spacing

    def _begin(self, sent: float, came: float) -> None:
        self._first_sent = self._last_sent = sent
        self._first_came = self._last_came = came

    def _belongs(self, sent: float, came: float) -> bool:
        assert self._last_sent is not None, "a burst has begun"
        if sent - self._first_sent <= BURST:
            return True
        closer = came - self._last_came < sent - self._last_sent
        return closer and came - self._last_came <= BURST and came - self._first_came < MAX_BURST


class Queue:
    """How long packets wait on the way: their way's time over the shortest seen in the last 10 to 20 s."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The line was interrupted: nothing is known of it."""
        self.delay = 0.0
        self._shortest = self._newer = self._least = float("inf")
        self._turn = 0.0

    def add(self, sent: float, came: float) -> None:
        """One packet of a feedback."""
        way = came - sent
        if sent >= self._turn:
            self._shortest, self._newer = self._newer, way
            self._turn = sent + FORGET
        self._newer = min(self._newer, way)
        self._shortest = min(self._shortest, way)
        self._least = min(self._least, way)

    def told(self) -> None:
        """A feedback ends: the packet of it that waited least says how long the queue is, jitter left out."""
        if self._least < float("inf"):
            self.delay = self._least - self._shortest
            self._least = float("inf")

    def idle(self, passed: float) -> None:
        """Nothing was told for `passed` seconds: a queue empties meanwhile."""
        self.delay = max(0.0, self.delay - passed)


class Acknowledged:
    """Bit/s that arrived, over the last half second and over two, by the receiver's clock."""

    def __init__(self) -> None:
        self._bins = [0] * BINS
        self._newest: int | None = None
        self._oldest = 0

    def add(self, came: float, size: int) -> None:
        """A packet of `size` bytes came."""
        place = int(came / BIN)
        if self._newest is None or place > self._newest + BINS or place < self._newest - BINS:
            self._bins = [0] * BINS
            self._newest = self._oldest = place
        while self._newest < place:
            self._newest += 1
            self._bins[self._newest % BINS] = 0
        if place > self._newest - BINS:
            self._bins[place % BINS] += size

    def recent(self) -> float:
        """Over half a second; 0.0 before there is as much."""
        return self._over(RECENT)

    def steady(self) -> float:
        """Over two seconds, or what there is yet."""
        return self._over(BINS)

    def _over(self, count: int) -> float:
        if self._newest is None:
            return 0.0
        count = min(count, self._newest - self._oldest)  # the newest bin is still being filled
        if count < RECENT:
            return 0.0
        end = self._newest % BINS
        twice = self._bins + self._bins  # the bins before the newest, oldest first
        return 8 * sum(twice[end + BINS - count : end + BINS]) / (count * BIN)

"""The estimate from delays: additive and multiplicative increase, multiplicative decrease (draft-ietf-rmcat-gcc-02 §5.5).

Differs from the draft where an SFU needs it: an estimate that is not made use of does not rise by itself (probes
raise it), and one overuse while little is sent does not throw away what was known.
"""

from typing import NamedTuple

from sfu.congestion.trendline import Usage

FLOOR = 30_000.0
CEILING = 20_000_000.0
BETA = 0.85
GROWTH = 1.08
UNUSED_GROWTH = 1.1
"""Times what arrives: an estimate above that was proved by a probe, it does not grow there by itself."""
SATURATED = 0.85
CAUTIOUS = 0.8
NEAR_GROWTH = 0.04
"""Of the estimate in a second, near the capacity learned: a packet a round trip would be a quarter of a slow line."""
_NEAR = 0.15


class Flow(NamedTuple):
    """bit/s: what came over half a second and over two (0.0: not known yet), and what was sent in the last half."""

    arrived: float
    steady: float
    sent: float


class Rate:
    """`bitrate` in bit/s."""

    def __init__(self, start: float) -> None:
        self.bitrate = start
        self._at: float | None = None
        self._decreased_at = -1.0
        self._capacity: float | None = None
        self._proved = False

    def update(self, usage: Usage, flow: Flow, round_trip: float, now: float) -> None:
        """After feedback."""
        if usage == "over":
            self.decrease(flow, round_trip, now)
        elif usage == "normal" and now - self._decreased_at > round_trip:
            self._increase(flow.steady, now)
        self._at = now

    def decrease(self, flow: Flow, round_trip: float, now: float) -> None:
        """To 0.85 of what arrives, not twice within a round trip."""
        if now - self._decreased_at < min(0.2, max(0.05, round_trip)) + 0.1:
            return
        self._decreased_at = now
        wanted = BETA * (flow.arrived or self.bitrate)
        if flow.arrived > SATURATED * flow.sent:  # all of it comes: how much more would is not known
            wanted = max(wanted, CAUTIOUS * self.bitrate)
        elif flow.arrived:
            self._learn(flow.arrived)
        self.set(min(self.bitrate, wanted))

    def _learn(self, arrived: float) -> None:
        """What arrives while the queue grows is the line's capacity."""
        if self._capacity is None or abs(arrived - self._capacity) > 0.4 * self._capacity:
            self._capacity = arrived
        else:
            self._capacity += 0.2 * (arrived - self._capacity)

    def _increase(self, arrived: float, now: float) -> None:
        passed = 0.0 if self._at is None else min(now - self._at, 1.0)
        if self._capacity is not None and self.bitrate > (1 + _NEAR) * self._capacity:
            self._capacity = None
        if self._capacity is not None and self.bitrate > (1 - _NEAR) * self._capacity:
            grown = self.bitrate + max(4000.0, NEAR_GROWTH * self.bitrate) * passed
        else:
            grown = self.bitrate * GROWTH**passed
        limit = UNUSED_GROWTH * arrived
        if grown > limit:
            grown = max(self.bitrate, limit)
        self.set(grown)

    def proved(self, bitrate: float) -> None:
        """A probe arrived at this rate. Only the first one may lower: an estimate nobody saw is but a guess."""
        if bitrate > self.bitrate or not self._proved:
            self._capacity = None
            self.set(bitrate)
        self._proved = True

    def set(self, bitrate: float) -> None:
        """Within the bounds."""
        self.bitrate = max(FLOOR, min(bitrate, CEILING))

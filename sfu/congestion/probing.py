"""Probes: padding for a tenth of a second at the rate that is wanted, to see whether it arrives as fast.

draft-ietf-rmcat-gcc-02 leaves them open; libwebrtc's way. People pay for bytes: a probe goes out only while
something they want does not fit the estimate, and never at more than that needs.
"""

from typing import Literal

DURATION = 0.1
LEAST_BYTES = 2500
FIRST, NEXT = 3.0, 2.0
"""A probe's rate is at most this many times the estimate."""
MOST = 5_000_000.0
MARGIN = 1.3
FAILED_PAUSE = 4.0
ENOUGH = 0.9
PATIENCE = 1.0
_LEAST_SEEN = 5


class Probing:
    """One cluster of packets at a time. `needed` is bit/s of all that is wanted now."""

    def __init__(self) -> None:
        self.state: Literal["idle", "sending", "waiting"] = "idle"
        self.rate = 0.0
        self._next = 0.0
        self._factor = FIRST
        self._began = 0.0
        self._bytes = 0
        self._first = self._last = 0

    def wish(self, estimate: float, needed: float, now: float) -> bool:
        """Whether to begin a probe now; sets its `rate`."""
        if self.state != "idle" or now < self._next or needed <= estimate:
            return False
        self.rate = min(MARGIN * needed, self._factor * estimate, MOST)
        return self.rate > 1.05 * estimate

    def begin(self, number: int, total: int, now: float) -> None:
        """From packet `number` on, `total` bytes having been sent before it."""
        self.state = "sending"
        self._began, self._bytes, self._first = now, total, number
        self._seen = self._arrived = self._first_size = self._last_size = 0
        self._first_sent = self._first_came = float("inf")
        self._last_sent = self._last_came = 0.0

    def due(self, number: int, total: int, now: float) -> int:
        """Bytes of padding to send now, `total` having been sent in all; ends sending when there is enough."""
        if self.state != "sending":
            return 0
        passed = now - self._began
        sent = total - self._bytes
        if passed >= DURATION and sent >= LEAST_BYTES and number - self._first >= 2 * _LEAST_SEEN:
            self.state, self._last = "waiting", number
            return 0
        if passed > PATIENCE:  # nothing to pad with
            self._over(now + FAILED_PAUSE)
            return 0
        return max(0, int(self.rate / 8 * (passed + 0.005)) - sent)

    def arrived(self, number: int, sent: float, came: float, size: int) -> bool:
        """Feedback of a packet; whether it is one of the probe."""
        if self.state == "idle" or number < self._first or (self.state == "waiting" and number >= self._last):
            return False
        self._seen += 1
        self._arrived += size
        if sent < self._first_sent:
            self._first_sent = sent
        if sent >= self._last_sent:
            self._last_sent, self._last_size = sent, size
        if came < self._first_came:
            self._first_came, self._first_size = came, size
        self._last_came = max(self._last_came, came)
        return True

    def result(self, told: int, own_loss: float, now: float) -> float:
        """bit/s that came through once feedback reached number `told` past the cluster; 0.0: nothing is known (yet).

        `own_loss`: share of packets the line loses at any rate.
        """
        if self.state != "waiting":
            return 0.0
        if told < self._last and now - self._began < DURATION + PATIENCE:
            return 0.0
        proved = self._measure(own_loss)
        if proved >= ENOUGH * self.rate:
            self._factor = NEXT
            self._over(now)
        else:
            self._over(now + FAILED_PAUSE)
        return proved

    def _measure(self, own_loss: float) -> float:
        """The slower of sending and arriving; a line that is full gets a little less than it took."""
        sent, came = self._last_sent - self._first_sent, self._last_came - self._first_came
        if self._seen < max(_LEAST_SEEN, 0.6 * (self._last - self._first)) or sent <= 0 or came <= 0:
            return 0.0
        out = 8 * (self._arrived - self._last_size) / sent / (1 - own_loss)
        into = 8 * (self._arrived - self._first_size) / came / (1 - own_loss)
        if into > 2 * out:
            return 0.0
        return out if into >= ENOUGH * out else 0.93 * into

    def stop(self, now: float) -> None:
        """The line is full: no probe for a while."""
        self._over(max(self._next, now + FAILED_PAUSE))

    def soon(self, now: float) -> None:
        """Something happened that makes a probe worth while at once."""
        if self.state == "idle":
            self._next = now

    def _over(self, until: float) -> None:
        self.state, self._next = "idle", until

"""When packets carry transport-wide numbers: feedback on them costs the receiver 10 to 12 kbit/s of uplink.

While the line is new, short or in trouble. On one with room it ends, and what comes anyway is watched: receiver
reports, the round trip, and the estimate Chromium sends by itself (REMB). The least doubt brings stamps back; when
there was nothing to it, they go on a little longer each time.
"""

QUIET = 8.0
MOST_QUIET = 120.0
SOON = 30.0
SILENCE = 6.0
"""Seconds without a report of a receiver that is sent video."""


class Stamping:
    """`on`: packets are stamped."""

    def __init__(self) -> None:
        self.on = True
        self._calm_since: float | None = None
        self._quiet = QUIET
        self._off_at = 0.0

    def tick(self, room: bool, now: float) -> None:
        """`room`: all that is wanted is sent, and the line shows no sign of being full."""
        if not room:
            self._calm_since = None
            self.on = True
            return
        if self._calm_since is None:
            self._calm_since = now
        if self.on and now - self._calm_since >= self._quiet:
            self.on, self._off_at = False, now

    def doubt(self, now: float) -> None:
        """Something looks wrong on a line that is not watched."""
        if not self.on:
            self._quiet = min(2 * self._quiet, MOST_QUIET) if now - self._off_at < SOON else QUIET
        self.on = True
        self._calm_since = None

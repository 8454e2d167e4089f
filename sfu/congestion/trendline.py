"""Whether a line's queue grows: the slope of the smoothed delay over the last bursts against a threshold that adapts.

draft-ietf-rmcat-gcc-02 §5.4 and §5.5, with the linear fit ("trendline") that browsers use in place of the Kalman
filter; constants are libwebrtc's. Times here are ms, as in both.
"""

from typing import Literal

Usage = Literal["normal", "over", "under"]

WINDOW = 20
ANEW = 64
SMOOTHING = 0.9
GAIN = 4.0
MAX_DELTAS = 60
OVERUSE_TIME = 10.0
K_UP, K_DOWN = 0.0087, 0.039
MAX_ADAPT = 15.0
LEAST, MOST = 6.0, 600.0


class Trendline:
    """`usage` after each burst."""

    def __init__(self) -> None:
        self.usage: Usage = "normal"
        self._threshold = 12.5
        self._deltas = 0
        self._accumulated = 0.0
        self._smoothed = 0.0
        self._points: list[tuple[float, float]] = []
        self._slope = 0.0
        self._pushed = ANEW
        self._origin = 0.0
        self._x = self._y = self._xx = self._xy = 0.0
        self._over_for = -1.0
        self._over_count = 0
        self._updated: float | None = None

    def add(self, sent: float, came: float, at: float) -> None:
        """A burst that was sent `sent` ms and came `came` ms after the one before, at `at` ms."""
        change = max(-500.0, min(came - sent, 500.0))
        self._deltas = min(self._deltas + 1, MAX_DELTAS)
        self._accumulated += change
        self._smoothed = SMOOTHING * self._smoothed + (1 - SMOOTHING) * self._accumulated
        self._push(at, self._smoothed)
        before, self._slope = self._slope, self._fit()
        self._judge(self._deltas * self._slope * GAIN, before, sent, at)

    def _push(self, x: float, y: float) -> None:
        """The window moves on. Its sums are kept, not made anew each time; made anew now and then against drift."""
        points = self._points
        points.append((x, y))
        self._pushed += 1
        if self._pushed >= ANEW:
            del points[:-WINDOW]
            self._pushed, self._origin = 0, points[0][0]
            self._x = self._y = self._xx = self._xy = 0.0
            for each, value in points:
                self._count(each, value, 1.0)
            return
        self._count(x, y, 1.0)
        if len(points) > WINDOW:
            self._count(*points.pop(0), -1.0)

    def _count(self, x: float, y: float, sign: float) -> None:
        x -= self._origin
        self._x += sign * x
        self._y += sign * y
        self._xx += sign * x * x
        self._xy += sign * x * y

    def _fit(self) -> float:
        """Slope by least squares; the old one until the window is full."""
        if len(self._points) < WINDOW:
            return self._slope
        square = WINDOW * self._xx - self._x * self._x
        if square < 1e-3:
            return self._slope
        return (WINDOW * self._xy - self._x * self._y) / square

    def _judge(self, trend: float, slope_before: float, sent: float, at: float) -> None:
        if trend > self._threshold:
            self._over_for = sent / 2 if self._over_for < 0 else self._over_for + sent
            self._over_count += 1
            if self._over_for > OVERUSE_TIME and self._over_count > 1 and self._slope >= slope_before:
                self._over_for, self._over_count = 0.0, 0
                self.usage = "over"
        else:
            self._over_for, self._over_count = -1.0, 0
            self.usage = "under" if trend < -self._threshold else "normal"
        self._adapt(abs(trend), at)

    def _adapt(self, size: float, at: float) -> None:
        """§5.4: towards the trend, slowly up and faster down; single spikes do not count."""
        if self._updated is None:
            self._updated = at
        if size <= self._threshold + MAX_ADAPT:
            gain = K_DOWN if size < self._threshold else K_UP
            passed = max(0.0, min(at - self._updated, 100.0))
            self._threshold += gain * (size - self._threshold) * passed
            self._threshold = max(LEAST, min(self._threshold, MOST))
        self._updated = at

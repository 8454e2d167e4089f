"""How many bits a second a layer is, by temporal layer: over the last second, told anew four times in it. Pure."""

from __future__ import annotations

BUCKET = 0.25
BUCKETS = 4
MOST_LAYERS = 4
"""Temporal layers a descriptor can name (2 bits)."""


class Rates:
    """Of one incoming stream. `last`: bit/s with temporal layers 0, 0…1 and so on, at the last full bucket."""

    def __init__(self) -> None:
        self.last: tuple[int, ...] = (0,)
        self._bytes = [0] * MOST_LAYERS
        self._full: list[tuple[int, ...]] = []
        self._began = 0.0

    def count(self, temporal: int, size: int, now: float) -> None:
        """A packet of `size` bytes of this temporal layer."""
        if now - self._began >= BUCKET:
            self._turn(now)
        self._bytes[temporal] += size

    def cumulative(self, now: float) -> tuple[int, ...]:
        """As `last`, as of `now`."""
        if now - self._began >= BUCKET:
            self._turn(now)
        return self.last

    def _turn(self, now: float) -> None:
        """The bucket is full: add up those of the last second. One of a pause counts as many as passed."""
        passed = int((now - self._began) / BUCKET)
        if self._began == 0.0 or passed > BUCKETS:
            self._full.clear()
        self._full.append(tuple(self._bytes))
        self._full += [(0,) * MOST_LAYERS] * min(passed - 1, BUCKETS)
        del self._full[:-BUCKETS]
        self._bytes = [0] * MOST_LAYERS
        self._began = now if passed > BUCKETS else self._began + passed * BUCKET
        self._add_up()

    def _add_up(self) -> None:
        seconds = len(self._full) * BUCKET
        sums = [sum(each[layer] for each in self._full) for layer in range(MOST_LAYERS)]
        layers = max((layer + 1 for layer, total in enumerate(sums) if total), default=1)
        self.last = tuple(int(sum(sums[: layer + 1]) * 8 / seconds) for layer in range(layers))

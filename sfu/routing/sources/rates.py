"""How many bits a second a layer is, by temporal layer: over the last second, told anew four times in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

BUCKET = 0.25
BUCKETS = 4
MOST_LAYERS = 4
"""Temporal layers a descriptor can name (2 bits)."""


class Rates:
    """Of one incoming stream. `last`: bit/s with temporal layers 0, 0…1 and so on, at the last full bucket."""

    def __init__(self) -> None:
        self.last: tuple[int, ...] = (0,)
        self._bytes = [0] * MOST_LAYERS
        self._full: list[list[int]] = []
        self._began = 0.0
        self._whole = False

    @property
    def whole(self) -> bool:
        """Whether `last` is of a whole second: before that it is little more than a keyframe."""
        return self._whole

    def count(self, temporal: int, size: int, now: float) -> None:
        """A packet of `size` bytes of this temporal layer."""
        if now - self._began >= BUCKET:
            self._turn(now)
        self._bytes[temporal] += size

    def _turn(self, now: float) -> None:
        """The bucket is full: add up those of the last second. One of a pause counts as many as passed; after a
        long one it is as if the layer began."""
        passed = int((now - self._began) / BUCKET)
        if self._began == 0.0 or passed > BUCKETS:
            self._full.clear()
            self._began = now
        else:
            self._full.append(self._bytes)
            self._full += [[0] * MOST_LAYERS] * (passed - 1)
            del self._full[:-BUCKETS]
            self._began += passed * BUCKET
            self.last = self._summed(self._full)
            self._whole = self._whole or len(self._full) == BUCKETS
        self._bytes = [0] * MOST_LAYERS

    def _summed(self, buckets: Sequence[Sequence[int]]) -> tuple[int, ...]:
        seconds = (
            BUCKETS * BUCKET
        )  # of a layer that just began, too: else its keyframe would count four times
        sums = [sum(each[layer] for each in buckets) for layer in range(MOST_LAYERS)]
        layers = max((layer + 1 for layer, total in enumerate(sums) if total), default=1)
        return tuple(int(sum(sums[: layer + 1]) * 8 / seconds) for layer in range(layers))

"""What a slot's source offers to choose from, at what rate: measured where it flows, remembered or guessed where not.

Rates of pictures jump (a new slide), so they are held for seconds after a peak. A layer that was waited for and does
not come (its sender is short of CPU or of line) is left out for a while, or everything would be kept free for it.
"""

from __future__ import annotations

from sfu.congestion.allocation import Rung
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Source

OVERHEAD = 1.08
"""IP, UDP, tag and stamp on top of payload and RTP header."""
HOLD = 4.0
"""Seconds in which a peak's share of the rate falls to half."""
GUESSES = ((90, 45_000.0), (180, 120_000.0), (360, 330_000.0), (720, 1_000_000.0))
HIGHER = 2.7
"""A layer nobody knows is this many times the one below."""
WAITED = 3.0
SHUNNED = 20.0


class Rungs:
    """Of one slot; forgets when its source changes."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._known: dict[Layer, tuple[float, ...]] = {}
        self._waiting: Layer | None = None
        self._waiting_since = 0.0
        self._shunned: dict[Layer, float] = {}
        self._at = 0.0

    def of(self, source: Source, target: Layer | None, now: float) -> tuple[Rung, ...]:
        """Low to high; `target` is the layer the slot waits for or shows."""
        if source is not self._source:
            self._source = source
            self._known, self._shunned, self._waiting = {}, {}, None
        self._watch(target, now)
        fade = 0.5 ** (max(0.0, now - self._at) / HOLD)
        self._at = now
        rungs: list[Rung] = []
        below = 0.0
        for layer in source.layers:
            rates = self._rates(layer, below, fade, now)
            below = rates[-1]
            if now >= self._shunned.get(layer, 0.0):
                rungs += [
                    Rung(layer.place, temporal, OVERHEAD * rate, layer.lines)
                    for temporal, rate in enumerate(rates)
                ]
        return tuple(rungs)

    def top(self, layer: Layer) -> int:
        """Its highest temporal layer."""
        return len(self._known.get(layer, (0.0,))) - 1

    def _rates(self, layer: Layer, below: float, fade: float, now: float) -> tuple[float, ...]:
        known = self._known.get(layer)
        if layer.flowing:
            measured = layer.bitrates(now)
            if measured[-1]:
                before = known or ()
                held = tuple(
                    max(float(rate), fade * (before[place] if place < len(before) else 0.0))
                    for place, rate in enumerate(measured)
                )
                self._known[layer] = held
                return held
        return known or (_guess(layer, below),)

    def _watch(self, target: Layer | None, now: float) -> None:
        """The layer chosen does not come."""
        if target is None or target.flowing:
            self._waiting = None
        elif target is not self._waiting:
            self._waiting, self._waiting_since = target, now
        elif now - self._waiting_since > WAITED and target.place > 0:
            self._shunned[target] = now + SHUNNED
            self._waiting = None


def _guess(layer: Layer, below: float) -> float:
    if layer.lines:
        return next((rate for lines, rate in GUESSES if layer.lines <= lines), 2_000_000.0)
    return HIGHER * below if below else GUESSES[0][1]

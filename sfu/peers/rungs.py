"""What a slot's source offers to choose from, at what rate: measured where it flows, remembered or guessed where not.

Rates of pictures jump (a new slide), so they are held for seconds after a peak. A layer that was waited for and does
not come (its sender is short of CPU or of line) is left out for a while, or everything would be kept free for it; longer
each time, since what a sender lacks is often there again soon.
"""

from __future__ import annotations

from msgspec import Struct

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
TRIED = 120_000.0
"""The lowest layer is not held back for a guess: who has only one, and a large one, would be seen late by everybody."""
WAITED = 3.0
SHUNNED = (4.0, 8.0, 16.0)
"""Seconds a layer is left out when it did not come within WAITED; by how often, until it flows."""


class _Missed(Struct, frozen=True):
    """A layer that did not come: how often before, and until when it is left out."""

    times: int
    until: float


class Rungs:
    """Of one slot; forgets when its source changes."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._known: dict[Layer, tuple[float, ...]] = {}
        self._waiting: Layer | None = None
        self._waiting_since = 0.0
        self._missed: dict[Layer, _Missed] = {}
        self._at = 0.0

    def of(self, source: Source, target: Layer | None, now: float) -> tuple[Rung, ...]:
        """Low to high; `target` is the layer the slot waits for or shows."""
        if source is not self._source:
            self._source = source
            self._known, self._missed, self._waiting = {}, {}, None
        self._watch(target, now)
        fade = 0.5 ** (max(0.0, now - self._at) / HOLD)
        self._at = now
        rungs: list[Rung] = []
        below = 0.0
        for layer in source.layers:
            rates = self._rates(source, layer, below, fade)
            below = rates[-1]
            if self._may_come(layer, now):
                rungs += [
                    Rung(layer.place, temporal, OVERHEAD * rate, layer.lines)
                    for temporal, rate in enumerate(rates)
                ]
        return tuple(rungs)

    def top(self, layer: Layer) -> int:
        """Its highest temporal layer."""
        return len(self._known.get(layer, (0.0,))) - 1

    def _rates(self, source: Source, layer: Layer, below: float, fade: float) -> tuple[float, ...]:
        """bit/s by temporal layers, with the peak of the last seconds."""
        known = self._known.get(layer)
        measured = layer.bitrates
        if not layer.measured:
            guess = _guess(source, layer, below)
            if layer is source.layers[0]:
                guess = min(guess, TRIED)
            return (max(guess, measured[-1]),)
        if known is None or layer.flowing:
            before = known or ()
            measured += measured[-1:] * (
                len(before) - len(measured)
            )  # of a few frames none was of an upper layer
            known = self._known[layer] = tuple(
                max(float(rate), fade * (before[place] if place < len(before) else 0.0))
                for place, rate in enumerate(measured)
            )
        return known

    def _watch(self, target: Layer | None, now: float) -> None:
        """The layer chosen does not come."""
        if target is None or target.flowing:
            self._waiting = None
        elif target is not self._waiting:
            self._waiting, self._waiting_since = target, now
        elif now - self._waiting_since > WAITED and target.place > 0:
            before = self._missed.get(target, _Missed(-1, 0.0))
            times = min(before.times + 1, len(SHUNNED) - 1)
            self._missed[target] = _Missed(times, now + SHUNNED[times])
            self._waiting = None

    def _may_come(self, layer: Layer, now: float) -> bool:
        if layer.flowing:
            self._missed.pop(layer, None)
        return layer not in self._missed or now >= self._missed[layer].until


def _guess(source: Source, layer: Layer, below: float) -> float:
    """Of two layers of one size the lower one has fewer frames."""
    if layer.lines:
        above = sum(each.lines == layer.lines for each in source.layers[layer.place + 1 :])
        return next((rate for lines, rate in GUESSES if layer.lines <= lines), 2_000_000.0) / HIGHER**above
    return HIGHER * below if below else GUESSES[0][1]

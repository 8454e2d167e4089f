"""A track somebody sends, by name: one RTP stream, or with simulcast several layers of the same picture.

Slots, taps and control name sources; packets come from layers. Who takes packets is a `Listener`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from sfu.routing.packet import Packet
from sfu.routing.reports import SenderClock
from sfu.routing.sound.levels import Level
from sfu.routing.sources.layer import CLOCK_RATES, FLOW_TIMEOUT, Kind, Layer

STOPPED = 1.2
"""Seconds without a packet after which a layer has stopped when others of its source go on (a sender short of CPU or
bandwidth leaves out the highest). A still screen comes once a second."""
GOES_ON = 0.5
"""Another layer goes on when it is that much newer: all of them pausing together is no stop of one."""


class Listener(Protocol):
    """Who takes a source's packets: a slot for its receiver, a tap for its journal. The router gives it sources."""

    @property
    def wanted(self) -> Source | None:
        """The source it was given last."""

    def feed(self, source: Source | None, now: float) -> None:
        """From now on take `source`, by attaching to one of its layers; None: nothing."""

    def gone(self, source: Source, now: float) -> None:
        """A source it is attached to has ended."""

    def tick(self, now: float) -> None:
        """Each 20 ms."""

    def form(self, codec: str, /) -> int | None:
        """What its packets of that codec look like: payload type | stamp << 8; None when it does not take them.

        `stamp`: id of the extension for the transport-wide number, 0 without.
        """

    def forward(self, layer: Layer, packet: Packet, template: bytes) -> None:
        """A packet of an attached layer; `template` is it in this listener's form."""


class Source:
    """Of one sender. `rids`: its simulcast layers, low to high; without there is one layer."""

    def __init__(
        self, name: str, kind: Kind, clock: SenderClock, dropped: Counter[str], rids: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.kind: Kind = kind
        self.clock_rate = CLOCK_RATES[kind]
        self.level = Level()
        self.flowing = False
        self.layers = tuple(
            Layer(kind, clock, dropped, rid, place) for place, rid in enumerate(rids or ("",))
        )
        """Low to high: as offered, and by their lines once those are known."""

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """Of all layers, each once."""
        return tuple(dict.fromkeys(listener for layer in self.layers for listener in layer.listeners))

    def flow_changed(self, now: float) -> bool:
        """Each 20 ms. Whether media began or stopped since the last call; `flowing` is then the new state."""
        newest = max(layer.arrival for layer in self.layers)
        for layer in self.layers:
            layer.flowing = _flows(layer, newest, now)
        self._order()
        flows = any(layer.flowing for layer in self.layers)
        changed, self.flowing = flows != self.flowing, flows
        return changed

    def _order(self) -> None:
        """By lines; equal and unknown ones stay as they are."""
        known = [layer for layer in self.layers if layer.lines]
        ordered = sorted(known, key=lambda layer: layer.lines)
        if ordered == known:
            return
        rest = iter(ordered)
        self.layers = tuple(next(rest) if layer.lines else layer for layer in self.layers)
        for place, layer in enumerate(self.layers):
            layer.place = place

    def close(self) -> None:
        """The sender is gone. Who wants it by name keeps waiting in the router."""
        self.flowing = False
        for layer in self.layers:
            layer.close()


def _flows(layer: Layer, newest: float, now: float) -> bool:
    """`newest`: when the last packet of any layer of the source came."""
    silent = now - layer.arrival
    if layer.newest is None or silent >= FLOW_TIMEOUT:
        return False
    return silent < max(STOPPED, 3 * layer.interval) or newest - layer.arrival < GOES_ON

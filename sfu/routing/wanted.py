"""What control is told of takers: which layers anybody takes, and which slots cannot play what they are given. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from sfu.routing.slots.slot import Slot
from sfu.routing.sources.source import Source

KEPT = 5.0
"""Seconds for which a layer that nobody takes any more still counts as taken: switching it off and on costs more."""
PATIENCE = 0.5
"""Seconds for which a slot may have the wrong codec: at a switch nothing is said."""


class Taken:
    """Layers with listeners, of all sources. All layers of a source count until its first packet and KEPT longer, and
    what never came yet as long as anybody takes another of its layers: nobody can choose what they do not know."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[str, ...]] = {}
        """Source → rids, as last told."""
        self._taken: dict[str, dict[str, float]] = {}

    def changes(self, sources: Mapping[str, Source], now: float) -> list[tuple[str, tuple[str, ...]]]:
        """Asked ten times a second: what is to be told, noted as told. Sources that are gone are forgotten."""
        for name in self._taken.keys() - sources.keys():
            del self._taken[name], self.told[name]
        changed: list[tuple[str, tuple[str, ...]]] = []
        for name, source in sources.items():
            layers = self._layers(source, now)
            if self.told.get(name) != layers:
                self.told[name] = layers
                changed.append((name, layers))
        return changed

    def _layers(self, source: Source, now: float) -> tuple[str, ...]:
        """Rids that count as taken, low to high."""
        at = self._taken.setdefault(source.name, {})
        known = any(layer.newest is not None for layer in source.layers)
        taken = any(layer.listeners for layer in source.layers)
        for layer in source.layers:
            unseen = layer.newest is None and (taken or not known)
            if layer.listeners or unseen or layer.rid not in at:
                at[layer.rid] = now
        return tuple(layer.rid for layer in source.layers if now - at[layer.rid] < KEPT)


class Unplayable:
    """Slots that do not take the codec of what they shall show, of all peers."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, str], str] = {}
        """(peer, slot) → codec, as last told."""
        self._since: dict[tuple[str, str], float] = {}

    def changes(self, peer: str, slots: Mapping[str, Slot], now: float) -> list[tuple[str, str]]:
        """Asked some times a second: (slot, codec) to be told, noted as told; codec "" when that is over."""
        changed: list[tuple[str, str]] = []
        for name, slot in slots.items():
            codec = _foreign(slot)
            if not codec and not self._since:
                continue  # nobody has the wrong one: nearly always
            place = peer, name
            told = self.told.get(place, "")
            if not codec:
                self._since.pop(place, None)
            elif now - self._since.setdefault(place, now) < PATIENCE:
                codec = told
            if codec != told:
                self.told[place] = codec
                changed.append((name, codec))
            if not codec:
                self.told.pop(place, None)
        return changed

    def of(self, peer: str) -> tuple[tuple[str, str], ...]:
        """Its slots that cannot, as last told, with the codec."""
        return tuple((slot, codec) for (name, slot), codec in self.told.items() if name == peer)

    def forget(self, peer: str) -> None:
        """It is closed."""
        for known in (self.told, self._since):
            for place in [each for each in known if each[0] == peer]:
                del known[place]


def _foreign(slot: Slot) -> str:
    """The codec a slot is given and does not take; "" when all is well, or nothing is known."""
    if slot.wanted is None:
        return ""
    for layer in slot.wanted.layers:
        if layer.flowing:
            return "" if slot.form(layer.codec) is not None else layer.codec
    return ""

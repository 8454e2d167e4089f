"""Sources by name, the slots that wish for them, and the way of every packet from one to the other.

`forward` runs once per received batch with plain calls: no task, queue or object per receiver. It knows no people:
who may be heard is decided by control, which names the source of each slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sfu.routing.packet import Packet
from sfu.routing.slot import Slot
from sfu.routing.source import Listener, Source
from sfu.wire import rtp


class Router:
    """Of one worker. `on_bug(slot)` is told, inside the handler, of a slot whose forwarding raised."""

    def __init__(self, on_bug: Callable[[Listener], None]) -> None:
        self.sources: dict[str, Source] = {}
        self._wishes: dict[Slot, str] = {}
        self._waiting: dict[str, dict[Slot, None]] = {}
        self._on_bug = on_bug

    def add(self, source: Source, now: float) -> None:
        """A source exists from now on; slots that wished for its name get it."""
        self.sources[source.name] = source
        for slot in self._waiting.get(source.name, {}):
            slot.feed(source, now)

    def remove(self, source: Source, now: float) -> None:
        """A source is gone; its slots fall idle and get it back should the name return."""
        if self.sources.get(source.name) is source:
            del self.sources[source.name]
        for slot in self._waiting.get(source.name, {}):
            if slot.wanted is source:
                slot.feed(None, now)
        for listener in source.listeners:
            if isinstance(listener, Slot) and listener.current is source:
                listener.stop()
        source.close()

    def feed(self, slot: Slot, name: str | None, now: float) -> None:
        """`slot` shows the source called `name` as soon as there is one; None: nothing."""
        old = self._wishes.get(slot)
        if old == name:
            return
        if old is not None:
            del self._wishes[slot]
            waiting = self._waiting[old]
            del waiting[slot]
            if not waiting:
                del self._waiting[old]
        if name is not None:
            self._wishes[slot] = name
            self._waiting.setdefault(name, {})[slot] = None
        slot.feed(None if name is None else self.sources.get(name), now)

    def tick(self, now: float) -> None:
        """Each 20 ms: end overlaps of switches."""
        for slot in self._wishes:
            slot.tick(now)

    def forward(self, batch: Iterable[tuple[Source, Packet]]) -> None:
        """Hand each packet to the slots its source feeds; one template per payload type."""
        for source, packet in batch:
            listeners = source.listeners
            if not listeners:
                continue
            templates: dict[int, bytes] = {}
            for listener in listeners:
                payload_type = listener.payload_type(packet.codec)
                if payload_type is None:
                    continue
                template = templates.get(payload_type)
                if template is None:
                    template = rtp.template(payload_type, packet.marker, packet.payload)
                    templates[payload_type] = template
                try:
                    listener.forward(source, packet, template)
                except Exception:  # a bug: it ends that one peer, never the worker
                    self._on_bug(listener)

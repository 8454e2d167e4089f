"""Sources by name, the listeners that wish for them, and the way of every packet from one to the other.

A listener is a slot or a journal's tap. `forward` runs once per received batch with plain calls: no task, queue or
object per receiver. It knows no people: who may be heard is decided by control, which names the source of each slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sfu.routing.packet import Packet
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Listener, Source
from sfu.wire import rtp


class Router:
    """Of one worker. `on_bug(listener)` is told, inside the handler, of a listener that raised."""

    def __init__(self, on_bug: Callable[[Listener], None]) -> None:
        self.sources: dict[str, Source] = {}
        self._wishes: dict[Listener, str] = {}
        self._waiting: dict[str, dict[Listener, None]] = {}
        self._on_bug = on_bug

    def add(self, source: Source, now: float) -> None:
        """A source exists from now on; listeners that wished for its name get it."""
        self.sources[source.name] = source
        for listener in self._waiting.get(source.name, {}):
            self._give(listener, source, now)

    def remove(self, source: Source, now: float) -> None:
        """A source is gone; its listeners have nothing and get it back should the name return."""
        if self.sources.get(source.name) is source:
            del self.sources[source.name]
        for listener in source.listeners:
            try:
                listener.gone(source, now)
            except Exception:  # a bug: it ends that listener, never the worker
                self._on_bug(listener)
        for listener in self._waiting.get(source.name, {}):
            if listener.wanted is source:
                self._give(listener, None, now)
        source.close()

    def feed(self, listener: Listener, name: str | None, now: float) -> None:
        """`listener` takes the source called `name` as soon as there is one; None: nothing."""
        old = self._wishes.get(listener)
        if old == name:
            return
        if old is not None:
            del self._wishes[listener]
            waiting = self._waiting[old]
            del waiting[listener]
            if not waiting:
                del self._waiting[old]
        if name is not None:
            self._wishes[listener] = name
            self._waiting.setdefault(name, {})[listener] = None
        self._give(listener, None if name is None else self.sources.get(name), now)

    def _give(self, listener: Listener, source: Source | None, now: float) -> None:
        try:
            listener.feed(source, now)
        except Exception:  # a bug: it ends that listener, never the worker
            self._on_bug(listener)

    def tick(self, now: float) -> None:
        """Each 20 ms: end overlaps of switches, close blocks of journals."""
        for listener in self._wishes:
            try:
                listener.tick(now)
            except Exception:  # a bug: it ends that listener, never the worker
                self._on_bug(listener)

    def forward(self, batch: Iterable[tuple[Layer, Packet]]) -> None:
        """Hand each packet to those who listen to its layer; one template per form."""
        for layer, packet in batch:
            listeners = layer.listeners
            if not listeners:
                continue
            templates: dict[int, bytes] = {}
            for listener in listeners:
                form = listener.form(packet.codec)
                if form is None:
                    continue
                template = templates.get(form)
                if template is None:
                    template = rtp.template(form & 0x7F, packet.marker, packet.payload, form >> 8)
                    templates[form] = template
                try:
                    listener.forward(layer, packet, template)
                except Exception:  # a bug: it ends that listener, never the worker
                    self._on_bug(listener)

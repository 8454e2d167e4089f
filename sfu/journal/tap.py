"""A tap: takes a source's packets as a slot does, for a journal instead of a receiver. Pure.

Given a source it begins a journal, asks for a keyframe then and whenever none came for KEYFRAME_INTERVAL, and hands a
block to the sink each BLOCK seconds. Packets become bytes at once: nothing is kept of them. A block is of one stream.
Of a source with several layers it takes one, the largest that has not more lines than asked for; another one is another
journal. While that layer does not flow the next best is taken, and the best one still counts as wanted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from sfu.journal.format import PAYLOAD_TYPES, EndReason, SidecarHead, append_record
from sfu.routing.packet import Packet
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Source

BLOCK = 0.48
"""Seconds of packets in a block: with the tick that closes it, 0.5."""
KEYFRAME_INTERVAL = 6.0
LEFT_AFTER = 2.0
"""Seconds without a packet after which another layer is taken."""
BACK_AFTER = 4.0
"""Seconds the best layer must have flowed before it is taken instead of another: each change is a new journal."""
NEVER = -math.inf

Fault = Literal["", "disk_full", "unwritable", "too_slow"]


class Cut(Struct, frozen=True, gc=False):
    """A block on its way to the disk; `records` is the sink's from then on. The rest as in `format.Block`."""

    head: SidecarHead
    records: bytearray
    us: int
    rtp: int | None
    sr: bool


class Sink(Protocol):
    """Where blocks go: the writer. The head says which journal."""

    @property
    def faults(self) -> Mapping[str, Fault]:
        """Lessons with a journal that cannot be written now, and why."""

    def put(self, cut: Cut) -> bool:
        """False: too much is waiting already, the block is lost."""

    def finish(self, head: SidecarHead, reason: EndReason, us: int) -> None:
        """Nothing more comes of this journal; told of those of which at least one block was taken."""


class Tap:
    """Of one source by name, in one lesson. `lines`: of the layer to take at most; 0: the largest one."""

    def __init__(self, lesson: str, label: str, clock: int, sink: Sink, lines: int = 0) -> None:
        self.wanted: Source | None = None
        self.label = label
        self.lines = lines
        self.failed = False
        self.lost_at = NEVER
        """When the sink last refused a block."""
        self._best: Layer | None = None
        self._best_since = math.inf
        self._layer: Layer | None = None
        self._decide_at = math.inf
        self._lesson = lesson
        self._clock = clock
        self._sink = sink
        self._head: SidecarHead | None = None
        self._records = bytearray()
        self._started = 0.0
        self._stream = 1
        self._block_due = 0.0
        self._keyframe_due = math.inf
        self._given = False
        self._hole = False

    # What the router tells

    def feed(self, source: Source | None, now: float) -> None:
        """Each source it is given is a journal of its own."""
        if source is self.wanted:
            return
        self._leave("stopped", now)
        self.wanted = source
        if source is None:
            return
        if len(source.layers) == 1:
            self._begin(source, source.layers[0], now)
            return
        self._prefer(self._choice(source.layers))
        self._decide_at = now + LEFT_AFTER

    def gone(self, source: Source, now: float) -> None:
        """The sender left; the router feeds another source should the name return."""
        if source is self.wanted:
            self._leave("gone", now)
            self.wanted = None

    def form(self, codec: str, /) -> int | None:
        """The same in every journal; None: not kept."""
        return PAYLOAD_TYPES.get(codec)

    def forward(self, layer: Layer, packet: Packet, template: bytes) -> None:
        """Append a packet to the block; the best layer's are taken from the next journal on."""
        if layer is not self._layer:
            return
        if packet.restart:
            self._begin_stream(packet.arrival)
        if packet.keyframe:
            self._keyframe_due = packet.arrival + KEYFRAME_INTERVAL
        offset = int((packet.arrival - self._started) * 1000)
        append_record(self._records, offset, template, packet.index & 0xFFFF, packet.timestamp, self._stream)

    def tick(self, now: float) -> None:
        """Close the block when it is time; see to layers and keyframes."""
        if self.wanted is not None and len(self.wanted.layers) > 1 and not self.failed:
            self._follow(self.wanted, now)
        layer = self._layer
        if layer is None:
            return
        if now >= self._block_due:
            self._block_due = now + BLOCK
            self._put(layer, now)
        if now >= self._keyframe_due:
            self.ask_keyframe(now)

    # What the keeper does

    def fail(self) -> None:
        """A bug: take nothing more. What was not handed over is lost, it may be what the bug made."""
        self.failed = True
        self._records = bytearray()
        self._detach()

    def ask_keyframe(self, now: float) -> None:
        """What comes next can be decoded only from a keyframe on."""
        if self._layer is not None and self._layer.kind == "video":
            self._layer.keyframes.ask()
            self._keyframe_due = now + KEYFRAME_INTERVAL

    # Which layer

    def _follow(self, source: Source, now: float) -> None:
        """Change to the layer that is best now, once it is worth a new journal."""
        best, layer = self._choice(source.layers), self._layer
        self._prefer(best)
        if not best.flowing:
            self._best_since = math.inf
        elif self._best_since == math.inf:
            self._best_since = now
        other = self._choice([each for each in source.layers if each.flowing] or [best])
        if layer is None:
            if best.flowing or (other.flowing and now >= self._decide_at):
                self._begin(source, other, now)
        elif now - max(layer.arrival, self._started) >= LEFT_AFTER:
            if other.flowing:
                self._change(source, other, now)
        elif best is layer or not best.flowing:
            return
        elif now - self._best_since >= BACK_AFTER or not self._fits(layer):
            self._change(source, best, now)

    def _choice(self, layers: Sequence[Layer]) -> Layer:
        """The largest of these that fits; the lowest when none does."""
        return next((layer for layer in reversed(layers) if self._fits(layer)), layers[0])

    def _fits(self, layer: Layer) -> bool:
        return not self.lines or layer.lines <= self.lines

    def _prefer(self, best: Layer) -> None:
        """Being attached to it says that it is wanted."""
        if best is self._best:
            return
        if self._best is not None and self._best is not self._layer:
            self._best.detach(self)
        self._best = best
        self._best_since = math.inf
        best.attach(self)

    def _change(self, source: Source, layer: Layer, now: float) -> None:
        self._end("stopped", now)
        self._begin(source, layer, now)

    def _detach(self) -> None:
        for layer in (self._best, self._layer):
            if layer is not None:
                layer.detach(self)

    def _leave(self, reason: EndReason, now: float) -> None:
        """Take nothing more of the source."""
        self._detach()
        self._end(reason, now)
        self._best = None

    # One journal

    def _begin(self, source: Source, layer: Layer, now: float) -> None:
        started = int(now * 1e6)
        self._head = SidecarHead(
            lesson=self._lesson,
            source=source.name,
            label=self.label,
            kind=source.kind,
            rate=source.clock_rate,
            clock=self._clock,
            started=started,
        )
        self._started = started / 1e6
        self._stream = 1
        self._block_due = now + BLOCK
        self._keyframe_due = math.inf
        self._given = self._hole = False
        self._layer = layer
        layer.attach(self)
        self.ask_keyframe(now)

    def _begin_stream(self, now: float) -> None:
        """What came before is another block, whose RTP time nobody knows any more."""
        if self._records:
            self._hand_over(now, None, False)
        self._stream += 1

    def _put(self, layer: Layer, now: float) -> None:
        if not self._records:
            return
        captured = layer.rtp_time(now)
        rtp = None if captured is None else int(captured) & 0xFFFFFFFF
        self._hand_over(now, rtp, layer.reported_time(now) is not None)

    def _hand_over(self, now: float, rtp: int | None, sr: bool) -> None:
        assert self._head is not None
        cut = Cut(self._head, self._records, int(now * 1e6), rtp, sr)
        self._records = bytearray()
        if not self._sink.put(cut):
            self._hole = True
            self.lost_at = now
            return
        self._given = True
        if self._hole:
            self._hole = False
            self.ask_keyframe(now)

    def _end(self, reason: EndReason, now: float) -> None:
        layer, head = self._layer, self._head
        if layer is None or head is None:
            return
        if not self.failed:
            self._put(layer, now)
        if self._given:
            self._sink.finish(head, "fault" if self.failed else reason, int(now * 1e6))
        self._layer = self._head = None
        if layer is not self._best:
            layer.detach(self)

"""A tap: takes a source's packets as a slot does, for a journal instead of a receiver. Pure.

Given a source it begins a journal, asks for a keyframe then and whenever none came for KEYFRAME_INTERVAL, and hands a
block to the sink each BLOCK seconds. Packets become bytes at once: nothing is kept of them. A block is of one stream.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, Protocol

from msgspec import Struct

from sfu.journal.format import PAYLOAD_TYPES, EndReason, SidecarHead, append_record
from sfu.routing.layer import Layer
from sfu.routing.packet import Packet
from sfu.routing.source import Source

BLOCK = 0.48
"""Seconds of packets in a block: with the tick that closes it, 0.5."""
KEYFRAME_INTERVAL = 6.0
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
    """Of one source by name, in one lesson."""

    def __init__(self, lesson: str, label: str, clock: int, sink: Sink) -> None:
        self.wanted: Source | None = None
        self.label = label
        self.failed = False
        self.lost_at = NEVER
        """When the sink last refused a block."""
        self._layer: Layer | None = None
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
        if self.wanted is not None:
            self._finish("stopped", now)
        if source is not None:
            self._begin(source, now)

    def gone(self, source: Source, now: float) -> None:
        """The sender left; the router feeds another source should the name return."""
        if source is self.wanted:
            self._finish("gone", now)

    def form(self, codec: str, /) -> int | None:
        """The same in every journal; None: not kept."""
        return PAYLOAD_TYPES.get(codec)

    def forward(self, layer: Layer, packet: Packet, template: bytes) -> None:
        """Append a packet to the block."""
        if packet.restart:
            self._begin_stream(packet.arrival)
        if packet.keyframe:
            self._keyframe_due = packet.arrival + KEYFRAME_INTERVAL
        offset = int((packet.arrival - self._started) * 1000)
        append_record(self._records, offset, template, packet.index & 0xFFFF, packet.timestamp, self._stream)

    def tick(self, now: float) -> None:
        """Close the block when it is time; see to keyframes."""
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
        if self._layer is not None:
            self._layer.detach(self)

    def ask_keyframe(self, now: float) -> None:
        """What comes next can be decoded only from a keyframe on."""
        if self._layer is not None and self._layer.kind == "video":
            self._layer.keyframes.ask()
            self._keyframe_due = now + KEYFRAME_INTERVAL

    # One journal

    def _begin(self, source: Source, now: float) -> None:
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
        self.wanted = source
        self._started = started / 1e6
        self._stream = 1
        self._block_due = now + BLOCK
        self._keyframe_due = math.inf
        self._given = self._hole = False
        self._layer = source.layers[-1]
        self._layer.attach(self)
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

    def _finish(self, reason: EndReason, now: float) -> None:
        if self._layer is not None:
            self._layer.detach(self)
            if not self.failed:
                self._put(self._layer, now)
        head, self._head, self._layer, self.wanted = self._head, None, None, None
        if head is not None and self._given:
            self._sink.finish(head, "fault" if self.failed else reason, int(now * 1e6))

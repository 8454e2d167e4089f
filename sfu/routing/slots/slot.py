"""One outgoing track: whatever source and layer feeds it, the receiver sees a single continuous stream.

A *segment* is a stretch of one layer: offsets from its numbers to those sent (see `segment`). A switch begins a segment:
the old layer flows on until the new one can begin (video: with a keyframe), at most OVERLAP seconds when it is of another
source or too much for the line; cut earlier, audio would miss up to 20 ms at each switch (see `aim`). Within a segment
frames are left out by temporal layer, or when the receiver's line has no room (see `thinning`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sfu.routing.packet import Packet
from sfu.routing.reports import Schedule
from sfu.routing.slots.aim import Aim
from sfu.routing.slots.egress import Codec, Egress, playable
from sfu.routing.slots.repairs import Repairs
from sfu.routing.slots.segment import Segment, Segments
from sfu.routing.slots.thinning import ALL, Thinning, Verdict
from sfu.routing.sources.layer import Kind, Layer
from sfu.routing.sources.source import Source
from sfu.wire import rtp, vp8
from sfu.wire.rtcp import SenderReport


class Slot:
    """A fixed outgoing track of one receiver."""

    def __init__(
        self,
        kind: Kind,
        ssrc: int,
        codecs: Mapping[str, Codec],
        egress: Egress,
        *,
        rtx_ssrc: int | None = None,
        first_sequence: int = 0,
        first_timestamp: int = 0,
    ) -> None:
        self.kind: Kind = kind
        self.ssrc = ssrc
        self.rtx_ssrc = rtx_ssrc
        self.temporal = ALL
        """Highest temporal layer sent."""
        self.sending: Packet | None = None
        """The packet given to `egress` last, for one that must know what depends on it."""
        self.packets = 0
        self.octets = 0
        self.schedule = Schedule()
        self.egress = egress
        self._codecs = playable(codecs)
        self._forms: dict[str, int] = {}
        self.form: Callable[[str], int | None] = self._forms.get
        """form(codec): see `Listener`."""
        self._aim = Aim(kind, self, self._cut)
        self._segments = Segments(kind, first_timestamp)
        self.repairs = Repairs(rtx_ssrc, self._codecs, egress, self._segments, first_sequence)
        self.stamp = 0
        self._segment: Segment | None = None
        self._out = (1 << 16) + first_sequence - 1
        self._last: Packet | None = None
        self._caught_up: set[int] = set()

    @property
    def wanted(self) -> Source | None:
        """The source it was given last."""
        return self._aim.wanted

    @property
    def target(self) -> Layer | None:
        """The layer it shall show; None: nothing, or held back."""
        return self._aim.target

    @property
    def current(self) -> Layer | None:
        """The layer whose packets are forwarded now."""
        return self._aim.current

    @property
    def stamp(self) -> int:
        """Id of the extension for the transport-wide number in what it sends; 0: not stamped."""
        return self._stamp

    @stamp.setter
    def stamp(self, number: int) -> None:
        self._stamp = self.repairs.stamp = number
        self._header = rtp.STAMPED_SIZE if number else rtp.FIXED_SIZE
        for name, codec in self._codecs.items():
            self._forms[name] = codec.payload_type | number << 8

    # Switching

    def feed(self, source: Source | None, now: float) -> None:
        """From now on show `source`; None makes the slot idle at once."""
        if self._aim.feed(source, now):
            self.temporal = ALL

    def choose(self, layer: Layer | None, temporal: int, now: float) -> None:
        """Show this layer of the wanted source up to this temporal layer; None: nothing until the next choice.

        A layer of another source is passed over (see `Aim.choose`).
        """
        if self._aim.choose(layer, now):
            self.temporal = temporal

    def gone(self, source: Source, now: float) -> None:
        """Its sender is gone: nothing flows on from it."""
        self._aim.gone(source)

    def tick(self, now: float) -> None:
        """Each 20 ms: overlaps end, a layer that stopped is replaced."""
        self._aim.tick(now)

    def room(self, now: float) -> None:
        """Its line has room again: a keyframe that is waited with is asked for, but not often."""
        self._aim.room(now)

    def ask_keyframe(self) -> None:
        """The receiver lost its picture (PLI, FIR, a new address)."""
        self._aim.ask_keyframe()

    def _cut(self) -> None:
        self._segment = None

    # Forwarding

    def forward(self, layer: Layer, packet: Packet, template: bytes) -> None:
        """A packet of an attached layer; `template` is it in this slot's form."""
        segment = self._segment
        if segment is None or segment.layer is not layer or packet.restart:
            segment = self._begin(layer, packet)
            if segment is None:
                return
        elif packet.index < segment.first:
            return
        elif self._caught_up and packet.index in self._caught_up:
            self._caught_up.discard(packet.index)
            return
        self._pass_on(segment, packet, template)
        if packet.index == segment.first and layer.newest is not packet:
            self._catch_up(segment, packet)

    def _pass_on(self, segment: Segment, packet: Packet, template: bytes) -> None:
        picture = packet.picture
        pictures = segment.picture
        out = packet.index + segment.offset
        thinning = segment.thinning
        if thinning is None and picture is not None and picture.temporal_layer > self.temporal:
            thinning = self._thin(segment)
        if thinning is not None:
            verdict = thinning.take(packet, self.temporal)
            if verdict is Verdict.LEAVE:
                return
            out -= thinning.shift
            pictures -= thinning.pictures
            if verdict is Verdict.FILL:
                self._send_empty(segment, packet, out)
                return
        at, patch = 0, b""
        if picture is not None:
            at = self._header + picture.picture_at
            patch = vp8.patch(picture, pictures, segment.tl0)
        timestamp = (packet.timestamp + segment.timestamp) & 0xFFFFFFFF
        self.sending = packet
        if not self.egress.send(template, out & 0xFFFF, timestamp, self.ssrc, at, patch):
            self._refused(segment, packet, out)
            return
        self.packets += 1
        self.octets += len(packet.payload)
        if out > self._out:
            self._out = out
            self._last = packet

    def _send_empty(self, segment: Segment, packet: Packet, out: int) -> None:
        """A late packet that must not go on: its number was kept free for it."""
        form = self._forms[packet.codec]
        timestamp = (packet.timestamp + segment.timestamp) & 0xFFFFFFFF
        template = rtp.template(form & 0x7F, False, b"", form >> 8)
        if not self.egress.send(template, out & 0xFFFF, timestamp, self.ssrc, 0, b""):
            return  # its receiver asks for it
        self.packets += 1
        if out > self._out:
            self._out = out
            self._last = packet

    def _thin(self, segment: Segment) -> Thinning:
        """Something of this segment is to be left out from now on."""
        assert self._last is not None, "a segment begins with a packet that was sent"
        segment.thinning = Thinning(segment.first, self._out + 1 - segment.offset, self._last.timestamp)
        return segment.thinning

    def _refused(self, segment: Segment, packet: Packet, out: int) -> None:
        """The line has no room: to the end of the frame nothing goes, then what can be decoded without it."""
        if out <= self._out:
            return  # it was late and is asked for again
        if self._out < segment.first_out:  # nothing of the segment was sent: it never began
            self._segments.undo()
            self._aim.stall(packet.arrival)
            return
        picture, last = packet.picture, self._last
        upper = picture is not None and picture.tl0 is not None and picture.temporal_layer > 0
        whole = last is None or last.timestamp != packet.timestamp
        if self.kind == "video" and not upper and not (packet.discardable and whole):
            self._aim.stall(packet.arrival)
            return
        thinning = segment.thinning
        if thinning is None:
            thinning = self._thin(segment)
            thinning.take(packet, self.temporal)
        thinning.refuse(packet)

    def _begin(self, layer: Layer, packet: Packet) -> Segment | None:
        """The segment that starts with `packet`; None when this is not the moment (or not the layer)."""
        if not self._aim.may_begin(layer, packet.keyframe):
            return None
        segment = self._segments.begin(layer, packet, self._last, self._out + 1)
        self._segment = segment
        self._caught_up.clear()
        self._aim.begun(layer)
        self.schedule.begin(packet.arrival)
        return segment

    def _catch_up(self, segment: Segment, packet: Packet) -> None:
        """A segment's first packet came late (a keyframe, by retransmission): what overtook it is in the ring.

        Some of that may be in the batch being forwarded and is still to come: noted, not to be sent twice.
        """
        newest = segment.layer.newest
        if newest is None:
            return
        for index in range(packet.index + 1, newest.index + 1):
            later = segment.layer.ring.get(index)
            form = None if later is None else self.form(later.codec)
            if later is not None and form is not None and self._segment is segment:
                template = rtp.template(form & 0x7F, later.marker, later.payload, form >> 8)
                self._pass_on(segment, later, template)
                self._caught_up.add(index)

    # What the receiver says

    def resend(self, sequences: Iterable[int], now: float, round_trip: float) -> int:
        """Serve a NACK; how many packets were sent again."""
        return self.repairs.resend(sequences, self._out, now, round_trip)

    def pad(self, size: int) -> bool:
        """Send a packet of `size` bytes of padding (1…255) as a retransmission of nothing; False: it has no RTX."""
        return self.repairs.pad(size, self._segments.timestamp(self._last))

    def report(self, ntp: int, now: float) -> SenderReport | None:
        """The sender report for server time `now`, `ntp` being the same instant; None when nothing flows or not due."""
        segment = self._segment
        if segment is None or not segment.layer.flowing or not self.schedule.due(now):
            return None
        captured = segment.layer.rtp_time(now)
        if captured is None:
            return None
        rtp_time = (int(captured) + segment.timestamp) & 0xFFFFFFFF
        return SenderReport(self.ssrc, ntp, rtp_time, self.packets, self.octets)

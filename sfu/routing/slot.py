"""One outgoing track: whatever source and layer feeds it, the receiver sees a single continuous stream.

A *segment* is a stretch of one layer: offsets from its numbers to those sent. A switch begins a segment:
 * the old layer flows on until the new one can begin (video: with a keyframe). At most OVERLAP seconds when it is of
   another source or too much for the line; cut earlier, audio would miss up to 20 ms at each switch;
 * sequence numbers, picture ids and TL0PICIDX go on without a hole, losses within a layer stay holes;
 * audio timestamps move by whole 20 ms (960), by the wall clock but at least by the last packet's duration;
 * video timestamps follow the wall clock from the slot's first packet on and never run ahead of it.
Within a segment frames are left out by temporal layer, or when the receiver's line has no room (see `thinning`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from sfu.routing.layer import CLOCK_RATES, Kind, Layer
from sfu.routing.packet import Packet
from sfu.routing.reports import Schedule
from sfu.routing.retransmit import Resends
from sfu.routing.segment import Segment
from sfu.routing.source import Source
from sfu.routing.thinning import ALL, Thinning, Verdict
from sfu.wire import opus, rtp, vp8
from sfu.wire.rtcp import SenderReport

OVERLAP: dict[Kind, float] = {"audio": 0.06, "video": 1.0}
AUDIO_GRID = 960
MAX_SEGMENTS = 8
STALL_PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds before a slot whose line had no room asks for a keyframe: longer when it happens again and again, since the
others who watch that layer pay for it, too."""
STALL_MEMORY = 10.0
LEAST_PAUSE = 0.25
FOLLOW = 0.1
"""Seconds between two looks at which layers of a source flow; at every tick they would cost a large class most."""


class Egress(Protocol):
    """Where a slot's packets leave: the peer, which protects and sends them."""

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        """Send a copy of `template` with these fields; `patch` goes to offset `patch_at` of the packet.

        False: the line has no room for it now, it is not sent.
        """


class Codec(Struct, frozen=True):
    """A receiver's payload types of one codec."""

    payload_type: int
    rtx_payload_type: int | None = None


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
        self.wanted: Source | None = None
        self.target: Layer | None = None
        """The layer it shall show; None: nothing, or held back."""
        self.temporal = ALL
        """Highest temporal layer sent."""
        self.sending: Packet | None = None
        """The packet given to `egress` last, for one that must know what depends on it."""
        self.packets = 0
        self.octets = 0
        self.resends = Resends()
        self.schedule = Schedule()
        self.egress = egress
        self._codecs = _playable(codecs)
        self._forms: dict[str, int] = {}
        self.form: Callable[[str], int | None] = self._forms.get
        """form(codec): see `Listener`."""
        self.stamp = 0
        self._rate = CLOCK_RATES[kind]
        self._chosen = False
        self._stand_in: Layer | None = None
        self._attached: set[Layer] = set()
        self._segment: Segment | None = None
        self._segments: list[Segment] = []
        self._out = (1 << 16) + first_sequence - 1
        self._last: Packet | None = None
        self._first_timestamp = first_timestamp
        self._began = 0.0
        self._picture = -1
        self._tl0 = -1
        self._rtx_sequence = first_sequence
        self._overlap_until: float | None = None
        self._caught_up: set[int] = set()
        self._stalls = 0
        self._stalled_at = 0.0
        self._ask_from: float | None = None
        self._follow_at = 0.0

    @property
    def current(self) -> Layer | None:
        """The layer whose packets are forwarded now."""
        return None if self._segment is None else self._segment.layer

    @property
    def stamp(self) -> int:
        """Id of the extension for the transport-wide number in what it sends; 0: not stamped."""
        return self._stamp

    @stamp.setter
    def stamp(self, number: int) -> None:
        self._stamp = number
        self._header = rtp.STAMPED_SIZE if number else rtp.FIXED_SIZE
        for name, codec in self._codecs.items():
            self._forms[name] = codec.payload_type | number << 8

    # Switching

    def feed(self, source: Source | None, now: float) -> None:
        """From now on show `source`; None makes the slot idle at once."""
        if source is self.wanted:
            return
        self.wanted = source
        self.temporal = ALL
        self._chosen = False
        self._aim(None if source is None else _lowest(source), now)

    def choose(self, layer: Layer | None, temporal: int, now: float) -> None:
        """Show this layer of the wanted source up to this temporal layer; None: nothing until the next choice.

        Until somebody chooses, it is the lowest layer that flows. One that does not flow yet is waited for; one that
        stops is replaced by another until it comes back. A layer of another source is passed over.
        """
        if self.wanted is None or (layer is not None and layer not in self.wanted.layers):
            return
        self._chosen = True
        self.temporal = temporal
        self._aim(layer, now)

    def _aim(self, layer: Layer | None, now: float) -> None:
        if layer is self.target:
            return
        self.target = layer
        self._stand_in = None
        self._follow_at = now
        if layer is None:
            self.stop()
            return
        current = self.current
        if layer is current:
            self._overlap_until = None
        else:
            self._ask(layer)
            self._limit_overlap(now)
        self._listen()

    def _ask(self, layer: Layer) -> None:
        if self.kind == "video":
            layer.keyframes.ask()

    def _limit_overlap(self, now: float) -> None:
        """What is not wanted any more flows on for OVERLAP; a layer of the same source until the wanted one can begin."""
        current, target = self.current, self.target
        if current is None or target is None or current is target:
            return
        within = self.wanted is not None and current in self.wanted.layers
        if within and not (target.flowing and target.place < current.place):
            self._overlap_until = None
        elif self._overlap_until is None:
            self._overlap_until = now + OVERLAP[self.kind]

    def _listen(self) -> None:
        """Attach to the layers of which something may be sent, and to no others."""
        needed = {layer for layer in (self.current, self.target, self._stand_in) if layer is not None}
        for layer in self._attached - needed:
            layer.detach(self)
        for layer in needed - self._attached:
            layer.attach(self)
        self._attached = needed

    def gone(self, source: Source, now: float) -> None:
        """Its sender is gone: nothing flows on from it."""
        if self.current in source.layers:
            self.stop()

    def stop(self) -> None:
        """Forward nothing until what is wanted begins."""
        self._segment = None
        self._overlap_until = None
        self._listen()

    def tick(self, now: float) -> None:
        """What is no longer wanted flows on for OVERLAP at most; a layer that stopped is replaced."""
        if self._overlap_until is not None and now >= self._overlap_until:
            self.stop()
        if self._ask_from is not None and now >= self._ask_from:
            self._ask_from = None
            if self._segment is None and self.target is not None:
                self._ask(self.target)
        if now >= self._follow_at and self.wanted is not None and len(self.wanted.layers) > 1:
            self._follow_at = now + FOLLOW
            self._follow(self.wanted, now)

    def _follow(self, wanted: Source, now: float) -> None:
        """Layers begin and stop."""
        if not self._chosen:
            self._aim(_lowest(wanted), now)
        target, current = self.target, self.current
        if target is None:
            return
        if target.flowing or (current is not None and current.flowing):
            self._limit_overlap(now)
            if self._stand_in not in (None, current):
                self._stand_in = None
                self._listen()
            return
        other = _nearest(wanted, target)
        if other is not None and other is not self._stand_in:
            self._stand_in = other
            self._ask(other)
            self._listen()

    def room(self, now: float) -> None:
        """Its line has room again: a keyframe that is waited with is asked for, but not often."""
        if self._ask_from is not None and now - self._stalled_at >= min(LEAST_PAUSE * self._stalls, 1.0):
            self._ask_from = min(self._ask_from, now)

    def ask_keyframe(self) -> None:
        """The receiver lost its picture (PLI, FIR, a new address)."""
        if self._ask_from is not None:
            return  # it is asked for when the line may have room
        for layer in (self.current, self.target):
            if layer is not None:
                self._ask(layer)

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
            self._segments.pop()
            self._stall(packet.arrival)
            return
        picture, last = packet.picture, self._last
        upper = picture is not None and picture.tl0 is not None and picture.temporal_layer > 0
        whole = last is None or last.timestamp != packet.timestamp
        if self.kind == "video" and not upper and not (packet.discardable and whole):
            self._stall(packet.arrival)
            return
        thinning = segment.thinning
        if thinning is None:
            thinning = self._thin(segment)
            thinning.take(packet, self.temporal)
        thinning.refuse(packet)

    def _stall(self, now: float) -> None:
        """Nothing goes on before what is wanted begins anew: video with a keyframe."""
        self._stalls = self._stalls + 1 if now - self._stalled_at < STALL_MEMORY else 0
        self._stalled_at = now
        self._ask_from = now + STALL_PAUSES[min(self._stalls, len(STALL_PAUSES) - 1)]
        self.stop()

    def _begin(self, layer: Layer, packet: Packet) -> Segment | None:
        """The segment that starts with `packet`; None when this is not the moment (or not the layer)."""
        current = self._segment
        if layer is not self.target and layer is not self._stand_in and layer is not self.current:
            return None
        if self.kind == "video" and not packet.keyframe:
            if current is not None and current.layer is layer:  # it began anew without a keyframe
                self.stop()
            if self._ask_from is None:
                layer.keyframes.ask()
            return None
        timestamp = self._next_timestamp(layer, packet)
        segment = self._new_segment(layer, packet, timestamp)
        self._segment = segment
        self._segments.append(segment)
        self._caught_up.clear()
        del self._segments[:-MAX_SEGMENTS]
        if layer is self.target:
            self._overlap_until = self._stand_in = self._ask_from = None
        self._listen()
        self.schedule.begin(packet.arrival)
        return segment

    def _new_segment(self, layer: Layer, packet: Packet, timestamp: int) -> Segment:
        self._remember_picture()
        picture = packet.picture
        return Segment(
            layer=layer,
            first=packet.index,
            first_out=self._out + 1,
            offset=self._out + 1 - packet.index,
            timestamp=timestamp - packet.timestamp,
            picture=self._picture + 1 - picture.picture_id
            if picture and picture.picture_id is not None
            else 0,
            tl0=self._tl0 + 1 - picture.tl0 if picture and picture.tl0 is not None else 0,
        )

    def _remember_picture(self) -> None:
        """Numbers of the last picture sent, for the next segment to go on from."""
        last = self._last
        if last is None or last.picture is None or not self._segments:
            return
        segment = self._segments[-1]
        if last.picture.picture_id is not None:
            self._picture = (last.picture.picture_id + segment.pictures(last)) & (
                0x7FFF if last.picture.wide else 0x7F
            )
        if last.picture.tl0 is not None:
            self._tl0 = (last.picture.tl0 + segment.tl0) & 0xFF

    def _next_timestamp(self, layer: Layer, packet: Packet) -> int:
        """Timestamp the next segment's first packet is sent with."""
        last = self._last
        if last is None:
            self._began = packet.arrival
            return self._first_timestamp
        sent = last.timestamp + self._segments[-1].timestamp
        if self.kind == "audio":
            ticks = round((packet.arrival - last.arrival) * self._rate / AUDIO_GRID) * AUDIO_GRID
            return sent + max(AUDIO_GRID, opus.samples(last.payload), ticks)
        if layer is self._segments[-1].layer and not packet.restart:  # it goes on behind a stall or a pause
            return sent + max(1, (packet.timestamp - last.timestamp) & 0xFFFFFFFF)
        wall = self._first_timestamp + int((packet.arrival - self._began) * self._rate)
        behind = (wall - sent) & 0xFFFFFFFF
        return sent + (behind if 0 < behind < 0x8000_0000 else 1)

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
        served = 0
        for sequence in sequences:
            out = self._out - ((self._out - sequence) & 0xFFFF)
            segment = next((each for each in reversed(self._segments) if out >= each.first_out), None)
            packet = None if segment is None else segment.sent_as(out)
            if segment is None or packet is None:
                continue
            copies = self.resends.allow(out, now, round_trip)
            for _ in range(copies):
                self._send_again(segment, packet, out & 0xFFFF)
            served += copies
        return served

    def _send_again(self, segment: Segment, packet: Packet, sequence: int) -> None:
        """As RTX (RFC 4588 §4), under a sequence number of its own: SRTP must never see one twice."""
        codec = self._codecs.get(packet.codec)
        if codec is None or codec.rtx_payload_type is None or self.rtx_ssrc is None:
            return
        timestamp = (packet.timestamp + segment.timestamp) & 0xFFFFFFFF
        body, at, patch = packet.payload, 0, b""
        if segment.empties(packet):
            body = b""
        elif packet.picture is not None:
            at = self._header + 2 + packet.picture.picture_at
            patch = segment.patch(packet)
        payload = struct.pack("!H", sequence) + body
        template = rtp.template(codec.rtx_payload_type, packet.marker, payload, self._stamp)
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        self.egress.send(template, self._rtx_sequence, timestamp, self.rtx_ssrc, at, patch)

    def pad(self, size: int) -> bool:
        """Send a packet of `size` bytes of padding (1…255) as a retransmission of nothing; False: it has no RTX."""
        known = (codec.rtx_payload_type for codec in self._codecs.values())
        payload_type = next((number for number in known if number is not None), None)
        if payload_type is None or self.rtx_ssrc is None:
            return False
        timestamp = 0 if self._last is None else self._last.timestamp + self._segments[-1].timestamp
        template = rtp.padding(payload_type, size, self._stamp)
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        self.egress.send(template, self._rtx_sequence, timestamp & 0xFFFFFFFF, self.rtx_ssrc, 0, b"")
        return True

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


def _playable(codecs: Mapping[str, Codec]) -> dict[str, Codec]:
    """Who takes H264 with aggregation and fragments takes it without, too (RFC 6184 §6.2)."""
    known = dict(codecs)
    if "H264" in known:
        known.setdefault("H264/0", known["H264"])
    return known


def _lowest(source: Source) -> Layer:
    """The lowest layer that flows; the lowest when none does yet."""
    return next((layer for layer in source.layers if layer.flowing), source.layers[0])


def _nearest(source: Source, layer: Layer) -> Layer | None:
    """The layer that flows next below, else next above."""
    flowing = [each for each in source.layers if each.flowing]
    below = [each for each in flowing if each.place < layer.place]
    return below[-1] if below else next(iter(flowing), None)

"""One outgoing track: whatever source feeds it, the receiver sees a single continuous stream.

A *segment* is a stretch of one source: constant offsets from its numbers to those sent. A switch begins a segment:
 * the old source flows on until the new one can begin (video: with a keyframe), at most OVERLAP seconds: cut
   earlier, audio would miss up to 20 ms at each switch;
 * sequence numbers, picture ids and TL0PICIDX go on without a hole, losses within a source stay holes;
 * audio timestamps move by whole 20 ms (960), by the wall clock but at least by the last packet's duration;
 * video timestamps follow the wall clock from the slot's first packet on and never run ahead of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from sfu.routing.packet import Packet
from sfu.routing.reports import Schedule
from sfu.routing.retransmit import Resends
from sfu.routing.source import CLOCK_RATES, Kind, Source
from sfu.wire import opus, rtp, vp8
from sfu.wire.rtcp import SenderReport

OVERLAP: dict[Kind, float] = {"audio": 0.06, "video": 1.0}
AUDIO_GRID = 960
MAX_SEGMENTS = 8
_HEADER = rtp.FIXED_SIZE


class Egress(Protocol):
    """Where a slot's packets leave: the peer, which protects and sends them."""

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> None:
        """Send a copy of `template` with these fields; `patch` goes to offset `patch_at` of the packet."""


class Codec(Struct, frozen=True):
    """A receiver's payload types of one codec."""

    payload_type: int
    rtx_payload_type: int | None = None


class Segment(Struct, frozen=True):
    """`first`: index in the source; `first_out`: number it went out under. The rest are offsets, source to sent."""

    source: Source
    first: int
    first_out: int
    offset: int
    timestamp: int
    picture: int
    tl0: int


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
        self.packets = 0
        self.octets = 0
        self.resends = Resends()
        self.schedule = Schedule()
        self._codecs = codecs
        self.egress = egress
        self._rate = CLOCK_RATES[kind]
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

    @property
    def current(self) -> Source | None:
        """The source whose packets are forwarded now."""
        return None if self._segment is None else self._segment.source

    def payload_type(self, codec: str) -> int | None:
        """The receiver's payload type; None when it does not take that codec."""
        known = self._codecs.get(codec)
        return None if known is None else known.payload_type

    # Switching

    def feed(self, source: Source | None, now: float) -> None:
        """From now on show `source`; None makes the slot idle at once."""
        if source is self.wanted:
            return
        if self.wanted is not None and self.wanted is not self.current:
            self.wanted.detach(self)
        self.wanted = source
        if source is self.current:
            self._overlap_until = None
            return
        if source is None:
            self.stop()
            return
        source.attach(self)
        if self.kind == "video":
            source.keyframes.ask()
        if self._segment is not None and self._overlap_until is None:
            self._overlap_until = now + OVERLAP[self.kind]

    def gone(self, source: Source, now: float) -> None:
        """Its sender is gone: nothing flows on from it."""
        if source is self.current:
            self.stop()

    def stop(self) -> None:
        """Forward nothing until the wanted source begins."""
        if self._segment is not None and self._segment.source is not self.wanted:
            self._segment.source.detach(self)
        self._segment = None
        self._overlap_until = None

    def tick(self, now: float) -> None:
        """A source that is no longer wanted flows on for OVERLAP at most."""
        if self._overlap_until is not None and now >= self._overlap_until:
            self.stop()

    def ask_keyframe(self) -> None:
        """The receiver lost its picture (PLI, FIR, a new address)."""
        for source in (self.current, self.wanted):
            if source is not None and self.kind == "video":
                source.keyframes.ask()

    # Forwarding

    def forward(self, source: Source, packet: Packet, template: bytes) -> None:
        """A packet of an attached source; `template` is it with this slot's payload type."""
        segment = self._segment
        if segment is None or segment.source is not source or packet.restart:
            segment = self._begin(source, packet)
            if segment is None:
                return
        elif packet.index < segment.first:
            return
        elif self._caught_up and packet.index in self._caught_up:
            self._caught_up.discard(packet.index)
            return
        self._pass_on(segment, packet, template)
        if packet.index == segment.first and source.newest is not packet:
            self._catch_up(segment, packet)

    def _pass_on(self, segment: Segment, packet: Packet, template: bytes) -> None:
        out = packet.index + segment.offset
        if out > self._out:
            self._out = out
            self._last = packet
        picture = packet.picture
        if picture is None:
            at, patch = 0, b""
        else:
            at = _HEADER + picture.picture_at
            patch = vp8.patch(picture, segment.picture, segment.tl0)
        self.packets += 1
        self.octets += len(packet.payload)
        timestamp = (packet.timestamp + segment.timestamp) & 0xFFFFFFFF
        self.egress.send(template, out & 0xFFFF, timestamp, self.ssrc, at, patch)

    def _begin(self, source: Source, packet: Packet) -> Segment | None:
        """The segment that starts with `packet`; None when this is not the moment (or not the source)."""
        current = self._segment
        if source is not self.wanted and not (current is not None and source is current.source):
            return None
        if self.kind == "video" and not packet.keyframe:
            if current is not None and current.source is source:  # it began anew without a keyframe
                self.stop()
            source.keyframes.ask()
            return None
        timestamp = self._next_timestamp(packet)
        if self._segment is not None and self._segment.source is not source:
            self._segment.source.detach(self)
        segment = self._new_segment(source, packet, timestamp)
        self._segment = segment
        self._segments.append(segment)
        self._caught_up.clear()
        del self._segments[:-MAX_SEGMENTS]
        if source is self.wanted:
            self._overlap_until = None
        self.schedule.begin(packet.arrival)
        return segment

    def _new_segment(self, source: Source, packet: Packet, timestamp: int) -> Segment:
        self._remember_picture()
        picture = packet.picture
        return Segment(
            source=source,
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
            self._picture = (last.picture.picture_id + segment.picture) & (
                0x7FFF if last.picture.wide else 0x7F
            )
        if last.picture.tl0 is not None:
            self._tl0 = (last.picture.tl0 + segment.tl0) & 0xFF

    def _next_timestamp(self, packet: Packet) -> int:
        """Timestamp the next segment's first packet is sent with."""
        last = self._last
        if last is None:
            self._began = packet.arrival
            return self._first_timestamp
        sent = last.timestamp + self._segments[-1].timestamp
        if self.kind == "audio":
            ticks = round((packet.arrival - last.arrival) * self._rate / AUDIO_GRID) * AUDIO_GRID
            return sent + max(AUDIO_GRID, opus.samples(last.payload), ticks)
        wall = self._first_timestamp + int((packet.arrival - self._began) * self._rate)
        behind = (wall - sent) & 0xFFFFFFFF
        return sent + (behind if 0 < behind < 0x8000_0000 else 1)

    def _catch_up(self, segment: Segment, packet: Packet) -> None:
        """A segment's first packet came late (a keyframe, by retransmission): what overtook it is in the ring.

        Some of that may be in the batch being forwarded and is still to come: noted, not to be sent twice.
        """
        newest = segment.source.newest
        if newest is None:
            return
        for index in range(packet.index + 1, newest.index + 1):
            later = segment.source.ring.get(index)
            payload_type = None if later is None else self.payload_type(later.codec)
            if later is not None and payload_type is not None:
                self._pass_on(segment, later, rtp.template(payload_type, later.marker, later.payload))
                self._caught_up.add(index)

    # What the receiver says

    def resend(self, sequences: Iterable[int], now: float, round_trip: float) -> int:
        """Serve a NACK; how many packets were sent again."""
        served = 0
        for sequence in sequences:
            out = self._out - ((self._out - sequence) & 0xFFFF)
            segment = next((each for each in reversed(self._segments) if out >= each.first_out), None)
            packet = None if segment is None else segment.source.ring.get(out - segment.offset)
            if segment is None or packet is None:
                continue
            if self.resends.allow(out, now, round_trip):
                self._send_again(segment, packet, out & 0xFFFF)
                served += 1
        return served

    def _send_again(self, segment: Segment, packet: Packet, sequence: int) -> None:
        """As RTX (RFC 4588 §4), under a sequence number of its own: SRTP must never see one twice."""
        codec = self._codecs.get(packet.codec)
        if codec is None or codec.rtx_payload_type is None or self.rtx_ssrc is None:
            return
        timestamp = (packet.timestamp + segment.timestamp) & 0xFFFFFFFF
        patch, at = b"", 0
        if packet.picture is not None:
            patch = vp8.patch(packet.picture, segment.picture, segment.tl0)
            at = _HEADER + packet.picture.picture_at
        payload = struct.pack("!H", sequence) + packet.payload
        template = rtp.template(codec.rtx_payload_type, packet.marker, payload)
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        self.egress.send(template, self._rtx_sequence, timestamp, self.rtx_ssrc, at + 2 if at else 0, patch)

    def report(self, ntp: int, now: float) -> SenderReport | None:
        """The sender report for server time `now`, `ntp` being the same instant; None when nothing flows or not due."""
        segment = self._segment
        if segment is None or not segment.source.flowing or not self.schedule.due(now):
            return None
        captured = segment.source.rtp_time(now)
        if captured is None:
            return None
        rtp_time = (int(captured) + segment.timestamp) & 0xFFFFFFFF
        return SenderReport(self.ssrc, ntp, rtp_time, self.packets, self.octets)

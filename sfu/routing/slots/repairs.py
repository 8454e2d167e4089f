"""A slot's second stream, RTX (RFC 4588 §4): packets sent again under numbers of its own, and padding of probes.

Its own numbers, since SRTP must never see one twice. Pure.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from sfu.routing.packet import Packet
from sfu.routing.slots.egress import Codec, Egress
from sfu.routing.slots.resends import Resends
from sfu.routing.slots.segment import Segment, Segments
from sfu.wire import rtp


class Repairs:
    """Of one slot; without an `ssrc`, or payload types in `codecs`, nothing is ever sent."""

    def __init__(
        self, ssrc: int | None, codecs: Mapping[str, Codec], egress: Egress, segments: Segments, first: int
    ) -> None:
        self.resends = Resends()
        self.stamp = 0
        """See `Slot.stamp`."""
        self._ssrc = ssrc
        self._types = {
            name: codec.rtx_payload_type
            for name, codec in codecs.items()
            if codec.rtx_payload_type is not None
        }
        self._egress = egress
        self._segments = segments
        self._sequence = first

    def resend(self, sequences: Iterable[int], newest: int, now: float, round_trip: float) -> int:
        """Serve a NACK, `newest` being the slot's last number; how many packets were sent again."""
        served = 0
        for sequence in sequences:
            out = newest - ((newest - sequence) & 0xFFFF)
            found = self._segments.sent_as(out)
            if found is None:
                continue
            copies = self.resends.allow(out, now, round_trip)
            for _ in range(copies):
                self._send_again(*found, out & 0xFFFF)
            served += copies
        return served

    def _send_again(self, segment: Segment, packet: Packet, sequence: int) -> None:
        payload_type = self._types.get(packet.codec)
        if payload_type is None:
            return
        body, at, patch = packet.payload, 0, b""
        if segment.empties(packet):
            body = b""
        elif packet.picture is not None:
            at = 2 + packet.picture.picture_at
            patch = segment.patch(packet)
        payload = struct.pack("!H", sequence) + body
        template = rtp.template(payload_type, packet.marker, payload, self.stamp)
        self._send(template, packet.timestamp + segment.timestamp, at + rtp.header_size(template), patch)

    def pad(self, size: int, timestamp: int) -> bool:
        """Send a packet of `size` bytes of padding (1…255) as a retransmission of nothing; False: there is no RTX."""
        payload_type = next(iter(self._types.values()), None)
        if payload_type is None or self._ssrc is None:
            return False
        self._send(rtp.padding(payload_type, size, self.stamp), timestamp, 0, b"")
        return True

    def _send(self, template: bytes, timestamp: int, patch_at: int, patch: bytes) -> None:
        if self._ssrc is None:
            return
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._egress.send(template, self._sequence, timestamp & 0xFFFFFFFF, self._ssrc, patch_at, patch)

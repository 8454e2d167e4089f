"""Stretches of layers in a slot: which numbers their packets went out under, and where the next stretch goes on. Pure.

The receiver sees one stream:
 * sequence numbers, picture ids and TL0PICIDX go on without a hole, losses within a layer stay holes;
 * audio timestamps move by whole 20 ms (960), by the wall clock but at least by the last packet's duration;
 * video timestamps follow the wall clock from the slot's first packet on and never run ahead of it.
"""

from __future__ import annotations

from msgspec import Struct

from sfu.routing.packet import Packet
from sfu.routing.slots.thinning import Thinning
from sfu.routing.sources.layer import CLOCK_RATES, Kind, Layer
from sfu.wire import opus, vp8

AUDIO_GRID = 960
MAX_SEGMENTS = 8


class Segment(Struct):
    """`first`: index in the layer; `first_out`: number it went out under. `thinning`: once something was left out.

    The rest are offsets, layer to sent; those of numbers and pictures shrink by what was left out.
    """

    layer: Layer
    first: int
    first_out: int
    offset: int
    timestamp: int
    picture: int
    tl0: int
    thinning: Thinning | None = None

    def sent_as(self, out: int) -> Packet | None:
        """The packet that went out as `out`; None when it is not kept any more."""
        if self.thinning is None:
            return self.layer.ring.get(out - self.offset)
        index = self.thinning.index(out - self.offset)
        return None if index is None else self.layer.ring.get(index)

    def empties(self, packet: Packet) -> bool:
        """Whether the packet's number goes out with nothing: its frame was left out."""
        return self.thinning is not None and not self.thinning.goes(packet)

    def pictures(self, packet: Packet) -> int:
        """Offset from the packet's picture id to the one sent."""
        return self.picture - (0 if self.thinning is None else self.thinning.pictures_at(packet.index))

    def patch(self, packet: Packet) -> bytes:
        """Picture id and TL0PICIDX as they were sent with a packet."""
        picture = packet.picture
        return b"" if picture is None else vp8.patch(picture, self.pictures(packet), self.tl0)


class Segments:
    """The last ones of one slot."""

    def __init__(self, kind: Kind, first_timestamp: int) -> None:
        self._kind: Kind = kind
        self._rate = CLOCK_RATES[kind]
        self._first_timestamp = first_timestamp
        self._began = 0.0
        self._picture = -1
        self._tl0 = -1
        self._kept: list[Segment] = []

    def begin(self, layer: Layer, packet: Packet, last: Packet | None, out: int) -> Segment:
        """The segment that starts with `packet`, sent as number `out`; `last`: the slot's last packet before."""
        timestamp = self._next_timestamp(layer, packet, last)
        self._remember_picture(last)
        picture = packet.picture
        segment = Segment(
            layer=layer,
            first=packet.index,
            first_out=out,
            offset=out - packet.index,
            timestamp=timestamp - packet.timestamp,
            picture=self._picture + 1 - picture.picture_id
            if picture and picture.picture_id is not None
            else 0,
            tl0=self._tl0 + 1 - picture.tl0 if picture and picture.tl0 is not None else 0,
        )
        self._kept.append(segment)
        del self._kept[:-MAX_SEGMENTS]
        return segment

    def undo(self) -> None:
        """Nothing of the newest was sent: it never began."""
        self._kept.pop()

    def sent_as(self, out: int) -> tuple[Segment, Packet] | None:
        """What went out as number `out`; None when it is not kept any more."""
        segment = next((each for each in reversed(self._kept) if out >= each.first_out), None)
        packet = None if segment is None else segment.sent_as(out)
        return None if segment is None or packet is None else (segment, packet)

    def timestamp(self, last: Packet | None) -> int:
        """RTP time the slot's last packet was sent with, not yet cut to 32 bits."""
        return 0 if last is None else last.timestamp + self._kept[-1].timestamp

    def _remember_picture(self, last: Packet | None) -> None:
        """Numbers of the last picture sent, for the next segment to go on from."""
        if last is None or last.picture is None or not self._kept:
            return
        segment = self._kept[-1]
        if last.picture.picture_id is not None:
            self._picture = (last.picture.picture_id + segment.pictures(last)) & (
                0x7FFF if last.picture.wide else 0x7F
            )
        if last.picture.tl0 is not None:
            self._tl0 = (last.picture.tl0 + segment.tl0) & 0xFF

    def _next_timestamp(self, layer: Layer, packet: Packet, last: Packet | None) -> int:
        """Timestamp the next segment's first packet is sent with."""
        if last is None:
            self._began = packet.arrival
            return self._first_timestamp
        sent = self.timestamp(last)
        if self._kind == "audio":
            ticks = round((packet.arrival - last.arrival) * self._rate / AUDIO_GRID) * AUDIO_GRID
            return sent + max(AUDIO_GRID, opus.samples(last.payload), ticks)
        if layer is self._kept[-1].layer and not packet.restart:  # it goes on behind a stall or a pause
            return sent + max(1, (packet.timestamp - last.timestamp) & 0xFFFFFFFF)
        wall = self._first_timestamp + int((packet.arrival - self._began) * self._rate)
        behind = (wall - sent) & 0xFFFFFFFF
        return sent + (behind if 0 < behind < 0x8000_0000 else 1)

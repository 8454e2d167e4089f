"""A stretch of one layer in a slot: which numbers its packets went out under. Pure."""

from __future__ import annotations

from msgspec import Struct

from sfu.routing.layer import Layer
from sfu.routing.packet import Packet
from sfu.routing.thinning import Thinning
from sfu.wire import vp8


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

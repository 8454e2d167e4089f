"""A packet on its way from a source to slots, and the ring in which a source keeps the last of them."""

from msgspec import Struct

from sfu.wire import vp8


class Packet(Struct, frozen=True, gc=False):
    """One media packet without its header extensions and padding.

    `index`: endless number within its source, without holes but for losses. `arrival`: monotonic seconds.
    `restart`: nothing connects it to the packets before it (new SSRC, a huge gap or a jump of its clock).
    `discardable`: of a frame that no other refers to.
    """

    index: int
    timestamp: int
    marker: bool
    codec: str
    payload: bytes
    arrival: float
    keyframe: bool = False
    restart: bool = False
    discardable: bool = False
    picture: vp8.Descriptor | None = None


class Ring:
    """The last `size` packets by index."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._packets: list[Packet | None] = [None] * size

    def put(self, packet: Packet) -> None:
        self._packets[packet.index % self.size] = packet

    def get(self, index: int) -> Packet | None:
        """The packet of that index; None when it never came or is overwritten."""
        packet = self._packets[index % self.size]
        return packet if packet is not None and packet.index == index else None

    def clear(self) -> None:
        self._packets = [None] * self.size

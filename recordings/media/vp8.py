"""VP8: frames from RTP packets (RFC 7741) and what a keyframe says about itself (RFC 6386 §9.1).

After a loss everything up to the next keyframe is dropped, as frames refer to the ones before. One exception: when the
frames carry temporal layers and TL0PICIDX shows that no frame of the base layer was lost, the base layer goes on at
once, and a higher layer with a frame that needs the base layer only (layer sync).
"""

from msgspec import Struct

from recordings.media.frames import Depacketiser, Frame
from recordings.media.reorder import Arrival, Ordered

_START_CODE = b"\x9d\x01\x2a"
MOST_BYTES = 8 << 20
"""A frame that grows longer is none."""


class Descriptor(Struct, frozen=True, gc=False):
    """The payload descriptor (RFC 7741 §4.2), as far as it matters here. `size`: where the frame's bytes begin."""

    start: bool
    tl0: int | None
    layer: int
    sync: bool
    size: int


def descriptor(payload: bytes) -> Descriptor:
    """ValueError when it is cut off or nothing follows it."""
    try:
        first, position, flags = payload[0], 1, 0
        if first & 0x80:
            flags, position = payload[1], 2
        if flags & 0x80:
            position += 2 if payload[position] & 0x80 else 1
        tl0, layer, sync = None, 0, False
        if flags & 0x40:
            tl0 = payload[position]
            position += 1
        if flags & 0x20:
            layer, sync = payload[position] >> 6, bool(payload[position] & 0x20)
        position += 1 if flags & 0x30 else 0
        payload[position]
    except IndexError as error:
        raise ValueError("VP8 payload descriptor is cut off") from error
    return Descriptor(bool(first & 0x10) and first & 0x07 == 0, tl0, layer, sync, position)


def is_keyframe(frame: bytes) -> bool:
    """By the frame's tag."""
    return bool(frame) and frame[0] & 1 == 0


def size(frame: bytes) -> tuple[int, int]:
    """Width and height of a keyframe. ValueError when it is none or says 0."""
    if len(frame) < 10 or frame[0] & 1 or frame[3:6] != _START_CODE:
        raise ValueError("no VP8 keyframe")
    width = int.from_bytes(frame[6:8], "little") & 0x3FFF
    height = int.from_bytes(frame[8:10], "little") & 0x3FFF
    if not width or not height:
        raise ValueError("VP8 keyframe without a size")
    return width, height


def check(frame: bytes) -> None:
    """ValueError when the frame's tag or its first partition does not fit into it (RFC 6386 §9.1)."""
    if len(frame) < 3:
        raise ValueError("VP8 frame is cut off")
    header = 3
    if is_keyframe(frame):
        size(frame)
        header = 10
    if int.from_bytes(frame[:3], "little") >> 5 > len(frame) - header:
        raise ValueError("VP8 frame is shorter than its first partition")


class Vp8(Depacketiser):
    """Packets in, frames out."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._begin: tuple[Arrival, Descriptor] | None = None
        self._bytes = 0
        self._highest = 3
        """Temporal layers above it may refer to what was lost."""
        self._tl0: int | None = None
        self._waiting = True
        self._broken = False

    def restart(self) -> None:
        self._drop()
        self._waiting = True
        self._broken = False
        self._tl0 = None

    def _push(self, ordered: Ordered) -> list[Frame]:
        arrival = ordered.arrival
        found = descriptor(arrival.packet.payload)
        frames: list[Frame] = []
        if ordered.hole:
            self._lose()
        elif self._begin and (found.start and self._another(arrival)):
            frames = self._finish()  # its marker was not set
        if found.start and (not self._begin or self._another(arrival)):
            self._parts, self._bytes, self._begin = [], 0, (arrival, found)
        if self._begin is None or self._another(arrival):
            self._lose()
            return frames
        self._parts.append(arrival.packet.payload[found.size :])
        self._bytes += len(self._parts[-1])
        if self._bytes > MOST_BYTES:
            raise ValueError("VP8 frame is too long")
        return frames + self._finish() if arrival.packet.marker else frames

    def _another(self, arrival: Arrival) -> bool:
        return self._begin is not None and self._begin[0].ticks != arrival.ticks

    def _finish(self) -> list[Frame]:
        assert self._begin is not None
        (arrival, found), data = self._begin, b"".join(self._parts)
        self._drop()
        check(data)
        keyframe = is_keyframe(data)
        if not keyframe and not self._decodable(found):
            self.lost = True
            return []
        if keyframe:
            self._waiting, self._broken, self._highest = False, False, 3
        if found.layer == 0:
            self._tl0 = found.tl0
        frame = Frame(data, arrival.ticks, arrival.at, keyframe, self.lost)
        self.lost = False
        return [frame]

    def _decodable(self, found: Descriptor) -> bool:
        """Whether all that the frame refers to is there."""
        if self._waiting:
            return False
        if self._broken:  # first frame since: is the base layer whole?
            after = None if self._tl0 is None else self._tl0 + (found.layer == 0) & 0xFF
            if found.tl0 is None or found.tl0 != after:
                self._waiting = True
                return False
            self._broken, self._highest = False, 0
        if found.layer == self._highest + 1 and found.sync:
            self._highest = found.layer
        return found.layer <= self._highest

    def _lose(self) -> None:
        self._drop()
        self._broken = self.lost = True

    def _drop(self) -> None:
        self._parts, self._bytes, self._begin = [], 0, None

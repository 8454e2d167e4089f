"""Opus packets (RFC 6716 §3): how long they last, whether they are well formed, and packets that stand for nothing."""

_SILK = (10_000, 20_000, 40_000, 60_000)
_HYBRID = (10_000, 20_000)
_CELT = (2_500, 5_000, 10_000, 20_000)
_LONGEST = 120_000
_FRAME_MOST = 1275


def frame_duration(toc: int) -> int:
    """µs of each frame of a packet that begins with this byte (§3.1, table 2)."""
    config = toc >> 3
    if config < 12:
        return _SILK[config & 3]
    return _HYBRID[config & 1] if config < 16 else _CELT[config & 3]


def duration(packet: bytes) -> int:
    """µs of a packet. ValueError when it breaks one of the requirements R1 to R7 (§3.4)."""
    if not packet:
        raise ValueError("Opus packet is empty")
    frame, code = frame_duration(packet[0]), packet[0] & 3
    size = len(packet) - 1
    if code == 0:
        _fits(size)
        return frame
    if code == 1:
        if size % 2:
            raise ValueError("Opus packet of two equal frames has an odd size")
        _fits(size // 2)
        return 2 * frame
    if code == 2:
        first, used = _length(packet, 1)
        _fits(size - used - first)
        return 2 * frame
    return _many(packet, frame)


def _many(packet: bytes, frame: int) -> int:
    """A packet of code 3 (§3.2.5): count, padding, then equal or measured frames."""
    if len(packet) < 2:
        raise ValueError("Opus packet has no frame count")
    count = packet[1] & 0x3F
    if not 0 < count * frame <= _LONGEST:
        raise ValueError("Opus packet lasts nothing or over 120 ms")
    position, padding = 2, 0
    if packet[1] & 0x40:
        more = 255
        while more == 255:
            if position >= len(packet):
                raise ValueError("Opus padding is cut off")
            more = packet[position]
            position += 1
            padding += 254 if more == 255 else more
    if packet[1] & 0x80:
        for _ in range(count - 1):
            length, used = _length(packet, position)
            position += used
            padding += length
        _fits(len(packet) - position - padding)
        return count * frame
    size = len(packet) - position - padding
    if size < 0 or size % count:
        raise ValueError("Opus frames are not equal")
    _fits(size // count)
    return count * frame


def _length(packet: bytes, position: int) -> tuple[int, int]:
    """A frame's size and how many bytes told it (§3.2.1)."""
    if position >= len(packet):
        raise ValueError("Opus frame size is cut off")
    first = packet[position]
    if first < 252:
        return first, 1
    if position + 1 >= len(packet):
        raise ValueError("Opus frame size is cut off")
    return first + 4 * packet[position + 1], 2


def _fits(size: int) -> None:
    if not 0 <= size <= _FRAME_MOST:
        raise ValueError("Opus frame is cut off or too long")


def silence(like: bytes, hole: int, over: int) -> list[tuple[bytes, int]]:
    """Packets of empty frames, each with its duration, as long as `like`: they fill `hole` µs, or up to `over` more.

    An empty frame tells the decoder to conceal what is missing (RFC 7845 §4.1): the sound fades to silence or comfort
    noise, and the track stays without holes.
    """
    toc = like[0] & 0xFC
    frame = frame_duration(toc)
    most = duration(like) // frame
    frames = (hole + min(over, frame // 2)) // frame
    packets: list[tuple[bytes, int]] = []
    while frames > 0:
        count = min(most, frames)
        packets.append((bytes([toc]) if count == 1 else bytes([toc | 3, count]), count * frame))
        frames -= count
    return packets

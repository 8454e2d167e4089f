"""The VP8 payload descriptor (RFC 7741 §4.2): is this a keyframe, and which numbers a receiver must see continuous.

The picture id and TL0PICIDX lie side by side in the descriptor, so a rewrite is one small patch of the payload.
"""

from msgspec import Struct


class Descriptor(Struct, frozen=True, gc=False):
    """`picture_at`: offset of the picture id in the payload; None fields are absent from the packet.

    `discardable`: no other frame refers to this one (N). `layer_sync`: it refers to the base layer only (Y).
    """

    frame_start: bool
    keyframe: bool
    picture_id: int | None
    wide: bool
    picture_at: int
    tl0: int | None
    tl0_at: int
    temporal_layer: int
    layer_sync: bool
    discardable: bool
    size: int


def parse(payload: bytes) -> Descriptor:
    """Descriptor of one packet's payload. ValueError when truncated or nothing follows it."""
    try:
        return _parse(payload)
    except IndexError as error:
        raise ValueError("VP8 payload descriptor is truncated") from error


def _parse(payload: bytes) -> Descriptor:
    first = payload[0]
    position = 1
    flags = 0
    if first & 0x80:
        flags = payload[1]
        position = 2
    picture_id, wide, picture_at = None, False, position
    if flags & 0x80:
        picture_id = payload[position]
        wide = picture_id >= 0x80
        if wide:
            picture_id = (picture_id & 0x7F) << 8 | payload[position + 1]
        position += 1 + wide
    tl0, tl0_at = None, position
    if flags & 0x40:
        tl0 = payload[position]
        position += 1
    layer, sync = 0, False
    if flags & 0x30:
        if flags & 0x20:
            layer, sync = payload[position] >> 6, bool(payload[position] & 0x20)
        position += 1
    body = payload[position]
    frame_start = bool(first & 0x10) and first & 0x07 == 0
    return Descriptor(
        frame_start=frame_start,
        keyframe=frame_start and body & 1 == 0,
        picture_id=picture_id,
        wide=wide,
        picture_at=picture_at,
        tl0=tl0,
        tl0_at=tl0_at,
        temporal_layer=layer,
        layer_sync=sync,
        discardable=bool(first & 0x20),
        size=position,
    )


def lines(payload: bytes, descriptor: Descriptor) -> int:
    """Height of a keyframe's pictures by its first packet (RFC 6386 §9.1); 0 when it does not tell."""
    head = payload[descriptor.size : descriptor.size + 10]
    if len(head) < 10 or head[3:6] != b"\x9d\x01\x2a":
        return 0
    return (head[8] | head[9] << 8) & 0x3FFF


def patch(descriptor: Descriptor, picture_offset: int, tl0_offset: int) -> bytes:
    """Bytes to lie at `picture_at` so that both numbers are moved by the offsets, each within its own width."""
    if descriptor.picture_id is None:
        return b"" if descriptor.tl0 is None else (descriptor.tl0 + tl0_offset & 0xFF).to_bytes(1, "big")
    moved = descriptor.picture_id + picture_offset
    value, size = (0x8000 | moved & 0x7FFF, 2) if descriptor.wide else (moved & 0x7F, 1)
    if descriptor.tl0 is not None:
        value, size = value << 8 | descriptor.tl0 + tl0_offset & 0xFF, size + 1
    return value.to_bytes(size, "big")

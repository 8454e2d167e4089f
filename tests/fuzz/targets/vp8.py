"""VP8 payload descriptors, the numbers rewritten in them, and a keyframe's size."""

from sfu.wire import vp8


def one(data: bytes) -> None:
    """Two bytes of offset, then the payload."""
    offset, payload = int.from_bytes(data[:2], "big"), data[2:]
    try:
        picture = vp8.parse(payload)
    except ValueError:
        return
    assert 0 < picture.size < len(payload) and picture.size <= 6
    assert not picture.keyframe or picture.frame_start
    assert 0 <= vp8.lines(payload, picture) <= 0x3FFF
    patch = vp8.patch(picture, offset, offset & 0xFF)
    end = picture.picture_at + len(patch)
    assert end <= picture.size
    moved = vp8.parse(payload[: picture.picture_at] + patch + payload[end:])
    assert (moved.size, moved.keyframe, moved.temporal_layer) == (
        picture.size,
        picture.keyframe,
        picture.temporal_layer,
    )
    if picture.picture_id is not None:
        assert moved.picture_id == picture.picture_id + offset & (0x7FFF if picture.wide else 0x7F)
    if picture.tl0 is not None:
        assert moved.tl0 == picture.tl0 + offset & 0xFF


SEEDS = [
    b"\0\1" + bytes.fromhex(text)
    for text in (
        "1050ff019d012a80023001aabb",
        "908080000050ff019d012a80023001",
        "90f08102034031",
        "90e0ff80a000",
        "8f40ff01",
        "80",
    )
]

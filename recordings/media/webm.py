"""WebM of one VP8 track, written as it comes (RFC 9559; EBML RFC 8794): a head without sizes or duration, then Clusters.

The Segment has an unknown size, so the file is whole after every Cluster. A Cluster's time is absolute, in ms.
"""

from msgspec import Struct

from recordings.media.sample import Sample, ms

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, BLOCK_DURATION, REFERENCE = 0xE7, 0xA3, 0xA0, 0xA1, 0x9B, 0xFB
_UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"
_APP = b"Buc Giang"
_TRACK = 0x81
"""Track number 1 as a block says it."""
_KEYFRAME = 0x80
MOST_RELATIVE = 0x7FFF
"""ms a block may lie behind its Cluster's time (§10.3: signed 16 bits)."""


def init(width: int, height: int) -> bytes:
    """Head of a file with one VP8 track whose first keyframe has this size."""
    video = _element(0xE0, _number(0xB0, width) + _number(0xBA, height))
    track = b"".join(
        [
            _number(0xD7, 1),  # TrackNumber
            _number(0x73C5, 1),  # TrackUID
            _number(0x83, 1),  # TrackType: video
            _number(0x9C, 0),  # FlagLacing
            _element(0x86, b"V_VP8"),  # CodecID
            video,
        ]
    )
    head = [
        _number(0x4286, 1),  # EBMLVersion
        _number(0x42F7, 1),  # EBMLReadVersion
        _number(0x42F2, 4),  # EBMLMaxIDLength
        _number(0x42F3, 8),  # EBMLMaxSizeLength
        _element(0x4282, b"webm"),  # DocType
        _number(0x4287, 4),  # DocTypeVersion
        _number(0x4285, 2),  # DocTypeReadVersion
    ]
    info = _number(0x2AD7B1, 1_000_000) + _element(0x4D80, _APP) + _element(0x5741, _APP)
    return b"".join(
        [
            _element(EBML, b"".join(head)),
            _id(SEGMENT) + _UNKNOWN,
            _element(INFO, info),
            _element(TRACKS, _element(0xAE, track)),
        ]
    )


def segment(samples: list[Sample]) -> bytes:
    """One Cluster. The last frame says its duration, so that a player knows where the Cluster ends.

    ValueError: none, or too far apart.
    """
    if not samples:
        raise ValueError("a Cluster needs a frame")
    start = ms(samples[0].at)
    body = [_number(TIMESTAMP, start)]
    for sample in samples[:-1]:
        body.append(_element(SIMPLE_BLOCK, _block(sample, start, _KEYFRAME if sample.keyframe else 0)))
    last = samples[-1]
    group = _element(BLOCK, _block(last, start, 0)) + _number(BLOCK_DURATION, ms(last.end) - ms(last.at))
    if not last.keyframe:
        before = ms(samples[-2].at) if len(samples) > 1 else ms(last.at) - 1
        group += _element(REFERENCE, (before - ms(last.at)).to_bytes(2, "big", signed=True))
    body.append(_element(BLOCK_GROUP, group))
    return _element(CLUSTER, b"".join(body))


def _block(sample: Sample, start: int, flags: int) -> bytes:
    relative = ms(sample.at) - start
    if not 0 <= relative <= MOST_RELATIVE:
        raise ValueError("a Cluster's frames are too far apart")
    return bytes([_TRACK]) + relative.to_bytes(2, "big") + bytes([flags]) + sample.data


def _id(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _element(number: int, body: bytes) -> bytes:
    """An element with the shortest size (RFC 8794 §4); all ones would mean unknown."""
    width = next(width for width in range(1, 9) if len(body) < (1 << 7 * width) - 1)
    return _id(number) + (len(body) | 1 << 7 * width).to_bytes(width, "big") + body


def _number(number: int, value: int) -> bytes:
    return _element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


class Frame(Struct, frozen=True):
    """A block as read again; times in ms since zero. `duration`: only where it is said."""

    at: int
    keyframe: bool
    data: bytes
    duration: int | None


def read(cluster: bytes) -> list[Frame]:
    """The frames of one Cluster, exactly. ValueError when a size does not fit or something else is in it."""
    (number, body), *more = elements(cluster)
    if number != CLUSTER or more:
        raise ValueError("no Cluster, or more than one")
    (number, value), *blocks = elements(body)
    if number != TIMESTAMP:
        raise ValueError("Cluster without its time")
    start = int.from_bytes(value, "big")
    return [_read_block(kind, content, start) for kind, content in blocks]


def _read_block(number: int, body: bytes, start: int) -> Frame:
    duration, keyframe = None, False
    if number == BLOCK_GROUP:
        parts = dict(elements(body))
        body = parts.get(BLOCK, b"")
        duration = int.from_bytes(parts.get(BLOCK_DURATION, b""), "big")
        keyframe = REFERENCE not in parts
    elif number == SIMPLE_BLOCK:
        keyframe = len(body) > 3 and bool(body[3] & _KEYFRAME)
    else:
        raise ValueError("unknown element in a Cluster")
    if len(body) < 4 or body[0] != _TRACK:
        raise ValueError("block is cut off or of another track")
    return Frame(start + int.from_bytes(body[1:3], "big", signed=True), keyframe, body[4:], duration)


def elements(data: bytes) -> list[tuple[int, bytes]]:
    """(id, content) of the elements that fill `data`; one of unknown size takes the rest. ValueError when they do not."""
    found: list[tuple[int, bytes]] = []
    position = 0
    while position < len(data):
        width = 9 - data[position].bit_length()
        number = int.from_bytes(data[position : position + width], "big")
        position += width
        if width > 4 or position >= len(data):
            raise ValueError("EBML id is cut off")
        width = 9 - data[position].bit_length()
        if width > 8 or position + width > len(data):
            raise ValueError("EBML size is cut off")
        size = int.from_bytes(data[position : position + width], "big") & (1 << 7 * width) - 1
        position += width
        if size == (1 << 7 * width) - 1:
            size = len(data) - position
        if position + size > len(data):
            raise ValueError("EBML element is cut off")
        found.append((number, data[position : position + size]))
        position += size
    return found

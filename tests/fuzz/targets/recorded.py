"""The recorder's depacketisers: packets of a stream with losses, cut, doubled, reordered; and its Opus filler."""

from recordings.media.frames import Depacketiser
from recordings.media.h264 import H264, split
from recordings.media.opus import duration, silence
from recordings.media.reorder import Arrival, Ordered, Reorder
from recordings.media.vp8 import Vp8, check
from sfu.journal.format import Codec, JournalPacket
from tests.fuzz.target import joined, pieces

LONGEST = 4000


def one(data: bytes) -> None:
    """First byte: the codec. Each piece: marker and steps of number and time in its first byte, then the payload."""
    if not data:
        return
    if data[0] % 3 == 2:
        filled(data[1:])
        return
    codec: Codec = "h264" if data[0] % 3 else "vp8"
    maker: Depacketiser = Vp8() if codec == "vp8" else H264()
    reorder, sequence, ticks = Reorder(), 65530, 0
    for number, piece in enumerate(pieces(data[1:])):
        if not piece:
            continue
        sequence = (sequence + (1, 1, 1, 2, 0, -1, 1, 30)[piece[0] & 7]) & 0xFFFF
        ticks += 3000 * (piece[0] >> 3 & 3)
        packet = JournalPacket(number * 20, piece[0] >= 128, codec, sequence, ticks, 1, piece[1:])
        at = number * 20_000 * (1 + 50 * (piece[0] >> 6 & 1))
        for ordered in [*reorder.expire(at), *reorder.push(Arrival(packet, at, ticks))]:
            take(maker, ordered, codec)
    for ordered in reorder.flush():
        take(maker, ordered, codec)


def take(maker: Depacketiser, ordered: Ordered, codec: str) -> None:
    try:
        frames = maker.push(ordered)
    except ValueError:
        return
    for frame in frames:
        if codec == "h264":
            assert split(frame.data)
        else:
            check(frame.data)


def filled(packet: bytes) -> None:
    """Silence like a packet lasts as long as asked."""
    try:
        lasts = duration(packet)
    except ValueError:
        return
    assert 2500 <= lasts <= 120_000
    parts = silence(packet, 500_000, 60_000)
    assert all(duration(part) == told for part, told in parts)
    assert abs(500_000 - sum(told for _, told in parts)) <= 120_000


SPS, PPS = bytes.fromhex("6742c01f8c8d40501ec80f08846a"), bytes.fromhex("68ce3c80")
KEY = bytes.fromhex("50ff019d012a80023001aabb")
SEEDS = [
    b"\0" + joined([b"\x81\x10" + KEY, b"\x89\x10\x11\x22"]),
    b"\0"
    + joined(
        [b"\x01\x90\x80\x01" + KEY, b"\x81\x80\x80\x01abc", b"\x8b\x90\x80\x03\x31\x02", b"\x82\x10\x50"]
    ),
    b"\1" + joined([b"\1" + SPS, b"\1" + PPS, b"\x81\x65\x88\x84", b"\x89\x41\x9a\x00"]),
    b"\1"
    + joined([b"\1\x78\0\x0e" + SPS + b"\0\4" + PPS, b"\1\x7c\x85ab", b"\1\x7c\x05cd", b"\x81\x7c\x45ef"]),
    b"\2\x7b\x83\1\1\1abc",
    b"\2\xfc",
]

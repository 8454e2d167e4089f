"""The length of Opus packets: the worker's quick look against the recorder's careful reading."""

from recordings.media import opus as careful
from sfu.wire import opus

LONGEST_PACKET = 5760
"""RFC 6716 §3.2.5: 120 ms."""


def one(data: bytes) -> None:
    quick = opus.samples(data)
    assert 0 <= quick <= LONGEST_PACKET, quick
    try:
        exact = careful.duration(data)
    except ValueError:
        return
    assert quick == exact * 48 // 1000


SEEDS = [
    b"\x78\x01\x02",
    b"\x79\x01\x02",
    b"\x7a\x01\x01\x02",
    b"\x7b\x83\x01\x01\x01",
    b"\x0b\x41\x02\0\0\0",
    b"\xfc",
]

"""H264 payloads and parameter sets as the media worker looks at them."""

from sfu.wire import h264


def one(data: bytes) -> None:
    try:
        look = h264.parse(data)
    except ValueError:
        return
    assert look.sps in data
    assert not (look.idr and look.discardable)
    if look.sps:
        try:
            wide, high = h264.size(look.sps)
        except ValueError:
            return
        assert 0 < wide <= h264.MOST and 0 < high <= h264.MOST


SPS = bytes.fromhex("6742c01f8c8d40501ec80f08846a")
HIGH = bytes.fromhex("67640028acd940780227e5c044000003000400000300f03c60c658")


def _golomb(value: int) -> str:
    digits = f"{value + 1:b}"
    return "0" * (len(digits) - 1) + digits


def _long() -> bytes:
    """A parameter set of numbers as long as they may be."""
    bits = (
        _golomb(0) * 2 + _golomb(1) + "0" + _golomb(2**31 - 2) * 2 + _golomb(256) + _golomb(2**31 - 2) * 160
    )
    return SPS[:4] + int(bits.ljust(len(bits) // 8 * 8 + 8, "0"), 2).to_bytes(len(bits) // 8 + 1, "big")


SEEDS = [
    _long(),
    SPS,
    HIGH,
    b"\x65\x88\x84\x00",
    b"\x7c\x85\x88\x80",
    b"\x5c\x05\x88\x80",
    b"\x78" + len(SPS).to_bytes(2, "big") + SPS + b"\x00\x04\x68\xce\x3c\x80" + b"\x00\x03\x65\x88\x80",
    b"\x01\x9a\x00",
]
STEPS = 50_000

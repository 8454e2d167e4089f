import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import h264

SPS_640_360 = bytes.fromhex("6742c01fd900a02ff9610000030001000003003c8f162e48")
SPS_HIGH_1280_720 = bytes.fromhex("6764001facd9405005bb011000000300100000030320f183196a")
PPS = bytes.fromhex("68ce3c80")
IDR_SLICE, SLICE, UNUSED_SLICE = b"\x65\x88\x80", b"\x41\x9a\x00", b"\x01\x9a\x00"


def stap(*nals: bytes) -> bytes:
    return b"\x78" + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


def fragment(nal: bytes, begins: bool = False) -> bytes:
    return bytes([nal[0] & 0x60 | 28, (0x80 if begins else 0) | nal[0] & 0x1F]) + nal[1:]


@pytest.mark.parametrize(
    ("payload", "look"),
    [
        (IDR_SLICE, h264.Look(idr=True)),
        (SLICE, h264.Look()),
        (UNUSED_SLICE, h264.Look(discardable=True)),
        (PPS, h264.Look()),
        (SPS_640_360, h264.Look(sps=SPS_640_360)),
        (stap(SPS_640_360, PPS), h264.Look(sps=SPS_640_360)),
        (stap(b"\x09\xf0", SPS_640_360, PPS, IDR_SLICE), h264.Look(idr=True, sps=SPS_640_360)),
        (stap(b"\x06\x05\x01", SLICE), h264.Look()),
        (fragment(IDR_SLICE, begins=True), h264.Look(idr=True)),
        (fragment(IDR_SLICE), h264.Look()),
        (fragment(SLICE, begins=True), h264.Look()),
        (fragment(UNUSED_SLICE), h264.Look(discardable=True)),
    ],
)
def test_where_a_picture_begins_that_needs_no_other(payload: bytes, look: h264.Look) -> None:
    assert h264.parse(payload) == look


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x65",
        b"\x7c\x85",
        b"\x78\x00",
        b"\x78\x00\x00",
        b"\x78\x00\x05\x65",
        b"\x7d\x00\x00",
        b"\x00\x00",
    ],
)
def test_what_is_no_h264(payload: bytes) -> None:
    with pytest.raises(ValueError, match="H264"):
        h264.parse(payload)


@pytest.mark.parametrize(("sps", "size"), [(SPS_640_360, (640, 360)), (SPS_HIGH_1280_720, (1280, 720))])
def test_sizes(sps: bytes, size: tuple[int, int]) -> None:
    assert h264.size(sps) == size


@given(st.binary(max_size=40))
def test_anything_else_is_a_value_error(data: bytes) -> None:
    for read in (h264.parse, h264.size):
        try:
            read(data)
        except ValueError as error:
            assert "H264" in str(error)

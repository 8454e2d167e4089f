import contextlib

import pytest
from aiortc.rtp import RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import rtp

elements = st.dictionaries(st.integers(1, 14), st.binary(min_size=1, max_size=16), max_size=6)
large_elements = st.dictionaries(st.integers(1, 255), st.binary(max_size=40), min_size=1, max_size=6)


@given(
    st.integers(0, 127),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.booleans(),
    st.binary(max_size=1200),
    elements | large_elements,
    st.integers(0, 255),
)
def test_round_trip(
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    marker: bool,
    payload: bytes,
    extensions: dict[int, bytes],
    padding: int,
) -> None:
    data = rtp.pack(
        payload_type=payload_type,
        sequence=sequence,
        timestamp=timestamp,
        ssrc=ssrc,
        marker=marker,
        payload=payload,
        extensions=extensions,
        padding=padding,
    )
    header = rtp.parse(data)
    assert (header.payload_type, header.marker, header.sequence) == (payload_type, marker, sequence)
    assert (header.timestamp, header.ssrc) == (timestamp, ssrc)
    assert data[header.start : header.end] == payload
    assert header.extensions == extensions
    other = RtpPacket.parse(data)  # an independent reader
    assert (other.sequence_number, other.timestamp, other.payload) == (sequence, timestamp, payload)


@given(st.binary(max_size=1500))
def test_random_bytes_raise_only_value_error(data: bytes) -> None:
    for start in (b"", b"\x90\x60", b"\xbf\xe0" + bytes(70) + b"\xbe\xde"):
        try:
            header = rtp.parse(memoryview(start + data))
        except ValueError:
            continue
        assert 12 <= header.start <= header.end <= len(start + data)


@given(st.binary(max_size=60), st.sampled_from([rtp.ONE_BYTE_PROFILE, rtp.TWO_BYTE_PROFILE, 0x1234]))
def test_random_extensions_raise_only_value_error(data: bytes, profile: int) -> None:
    data += bytes(-len(data) % 4)
    packet = b"\x90\x60" + bytes(10) + profile.to_bytes(2, "big") + (len(data) // 4).to_bytes(2, "big") + data
    with contextlib.suppress(ValueError):
        rtp.parse(packet)


def test_csrcs_are_passed_over() -> None:
    data = b"\x82\x60" + bytes(10) + bytes(8) + b"sound"
    header = rtp.parse(data)
    assert data[header.start : header.end] == b"sound"


def test_padding_only() -> None:
    header = rtp.parse(rtp.pack(payload_type=96, sequence=1, timestamp=2, ssrc=3, padding=255))
    assert header.start == header.end


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(12),
        b"\x80" * 11,
        b"\x90" + bytes(11),
        b"\x90" + bytes(11) + b"\xbe\xde\x00\x02",
        b"\xa0" + bytes(11),
        b"\xa0" + bytes(11) + b"\x03",
        b"\x8f" + bytes(20),
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(ValueError, match="RTP"):
        rtp.parse(data)


def test_template_is_patched_in_place() -> None:
    room = bytearray(40)
    template = rtp.template(96, True, b"picture")
    room[: len(template)] = template
    rtp.patch(room, rtp.PATCH_AT, 65535, 0xFFFFFFFF, 7)
    header = rtp.parse(bytes(room[: len(template)]))
    assert (header.payload_type, header.marker, header.sequence) == (96, True, 65535)
    assert (header.timestamp, header.ssrc) == (0xFFFFFFFF, 7)


@pytest.mark.parametrize("stamp_id", [1, 14, 15, 255])
def test_a_stamped_template_has_room_for_the_transport_wide_number(stamp_id: int) -> None:
    room = bytearray(60)
    template = rtp.template(96, False, b"picture", stamp_id)
    room[: len(template)] = template
    rtp.patch_stamp(room, 0xABCD)
    packet = bytes(room[: len(template)])
    header = rtp.parse(packet)
    assert header.extensions == {stamp_id: b"\xab\xcd"}
    assert packet[header.start : header.end] == b"picture"
    assert rtp.header_size(template) == header.start == rtp.STAMPED_SIZE


def test_a_plain_template_has_the_fixed_header_only() -> None:
    assert rtp.header_size(rtp.template(96, True, b"x")) == rtp.FIXED_SIZE


def test_rtx_payload() -> None:
    assert rtp.split_rtx(b"\xff\xfejpeg") == (65534, b"jpeg")
    with pytest.raises(ValueError, match="RTX"):
        rtp.split_rtx(b"\x00")


@pytest.mark.parametrize(("size", "stamp_id"), [(1, 0), (255, 3)])
def test_padding_is_a_packet_without_payload(size: int, stamp_id: int) -> None:
    packet = rtp.padding(97, size, stamp_id)
    header = rtp.parse(packet)
    assert (header.payload_type, header.start, len(packet)) == (97, header.end, header.start + size)


@pytest.mark.parametrize("head", [0x05, 0x0F, 0xF0])
def test_reserved_ids_end_the_extensions(head: int) -> None:
    """RFC 8285 §4.2: id 0 with a length, id 15; nothing is kept under them, or after them."""
    block = bytes([0x40, 7, head, 1, 2, 3, 4, 5, 6, 0x50, 8, 0])
    packet = b"\x90\x60" + bytes(10) + b"\xbe\xde\x00\x03" + block
    assert rtp.parse(packet).extensions == {4: b"\x07"}

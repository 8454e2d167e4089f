"""H264 access units out of packets, in the form MP4 wants; parameter sets read."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.media import h264
from recordings.media.frames import Frame
from recordings.media.reorder import Arrival, Ordered
from recordings.media.segments import init
from sfu.journal.format import JournalPacket
from tests.recordings.media.golden import captured
from tests.recordings.media.sender import made

SPS = bytes.fromhex("6742c00ad902847e58400000030040000007a3c48992")
PPS = bytes.fromhex("68cb8084b2")
IDR = b"\x65\x88" + bytes(40)
SLICE = b"\x61\xe0" + bytes(20)


def unit(payload: bytes, ticks: int, marker: bool = True, hole: bool = False) -> Ordered:
    return Ordered(Arrival(JournalPacket(0, marker, "h264", 0, ticks, 1, payload), ticks * 10, ticks), hole)


def aggregate(*nals: bytes) -> bytes:
    return b"\x78" + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


def begun() -> h264.H264:
    """After a keyframe at 1."""
    depacketiser = h264.H264()
    depacketiser.push(unit(aggregate(SPS, PPS), 1, marker=False))
    assert [frame.keyframe for frame in depacketiser.push(unit(IDR, 1))] == [True]
    return depacketiser


def test_a_keyframe_of_aggregate_and_fragments() -> None:
    depacketiser = h264.H264()
    assert depacketiser.push(unit(aggregate(SPS, PPS), 1, marker=False)) == []
    assert depacketiser.push(unit(b"\x7c\x85" + IDR[1:20], 1, marker=False)) == []
    assert depacketiser.push(unit(b"\x7c\x05" + IDR[20:30], 1, marker=False)) == []
    (frame,) = depacketiser.push(unit(b"\x7c\x45" + IDR[30:], 1))
    assert h264.split(frame.data) == [SPS, PPS, IDR]
    assert frame.keyframe and not frame.after_loss


def test_parameter_sets_sent_before_belong_to_the_keyframe() -> None:
    depacketiser = h264.H264()
    assert depacketiser.push(unit(SPS, 1)) == []
    assert depacketiser.push(unit(PPS, 2)) == []
    (frame,) = depacketiser.push(unit(IDR, 3))
    assert h264.split(frame.data) == [SPS, PPS, IDR]


def test_delimiters_and_filler_are_left_out() -> None:
    (frame,) = begun().push(unit(aggregate(b"\x09\x10", SLICE, b"\x0c\xff"), 2))
    assert h264.split(frame.data) == [SLICE]


def test_after_a_loss_it_waits_for_the_next_idr() -> None:
    depacketiser = begun()
    assert depacketiser.push(unit(SLICE, 3, hole=True)) == []
    assert depacketiser.push(unit(SLICE, 4)) == []
    (frame,) = depacketiser.push(unit(IDR, 5))
    assert frame.after_loss and h264.split(frame.data) == [SPS, PPS, IDR]


def test_an_idr_whose_first_slice_is_missing_is_none() -> None:
    depacketiser = begun()
    assert depacketiser.push(unit(b"\x65\x08" + bytes(20), 3, hole=True)) == []
    assert depacketiser.push(unit(SLICE, 4)) == []


def test_a_fragment_without_its_beginning_is_a_loss() -> None:
    depacketiser = begun()
    assert depacketiser.push(unit(b"\x7c\x41abc", 2)) == []
    assert depacketiser.lost


@pytest.mark.parametrize(
    "payload", [b"", b"\x78\x00", b"\x78\x00\x09a", b"\x7c\x85", b"\x79abcd", b"\x00a", b"\x67\x42"]
)
def test_malformed_packets_cost_their_access_unit(payload: bytes) -> None:
    depacketiser = begun()
    with pytest.raises(ValueError, match=r"H264|STAP|FU-A"):
        depacketiser.push(unit(payload, 2))
    assert depacketiser.push(unit(SLICE, 3)) == []


def test_a_keyframe_before_its_parameter_sets_is_none() -> None:
    with pytest.raises(ValueError, match="parameter sets"):
        h264.H264().push(unit(IDR, 1))


def test_parameter_sets_without_end_are_refused() -> None:
    depacketiser = h264.H264()
    with pytest.raises(ValueError, match="too many"):
        for code in range(1, 40):  # ue(v) of ids 0, 1…
            depacketiser.push(unit(b"\x68" + (code << 17 - 2 * code.bit_length()).to_bytes(2, "big"), code))


def test_sizes_of_parameter_sets() -> None:
    frames, _, _ = made(captured("board"), "h264")
    sizes = [h264.read_sps(h264.sets_of(h264.split(one.data))[0]) for one in frames if one.keyframe]
    assert [(sps.width, sps.height) for sps in sizes] == [(160, 120), (160, 120), (240, 180), (240, 180)]
    high = bytes.fromhex("67640028acd940780227e5c05a808080a0000003002000000781e30632c0")
    assert (h264.read_sps(high).width, h264.read_sps(high).height, h264.read_sps(high).chroma) == (
        1920,
        1080,
        1,
    )


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 5), st.booleans(), st.booleans()), max_size=30)
)
def test_nothing_but_value_errors(packets: list[tuple[bytes, int, bool, bool]]) -> None:
    depacketiser = begun()
    for payload, timestamp, marker, hole in packets:
        try:
            frames: list[Frame] = depacketiser.push(unit(payload, timestamp, marker, hole))
        except ValueError:
            continue
        for frame in frames:
            h264.split(frame.data)


@given(st.binary(max_size=60))
def test_parameter_sets_of_nonsense(tail: bytes) -> None:
    with suppress(ValueError):
        assert h264.read_sps(b"\x67" + tail).width > 0


@pytest.mark.parametrize(
    "sps",
    [
        SPS + bytes(70_000),  # longer than MP4 can say
        b"\x67\x42\xc0\x0a" + bytes(4 << 20),  # a number of millions of bits
        b"\x67\x64\x00\x0a" + bytes(1000),
        b"\x67\x42\xc0\x0a" + b"\xff" * 1000,
    ],
    ids=["long", "zeros", "high", "ones"],
)
def test_huge_parameter_sets_cost_little_and_are_refused(sps: bytes) -> None:
    """In fragments, as nothing else carries so much. It takes no time to find out, and the next keyframe counts."""
    depacketiser = begun()
    parts = [sps[at : at + 60_000] for at in range(1, len(sps), 60_000)]
    began = time.process_time()
    with suppress(ValueError):
        for number, part in enumerate(parts):
            ends = (number == len(parts) - 1) << 6 | (number == 0) << 7
            depacketiser.push(unit(b"\x7c" + bytes([0x07 | ends]) + part, 2, marker=False))
    with suppress(ValueError):
        depacketiser.push(unit(IDR, 2))
    assert time.process_time() - began < 0.5
    depacketiser.push(unit(aggregate(SPS, PPS), 3, marker=False))
    (frame,) = depacketiser.push(unit(IDR, 3))
    assert init("h264", frame.data).width == h264.read_sps(SPS).width

"""VP8 frames out of packets; after a loss only what can be decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.media import read
from recordings.media import vp8
from recordings.media.frames import Frame
from recordings.media.reorder import Arrival, Ordered
from sfu.journal.format import JournalPacket

KEY = b"\x10\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00" + bytes(30)
DELTA = b"\x11\x00\x00" + bytes(30)


def unit(payload: bytes, ticks: int, marker: bool = True, hole: bool = False) -> Ordered:
    return Ordered(Arrival(JournalPacket(0, marker, "vp8", 0, ticks, 1, payload), ticks * 10, ticks), hole)


def plain(frame: bytes, ticks: int, hole: bool = False) -> Ordered:
    return unit(b"\x10" + frame, ticks, hole=hole)


def layered(
    frame: bytes, ticks: int, tl0: int, layer: int, sync: bool = False, hole: bool = False
) -> Ordered:
    """With TL0PICIDX and TID (RFC 7741 §4.2)."""
    return unit(bytes([0x90, 0x60, tl0, layer << 6 | sync << 5]) + frame, ticks, hole=hole)


def ticks(frames: list[Frame]) -> list[int]:
    return [frame.ticks for frame in frames]


def test_real_frames_come_back_whole() -> None:
    frames, width, height = read.vp8("pupil")
    depacketiser = vp8.Vp8()
    for number, frame in enumerate(frames[:40]):
        parts = [frame.data[start : start + 500] for start in range(0, len(frame.data), 500)]
        out: list[Frame] = []
        for index, part in enumerate(parts):
            payload = (b"\x90\x80\x12" if index == 0 else b"\x80\x80\x12") + part
            out += depacketiser.push(unit(payload, number, marker=index == len(parts) - 1))
        assert [one.data for one in out] == [frame.data]
        assert out[0].keyframe == frame.keyframe and not out[0].after_loss
    assert vp8.size(frames[0].data) == (width, height)


def test_it_begins_with_a_keyframe() -> None:
    depacketiser = vp8.Vp8()
    assert depacketiser.push(plain(DELTA, 1)) == []
    assert ticks(depacketiser.push(plain(KEY, 2))) == [2]
    assert ticks(depacketiser.push(plain(DELTA, 3))) == [3]
    depacketiser.restart()
    assert depacketiser.push(plain(DELTA, 4)) == []


def test_after_a_loss_it_waits_for_a_keyframe() -> None:
    depacketiser = vp8.Vp8()
    depacketiser.push(plain(KEY, 1))
    assert depacketiser.push(plain(DELTA, 3, hole=True)) == []
    assert depacketiser.push(plain(DELTA, 4)) == []
    (frame,) = depacketiser.push(plain(KEY, 5))
    assert frame.after_loss
    (frame,) = depacketiser.push(plain(DELTA, 6))
    assert not frame.after_loss


def test_a_frame_with_a_hole_is_dropped_and_so_is_its_rest() -> None:
    depacketiser = vp8.Vp8()
    depacketiser.push(plain(KEY, 1))
    assert depacketiser.push(unit(b"\x10" + DELTA, 2, marker=False)) == []
    assert depacketiser.push(unit(b"\x00rest", 2, hole=True)) == []
    assert ticks(depacketiser.push(plain(KEY, 3))) == [3]


def test_the_base_layer_goes_on_when_only_higher_ones_were_lost() -> None:
    depacketiser = vp8.Vp8()
    depacketiser.push(layered(KEY, 1, 255, 0))
    assert ticks(depacketiser.push(layered(DELTA, 2, 255, 1, sync=True))) == [2]
    assert ticks(depacketiser.push(layered(DELTA, 4, 0, 0, hole=True))) == [4]
    assert depacketiser.push(layered(DELTA, 5, 0, 1)) == []
    assert ticks(depacketiser.push(layered(DELTA, 6, 1, 0))) == [6]
    assert ticks(depacketiser.push(layered(DELTA, 7, 1, 1, sync=True))) == [7]
    assert ticks(depacketiser.push(layered(DELTA, 8, 2, 0))) == [8]
    assert depacketiser.push(layered(DELTA, 12, 4, 0, hole=True)) == [], "a base frame was lost"
    assert depacketiser.push(layered(DELTA, 13, 5, 0)) == []


def test_a_frame_without_a_marker_ends_where_the_next_begins() -> None:
    depacketiser = vp8.Vp8()
    assert depacketiser.push(unit(b"\x10" + KEY, 1, marker=False)) == []
    assert ticks(depacketiser.push(plain(DELTA, 2))) == [1, 2]


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x10",
        b"\x90",
        b"\x90\x80",
        b"\x90\x80\x80\x01",
        b"\x90\x40",
        b"\x10\x10",
        b"\x10\x00\x00\x00" + bytes(20),
    ],
)
def test_malformed_packets_cost_their_frame(payload: bytes) -> None:
    depacketiser = vp8.Vp8()
    depacketiser.push(plain(KEY, 1))
    with pytest.raises(ValueError, match="VP8"):
        depacketiser.push(unit(payload, 2))
    assert depacketiser.push(plain(DELTA, 3)) == []
    assert ticks(depacketiser.push(plain(KEY, 4))) == [4]


def test_a_frame_shorter_than_its_first_partition_is_none() -> None:
    with pytest.raises(ValueError, match="partition"):
        vp8.check(b"\xf1\xff\x00" + bytes(20))


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 5), st.booleans(), st.booleans()), max_size=30)
)
def test_nothing_but_value_errors(packets: list[tuple[bytes, int, bool, bool]]) -> None:
    depacketiser = vp8.Vp8()
    for payload, timestamp, marker, hole in packets:
        try:
            frames = depacketiser.push(unit(payload, timestamp, marker, hole))
        except ValueError:
            continue
        for frame in frames:
            vp8.check(frame.data)

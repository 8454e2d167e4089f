"""Opus packets: their duration, the requirements R1 to R7 of RFC 6716 §3.4, and packets of silence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.media import read
from recordings.media import opus


@pytest.mark.parametrize(
    ("packet", "duration"),
    [
        (b"\x00" + bytes(10), 10_000),
        (b"\x18" + bytes(10), 60_000),
        (b"\x60" + bytes(10), 10_000),
        (b"\x78" + bytes(10), 20_000),
        (b"\x80", 2_500),
        (b"\x79" + bytes(10), 40_000),
        (b"\x7a\x03" + bytes(7), 40_000),
        (b"\x7a\xfc\x01" + bytes(300), 40_000),
        (b"\x7b\x03" + bytes(9), 60_000),
        (b"\x7b\x83\x01\x02" + bytes(9), 60_000),
        (b"\x7b\x43\x02" + bytes(9 + 2), 60_000),
        (b"\x7b\x43\xff\x01" + bytes(9 + 255), 60_000),
    ],
)
def test_durations(packet: bytes, duration: int) -> None:
    assert opus.duration(packet) == duration


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\x78" + bytes(1276),
        b"\x79" + bytes(11),
        b"\x7a",
        b"\x7a\xfc",
        b"\x7a\x09" + bytes(3),
        b"\x7b",
        b"\x7b\x00",
        b"\x1b\x03" + bytes(9),
        b"\x7b\x02" + bytes(9),
        b"\x7b\x83\x09\x09" + bytes(3),
        b"\x7b\x43\x20" + bytes(9),
        b"\x7b\x43\xff",
    ],
)
def test_malformed_packets_are_refused(packet: bytes) -> None:
    with pytest.raises(ValueError, match="Opus"):
        opus.duration(packet)


def test_real_speech_is_well_formed() -> None:
    assert {opus.duration(frame.data) for frame in read.opus("teacher")} == {20_000}


@given(st.binary(max_size=60))
def test_nothing_but_value_errors(packet: bytes) -> None:
    with suppress(ValueError):
        assert 2_500 <= opus.duration(packet) <= 120_000


@given(
    st.sampled_from([b"\x78ab", b"\x7b\x03abc", b"\x80a", b"\x1bx\x00"[:1] + b"\x02ab"]),
    st.integers(0, 1_000_000),
)
def test_silence_fills_a_hole_as_well_as_frames_fit(like: bytes, hole: int) -> None:
    packets = opus.silence(like, hole, 10_000)
    assert all(opus.duration(packet) == duration for packet, duration in packets)
    filled = sum(duration for _, duration in packets)
    frame = opus.frame_duration(like[0])
    assert hole - frame < filled <= hole + min(10_000, frame)
    assert all(duration <= opus.duration(like) for _, duration in packets)

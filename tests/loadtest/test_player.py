"""Players send at the right moments, continuously, and jump to a keyframe when asked."""

import struct

import pytest

from loadtest.media import read
from loadtest.media.read import Frame
from loadtest.offer import read_answer
from loadtest.person import merge
from loadtest.player import MAX_PAYLOAD, Player, Wire

WIRE = Wire(payload_type=96, ssrc=7, mid="2", mid_id=4, clock_rate=90_000)
FRAMES = [Frame(b"\0" + bytes(2500), 9000), *[Frame(b"\1" + bytes(80), 9000, keyframe=False)] * 4]


def header(packet: bytes) -> tuple[int, int, int, int]:
    """marker, sequence, timestamp, ssrc."""
    _first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", packet)
    return second >> 7, sequence, timestamp, ssrc


def test_speech_is_twenty_milliseconds_a_packet() -> None:
    frames = read.opus("pupil1")
    assert len(frames) > 200
    assert {frame.ticks for frame in frames} == {960}


def test_pictures_begin_with_a_keyframe_and_repeat_one() -> None:
    frames, width, height = read.vp8("board")
    assert (width, height) == (640, 360)
    assert [n for n, frame in enumerate(frames) if frame.keyframe][:2] == [0, 15]


def test_packets_of_a_second_are_continuous_and_marked() -> None:
    player = Player(FRAMES, WIRE, video=True)
    packets = [packet for step in range(50) for packet in player.due(100.0 + step * 0.02)]
    headers = [header(packet) for packet in packets]
    sequences = [sequence for _, sequence, _, _ in headers]
    assert [(s - sequences[0]) & 0xFFFF for s in sequences] == list(range(len(sequences)))
    assert len({timestamp for _, _, timestamp, _ in headers}) == 10
    assert sum(marker for marker, *_ in headers) == 10
    assert all(len(packet) <= MAX_PAYLOAD + 24 for packet in packets)


def test_keyframe_request_jumps_to_the_next_one() -> None:
    player = Player(FRAMES, WIRE, video=True)
    player.due(0.0)
    player.keyframe()
    packets = player.due(0.1)
    assert packets[0][12:16] == bytes.fromhex("bede0001")
    assert not packets[0][24] & 1, "the first payload byte of a keyframe is even"


def test_a_paused_player_is_silent_and_its_clock_goes_on() -> None:
    player = Player(FRAMES, WIRE, video=True)
    before = header(player.due(0.0)[0])[2]
    player.pause()
    assert player.due(0.5) == []
    player.resume()
    after = header(player.due(0.6)[0])[2]
    assert (after - before) & 0xFFFFFFFF == 6 * 9000


def test_a_player_left_alone_skips_instead_of_bursting() -> None:
    player = Player(FRAMES, WIRE, video=True)
    player.due(0.0)
    assert len({header(packet)[2] for packet in player.due(60.0)}) == 1


def test_merge_follows_rfc_7396() -> None:
    assert merge({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": None}, "d": {"e": 4}}) == {
        "a": {"c": 2},
        "d": {"e": 4},
    }


def test_an_answer_without_a_candidate_is_refused() -> None:
    with pytest.raises(ValueError, match="candidate"):
        read_answer("v=0\r\n")

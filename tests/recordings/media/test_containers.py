"""WebM and fragmented MP4: what PyAV reads of them, how few bytes they add, what their readers refuse."""

import io
from contextlib import suppress
from fractions import Fraction

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.media import read
from recordings.media import fmp4, structure, webm
from recordings.media.sample import Sample
from recordings.media.segments import Segmenter, init
from tests.recordings.media.golden import NAMES, captured, file_of
from tests.recordings.media.sender import Captured, Sender, made


def class_audio(seconds: int) -> list[Sample]:
    """As the mix makes it: 60 ms packets of 120 bytes, 16 kbit/s."""
    packet = b"\x1b\x01" + bytes(118)
    return [Sample(number * 60_000, 60_000, packet) for number in range(seconds * 1000 // 60)]


def test_45_minutes_of_class_audio() -> None:
    segmenter = Segmenter("opus")
    segments = segmenter.push(class_audio(2700)) + segmenter.flush()
    size = len(init("opus", channels=1).body) + sum(len(segment.body) for segment in segments)
    assert size < 5_800_000
    assert all(len(one.body) - 120 * one.samples <= 120 + 4 * one.samples for one in segments)
    assert max(one.d for one in segments) <= 2000


def test_opus_times_are_exact_to_the_sample() -> None:
    frames = read.opus("pupil1")[:100]
    samples = [Sample(3_600_123_457 + number * 20_000, 20_000, one.data) for number, one in enumerate(frames)]
    data = init("opus").body + fmp4.segment(samples, video=False)
    with av.open(io.BytesIO(data), "r") as file:
        packets = [packet for packet in file.demux(audio=0) if packet.size]
        assert packets[0].time_base == Fraction(1, 48_000)
        assert [packet.pts for packet in packets] == [172_805_926 + number * 960 for number in range(100)]
        assert [bytes(packet) for packet in packets] == [one.data for one in frames]


def test_one_channel_is_said() -> None:
    body = init("opus", channels=1).body + fmp4.segment(class_audio(1), video=False)
    with av.open(io.BytesIO(body), "r") as file:
        assert file.streams.audio[0].channels == 1


def test_video_heads_say_codec_and_size() -> None:
    head, _ = file_of(captured("face"), "vp8")
    assert (head.mime, head.width, head.height) == ('video/webm; codecs="vp8"', 320, 240)
    head, _ = file_of(captured("board"), "h264")
    assert (head.mime, head.width, head.height) == ('video/mp4; codecs="avc1.42c00a"', 160, 120)


@pytest.mark.parametrize("name", NAMES)
def test_any_segments_in_a_row_after_the_head_are_a_file(name: str) -> None:
    """As after a kill -9, or as a player appends them after a jump."""
    head, segments = file_of(captured(name), NAMES[name])
    for part in (segments[:1], segments[2:4], segments[-1:]):
        with av.open(io.BytesIO(head.body + b"".join(one.body for one in part)), "r") as file:
            packets = [packet for packet in file.demux() if packet.size]
        assert len(packets) == sum(one.samples for one in part)
        pts, base = packets[0].pts, packets[0].time_base
        assert pts is not None and base is not None and abs(pts * base * 1000 - part[0].t) <= 1


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="no VP8 keyframe"):
        init("vp8", b"")
    with pytest.raises(ValueError, match="H264"):
        init("h264", b"")
    for write in (webm.segment, lambda samples: fmp4.segment(samples, video=True)):
        with pytest.raises(ValueError, match="needs a"):
            write([])
    with pytest.raises(ValueError, match="too far"):
        webm.segment([Sample(0, 1000, b"a"), Sample(33_000_000, 1000, b"b")])


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_cut_off_or_changed_segments_are_noticed_or_harmless(name: str, data: st.DataObject) -> None:
    """A truncated segment never passes; a flipped bit raises nothing but ValueError."""
    codec = NAMES[name]
    segment = _SEGMENTS[name]
    end = data.draw(st.integers(0, len(segment.body) - 1))
    with pytest.raises(ValueError, match=r"."):
        structure.check(codec, segment.body[:end], segment.t, segment.d, segment.keys)
    with pytest.raises(ValueError, match=r"."):
        structure.check(codec, segment.body + segment.body[: end + 1], segment.t, segment.d, segment.keys)
    flipped = bytearray(segment.body)
    flipped[data.draw(st.integers(0, min(600, len(flipped) - 1)))] ^= 1 << data.draw(st.integers(0, 7))
    with suppress(ValueError):
        structure.check(codec, bytes(flipped), segment.t, segment.d, segment.keys)


_SEGMENTS = {name: file_of(captured(name), codec)[1][0] for name, codec in NAMES.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_line_that_says_something_else_is_noticed(name: str) -> None:
    codec, segment = NAMES[name], _SEGMENTS[name]
    for t, d, keys in (
        (segment.t + 3, segment.d, segment.keys),
        (segment.t, segment.d - 3, segment.keys),
        (segment.t, segment.d, [*segment.keys, segment.t + 40]),
    ):
        with pytest.raises(ValueError, match="index"):
            structure.check(codec, segment.body, t, d, keys)


@pytest.mark.parametrize("name", NAMES)
def test_heads_are_checked(name: str) -> None:
    codec = NAMES[name]
    head, segments = file_of(captured(name), codec)
    for wrong in (b"", head.body[:-1], head.body + segments[0].body, segments[0].body):
        with pytest.raises(ValueError, match=r"."):
            structure.check_init(codec, wrong)


def test_a_video_of_two_hours_has_its_times() -> None:
    frames, _, _ = read.vp8("pupil")
    late = [Captured(7_200_000_000 + number * 66_667, one.data) for number, one in enumerate(frames[:30])]
    samples, _, _ = made(Sender("vp8").journal(late), "vp8")
    (segment,) = Segmenter("vp8").push([*samples, Sample(8_000_000_000, 1000, b"\0")])
    assert [frame.at for frame in webm.read(segment.body)][:3] == [7_200_000, 7_200_067, 7_200_133]

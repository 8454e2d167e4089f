"""Captures of bad networks become exactly these files, and PyAV decodes every sample of them at its time."""

import io
from itertools import pairwise

import av
import pytest
from av.subtitles.subtitle import SubtitleSet

from recordings.media.sample import ms
from tests.recordings.media.golden import NAMES, captured, expected, file_of, hashes
from tests.recordings.media.sender import made


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_as_ever(name: str) -> None:
    assert hashes(name) == expected()[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_decoded_at_its_time(name: str) -> None:
    codec = NAMES[name]
    samples, _, track = made(captured(name), codec)
    head, segments = file_of(captured(name), codec)
    data = head.body + b"".join(segment.body for segment in segments)
    with av.open(io.BytesIO(data), "r") as file:
        stream = file.streams[0]
        times = [frame.time or 0.0 for frame in file.decode(stream) if not isinstance(frame, SubtitleSet)]
    assert track.malformed == 0
    assert len(times) == len(samples)
    assert all(abs(time * 1000 - ms(sample.at)) <= 1 for time, sample in zip(times, samples, strict=True))


def test_speech_has_no_hole_but_the_long_silence() -> None:
    _, segments = file_of(captured("speech"), "opus")
    holes = [
        (before.t + before.d, after.t)
        for before, after in pairwise(segments)
        if after.t != before.t + before.d
    ]
    assert [(begin // 100, end // 100) for begin, end in holes] == [(50, 64)]


def test_lost_pictures_are_told() -> None:
    _, gaps, _ = made(captured("face"), "vp8")
    assert gaps and all(gap.reason == "lost" and gap.end - gap.start >= 500_000 for gap in gaps)


def test_both_sizes_are_there() -> None:
    head, segments = file_of(captured("face"), "vp8")
    assert (head.width, head.height) == (320, 240)
    with av.open(io.BytesIO(head.body + b"".join(one.body for one in segments)), "r") as file:
        assert [frame.width for frame in file.decode(video=0)][-1] == 640

"""Samples to segments: at most 2 s, cut at holes and keyframes, never over each other."""

from hypothesis import given
from hypothesis import strategies as st

from recordings.media import fmp4, structure
from recordings.media.sample import Sample, Segment, ms
from recordings.media.segments import Segmenter

OPUS = b"\x78abc"
NAL = b"\0\0\0\2\x61\xe0"


def sound(at: int, duration: int = 20_000) -> Sample:
    return Sample(at, duration, OPUS)


def picture(at: int, duration: int = 40_000, keyframe: bool = False) -> Sample:
    return Sample(at, duration, NAL, keyframe)


def spans(segments: list[Segment]) -> list[tuple[int, int]]:
    return [(one.t, one.d) for one in segments]


def test_two_seconds_each() -> None:
    segmenter = Segmenter("opus")
    segments = segmenter.push([sound(at) for at in range(0, 5_000_000, 20_000)])
    assert spans(segments) == [(0, 2000), (2000, 2000)]
    assert spans(segmenter.flush()) == [(4000, 1000)]
    assert segmenter.flush() == []


def test_a_hole_is_cut_so_that_times_stay_absolute() -> None:
    segmenter = Segmenter("opus")
    segments = segmenter.push([sound(0), sound(20_000), sound(300_000), sound(320_000)])
    assert spans(segments + segmenter.flush()) == [(0, 40), (300, 40)]


def test_keyframes_begin_segments() -> None:
    segmenter = Segmenter("h264")
    samples = [picture(at, keyframe=at in (0, 400_000, 1_200_000)) for at in range(0, 1_600_000, 40_000)]
    segments = segmenter.push(samples) + segmenter.flush()
    assert [(one.t, one.d, one.keys) for one in segments] == [(0, 1200, [0, 400]), (1200, 400, [1200])]


def test_what_lies_before_the_end_is_dropped_or_moved() -> None:
    """A person's new connection begins before everything of the old one was there."""
    segmenter = Segmenter("opus", end=1000)
    assert spans(segmenter.push([sound(980_000), sound(995_000), sound(1_000_000)]) + segmenter.flush()) == [
        (1000, 20)
    ]
    segmenter = Segmenter("h264", end=1000)
    moved = segmenter.push([picture(900_000, keyframe=True), picture(940_000, 100_000), picture(1_040_000)])
    (segment,) = moved + segmenter.flush()
    assert (segment.t, segment.d, segment.keys) == (1000, 80, [1000])
    assert [(row.at, row.duration) for row in fmp4.read(segment.body)] == [(1000, 1), (1001, 39), (1040, 40)]


def test_an_open_segment_is_settled_when_nothing_can_follow() -> None:
    segmenter = Segmenter("opus")
    segmenter.push([sound(0)])
    assert segmenter.settle(1_999_999) == []
    assert spans(segmenter.settle(2_000_000)) == [(0, 20)]
    assert segmenter.settle(9_000_000) == []


@given(
    st.sampled_from(["opus", "h264"]),
    st.integers(0, 5000),
    st.lists(st.tuples(st.integers(-50_000, 3_000_000), st.integers(1, 2000), st.booleans()), max_size=60),
)
def test_segments_never_overlap_and_are_what_they_say(
    codec: str, end: int, steps: list[tuple[int, int, bool]]
) -> None:
    segmenter = Segmenter("opus" if codec == "opus" else "h264", end)
    at, samples = end * 1000, []
    for step, duration, keyframe in steps:
        at = max(0, at + step)
        if codec == "opus":
            samples.append(sound(at))
            at += 20_000
        else:
            at = ms(at) * 1000
            samples.append(picture(at, duration * 1000, keyframe))
            at += duration * 1000
    segments = segmenter.push(samples) + segmenter.flush()
    for segment in segments:
        assert segment.t >= end and 0 < segment.d <= 2000
        count = structure.check(
            "opus" if codec == "opus" else "h264", segment.body, segment.t, segment.d, segment.keys
        )
        assert count == segment.samples
        end = segment.t + segment.d

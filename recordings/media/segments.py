"""Samples of one track to segments of at most 2 s, each a whole piece of its file. Where samples leave a hole, it is cut.

What a segment contains depends on its samples alone, not on when they came: a recorder that starts again makes the same.
"""

from recordings.media import fmp4, vp8, webm
from recordings.media.sample import LONGEST, Codec, Init, Sample, Segment, ms

KEYFRAME_CUT = 1_000_000
"""A keyframe begins a new segment when the open one is that long: players begin there."""
OVER = 10_000
"""µs by which sound may lie over the end and is moved behind it; else it is dropped."""


def init(codec: Codec, first: bytes = b"", channels: int = 2) -> Init:
    """The head of a track's file. `first`: the first keyframe's data (video). ValueError when it is none."""
    if codec == "opus":
        return Init('audio/mp4; codecs="opus"', fmp4.init_opus(channels))
    if codec == "vp8":
        width, height = vp8.size(first)
        return Init('video/webm; codecs="vp8"', webm.init(width, height), width, height)
    body, sps = fmp4.init_h264(first)
    return Init(f'video/mp4; codecs="avc1.{sps.profile.hex()}"', body, sps.width, sps.height)


class Segmenter:
    """One track. `end`: ms up to which its file is written; what lies before is moved or dropped."""

    def __init__(self, codec: Codec, end: int = 0) -> None:
        self._codec = codec
        self._end = end * 1000 - 500
        """µs: what ends there rounds to that ms."""
        self._open: list[Sample] = []

    def push(self, samples: list[Sample]) -> list[Segment]:
        """The segments these samples complete."""
        done: list[Segment] = []
        for pushed in samples:
            sample = self._behind_end(pushed)
            if sample is None:
                continue
            if self._open and self._cut_before(sample):
                done += self.flush()
            self._open.append(sample)
            self._end = sample.end
        return done

    def settle(self, complete: int) -> list[Segment]:
        """The open segment when nothing can belong to it any more: no sample before `complete` (µs) will come."""
        return self.flush() if self._open and self._open[0].at + LONGEST <= complete else []

    def flush(self) -> list[Segment]:
        """What is open, at the track's end."""
        samples, self._open = self._open, []
        if not samples:
            return []
        start = ms(samples[0].at)
        keys = [] if self._codec == "opus" else [ms(sample.at) for sample in samples if sample.keyframe]
        body = webm.segment(samples) if self._codec == "vp8" else fmp4.segment(samples, self._codec == "h264")
        return [Segment(start, ms(samples[-1].end) - start, keys, body, len(samples))]

    def _behind_end(self, sample: Sample) -> Sample | None:
        if sample.at >= self._end:
            return sample
        if self._codec == "opus":
            if sample.at < self._end - OVER:
                return None
            return Sample(self._end, sample.duration, sample.data)
        at = -(-self._end // 1000) * 1000
        return Sample(at, max(1000, sample.end - at), sample.data, sample.keyframe)

    def _cut_before(self, sample: Sample) -> bool:
        start = self._open[0].at
        if sample.at != self._end or sample.end - start > LONGEST:
            return True
        return self._codec != "opus" and sample.keyframe and sample.at - start >= KEYFRAME_CUT

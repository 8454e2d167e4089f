"""What the cores here hand to each other: samples, segments, gaps. Times are µs since the timeline's zero."""

from typing import Literal

from msgspec import Struct

from sfu.journal.format import Codec

__all__ = ["LONGEST", "Codec", "Gap", "Init", "Sample", "Segment", "ms"]

LONGEST = 2_000_000
"""µs a segment may last, and less than which every picture does."""


class Sample(Struct, frozen=True, gc=False):
    """One Opus packet, VP8 frame or H264 access unit (4-byte lengths; keyframes carry their parameter sets).

    An audio sample's `duration` may be less than its packet decodes to: what follows begins earlier.
    """

    at: int
    duration: int
    data: bytes
    keyframe: bool = True

    @property
    def end(self) -> int:
        return self.at + self.duration

    def known(self, since: int) -> bool:
        """Whether it is part of what ends at `since` ms: its middle decides.

        A journal read again from another beginning gives times that differ by a few ms.
        """
        return self.at + self.duration // 2 < since * 1000


class Segment(Struct, frozen=True, gc=False):
    """Bytes to append to a track's file. `t`, `d` and the keyframes' times `keys` in ms since zero."""

    t: int
    d: int
    keys: list[int]
    body: bytes
    samples: int


class Init(Struct, frozen=True):
    """The first bytes of a track's file and what a player must be told. 0 × 0 for audio."""

    mime: str
    body: bytes
    width: int = 0
    height: int = 0


class Gap(Struct, frozen=True):
    """What should be there and is not. damaged: the journal's bytes were not the ones written."""

    start: int
    end: int
    reason: Literal["lost", "damaged"]


def ms(us: int) -> int:
    """Milliseconds of a time in µs; everything that goes into an index is rounded by this."""
    return (us + 500) // 1000

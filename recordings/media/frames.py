"""From packets in order to whole video frames: what VP8 and H264 have in common.

A frame is the packets of one timestamp, from its beginning to its marker (or to the next frame's beginning). A frame with
a hole is dropped, and after a hole everything that cannot be decoded without what was lost: each codec says what.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from recordings.media.reorder import Ordered


class Frame(Struct, frozen=True, gc=False):
    """One encoded picture, the arrival of its first packet and its timestamp unwrapped.

    `after_loss`: something before it was dropped or never came.
    """

    data: bytes
    ticks: int
    arrival: int
    keyframe: bool
    after_loss: bool


class Depacketiser(ABC):
    """Packets of one codec in, frames out."""

    def __init__(self) -> None:
        self.lost = False
        """Something was lost since the last frame."""

    def push(self, ordered: Ordered) -> list[Frame]:
        """The frames that are whole now. ValueError: malformed; the frame at hand is dropped."""
        try:
            return self._push(ordered)
        except ValueError:
            self._lose()
            raise

    @abstractmethod
    def restart(self) -> None:
        """What comes has nothing to do with what came: it begins with a keyframe."""

    @abstractmethod
    def _push(self, ordered: Ordered) -> list[Frame]: ...

    @abstractmethod
    def _lose(self) -> None:
        """The frame at hand is dropped, and what refers to it."""

"""Frames left out of a stream on purpose: which ones, and how the numbers of those that go on close up. Pure.

A frame is left out as a whole when its temporal layer is above the one wanted, or from the packet on for which its
receiver's line had no room. What refers to it is left out, too: a frame of layer t may refer to all layers up to t, one
marked as sync only to the base layer, and nothing refers to a discardable one (RFC 7741 §4.2). Base layer frames always
go on: who cannot send one begins anew with a keyframe.

Packets missing upstream keep their numbers, since nobody knows yet what they are. One that comes late and must not go
on is replaced by an empty packet of its number, or its receiver would ask for it in vain.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from operator import attrgetter

from msgspec import Struct

from sfu.routing.packet import Packet

ALL = 7
"""Temporal layer above all: nothing is thinned."""
MAX_MARKS = 512
MAX_FRAMES = 64
_INTACT = 0xFF


class Verdict(IntEnum):
    """What becomes of a packet."""

    GO = 0
    FILL = 1
    """Its number goes out with an empty payload."""
    LEAVE = 2


class _Mark(Struct, frozen=True, gc=False):
    """What holds from index `start` on; indexes from `left` up to `start` were left out.

    `shift`, `pictures`: packets and frames left out before. `intact`: bit t set when nothing of temporal layer t is
    missing that its next frame may refer to.
    """

    left: int
    start: int
    shift: int
    pictures: int
    intact: int
    temporal: int


_left = attrgetter("left")


def _first_number(mark: _Mark) -> int:
    return mark.start - mark.shift


class Thinning:
    """Of one segment of a slot, from its first left-out packet on.

    `first`: index its segment began with, `following`: index after the newest that went on, whose frame has the
    timestamp `going`. After `take` the offsets for the packet are in `shift` and `pictures`.
    """

    def __init__(self, first: int, following: int, going: int) -> None:
        self.shift = 0
        self.pictures = 0
        self._next = following
        self._newest: int | None = None
        self._marks = [_Mark(first, first, 0, 0, _INTACT, ALL)]
        self._frames = {going: True}

    def take(self, packet: Packet, temporal: int) -> Verdict:
        """Decide about a packet; `temporal` is the highest layer wanted from the next frame on."""
        if packet.index < self._next:
            return self._late(packet)
        goes = self._frames.get(packet.timestamp)
        if goes is None:
            goes = self._begin_frame(packet, temporal)
        elif not goes:
            self._leave(packet, 0)
        self._next = packet.index + 1
        self._newest = packet.timestamp
        mark = self._marks[-1]
        self.shift, self.pictures = mark.shift, mark.pictures
        return Verdict.GO if goes else Verdict.LEAVE

    def refuse(self, packet: Packet) -> None:
        """The newest packet taken had to go on and could not: it and the rest of its frame are left out."""
        self._remember(packet.timestamp, False)
        self._leave(packet, 1, self._without(packet))

    def index(self, number: int) -> int | None:
        """Index of the packet that went on as `number` (its index less `shift`); None when it is forgotten."""
        place = bisect_right(self._marks, number, key=_first_number) - 1
        return None if place < 0 else number + self._marks[place].shift

    def goes(self, packet: Packet) -> bool:
        """Whether the frame of a packet that has a number goes on; else its number goes out empty."""
        goes = self._frames.get(packet.timestamp)
        mark = self._mark(packet.index)
        if goes is not None or mark is None:
            return bool(goes)
        return _decodable(packet, mark.intact, mark.temporal)

    def pictures_at(self, index: int) -> int:
        """Frames left out before the packet of that index."""
        mark = self._mark(index)
        return 0 if mark is None else mark.pictures

    def _late(self, packet: Packet) -> Verdict:
        mark = self._mark(packet.index)
        if mark is None or packet.index < mark.start:
            return Verdict.LEAVE
        self.shift, self.pictures = mark.shift, mark.pictures
        return Verdict.GO if self.goes(packet) else Verdict.FILL

    def _mark(self, index: int) -> _Mark | None:
        place = bisect_right(self._marks, index, key=_left) - 1
        return None if place < 0 else self._marks[place]

    def _begin_frame(self, packet: Packet, temporal: int) -> bool:
        """Whether a frame whose first packet is the newest yet goes on."""
        last = self._marks[-1]
        goes = _decodable(packet, last.intact, temporal)
        self._remember(packet.timestamp, goes)
        if not goes:
            self._leave(packet, 1, self._without(packet), temporal)
            return False
        picture = packet.picture
        intact = last.intact
        if packet.keyframe:
            intact = _INTACT
        elif picture is not None and picture.layer_sync and not packet.discardable:
            intact |= 1 << picture.temporal_layer
        if (intact, temporal) != (last.intact, last.temporal):
            self._push(_Mark(packet.index, packet.index, last.shift, last.pictures, intact, temporal))
        return True

    def _without(self, packet: Packet) -> int:
        """Layers intact when this frame is left out."""
        intact = self._marks[-1].intact
        picture = packet.picture
        if packet.discardable or picture is None:
            return intact
        return intact & ~(1 << picture.temporal_layer)

    def _leave(
        self, packet: Packet, pictures: int, intact: int | None = None, temporal: int | None = None
    ) -> None:
        """`pictures`: 1 for the first packet of a frame to be left out. A hole within one frame is of that frame."""
        last = self._marks[-1]
        whole = not pictures and self._newest == packet.timestamp and last.start == self._next
        left = last.left if whole else packet.index
        before = last.start if whole else packet.index
        mark = _Mark(
            left,
            packet.index + 1,
            last.shift + packet.index + 1 - before,
            last.pictures + pictures,
            last.intact if intact is None else intact,
            last.temporal if temporal is None else temporal,
        )
        if whole:
            self._marks[-1] = mark
        else:
            self._push(mark)

    def _push(self, mark: _Mark) -> None:
        self._marks.append(mark)
        if len(self._marks) > MAX_MARKS:
            del self._marks[: MAX_MARKS // 4]

    def _remember(self, timestamp: int, goes: bool) -> None:
        self._frames[timestamp] = goes
        if len(self._frames) > MAX_FRAMES:
            del self._frames[next(iter(self._frames))]


def _decodable(packet: Packet, intact: int, temporal: int) -> bool:
    """Whether the packet's frame is wanted and nothing it may refer to was left out."""
    picture = packet.picture
    layer = 0 if picture is None else picture.temporal_layer
    if layer == 0 or packet.keyframe:
        return True
    if layer > temporal:
        return False
    below = (1 << layer + 1) - 2  # layers 1…t
    return (picture is not None and picture.layer_sync) or intact & below == below

"""A VP8 sender with temporal layers that knows what each frame refers to, and the receiver who judges what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sfu.wire import rtp, vp8


class Part(NamedTuple):
    """A packet by what it carries: whose, which frame, which place of how many."""

    label: str
    frame: int
    part: int
    parts: int


@dataclass(frozen=True)
class Shot:
    """One frame: what it is and the numbers of the frames it refers to."""

    number: int
    layer: int
    key: bool
    refs: frozenset[int]
    parts: int


@dataclass
class Film:
    """`shots` by number. `flat`: no temporal layers in the descriptors, only picture ids."""

    label: str
    ssrc: int
    sequence: int = 0
    timestamp: int = 0
    picture_id: int = 0
    tl0: int = 0
    wide: bool = True
    flat: bool = False
    want_key: bool = True
    shots: list[Shot] = field(default_factory=list)
    _last: dict[int, int] = field(default_factory=dict)

    def frame(self, layer: int, sync: bool, discardable: bool, parts: int, elapsed: float) -> list[bytes]:
        """Packets of the next frame. A sync frame refers to the last base frame only, others to all layers below."""
        key, self.want_key = self.want_key, False
        layer = 0 if key or self.flat else layer
        sync = sync and layer > 0
        discardable = discardable and layer > 0
        number = len(self.shots)
        refs = [] if key else [0] if sync else range(layer + 1)
        self.shots.append(Shot(number, layer, key, frozenset(self._last[each] for each in refs), parts))
        if key:
            self._last = dict.fromkeys(range(4), number)
        elif not discardable:
            self._last[layer] = number
        if number:
            self.timestamp = (self.timestamp + round(elapsed * 90_000)) & 0xFFFFFFFF
            self.picture_id = (self.picture_id + 1) & (0x7FFF if self.wide else 0x7F)
            self.tl0 = (self.tl0 + (layer == 0)) & 0xFF
        flags = (discardable << 5, layer << 6 | sync << 5)
        return [self._packet(part, parts, key, flags) for part in range(parts)]

    def _packet(self, part: int, parts: int, key: bool, flags: tuple[int, int]) -> bytes:
        first = 0x80 | flags[0] | (0x10 if part == 0 else 0)
        descriptor = bytes([first, 0x80 if self.flat else 0xE0])
        descriptor += (0x8000 | self.picture_id).to_bytes(2, "big") if self.wide else bytes([self.picture_id])
        if not self.flat:
            descriptor += bytes([self.tl0, flags[1]])
        body = bytes([0x10 if key else 0x11]) + f"{self.label}.{len(self.shots) - 1}.{part}.{parts}".encode()
        data = rtp.pack(
            payload_type=96,
            sequence=self.sequence,
            timestamp=self.timestamp,
            ssrc=self.ssrc,
            marker=part == parts - 1,
            payload=descriptor + body,
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        return data


def part_of(payload: bytes) -> Part:
    """What a VP8 payload of a film carries."""
    label, frame, part, parts = payload[vp8.parse(payload).size + 1 :].decode().split(".")
    return Part(label, int(frame), int(part), int(parts))


def whole_frames(received: dict[int, bytes]) -> list[tuple[str, int, bytes]]:
    """(label, frame, first payload) of the frames of which every packet lies at its place, in order of numbers."""
    found: list[tuple[str, int, bytes]] = []
    for number, payload in sorted(received.items()):
        if not payload or not vp8.parse(payload).frame_start:
            continue
        first = part_of(payload)
        rest = (received.get(number + place, b"") for place in range(first.parts))
        if all(each and part_of(each) == first._replace(part=place) for place, each in enumerate(rest)):
            found.append((first.label, first.frame, payload))
    return found


def undecodable(
    frames: list[tuple[str, int, bytes]], films: dict[str, Film], arrived: set[Part]
) -> list[tuple[str, int]]:
    """Frames a receiver has whole and cannot decode, although everything they refer to had arrived at the server."""
    have = {(label, frame) for label, frame, _ in frames}
    bad: list[tuple[str, int]] = []
    excused: dict[tuple[str, int], bool] = {}

    def lost(label: str, number: int) -> bool:
        """Whether the sender's line is to blame that this frame cannot be shown."""
        known = excused.get((label, number))
        if known is None:
            shot = films[label].shots[number]
            parts = {Part(label, number, place, shot.parts) for place in range(shot.parts)}
            known = not parts <= arrived or any(lost(label, each) for each in shot.refs)
            excused[label, number] = known
        return known

    fine: set[tuple[str, int]] = set()
    for label, frame, _ in frames:
        refs = films[label].shots[frame].refs
        if all((label, each) in fine or lost(label, each) for each in refs):
            fine.add((label, frame))
        elif any((label, each) not in have for each in refs):
            bad.append((label, frame))
    return bad

"""The class audio as it grows: packets of all sources in, packets of 60 ms out, without a hole from zero on.

Frames lie on a grid of 60 ms from the timeline's zero, so a recorder that begins anew goes on at the next frame; it is
given the half second before again, from which decoders and encoder come into their state.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from recordings.mix.codec import LOOKAHEAD, SILENT, Decoder, Encoder
from recordings.mix.grid import FRAME, FRAME_MS, RATE, Grid, Sound
from recordings.mix.voice import Voice

WARM_FRAMES = 3
WARM_MS = 500
"""From so long before `since` on the sources' packets are wanted."""
EMPTY = 2
"""Bytes of a packet up to which it has no sound of its own (DTX, or put where one was lost)."""
_CELT = 0x80
"""First byte from which a packet is CELT only (RFC 6716 §3.1)."""
_ZEROS = b"\xff\xfe"
"""A CELT frame whose silence flag is set (RFC 6716 §4.3): what browsers send of a muted microphone."""
FADING_FRAMES = 5
"""Frames of silence that are encoded before silence is written as `SILENT`: so long an encoder and a decoder ring."""


class Piece(Struct, frozen=True, gc=False):
    """One packet of the class audio: `FRAME_MS` from `t` (ms since zero) on."""

    t: int
    data: bytes


class ClassAudio:
    """`since` (ms since zero): up to there it is on disk already."""

    def __init__(self, since: int) -> None:
        self._first = -(-since // FRAME_MS)
        self._grid = Grid(max(0, self._first - WARM_FRAMES))
        self._voices: dict[str, tuple[Decoder, Voice]] = {}
        self._encoder = Encoder()
        self._silent = FADING_FRAMES
        self.late_samples = 0
        """Of sounds that came when their frame was encoded already."""

    @property
    def to(self) -> int:
        """Up to where it is mixed, ms since zero."""
        return max(self._grid.begin, self._first) * FRAME_MS

    def put(self, voice: str, at_us: int, packet: bytes) -> None:
        """One Opus packet of a source, captured at `at_us` since zero; each source's in order."""
        pair = self._voices.get(voice)
        if silent(packet):
            if pair is not None:
                self._add(pair[1].end())
            return
        if pair is None:
            pair = self._voices[voice] = Decoder(), Voice()
        self._add(pair[1].place(at_us * 6 // 125, pair[0].sound(packet)))

    def gone(self, voice: str) -> None:
        """Nothing more of this source."""
        pair = self._voices.pop(voice, None)
        if pair is not None:
            self._add(pair[1].end())

    def take(self, until: int, pauses: Iterable[tuple[int, int | None]] = ()) -> list[Piece]:
        """The packets that end at or before `until` (ms since zero); none of what begins in a pause [from, to)."""
        position = until * RATE // 1000
        for _, voice in self._voices.values():
            if voice.idle_at(position):
                self._add(voice.end())
        pieces: list[Piece] = []
        spans = [(begin, until if end is None else end) for begin, end in pauses]
        while (t := self._grid.begin * FRAME_MS) + FRAME_MS <= until:
            data = self._packet(self._grid.take())
            if t >= self._first * FRAME_MS and not any(begin <= t < end for begin, end in spans):
                pieces.append(Piece(t, data))
        return pieces

    def _packet(self, frame: Sound | None) -> bytes:
        if frame is not None:
            self._silent = 0
            return self._encoder.packet(frame)
        self._silent += 1
        if self._silent <= FADING_FRAMES:
            return self._encoder.packet(np.zeros(FRAME, np.float32))
        return SILENT

    def _add(self, placed: tuple[int, Sound] | None) -> None:
        if placed is None:
            return
        position = max(0, placed[0] - LOOKAHEAD)
        late = self._grid.add(position, placed[1])
        if position >= self._first * FRAME:
            self.late_samples += late


def silent(packet: bytes) -> bool:
    """Whether there is nothing in it, without decoding it."""
    if len(packet) <= EMPTY:
        return True
    return len(packet) == 3 and packet[0] >= _CELT and not packet[0] & 3 and packet[1:] == _ZEROS

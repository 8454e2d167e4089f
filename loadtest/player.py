"""Encoded frames → RTP packets at the right moments. Pure: `now` in seconds is an argument, loops for ever."""

import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from loadtest.media.read import Frame

MAX_PAYLOAD = 1100


@dataclass(frozen=True)
class Wire:
    """What the negotiation said of a track: payload type, our SSRC, mid and the extension id that carries it."""

    payload_type: int
    ssrc: int
    mid: str
    mid_id: int
    clock_rate: int


class Player:
    """Plays one list of frames as one RTP stream. `due(now)` gives the packets of all frames whose time has come."""

    def __init__(self, frames: Sequence[Frame], wire: Wire, video: bool) -> None:
        self._frames = frames
        self._wire = wire
        self._video = video
        self._index = 0
        self._sequence = random.randrange(1 << 16)
        self._timestamp = random.randrange(1 << 31)
        self._picture_id = random.randrange(1 << 15)
        self._next: float | None = None
        self.ssrc = wire.ssrc
        self.playing = True
        self.octets = 0
        self.packets = 0

    def pause(self) -> None:
        """No packets until `resume`; the stream's clock goes on."""
        self.playing = False

    def resume(self) -> None:
        """Goes on with the next keyframe."""
        self.playing = True
        self.keyframe()

    def keyframe(self) -> None:
        """The receiver asked for one: jump to the next frame that is a keyframe."""
        ahead = range(len(self._frames))
        self._index = next(
            (i for k in ahead if self._frames[i := (self._index + k) % len(self._frames)].keyframe), 0
        )

    def due(self, now: float) -> list[bytes]:
        """Packets to send now; a player left alone for long skips instead of bursting."""
        if self._next is None or now - self._next > 1.0:
            self._skip(now)
        packets: list[bytes] = []
        while self._next is not None and self._next <= now:
            frame = self._frames[self._index]
            if self.playing:
                packets += self._packets(frame)
            self._index = (self._index + 1) % len(self._frames)
            self._timestamp = (self._timestamp + frame.ticks) & 0xFFFFFFFF
            self._next += frame.ticks / self._wire.clock_rate
        return packets

    def report(self, ntp_seconds: float, now: float) -> bytes:
        """A sender report (RFC 3550 §6.4.1) that maps `ntp_seconds` (since 1900) to the stream's clock."""
        behind = max(0.0, (self._next or now) - now) * self._wire.clock_rate
        timestamp = int(self._timestamp - behind) & 0xFFFFFFFF
        seconds = int(ntp_seconds)
        fraction = int((ntp_seconds - seconds) * (1 << 32))
        return struct.pack(
            "!BBHIIIIII",
            0x80,
            200,
            6,
            self._wire.ssrc,
            seconds & 0xFFFFFFFF,
            fraction,
            timestamp,
            self.packets,
            self.octets,
        )

    def _skip(self, now: float) -> None:
        if self._next is not None:
            self._timestamp = (self._timestamp + int((now - self._next) * self._wire.clock_rate)) & 0xFFFFFFFF
            self.keyframe()
        self._next = now

    def _packets(self, frame: Frame) -> list[bytes]:
        if not self._video:
            return [self._packet(frame.data, marker=False)]
        self._picture_id = (self._picture_id + 1) & 0x7FFF
        count = -(-len(frame.data) // MAX_PAYLOAD)
        size = -(-len(frame.data) // count)
        starts = list(islice(range(0, len(frame.data), size), count))
        return [
            self._packet(
                self._descriptor(first=start == 0) + frame.data[start : start + size], start == starts[-1]
            )
            for start in starts
        ]

    def _descriptor(self, first: bool) -> bytes:
        """VP8 payload descriptor with a 15-bit picture id (RFC 7741 §4.2)."""
        return struct.pack("!BBH", 0x80 | (0x10 if first else 0), 0x80, 0x8000 | self._picture_id)

    def _packet(self, payload: bytes, marker: bool) -> bytes:
        wire = self._wire
        element = bytes([wire.mid_id << 4 | len(wire.mid) - 1]) + wire.mid.encode()
        element += bytes(-len(element) % 4)
        header = struct.pack(
            "!BBHII HH", 0x90, wire.payload_type | (0x80 if marker else 0), self._sequence, self._timestamp, wire.ssrc,
            0xBEDE, len(element) // 4,
        )  # fmt: skip
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.packets += 1
        self.octets = (self.octets + len(payload)) & 0xFFFFFFFF
        return header + element + payload

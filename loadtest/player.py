"""Encoded frames → RTP packets at the right moments. Pure: `now` in seconds is an argument, loops for ever."""

import random
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from loadtest.media.read import Frame

MAX_PAYLOAD = 1100
REMEMBERED = 512
AGAIN = 0.05
"""Seconds between two times the same packet is sent again."""


@dataclass(frozen=True)
class Wire:
    """What the negotiation said of a track: payload type, our SSRC, mid and the extension id that carries it.

    With `rtx_type` lost packets are sent again (RFC 4588). A layer of several has its `rid`. `stamp_id`: 0, or the
    extension that carries the connection's packet number.
    """

    payload_type: int
    ssrc: int
    mid: str
    mid_id: int
    clock_rate: int
    rtx_type: int = 0
    rtx_ssrc: int = 0
    rid: str = ""
    rid_id: int = 0
    repaired_id: int = 0
    stamp_id: int = 0


@dataclass
class _Sent:
    marker: bool
    timestamp: int
    payload: bytes
    again: float = 0.0


class Player:
    """Plays one list of frames as one RTP stream. `due(now)` gives the packets of all frames whose time has come.

    `stamp` numbers the packets of the connection. `wanted`: somebody takes this layer; it is silent else.
    """

    def __init__(
        self, frames: Sequence[Frame], wire: Wire, video: bool, stamp: Callable[[], int] = lambda: 0
    ) -> None:
        self._frames = frames
        self._wire = wire
        self._video = video
        self._stamp = stamp
        self._index = 0
        self._sequence = random.randrange(1 << 16)
        self._rtx_sequence = random.randrange(1 << 15)
        self._timestamp = random.randrange(1 << 31)
        self._picture_id = random.randrange(1 << 15)
        self._tl0 = random.randrange(1 << 8)
        self._next: float | None = None
        self._sent: OrderedDict[int, _Sent] = OrderedDict()
        self.ssrc = wire.ssrc
        self.rid = wire.rid
        self.playing = True
        self.wanted = True
        self.octets = 0
        self.packets = 0
        self.repeated = 0

    def number_by(self, stamp: Callable[[], int]) -> None:
        """Plays on over another connection."""
        self._stamp = stamp

    def want(self, wanted: bool) -> None:
        """Whether anybody takes it; from a keyframe on when somebody does again."""
        if wanted and not self.wanted:
            self.keyframe()
        self.wanted = wanted

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
            if self.playing and self.wanted:
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

    def again(self, sequences: Iterable[int], now: float) -> list[bytes]:
        """Retransmissions of what a NACK names."""
        packets: list[bytes] = []
        for sequence in sequences:
            sent = self._sent.get(sequence)
            if sent is None or not self._wire.rtx_type or now - sent.again < AGAIN:
                continue
            sent.again = now
            self.repeated += 1
            self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
            payload = struct.pack("!H", sequence) + sent.payload
            packets.append(
                self._header(self._rtx_sequence, sent.timestamp, sent.marker, repaired=True) + payload
            )
        return packets

    def _packets(self, frame: Frame) -> list[bytes]:
        if not self._video:
            return [self._packet(frame.data, marker=False)]
        self._picture_id = (self._picture_id + 1) & 0x7FFF
        if frame.temporal == 0:
            self._tl0 = (self._tl0 + 1) & 0xFF
        count = -(-len(frame.data) // MAX_PAYLOAD)
        size = -(-len(frame.data) // count)
        starts = list(islice(range(0, len(frame.data), size), count))
        return [
            self._packet(
                self._descriptor(frame, first=start == 0) + frame.data[start : start + size],
                start == starts[-1],
            )
            for start in starts
        ]

    def _descriptor(self, frame: Frame, first: bool) -> bytes:
        """VP8 payload descriptor with a 15-bit picture id, and the temporal layer if there are any (RFC 7741 §4.2)."""
        first_byte = 0x80 | (0x10 if first else 0)
        if frame.temporal is None:
            return struct.pack("!BBH", first_byte, 0x80, 0x8000 | self._picture_id)
        layer = frame.temporal << 6 | (0x20 if frame.temporal else 0)
        return struct.pack("!BBHBB", first_byte, 0xE0, 0x8000 | self._picture_id, self._tl0, layer)

    def _packet(self, payload: bytes, marker: bool) -> bytes:
        header = self._header(self._sequence, self._timestamp, marker)
        if self._wire.rtx_type:
            self._sent[self._sequence] = _Sent(marker, self._timestamp, payload)
            if len(self._sent) > REMEMBERED:
                self._sent.popitem(last=False)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.packets += 1
        self.octets = (self.octets + len(payload)) & 0xFFFFFFFF
        return header + payload

    def _header(self, sequence: int, timestamp: int, marker: bool, repaired: bool = False) -> bytes:
        """RTP header with one-byte extensions (RFC 8285 §4.2): stamp, mid, rid."""
        wire, elements = self._wire, b""
        if wire.stamp_id:
            elements += struct.pack("!BH", wire.stamp_id << 4 | 1, self._stamp() & 0xFFFF)
        elements += _element(wire.mid_id, wire.mid)
        if wire.rid:
            elements += _element(wire.repaired_id if repaired else wire.rid_id, wire.rid)
        elements += bytes(-len(elements) % 4)
        kind, ssrc = (wire.rtx_type, wire.rtx_ssrc) if repaired else (wire.payload_type, wire.ssrc)
        return struct.pack(
            "!BBHII HH", 0x90, kind | (0x80 if marker else 0), sequence, timestamp, ssrc, 0xBEDE, len(elements) // 4
        ) + elements  # fmt: skip


def _element(number: int, text: str) -> bytes:
    return bytes([number << 4 | len(text) - 1]) + text.encode()

"""Video on a line that is short leaves at the line's pace, so that sound, which never waits here, finds it free.

Each stream (a slot's SSRC) waits in a queue of its own and they take turns: the large keyframe of a screen does not
hold a camera up. What waits is bounded in time at the stream's share of the line. A frame begins only while little
of its stream waits: a twentieth of a second for one that no other needs, a quarter for others. One that began goes
on to its end, until MOST_WAITING waits. A keyframe that waits does not count for the frames behind it, or each large
one would cost the next frame and with it another keyframe. One that is cut for its size would be so each time and
the slot never show anything: the next ones may take PATIENCE (a slide three seconds late is worth more than none).
"""

from collections import deque
from typing import Literal, NamedTuple

Weight = Literal["extra", "base", "key"]
Verdict = Literal["send", "queue", "refuse"]

BEGIN: dict[Weight, float] = {"extra": 0.05, "base": 0.25, "key": 0.25}
MOST_WAITING = 1.0
PATIENCE = 4.0
MOST_PACKETS = 500
"""Of one stream."""
MOST_STREAMS = 64
STALE = 2.0
MOST_DEBT = 0.3
"""Seconds that packets wait for retransmissions at most."""
BURST = 0.01
LEAST_BURST = 1500


class Waiting(NamedTuple):
    """Arguments of `Egress.send`, to be made later."""

    template: bytes
    sequence: int
    timestamp: int
    ssrc: int
    patch_at: int
    patch: bytes
    key: bool


class _Stream:
    """What waits of one SSRC, and the frame it is in (its timestamp; -1: none was begun)."""

    __slots__ = ("bytes", "frame", "key_bytes", "packets", "patient")

    def __init__(self) -> None:
        self.packets: deque[Waiting] = deque()
        self.bytes = self.key_bytes = 0
        self.frame = -1
        self.patient = False


class Pacer:
    """Of one peer. `rate`: bit/s for video."""

    def __init__(self) -> None:
        self.rate = 300_000.0
        self.refused = 0
        self._streams: dict[int, _Stream] = {}
        self._turns: deque[_Stream] = deque()
        self._bytes = 0
        self._debt = 0.0
        self._at = 0.0

    def __bool__(self) -> bool:
        return bool(self._turns)

    @property
    def delay(self) -> float:
        """Seconds until all that waits has left."""
        return 8 * self._bytes / self.rate

    def waiting(self, ssrc: int) -> float:
        """Seconds until a new packet of this stream would leave."""
        stream = self._streams.get(ssrc)
        return 0.0 if stream is None else self._time(stream.bytes)

    def slow(self, rate: float) -> bool:
        """The line's pace from now on; True: what waits would be far too late by now, and is thrown away."""
        fell = rate < self.rate
        self.rate = rate
        stale = fell and any(self._time(each.bytes - each.key_bytes) > STALE for each in self._turns)
        if stale:
            self.clear()
        return stale

    def judge(self, size: int, ssrc: int, timestamp: int, weight: Weight, now: float) -> Verdict:
        """What becomes of a packet: "send" counts it as sent, "queue" is followed by `put`."""
        stream = self._streams.get(ssrc)
        if stream is None:
            if len(self._streams) >= MOST_STREAMS:
                return "refuse"
            stream = self._streams[ssrc] = _Stream()
        if not self._fits(stream, timestamp, weight):
            stream.frame = -1
            self.refused += 1
            return "refuse"
        if self._turns or not self._free(now):
            return "queue"
        self._debt += size
        return "send"

    def _fits(self, stream: _Stream, timestamp: int, weight: Weight) -> bool:
        if len(stream.packets) >= MOST_PACKETS:
            return False
        mine = self._time(stream.bytes if weight == "key" else stream.bytes - stream.key_bytes)
        if stream.frame != timestamp:
            stream.frame = timestamp
            return mine < BEGIN[weight]
        if mine < MOST_WAITING or (weight == "key" and stream.patient and mine < PATIENCE):
            return True
        stream.patient = stream.patient or weight == "key"
        return False

    def _time(self, size: int) -> float:
        """Seconds for `size` bytes of one stream at its share of the line."""
        return 8 * size * max(1, len(self._turns)) / self.rate

    def put(self, packet: Waiting) -> None:
        """After `judge` said "queue"."""
        stream = self._streams[packet.ssrc]
        if not stream.packets:
            self._turns.append(stream)
        size = len(packet.template)
        stream.packets.append(packet)
        stream.bytes += size
        stream.key_bytes += size if packet.key else 0
        self._bytes += size

    def take(self, now: float) -> Waiting | None:
        """The next packet whose turn has come."""
        if not self._turns or not self._free(now):
            return None
        stream = self._turns.popleft()
        packet = stream.packets.popleft()
        size = len(packet.template)
        stream.bytes -= size
        stream.key_bytes -= size if packet.key else 0
        self._bytes -= size
        self._debt += size
        if stream.packets:
            self._turns.append(stream)
        return packet

    def spent(self, size: int, now: float) -> None:
        """Bytes that did not wait (retransmissions): the rest waits for them, but not for ever."""
        self._free(now)
        self._debt = min(self._debt + size, max(self._debt, MOST_DEBT * self.rate / 8))

    def clear(self) -> None:
        """Nothing of it can be sent any more."""
        self._turns.clear()
        self._streams.clear()
        self._bytes = 0

    def _free(self, now: float) -> bool:
        self._debt = max(0.0, self._debt - self.rate / 8 * max(0.0, now - self._at))
        self._at = now
        return self._debt <= max(LEAST_BURST, BURST * self.rate / 8)

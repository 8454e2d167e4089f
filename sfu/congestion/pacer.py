"""Video on a line that is short leaves at the line's pace, so that sound, which never waits here, finds it free.

What waits is bounded in time at the line's rate. A frame begins only while what waits is short: a twentieth of
a second for one that no other needs, a quarter for others. One that began goes on to its end, until MOST_WAITING
waits; keyframes that wait do not count for the frames behind them, or each large one would cost the next frame and
with it another keyframe. A keyframe that is cut for its size would be so each time and the slot never show
anything: the next ones of that slot may take PATIENCE (a slide three seconds late is worth more than none).
"""

from collections import deque
from typing import Literal, NamedTuple

Weight = Literal["extra", "base", "key"]
Verdict = Literal["send", "queue", "refuse"]

BEGIN: dict[Weight, float] = {"extra": 0.05, "base": 0.25, "key": 0.25}
MOST_WAITING = 1.0
PATIENCE = 4.0
MOST_PACKETS = 500
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


class Pacer:
    """Of one peer. `rate`: bit/s for video."""

    def __init__(self) -> None:
        self.rate = 300_000.0
        self.refused = 0
        self._queue: deque[Waiting] = deque()
        self._bytes = 0
        self._key_bytes = 0
        self._debt = 0.0
        self._at = 0.0
        self._frames: dict[int, int] = {}
        self._cut: set[int] = set()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def delay(self) -> float:
        """Seconds until all that waits has left."""
        return 8 * self._bytes / self.rate

    def judge(self, size: int, ssrc: int, timestamp: int, weight: Weight, now: float) -> Verdict:
        """What becomes of a packet; "send" and "queue" count it as sent, or to be put into the queue."""
        if not self._fits(ssrc, timestamp, weight):
            self.refused += 1
            return "refuse"
        if self._queue or not self._free(now):
            return "queue"
        self._debt += size
        return "send"

    def _fits(self, ssrc: int, timestamp: int, weight: Weight) -> bool:
        if len(self._queue) >= MOST_PACKETS:
            return False
        others = 8 * (self._bytes - self._key_bytes) / self.rate
        if self._frames.get(ssrc) != timestamp:
            if (self.delay if weight == "key" else others) >= BEGIN[weight]:
                self._frames.pop(ssrc, None)
                return False
            self._frames[ssrc] = timestamp
            return True
        if weight != "key" and others < MOST_WAITING:
            return True
        if weight == "key" and self.delay < (PATIENCE if ssrc in self._cut else MOST_WAITING):
            return True
        if weight == "key":
            self._cut.add(ssrc)
        self._frames.pop(ssrc)
        return False

    def put(self, packet: Waiting) -> None:
        """After `judge` said "queue"."""
        self._queue.append(packet)
        self._bytes += len(packet.template)
        if packet.key:
            self._key_bytes += len(packet.template)

    def take(self, now: float) -> Waiting | None:
        """The next packet whose turn has come."""
        if not self._queue or not self._free(now):
            return None
        packet = self._queue.popleft()
        size = len(packet.template)
        self._bytes -= size
        if packet.key:
            self._key_bytes -= size
        self._debt += size
        return packet

    def spent(self, size: int, now: float) -> None:
        """Bytes that did not wait (retransmissions): the rest waits for them."""
        self._free(now)
        self._debt += size

    def clear(self) -> None:
        """Nothing can be sent any more: what waits is lost."""
        self._queue.clear()
        self._bytes = self._key_bytes = 0
        self._frames.clear()

    def _free(self, now: float) -> bool:
        self._debt = max(0.0, self._debt - self.rate / 8 * max(0.0, now - self._at))
        self._at = now
        return self._debt <= max(LEAST_BURST, BURST * self.rate / 8)

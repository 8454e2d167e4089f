"""What a receiver's reports (RFC 3550 §6.4) say of one slot: how much it missed, and whether it hears what we send."""

from sfu.wire.rtcp import Block

MOST = 10_000
"""Packets between two reports at most; more is a report of something else."""
PAUSE = 4.0
"""Seconds without a packet after which nothing was sent to be heard: silence is not sent (DTX)."""
PATIENCE = 12.0
"""Seconds in which a report must show that something arrived: they come each 5 s, and may be lost."""
FRESH = 7.0


class Receiving:
    """`missed`, `count`: packets of the time between the last two reports."""

    def __init__(self) -> None:
        self.missed = 0
        self.count = 0
        self.at = -PATIENCE
        self._highest: int | None = None
        self._lost = 0
        self._moved_at = -PATIENCE
        self._packets = 0
        self._sent_at: float | None = None
        self._began_at = 0.0

    def report(self, block: Block, now: float) -> bool:
        """A report block of this slot; whether `missed` and `count` are of new packets."""
        highest, before = block.highest, self._highest
        self._highest = highest
        lost, self._lost = block.lost - self._lost, block.lost
        if before is None:
            self._moved_at = now
            return False
        count = (highest - before) & 0xFFFFFFFF
        if not 0 < count <= MOST:
            return False
        self._moved_at = self.at = now
        self.count = count
        self.missed = max(0, min(lost, count))
        return True

    def sent(self, packets: int, now: float) -> None:
        """`packets` were sent in all."""
        if packets == self._packets:
            return
        self._packets = packets
        if self._sent_at is None or now - self._sent_at > PAUSE:
            self._began_at = now
        self._sent_at = now

    def hears(self, now: float) -> bool | None:
        """Whether it arrives; None: nothing is sent."""
        if self._sent_at is None or now - self._sent_at > PAUSE:
            return None
        return now - max(self._moved_at, self._began_at) < PATIENCE

    def fresh(self, now: float) -> bool:
        """Whether `missed` and `count` are of now."""
        return now - self.at < FRESH

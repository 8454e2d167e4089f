"""Packets of a journal in the order they were sent. A late one is waited for 1.0 s, then its place is a hole.

A stream's first second waits, too: its very first packet may be the late one.
"""

from collections.abc import Iterator

from msgspec import Struct

from sfu.journal.format import JournalPacket

WAIT = 1_000_000
"""µs a missing packet is waited for, from when one behind it arrived."""
SILENCE = 5_000_000
"""µs without a packet that counts after which nothing is late any more: the next number is ahead, however far."""
ROOM = 4096
"""Packets that may wait; past it the hole before them is given up."""


class Arrival(Struct, frozen=True, gc=False):
    """A packet, when it arrived (µs since zero), and its timestamp unwrapped."""

    packet: JournalPacket
    at: int
    ticks: int


class Ordered(Struct, frozen=True, gc=False):
    """The next packet; `hole`: something before it is missing."""

    arrival: Arrival
    hole: bool


class Reorder:
    """One stream's packets. Duplicates and what comes after its hole was given up are dropped."""

    def __init__(self) -> None:
        self._begun = False
        self._next: int | None = None
        self._newest = 0
        self._waiting: dict[int, Arrival] = {}

    def push(self, arrival: Arrival) -> list[Ordered]:
        """What can go on now that `arrival` is here; call `expire` with its time before."""
        index = self._index(arrival.packet.sequence, arrival.at)
        if self._next is None:
            self._next = index
        if (self._begun and index < self._next) or index in self._waiting:
            return []
        self._newest = max(self._newest, arrival.at)
        self._waiting[index] = arrival
        if self._begun and index == self._next:
            return list(self._run(hole=False))
        return self._skip() if len(self._waiting) > ROOM else []

    def expire(self, now: int) -> list[Ordered]:
        """Gives up the holes that are waited for since WAIT."""
        done: list[Ordered] = []
        while self._waiting and next(iter(self._waiting.values())).at + WAIT <= now:
            done += self._skip()
        return done

    def flush(self) -> list[Ordered]:
        """All that waits."""
        done: list[Ordered] = []
        while self._waiting:
            done += self._skip()
        return done

    def waiting_since(self) -> int | None:
        """When the first packet that waits arrived; None when none waits."""
        return next(iter(self._waiting.values())).at if self._waiting else None

    def _index(self, sequence: int, at: int) -> int:
        """The endless number of a 16-bit one: nearest to the next, after a silence the next with these bits."""
        if self._next is None:
            return sequence
        ahead = (sequence - self._next) & 0xFFFF
        if ahead >= 0x8000 and at - self._newest < SILENCE:
            ahead -= 0x10000
        return self._next + ahead

    def _skip(self) -> list[Ordered]:
        hole, self._begun = self._begun, True
        self._next = min(self._waiting)
        return list(self._run(hole))

    def _run(self, hole: bool) -> Iterator[Ordered]:
        assert self._next is not None
        while arrival := self._waiting.pop(self._next, None):
            self._next += 1
            yield Ordered(arrival, hole)
            hole = False

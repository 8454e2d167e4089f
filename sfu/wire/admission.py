"""How many TCP connections a worker holds, and how many strangers of one source may wait to prove themselves.

Pure. A source is an IPv4 address, or an IPv6 network of 64 bits: whole schools sit behind one, so it is bounded
only until a connection's first authentic check.
"""

from collections import Counter

from sfu.wire.address import Address, source_of

MAX_CONNECTIONS = 1000
"""A browser tries TCP at each of our addresses beside UDP and gives it up after some seconds: when 200 people join at
once with two connections each, those who need TCP must find room."""
MAX_UNPROVEN = 40


class Admission:
    """Shared by all listeners of a worker. Every `enter` that was let in is followed by one `leave`."""

    def __init__(self, total: int = MAX_CONNECTIONS, unproven: int = MAX_UNPROVEN) -> None:
        self.count = 0
        self._total = total
        self._each = unproven
        self._unproven: Counter[bytes] = Counter()

    @property
    def full(self) -> bool:
        """Nobody is let in before somebody leaves."""
        return self.count >= self._total

    def enter(self, address: Address) -> bool:
        """A stranger connects. False: there are too many, or too many strangers from there."""
        if self.full or self.crowded(address):
            return False
        self.count += 1
        self._unproven[source_of(address)] += 1
        return True

    def crowded(self, address: Address) -> bool:
        """Too many strangers wait from there: for them nobody makes room."""
        return self._unproven[source_of(address)] >= self._each

    def prove(self, address: Address) -> None:
        """That connection is a stranger no more."""
        source = source_of(address)
        self._unproven[source] -= 1
        if self._unproven[source] <= 0:
            del self._unproven[source]

    def leave(self, address: Address, proven: bool) -> None:
        """That connection is closed."""
        self.count -= 1
        if not proven:
            self.prove(address)

"""Packets sent with a transport-wide number: when, how large, and what became of them. Memory is made once.

Numbers are endless here; 16 bits of them travel (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
"""

from array import array

SIZE = 2048
"""Packets remembered: 1.6 s of 10 Mbit/s; what feedback says of older ones is passed over."""
_MASK = SIZE - 1
_FREE, _FLYING, _MISSED = 0, 1, 2


class History:
    """`bytes`: of all packets ever stamped; `flying`: not yet told about."""

    def __init__(self) -> None:
        self.next = 1 << 16
        self.bytes = 0
        self.newest_at = 0.0
        self._numbers = array("q", [-1]) * SIZE
        self._times = array("d", [0.0]) * SIZE
        self._sizes = array("H", [0]) * SIZE
        self._states = bytearray(SIZE)

    def sent(self, size: int, now: float) -> int:
        """A packet of `size` bytes leaves now; its number, of which 16 bits are written into it."""
        number = self.next
        at = number & _MASK
        self._numbers[at] = number
        self._times[at] = now
        self._sizes[at] = size
        self._states[at] = _FLYING
        self.next = number + 1
        self.bytes += size
        self.newest_at = now
        return number

    def missed(self, number: int) -> bool:
        """Feedback says it did not come; whether that is news."""
        at = number & _MASK
        if self._numbers[at] != number or self._states[at] != _FLYING:
            return False
        self._states[at] = _MISSED
        return True

    def arrived(self, number: int) -> tuple[float, int, bool] | None:
        """Feedback says it came: sent when, how large, whether it counted as missed; None when that is no news."""
        at = number & _MASK
        if self._numbers[at] != number or self._states[at] == _FREE:
            return None
        missed = self._states[at] == _MISSED
        self._states[at] = _FREE
        return self._times[at], self._sizes[at], missed

"""16-bit sequence numbers as endless ones, and a numbering that closes the holes of packets left out on purpose."""

_MODULUS = 1 << 16
_REMEMBERED = 64


def nearest(value: int, reference: int) -> int:
    """The number that is `value` modulo 2^16 and nearest to `reference` (ties go back)."""
    ahead = (value - reference) & 0xFFFF
    return reference + ahead - (_MODULUS if ahead >= 0x8000 else 0)


class Numbering:
    """Endless sequence numbers (raw) to dense ones: packets that are not forwarded leave no gap behind them."""

    def __init__(self) -> None:
        self._from = -_MODULUS
        self._shift = 0
        self._older: list[tuple[int, int]] = []

    def dense(self, raw: int) -> int:
        """Number of `raw` among the packets that count."""
        if raw >= self._from:
            return raw - self._shift
        for start, shift in reversed(self._older):
            if raw >= start:
                return raw - shift
        return raw - (self._older[0][1] if self._older else self._shift)

    def skip(self, raw: int) -> None:
        """`raw` is the newest packet yet and does not count: what comes after it moves up."""
        self._older.append((self._from, self._shift))
        if len(self._older) > _REMEMBERED:
            del self._older[0]
        self._from = raw + 1
        self._shift += 1

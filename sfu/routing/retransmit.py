"""How often a slot serves one lost packet again: three times at most, never within a round trip, within a budget."""

MAX_SENDS = 3
MIN_GAP = 0.1
REMEMBERED = 512
PER_SECOND = 500
"""Packets a slot serves again in a second at most: a hostile or hopeless receiver must not multiply our traffic."""


class Resends:
    """Of one slot, by the endless number it sent the packet under. `per_second`: less on a slow line."""

    def __init__(self) -> None:
        self.per_second = PER_SECOND
        self._sent: dict[int, tuple[int, float]] = {}
        self._left = float(PER_SECOND)
        self._at = 0.0

    def allow(self, number: int, now: float, round_trip: float) -> bool:
        """Whether to send it again now; True notes it as sent."""
        self._left = min(float(self.per_second), self._left + (now - self._at) * self.per_second)
        self._at = now
        times, last = self._sent.get(number, (0, 0.0))
        if self._left < 1 or times >= MAX_SENDS or (times and now - last < max(MIN_GAP, round_trip)):
            return False
        self._left -= 1
        self._sent[number] = (times + 1, now)
        if len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return True

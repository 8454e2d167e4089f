"""How often a slot serves one lost packet again: three times at most, never within a round trip, within a budget."""

MAX_SENDS = 3
MIN_GAP = 0.1
REMEMBERED = 512
PER_SECOND = 500
"""Packets a slot serves again in a second at most: a hostile or hopeless receiver must not multiply our traffic."""


class Resends:
    """Of one slot, by the endless number it sent the packet under. `per_second`: less on a slow line.

    `copies`: sent at once of each, 2 on a line that loses many. Together they are never more than MAX_SENDS.
    """

    def __init__(self) -> None:
        self.per_second = PER_SECOND
        self.copies = 1
        self._sent: dict[int, tuple[int, float]] = {}
        self._left = float(PER_SECOND)
        self._at = 0.0

    def allow(self, number: int, now: float, round_trip: float) -> int:
        """How many copies of it to send now; they are noted as sent."""
        self._left = min(float(self.per_second), self._left + (now - self._at) * self.per_second)
        self._at = now
        times, last = self._sent.get(number, (0, 0.0))
        if self._left < 1 or times >= MAX_SENDS or (times and now - last < max(MIN_GAP, round_trip)):
            return 0
        copies = max(1, min(self.copies, MAX_SENDS - times, int(self._left)))
        self._left -= copies
        self._sent[number] = (times + copies, now)
        if len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return copies

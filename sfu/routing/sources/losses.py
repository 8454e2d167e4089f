"""Which packets of a source never arrived, and which of them to ask for again (generic NACK, RFC 4585 §6.2.1).

A packet is asked for once two later ones have arrived or 20 ms have passed, again after the round trip, ten times
at most; then only a keyframe helps. Numbers are endless (see `sequence`).
"""

from msgspec import Struct

REORDER_PACKETS = 2
REORDER_SECONDS = 0.020
MIN_INTERVAL = 0.040
MAX_TRIES = 10
MAX_MISSING = 500


class _Missing(Struct):
    noticed: float
    asked: float = 0.0
    tries: int = 0


class Losses:
    """Of one incoming stream. `round_trip`: smoothed seconds from asking to the answer."""

    def __init__(self) -> None:
        self.round_trip = 0.1
        self.lost = 0
        """Packets given up."""
        self._newest: int | None = None
        self._missing: dict[int, _Missing] = {}
        self._gave_up = False

    def restart(self) -> None:
        """Forget everything: the next packet begins a new numbering."""
        self._newest = None
        self._missing.clear()

    def arrived(self, number: int, now: float) -> None:
        """A packet came, by itself or as a retransmission."""
        newest = self._newest
        if newest is None or number == newest + 1:
            self._newest = number
            return
        if number <= newest:
            missing = self._missing.pop(number, None)
            if missing is not None and missing.tries == 1:
                self.round_trip += 0.25 * (now - missing.asked - self.round_trip)
            return
        for hole in range(max(newest + 1, number - MAX_MISSING), number):
            self._missing[hole] = _Missing(now)
        while len(self._missing) > MAX_MISSING:
            self._give_up(next(iter(self._missing)))
        self._newest = number

    def due(self, now: float) -> list[int]:
        """What to put into one NACK now, oldest first; each is noted as asked for."""
        if not self._missing or self._newest is None:
            return []
        ask: list[int] = []
        interval = max(MIN_INTERVAL, self.round_trip)
        for number, missing in list(self._missing.items()):
            if missing.tries == 0:
                if number > self._newest - REORDER_PACKETS and now - missing.noticed < REORDER_SECONDS:
                    continue
            elif now - missing.asked < interval:
                continue
            if missing.tries >= MAX_TRIES:
                self._give_up(number)
                continue
            missing.tries += 1
            missing.asked = now
            ask.append(number)
        return ask

    def take_gave_up(self) -> bool:
        """Whether packets were given up since the last call: time for a keyframe."""
        gave_up, self._gave_up = self._gave_up, False
        return gave_up

    def _give_up(self, number: int) -> None:
        del self._missing[number]
        self.lost += 1
        self._gave_up = True

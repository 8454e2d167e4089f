"""Keyframe requests of all who want one from a source, merged: one outstanding, two a second at most."""

REPEAT = 0.3
PER_SECOND = 2


class Keyframes:
    """Of one video source."""

    def __init__(self) -> None:
        self.wanted = False
        self._asked: list[float] = []

    def ask(self) -> None:
        """Somebody needs a keyframe; whoever asks until it comes shares it."""
        self.wanted = True

    def arrived(self) -> None:
        """A keyframe began."""
        self.wanted = False

    def due(self, now: float, round_trip: float) -> bool:
        """Whether to send a request now; True notes it as sent."""
        if not self.wanted:
            return False
        self._asked = [at for at in self._asked if now - at < max(1.0, 2 * round_trip)]
        if self._asked and now - self._asked[-1] < max(REPEAT, 2 * round_trip):
            return False
        if sum(now - at < 1.0 for at in self._asked) >= PER_SECOND:
            return False
        self._asked.append(now)
        return True

"""Transport-wide feedback to one sender: what arrived when, told each 100 ms so that its estimate can rise."""

from sfu.routing.sequence import nearest
from sfu.wire import twcc

MAX_SPAN = 1000
"""Numbers one feedback packet covers at most; a larger jump starts anew."""


class Feedback:
    """Of one send connection: its packets share one numbering across all SSRCs."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._newest = 0
        self._arrivals: dict[int, int] = {}
        self._count = 0
        self._start: float | None = None

    def arrived(self, sequence: int, now: float) -> None:
        """A packet with this transport-wide number (16 bits) came."""
        if self._start is None:
            self._start = now
        if self._next is None:
            self._next = self._newest = (1 << 16) + sequence
        number = nearest(sequence, self._newest)
        if abs(number - self._newest) > MAX_SPAN:
            self._arrivals.clear()
            self._next = self._newest = number
        self._newest = max(self._newest, number)
        if number not in self._arrivals:
            self._arrivals[number] = round((now - self._start) * twcc.TICKS_PER_SECOND)
        if len(self._arrivals) > 2 * MAX_SPAN:  # nobody takes them: a bug elsewhere must not grow memory
            self._arrivals.clear()

    def take(self) -> list[bytes]:
        """Bodies of the feedback packets for everything since the last call; [] when nothing came."""
        bodies: list[bytes] = []
        while self._arrivals and self._next is not None:
            base = min(min(self._arrivals), self._next)
            base = max(base, min(self._arrivals) - MAX_SPAN)
            arrivals = self._run(base)
            bodies.append(twcc.build(twcc.Feedback(base, self._count, tuple(arrivals))))
            self._count = (self._count + 1) & 0xFF
            self._next = base + len(arrivals)
        return bodies

    def _run(self, base: int) -> list[int | None]:
        """Arrivals from `base` on that fit one packet; they are taken out."""
        arrivals: list[int | None] = []
        previous: int | None = None
        last = max(self._arrivals)
        for number in range(base, min(last + 1, base + 2 * MAX_SPAN)):
            arrival = self._arrivals.get(number)
            if arrival is not None:
                if previous is not None and not twcc.representable(previous, arrival):
                    break
                previous = arrival
                del self._arrivals[number]
            arrivals.append(arrival)
        while arrivals and arrivals[-1] is None:
            arrivals.pop()
        return arrivals

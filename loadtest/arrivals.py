"""What a receiver tells its sender of arrivals: transport-wide feedback, as browsers do each 100 ms. Pure."""

from sfu.wire import twcc

MAX_SPAN = 2000
"""Numbers one feedback covers; after a larger jump it begins anew."""


class Arrivals:
    """Of one connection: its stamped packets share one numbering."""

    def __init__(self) -> None:
        self._highest: int | None = None
        self._next = 0
        self._came: dict[int, int] = {}
        self._count = 0
        self._zero = 0.0
        self.octets = 0

    def arrived(self, stamp: int, size: int, now: float) -> None:
        """A packet with this transport-wide number came; `size` in bytes."""
        if self._highest is None:
            self._zero = now
            self._highest = self._next = stamp
        number = self._highest + ((stamp - self._highest + 0x8000) & 0xFFFF) - 0x8000
        if abs(number - self._highest) > MAX_SPAN:
            self._came.clear()
            self._highest = self._next = number
        self._highest = max(self._highest, number)
        self.octets += size
        if len(self._came) < MAX_SPAN:
            self._came.setdefault(number, round((now - self._zero) * twcc.TICKS_PER_SECOND))

    def take(self) -> list[bytes]:
        """Bodies of the feedback due; [] when nothing came since."""
        bodies: list[bytes] = []
        while self._came:
            first = min(self._came)
            base = min(self._next, first) if first - self._next < MAX_SPAN else first
            bodies.append(self._body(base))
        return bodies

    def _body(self, base: int) -> bytes:
        arrivals: list[int | None] = []
        previous: int | None = None
        for number in range(base, max(self._came) + 1):
            arrival = self._came.get(number)
            if arrival is not None:
                if previous is not None and not twcc.representable(previous, arrival):
                    break
                previous = arrival
                del self._came[number]
            elif number < self._next:
                break  # a late one goes alone: those after it were told before
            arrivals.append(arrival)
        while arrivals[-1] is None:
            arrivals.pop()
        self._next = max(self._next, base + len(arrivals))
        self._count = (self._count + 1) & 0xFF
        return twcc.build(twcc.Feedback(base, self._count, tuple(arrivals)))

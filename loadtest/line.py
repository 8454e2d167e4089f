"""One direction of a bad line, as a model: rate and queue, delay, jitter, loss, reordering, duplicates, blackout.

Pure and seeded: `now` (seconds) is an argument, the same calls give the same packets. Serves the virtual laboratory
(tests/support/lab.py) and the relay for real clients (loadtest/relay.py). A packet waits in the queue, takes its time
on the wire, may be lost there, and comes after the delay; it keeps its order but when it is held back on purpose.
"""

import heapq
import random
from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

OVERHEAD = 28
"""Bytes of IPv4 and UDP headers a datagram costs on the line."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class Conditions:
    """Of one direction. Shares are 0…1, times seconds.

    `rate` bit/s with IP and UDP headers, 0: no limit. `queue`: bytes that may wait for it, what comes on top is dropped.
    `jitter`: each packet comes 0…jitter later. `burst`: mean length of a run of losses, 0: losses are independent.
    `reorder`: share of packets held back `reorder_by`. `blackout`: nothing comes through.
    """

    rate: float = 0.0
    queue: int = 20_000
    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    burst: float = 0.0
    reorder: float = 0.0
    reorder_by: float = 0.03
    duplicate: float = 0.0
    blackout: bool = False


@dataclass(frozen=True)
class Way:
    """Both directions, as the client sees them."""

    up: Conditions = Conditions()
    down: Conditions = Conditions()


GOOD = Way()


@dataclass
class Meter:
    """What happened to packets; `octets` are delivered bytes with headers."""

    offered: int = 0
    delivered: int = 0
    lost: int = 0
    overflowed: int = 0
    octets: int = 0


class Line(Generic[Item]):
    """Anything can travel; its size in bytes (without IP and UDP headers) is told with it."""

    def __init__(self, conditions: Conditions, seed: int) -> None:
        self.conditions = conditions
        self.meter = Meter()
        self._chance = random.Random(seed)
        self._waiting: deque[tuple[Item, int, float]] = deque()
        self._queued = 0
        self._served_to = 0.0
        self._left = 0.0
        """Bits of the first waiting packet that are still to be sent at `_served_to`."""
        self._flying: list[tuple[float, int, Item, int]] = []
        self._count = 0
        self._last_out = 0.0
        self._bad = False

    def change(self, conditions: Conditions, now: float) -> None:
        """Other conditions from now on; what waits is served at the new rate."""
        self._serve(now)
        self.conditions = conditions

    def put(self, item: Item, size: int, now: float) -> None:
        """One packet enters."""
        self._serve(now)
        self.meter.offered += 1
        conditions, size = self.conditions, size + OVERHEAD
        if conditions.blackout:
            self.meter.lost += 1
        elif not conditions.rate and not self._waiting:
            self._leave(item, size, now)
        elif self._queued + size > conditions.queue:
            self.meter.overflowed += 1
        else:
            if not self._waiting:
                self._served_to, self._left = now, size * 8
            self._waiting.append((item, size, now))
            self._queued += size

    def due(self, now: float) -> list[Item]:
        """What comes out until now, in order of coming out."""
        self._serve(now)
        items: list[Item] = []
        while self._flying and self._flying[0][0] <= now:
            _, _, item, size = heapq.heappop(self._flying)
            self.meter.delivered += 1
            self.meter.octets += size
            items.append(item)
        return items

    def next(self) -> float | None:
        """When to ask `due` again; None: nothing is under way."""
        arrival = self._flying[0][0] if self._flying else None
        if not self._waiting:
            return arrival
        rate = self.conditions.rate
        served = self._served_to + self._left / rate if rate else self._served_to
        return served if arrival is None else min(served, arrival)

    @property
    def queued(self) -> int:
        """Bytes that wait for the rate."""
        return self._queued

    def _serve(self, now: float) -> None:
        """The wire works until now."""
        rate = self.conditions.rate
        while self._waiting:
            done = self._served_to + self._left / rate if rate else self._served_to
            if done > now:
                self._left -= (now - self._served_to) * rate
                self._served_to = now
                return
            item, size, _ = self._waiting.popleft()
            self._queued -= size
            self._served_to = done
            self._left = self._waiting[0][1] * 8 if self._waiting else 0.0
            self._leave(item, size, done)

    def _leave(self, item: Item, size: int, now: float) -> None:
        """One packet is on the wire: lost there, or on its way."""
        conditions, chance = self.conditions, self._chance
        if conditions.blackout or self._lost():
            self.meter.lost += 1
            return
        out = now + conditions.delay
        if conditions.jitter:
            out += chance.random() * conditions.jitter
        if conditions.reorder and chance.random() < conditions.reorder:
            self._fly(item, size, out + conditions.reorder_by)
        else:
            out = self._last_out = max(out, self._last_out)
            self._fly(item, size, out)
        if conditions.duplicate and chance.random() < conditions.duplicate:
            self._fly(item, size, out)

    def _fly(self, item: Item, size: int, out: float) -> None:
        self._count += 1
        heapq.heappush(self._flying, (out, self._count, item, size))

    def _lost(self) -> bool:
        """Independent, or a chain of a good and a bad state (Gilbert 1960) with the same share."""
        loss, burst = self.conditions.loss, self.conditions.burst
        if not loss:
            return False
        if not burst:
            return self._chance.random() < loss
        change = 1 / burst if self._bad else loss / (1 - loss) / burst
        if self._chance.random() < change:
            self._bad = not self._bad
        return self._bad


@dataclass(frozen=True)
class Trace:
    """Conditions over time: `steps` (seconds from the beginning, conditions) in order, the first at 0."""

    steps: tuple[tuple[float, Way], ...]

    def at(self, seconds: float) -> Way:
        """What holds then."""
        return next(way for start, way in reversed(self.steps) if start <= seconds or start == 0)

    def next(self, seconds: float) -> float | None:
        """When the next step is; None: there is none."""
        return next((start for start, _ in self.steps if start > seconds), None)

    def capacity(self, seconds: float) -> float:
        """bit/s downwards that get through then; 0: no limit, or none at all in a blackout."""
        down = self.at(seconds).down
        return 0.0 if down.blackout else down.rate

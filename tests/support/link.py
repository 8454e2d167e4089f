"""A link of a bad network, seeded and on a fake clock: loss, delay, jitter (so reorder) and duplicates."""

import heapq
import random
from typing import Generic, TypeVar

Item = TypeVar("Item")


class LossyLink(Generic[Item]):
    """One direction. Seconds; `loss` and `duplicate` are parts of one."""

    def __init__(
        self,
        seed: int,
        *,
        loss: float = 0.0,
        delay: float = 0.02,
        jitter: float = 0.0,
        duplicate: float = 0.0,
    ) -> None:
        self._random = random.Random(seed)
        self.loss = loss
        self.delay = delay
        self.jitter = jitter
        self.duplicate = duplicate
        self.lost = 0
        self._under_way: list[tuple[float, int, Item]] = []
        self._number = 0

    def send(self, item: Item, now: float) -> None:
        if self._random.random() < self.loss:
            self.lost += 1
            return
        for _ in range(2 if self._random.random() < self.duplicate else 1):
            self._number += 1
            due = now + self.delay + self._random.random() * self.jitter
            heapq.heappush(self._under_way, (due, self._number, item))

    def receive(self, now: float) -> list[Item]:
        """What has arrived by `now`, in order of arrival."""
        arrived: list[Item] = []
        while self._under_way and self._under_way[0][0] <= now:
            arrived.append(heapq.heappop(self._under_way)[2])
        return arrived

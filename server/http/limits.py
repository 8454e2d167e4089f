"""A bounded rate limit per address: small token buckets in memory, forgotten when full again.

Used for login, setup and token calls. Knows no clock: `now` is UTC milliseconds.
"""

from collections import OrderedDict
from dataclasses import dataclass

MAX_ADDRESSES = 10_000


@dataclass
class _Bucket:
    left: float
    at: int


class RateLimit:
    """`burst` calls at once, then one each `every_ms`. Forgets the oldest of too many addresses."""

    def __init__(self, burst: int, every_ms: int, max_addresses: int = MAX_ADDRESSES) -> None:
        self._burst, self._every_ms, self._max = burst, every_ms, max_addresses
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, address: str, now: int) -> int:
        """0 when the call may go on, otherwise the milliseconds to wait."""
        bucket = self._buckets.pop(address, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + max(0, now - bucket.at) / self._every_ms)
        bucket.at = now
        self._buckets[address] = bucket
        if len(self._buckets) > self._max:
            self._buckets.popitem(last=False)
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return max(1, round((1 - bucket.left) * self._every_ms))

    def __len__(self) -> int:
        return len(self._buckets)

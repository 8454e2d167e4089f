"""What kind of datagram this is (RFC 7983 §7, by first byte) and whose. Knows nothing of what is inside.

The map address → owner is filled only after a STUN request's message-integrity was checked; DTLS and SRTP
from any other address are dropped unread.
"""

from collections import Counter
from typing import Generic, TypeVar

from sfu.wire.address import Address

MAX_DATAGRAM = 1500
MAX_ADDRESSES = 65536
"""Bound of the map, far above peers × 8: reaching it is a bug of the owner."""

OTHER, STUN, DTLS, MEDIA = range(4)
"""Kinds. MEDIA is RTP or RTCP, tells them apart with `is_rtcp`."""

_KINDS = bytes(
    STUN if first <= 3 else DTLS if 20 <= first <= 63 else MEDIA if 128 <= first <= 191 else OTHER
    for first in range(256)
)

Owner = TypeVar("Owner")


def is_rtcp(view: memoryview) -> bool:
    """RTP and RTCP on one port (RFC 5761 §4): packet types 192–223 are RTCP's. `view` holds ≥ 2 bytes."""
    return 192 <= view[1] <= 223


class Demux(Generic[Owner]):
    """Of one socket: kinds of its datagrams, owners of their addresses, counts of what was dropped by
    reason."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self._owners: dict[Address, Owner] = {}
        self.find = self._owners.get
        """find(address) → the owner, or None for a stranger (count it with `drop("stranger")`)."""

    def kind(self, view: memoryview, length: int) -> int:
        """STUN, DTLS or MEDIA; OTHER (already counted as empty, oversized, short or unknown) is to be
        dropped."""
        if not 0 < length <= MAX_DATAGRAM:
            self.dropped["empty" if length == 0 else "oversized"] += 1
            return OTHER
        kind = _KINDS[view[0]]
        if kind == OTHER:
            self.dropped["unknown"] += 1
        elif kind == MEDIA and length < 12 and (length < 8 or not is_rtcp(view)):
            self.dropped["short"] += 1
            return OTHER
        return kind

    def drop(self, reason: str) -> None:
        """Count a datagram the owner dropped. `reason` is one of a fixed set of words, never data."""
        self.dropped[reason] += 1

    def bind(self, address: Address, owner: Owner) -> None:
        """`address` was authenticated by `owner`'s password; an older owner of it loses it."""
        assert len(self._owners) < MAX_ADDRESSES
        self._owners[address] = owner

    def release(self, address: Address, owner: Owner) -> None:
        """Forget `address` unless it already belongs to someone else."""
        if self._owners.get(address) is owner:
            del self._owners[address]

    def __len__(self) -> int:
        return len(self._owners)

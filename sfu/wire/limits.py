"""How much strangers may ask of us: token buckets by where a datagram claims to come from. Pure; `now` in seconds.

STUN of unknown addresses costs a parse and a hash each, a DTLS handshake some milliseconds of elliptic curves. One
source is an IPv4 address or an IPv6 /64 for STUN (a school behind one NAT is one source, so its bucket is deep), and
one authenticated address for DTLS. Sources can be invented: all strangers together have a budget, too, so that a
flood of forged ones delays who joins (they ask again) and never the lessons that run. STUN and SRTP of authenticated
addresses are not counted; of what a known peer may ask by RTCP, see `CONTROL_RATE`.
"""

from collections import OrderedDict

from sfu.wire.address import Address, source_of

MAX_SOURCES = 4096
STUN_BURST, STUN_RATE = 2000, 500.0
"""Of one source: 200 people behind one NAT join at once with two connections of five checks each."""
ALL_BURST, ALL_RATE = 10_000, 10_000.0
"""STUN of all strangers: about a tenth of a core."""
DTLS_BURST, DTLS_RATE = 40, 8.0
"""Of one address: a handshake is 3 to 10 datagrams. Less than what ends a peer as a flood in its 20 s: who forges
the address of a peer that connects cannot reach that."""
CONTROL_BURST, CONTROL_RATE = 48_000, 16_000.0
"""Bytes of RTCP from one peer: several times what a browser sends with feedback on a fast line."""


class Bucket:
    """`burst` at once, then `rate` a second."""

    __slots__ = ("_cost", "_depth", "_full_at")

    def __init__(self, burst: float, rate: float) -> None:
        self._cost = 1 / rate
        self._depth = burst / rate
        self._full_at = 0.0

    def take(self, amount: float, now: float) -> bool:
        """Whether so much may pass; counted only when it does."""
        full_at = max(self._full_at, now) + amount * self._cost
        if full_at - now > self._depth + 1e-9:
            return False
        self._full_at = full_at
        return True


class Buckets:
    """A bucket for each source. Forgets the one heard of longest ago.

    It is one number (GCRA, ITU-T I.371 annex A): when it will be full again.
    """

    def __init__(self, burst: int, rate: float, max_sources: int = MAX_SOURCES) -> None:
        self._cost = 1 / rate
        self._depth = burst / rate
        self._max = max_sources
        self._full_at: OrderedDict[bytes, float] = OrderedDict()

    def take(self, source: bytes, now: float) -> bool:
        """Whether one more of `source` may pass."""
        full_at = max(self._full_at.get(source, now), now) + self._cost
        if full_at - now > self._depth + 1e-9:
            return False
        self._full_at[source] = full_at
        self._full_at.move_to_end(source)
        if len(self._full_at) > self._max:
            self._full_at.popitem(last=False)
        return True

    def __len__(self) -> int:
        return len(self._full_at)


class Limits:
    """Of one worker."""

    def __init__(self) -> None:
        self._stun = Buckets(STUN_BURST, STUN_RATE)
        self._strangers = Bucket(ALL_BURST, ALL_RATE)
        self._dtls = Buckets(DTLS_BURST, DTLS_RATE)

    def stun(self, address: Address, now: float) -> bool:
        """Whether to look at a STUN message of an unknown address."""
        return self._stun.take(source_of(address), now) and self._strangers.take(1, now)

    def dtls(self, address: Address, now: float) -> bool:
        """Whether to hand a DTLS datagram of an authenticated address to its peer."""
        return self._dtls.take(address, now)

"""Numbers of one received RTP stream: what is missing, what to ask again, what to report (RFC 3550 A.3, A.8). Pure."""

from dataclasses import dataclass

from sfu.wire.rtcp import Block

MAX_MISSING = 1000
MAX_TRIES = 10
"""Times a packet is asked for again, as browsers do."""
FIRST_ASK = 0.02
"""Seconds a hole may be reordering."""


@dataclass
class _Missing:
    since: float
    asked: float = 0.0
    tries: int = 0


class Reception:
    """`lost`: packets that never came, repaired ones left out; they are known only when given up or asked for."""

    def __init__(self, ssrc: int, clock_rate: int) -> None:
        self.ssrc = ssrc
        self.packets = 0
        self.repaired = 0
        self.given_up = 0
        self._rate = clock_rate
        self._first: int | None = None
        self._highest = 0
        self._expected_before = self._received_before = self._received = 0
        self._jitter = 0.0
        self._transit: float | None = None
        self._missing: dict[int, _Missing] = {}
        self._report: tuple[int, float] | None = None

    @property
    def lost(self) -> int:
        """Of those sent to us so far, after repair."""
        expected = 0 if self._first is None else self._highest - self._first + 1
        return max(0, expected - self.packets)

    def arrived(self, sequence: int, timestamp: int, now: float) -> int | None:
        """Endless number of a packet; None when it came before."""
        if self._first is None:
            self._first = self._highest = (1 << 16) + sequence
            return self._count(self._highest, timestamp, now)
        number = self._endless(sequence)
        if number <= self._highest:
            return self._late(number)
        for hole in range(max(self._highest + 1, number - MAX_MISSING), number):
            self._missing[hole] = _Missing(now)
        while len(self._missing) > MAX_MISSING:
            del self._missing[next(iter(self._missing))]
            self.given_up += 1
        self._highest = number
        return self._count(number, timestamp, now)

    def restored(self, sequence: int) -> int | None:
        """The same for one that was sent again."""
        if self._first is None:
            return None
        number = self._endless(sequence)
        if number not in self._missing:
            return None
        self.repaired += 1
        return self._late(number, again=True)

    def asks(self, now: float, round_trip: float) -> list[int]:
        """16-bit numbers to ask for now."""
        due: list[int] = []
        for number, hole in list(self._missing.items()):
            if hole.tries >= MAX_TRIES:
                del self._missing[number]
                self.given_up += 1
            elif now - (hole.asked or hole.since) >= (max(round_trip, 0.05) if hole.tries else FIRST_ASK):
                hole.asked, hole.tries = now, hole.tries + 1
                due.append(number & 0xFFFF)
        return due

    def forget(self) -> None:
        """A keyframe made the holes before it worthless."""
        self._missing.clear()

    def sender_report(self, ntp: int, now: float) -> None:
        """For the round trip our sender measures."""
        self._report = (ntp >> 16) & 0xFFFFFFFF, now

    def block(self, now: float) -> Block | None:
        """Of a receiver report; what came as a retransmission does not count."""
        if self._first is None:
            return None
        expected = self._highest - self._first + 1
        expected_now, received_now = expected - self._expected_before, self._received - self._received_before
        self._expected_before, self._received_before = expected, self._received
        lost_now = max(0, expected_now - received_now)
        last, at = self._report or (0, now)
        return Block(
            ssrc=self.ssrc,
            fraction_lost=min(255, lost_now * 256 // expected_now) if expected_now > 0 else 0,
            lost=expected - self._received,
            highest=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter),
            last_sr=last,
            delay=int((now - at) * 65536) if last else 0,
        )

    def _endless(self, sequence: int) -> int:
        return self._highest + ((sequence - self._highest + 0x8000) & 0xFFFF) - 0x8000

    def _late(self, number: int, again: bool = False) -> int | None:
        if self._missing.pop(number, None) is None:
            return None
        self.packets += 1
        self._received += not again
        return number

    def _count(self, number: int, timestamp: int, now: float) -> int:
        self.packets += 1
        self._received += 1
        transit = now * self._rate - timestamp
        if self._transit is not None and abs(transit - self._transit) < 0x4000_0000:
            self._jitter += (abs(transit - self._transit) - self._jitter) / 16
        self._transit = transit
        return number

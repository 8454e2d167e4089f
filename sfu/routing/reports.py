"""Sender and receiver reports (RFC 3550 §6.4): what came from a sender, and when in server time it was captured.

Server time is monotonic seconds; the shell adds one constant to make it NTP, so the server's clock never steps.
"""

from msgspec import Struct

from sfu.wire.rtcp import Block

NTP_FRACTION = 1 << 32
ROUNDED = 0.01 * 65536
STEP = 1.0
"""Seconds of disagreement after which a sender's clock must have been set."""
MOST_DOWNLINK = 0.098
FADES = 10.0
"""Seconds in which a listener's loss that is not reported again counts half."""
AGEING = 0.0002
"""How fast the least delay seen is forgotten (s per s): follows clocks that drift against ours."""


def ntp_seconds(ntp: int) -> float:
    """A 64-bit NTP time stamp in seconds."""
    return ntp / NTP_FRACTION


def ntp_stamp(seconds: float) -> int:
    """Seconds since 1900 as a 64-bit NTP time stamp."""
    return int(seconds * NTP_FRACTION) & 0xFFFF_FFFF_FFFF_FFFF


def round_trip(block: Block, ntp: int) -> float | None:
    """Seconds to a receiver and back by its report block (§6.4.1, LSR and DLSR); None when it tells none.

    Rounding may make it less than nothing on a very short way: 0.0.
    """
    if not block.last_sr:
        return None
    elapsed = ((ntp >> 16) - block.last_sr - block.delay) & 0xFFFFFFFF
    if elapsed > 0xFFFFFFFF - ROUNDED:
        return 0.0
    return elapsed / 65536 if elapsed < 10 * 65536 else None


class SenderClock:
    """The clock all sources of one sender share, as an offset to the server's: least transit time of its reports."""

    def __init__(self) -> None:
        self._offset: float | None = None
        self._at = 0.0

    def report(self, ntp: int, now: float) -> None:
        """A sender report with this NTP time arrived."""
        sample = now - ntp_seconds(ntp)
        if self._offset is None or abs(sample - self._offset) > STEP:
            self._offset = sample
        else:
            self._offset = min(self._offset + AGEING * (now - self._at), sample)
        self._at = now

    def server_time(self, ntp: int) -> float | None:
        """Server time of an instant of the sender's clock (late by the least transit time); None before a report."""
        return None if self._offset is None else ntp_seconds(ntp) + self._offset


class _Mapping(Struct, frozen=True):
    ntp: int
    rtp: int
    arrival: float


class Reception:
    """Statistics of one incoming stream (§6.4.1, appendix A.3 and A.8). Retransmissions do not count."""

    def __init__(self, clock_rate: int) -> None:
        self._rate = clock_rate
        self._mapping: _Mapping | None = None
        self._downlink = 0.0
        self._downlink_at = 0.0
        self.restart()

    def restart(self) -> None:
        """A new SSRC or numbering: begin to count anew."""
        self._first: int | None = None
        self._highest = 0
        self._received = 0
        self._expected_before = 0
        self._received_before = 0
        self._jitter = 0.0
        self._transit: float | None = None
        self._mapping = None

    @property
    def expected(self) -> int:
        """Packets sent as far as their numbers tell, since the last restart."""
        return 0 if self._first is None else self._highest - self._first + 1

    @property
    def received(self) -> int:
        return self._received

    def heard(self, share: float, now: float) -> None:
        """A listener reports this share of the packets lost on its own line.

        The worst of the last seconds goes into what the sender is told: Opus then sends each frame twice, the second
        time small (in-band FEC, RFC 6716 §2.1.7), and that is what mends the listener's loss. Never over
        MOST_DOWNLINK: from 10 % on, senders give up bitrate for a line that is not theirs.
        """
        faded = self._downlink * 0.5 ** ((now - self._downlink_at) / FADES)
        self._downlink, self._downlink_at = max(faded, min(share, MOST_DOWNLINK)), now

    def arrived(self, number: int, timestamp: int, now: float) -> None:
        """A packet with an endless number and its RTP timestamp."""
        if self._first is None:
            self._first = self._highest = number
        elif number > self._highest:
            self._highest = number
        self._received += 1
        transit = now * self._rate - timestamp
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < 0x4000_0000:  # not across a wrap of the timestamp
                self._jitter += (change - self._jitter) / 16
        self._transit = transit

    def report(self, ntp: int, rtp: int, now: float) -> None:
        """A sender report for this stream arrived."""
        self._mapping = _Mapping(ntp, rtp, now)

    def captured(self, clock: SenderClock, now: float) -> float | None:
        """RTP time (not wrapped, in ticks) that the sender captures at server time `now`; None before a report."""
        if self._mapping is None:
            return None
        then = clock.server_time(self._mapping.ntp)
        return None if then is None else self._mapping.rtp + (now - then) * self._rate

    def block(self, ssrc: int, now: float) -> Block | None:
        """The report block since the last one; None when nothing was ever received."""
        if self._first is None:
            return None
        expected = self._highest - self._first + 1
        expected_now, received_now = expected - self._expected_before, self._received - self._received_before
        self._expected_before, self._received_before = expected, self._received
        lost_now = max(0, expected_now - received_now)
        fraction = min(255, lost_now * 256 // expected_now) if expected_now > 0 else 0
        if self._downlink:
            self.heard(0.0, now)
            fraction = max(fraction, int(self._downlink * 256))
        mapping = self._mapping
        return Block(
            ssrc=ssrc,
            fraction_lost=fraction,
            lost=expected - self._received,
            highest=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter),
            last_sr=0 if mapping is None else mapping.ntp >> 16 & 0xFFFFFFFF,
            delay=0 if mapping is None else int((now - mapping.arrival) * 65536),
        )


class Schedule:
    """When a slot's sender reports are due: one second after a beginning, twice, then each five seconds."""

    def __init__(self) -> None:
        self._next: float | None = None
        self._soon = 0

    def begin(self, now: float) -> None:
        """Something new flows."""
        self._next, self._soon = now + 1.0, 2

    def due(self, now: float) -> bool:
        """Whether to report now; True moves on to the next time."""
        if self._next is None or now < self._next:
            return False
        self._soon -= 1
        self._next = now + (1.0 if self._soon > 0 else 5.0)
        return True

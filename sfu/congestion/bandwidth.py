"""What one receiver's line carries: the whole estimate, out of its feedback and reports.

With transport-wide feedback: delays (`trendline`, `rate`), losses (`loss`) and probes; the send side of
draft-ietf-rmcat-gcc-02. Without (not negotiated): the receiver's own estimate (REMB) while it sends one, losses and
the round trip otherwise. What a receiver says is never believed beyond bounds: FLOOR to CEILING of `rate`, feedback
about packets we sent, READS a second.
"""

from sfu.congestion.arrivals import Acknowledged, Bursts, Queue
from sfu.congestion.history import History
from sfu.congestion.loss import Loss
from sfu.congestion.probing import Probing
from sfu.congestion.rate import CEILING, FLOOR, Flow, Rate
from sfu.congestion.stamping import SILENCE, Stamping
from sfu.congestion.trendline import Trendline
from sfu.routing.sequence import nearest
from sfu.wire import twcc

START = 300_000.0
"""Of a line nobody knows: 3G carries it, and a probe trebles it where more is wanted."""
READS = 100
"""Feedback packets read in a second; browsers send 20 at most."""
MOST_TOLD = 2048
"""Packets one feedback may tell about."""
STANDING = 0.25
"""Seconds of queue that count as overuse whatever the trend is."""
DRAIN_FROM, DRAIN_TO = 0.1, 0.6
MOST_DRAIN = 0.5
SILENT = 1.0
"""Seconds without feedback, in round trips at least 4, after which the line counts as dead."""
QUEUE = 0.25
"""Seconds of queue with which losses are the queue's, not the line's own."""
IDLE = 0.3
STALE_LOSS = 1.0
"""Seconds after the last feedback in which losses told then still say something of now."""
DEAD_RATE = 40_000.0
REMB_FRESH = 5.0
REMB_DOUBT = 0.95
LOSS_DOUBT = 0.03
HEAVY = 0.15
ASKED_DOUBT = 5
PACKET = 8000.0
"""Bits of a packet of pictures, about."""
MOST_MISSED = 0.4
ASKED_WITHIN = 1.0
"""Packets asked for again within so many seconds are a doubt."""
ROUND_TRIP_DOUBT = 0.12
BELIEVED = 1.3
"""Times what is sent: enough to go on sending it."""
_WRAP = (1 << 24) * twcc.TICKS_PER_REFERENCE
_PLAIN_GROWTH, _PLAIN_FAST = 1.08, 1.3


class Bandwidth:
    """Of one receiver. `transport`: transport-wide feedback is agreed."""

    def __init__(self, *, transport: bool) -> None:
        self.history = History()
        self.probing = Probing()
        self.stamping = Stamping()
        self.loss = Loss()
        self.queue = Queue()
        self.transport = transport
        self.dead = False
        self.trouble_at = -60.0
        """When the line last showed that it was full."""
        self._rate = Rate(START)
        self._trend = Trendline()
        self._bursts = Bursts()
        self._acknowledged = Acknowledged()
        self._told = 0
        self._came: int | None = None
        self._waiting_since: float | None = None
        self._told_at = self._fed_at = 0.0
        self._reads = float(READS)
        self._reads_at = 0.0
        self._sent_at = 0.0
        self._sent_bytes = 0
        self._sent = 0.0
        self._queue_before = 0.0
        self._others = 0.0
        self._remb_at = -60.0
        self._asked = 0.0
        self._asked_at = 0.0
        self._shortest = float("inf")
        self._ticked: float | None = None
        self._used = 0.0
        self._before_silence = 0.0
        self._since = 0.0

    @property
    def estimate(self) -> float:
        """bit/s the line carries, all packets with their IP and UDP headers."""
        return self._rate.bitrate

    @property
    def pace(self) -> float:
        """bit/s to send now: less than the estimate while a queue has to empty, next to nothing on a dead line."""
        if self.dead:
            return DEAD_RATE
        over = (self.queue.delay - DRAIN_FROM) / (DRAIN_TO - DRAIN_FROM)
        return self.estimate * (1 - MOST_DRAIN * max(0.0, min(over, 1.0)))

    # What the receiver says

    def feedback(self, body: bytes, round_trip: float, now: float) -> None:
        """Transport-wide feedback. ValueError: malformed."""
        if not self._may_read(now) or twcc.told(body) > MOST_TOLD:
            return
        told = twcc.parse(body)
        base = nearest(told.base, self.history.next)
        if base + len(told.arrivals) > self.history.next:
            return  # about packets that were never sent
        if self.dead:
            self._alive(now)
        self._waiting_since, self._told_at, self._fed_at = None, now, now
        missed = count = 0
        for number, ticks in enumerate(told.arrivals, base):
            if ticks is None:
                news = self.history.missed(number)
                missed += news
                count += news
            else:
                change = self._arrived(number, ticks)
                missed -= change == -1
                count += change == 1
        self._told = max(self._told, base + len(told.arrivals))
        self.queue.told()
        self.loss.add(missed, count, now)
        self._update(round_trip, now)

    def _may_read(self, now: float) -> bool:
        self._reads = min(float(READS), self._reads + (now - self._reads_at) * READS)
        self._reads_at = now
        if self._reads < 1:
            return False
        self._reads -= 1
        return True

    def _arrived(self, number: int, ticks: int) -> int:
        """1: it came; -1: it came after all; 0: no news."""
        packet = self.history.arrived(number)
        if packet is None:
            return 0
        sent, size, late = packet
        came = self._unwrapped(ticks) / twcc.TICKS_PER_SECOND
        self._acknowledged.add(came, size)
        if sent < self._since:
            return -1 if late else 1
        self.queue.add(sent, came)
        if self.probing.arrived(number, sent, came, size):  # its queue is its own doing
            self._bursts.restart()
            return -1 if late else 1
        spacing = self._bursts.add(sent, came)
        if spacing is not None:
            self._trend.add(1000 * spacing.sent, 1000 * spacing.came, 1000 * spacing.at)
        return -1 if late else 1

    def _unwrapped(self, ticks: int) -> int:
        """Arrival times wrap after 12 days (24 bits of 64 ms)."""
        if self._came is not None:
            ticks += round((self._came - ticks) / _WRAP) * _WRAP
        self._came = ticks
        return ticks

    def _update(self, round_trip: float, now: float) -> None:
        usage = self._trend.usage
        delay, before = self.queue.delay, self._queue_before
        self._queue_before = delay
        if delay > STANDING and delay >= before - 0.005:
            usage = "over"
        if usage == "over":
            self.trouble_at = now
            self.probing.stop(now)
        came = 1 - self.loss.own
        arrived, steady = self._acknowledged.recent() / came, self._acknowledged.steady() / came
        flow = Flow(
            arrived + self._others if arrived else 0.0, steady + self._others if steady else 0.0, self._sent
        )
        if usage == "normal" and (self.loss.holds or delay > DRAIN_TO):
            usage = "under"
        self._rate.update(usage, flow, round_trip, now)
        self._judge_loss(flow.arrived, now)
        self._prove(now)

    def _judge_loss(self, arrived: float, now: float) -> None:
        """`arrived`: bit/s, 0.0 when not known. That much the line carries, whatever is lost of the rest."""
        judged = self.loss.judge(self.estimate, max(self._used, FLOOR), now, queue=self.queue.delay > QUEUE)
        if judged < self.estimate:
            judged = min(self.estimate, max(judged, arrived or 0.5 * self._used))
            self.trouble_at = now
        if judged != self.estimate:
            self._rate.set(judged)

    def remb(self, bitrate: float, now: float) -> None:
        """The receiver's own estimate."""
        self._remb_at = now
        if not self.transport:
            self._rate.set(bitrate)
        elif not self.stamping.on and bitrate < REMB_DOUBT * self._used:
            self._rate.set(min(self.estimate, max(bitrate, 0.5 * self._used)))
            self._look(now)

    def asked(self, packets: int, now: float) -> None:
        """The receiver misses that many packets (NACK). Long before a report it tells that a line is full."""
        self._asked = packets + self._asked * max(0.0, 1 - (now - self._asked_at) / ASKED_WITHIN)
        self._asked_at = now
        if self.transport and not self.stamping.on and self._asked >= ASKED_DOUBT:
            self._doubt(min(MOST_MISSED, self._asked * PACKET / max(self._used, FLOOR)), False, now)

    def picture_lost(self, now: float) -> None:
        """The receiver has no picture (PLI)."""
        if self.transport and not self.stamping.on:
            self._look(now)

    def report(self, missed: int, count: int, round_trip: float | None, now: float) -> None:
        """A receiver report: of `count` packets since the last one, `missed` did not come."""
        self._told_at = now
        slow = round_trip is not None and round_trip > self._shortest + ROUND_TRIP_DOUBT
        if round_trip is not None:
            self._shortest = min(self._shortest + 0.001, round_trip)
        if self.dead and count > missed:  # all that is stamped may be held back: then nothing else tells
            self._alive(now)
        if self.transport:
            if not self.stamping.on and (slow or missed > LOSS_DOUBT * count + 1):
                self._doubt(missed / count if count else 0.0, slow, now)
            return
        self.loss.add(missed, count, now)
        if round_trip is not None and round_trip > self._shortest + STANDING:
            self.trouble_at = now
            self._rate.set(0.85 * self.estimate)
        self._judge_loss(0.0, now)

    def _doubt(self, lost: float, slow: bool, now: float) -> None:
        """What is heard of a line that was not watched looks bad: begin with what it still seems to carry."""
        self._look(now)
        if lost > HEAVY or (slow and lost > LOSS_DOUBT):
            self._rate.set(min(self.estimate, self._used * (1 - lost)))
            self.trouble_at = now

    def _look(self, now: float) -> None:
        """Watch the line again. Of what it carried before only as much is believed as it still seems to carry."""
        self.stamping.doubt(now)
        self.probing.soon(now + SILENT)
        self._rate.set(min(self.estimate, max(BELIEVED * self._used, START)))

    # Time

    def tick(self, others: float, used: float, needed: float, round_trip: float, now: float) -> None:
        """Each 100 to 200 ms. bit/s: of packets without stamps, of everything sent, of everything that is wanted."""
        passed = 0.0 if self._ticked is None else min(now - self._ticked, 1.0)
        self._ticked = now
        self._used += min(1.0, passed) * (used - self._used)
        self._others = others if self.transport else 0.0
        if not self.transport:
            self._grow(needed, passed, now)
            return
        self._count_sent(now)
        if now - self._told_at > IDLE:
            self.queue.idle(passed)
        if now - self._fed_at > STALE_LOSS and self.loss.share:
            self.loss.forget(now)
        self._watch_silence(round_trip, now)
        fits = needed <= self.estimate and not self.dead
        calm = now - self.trouble_at > 2.0 and self.queue.delay < DRAIN_FROM and not self.loss.holds
        self.stamping.tick(fits and calm, now)
        if self.probing.state == "waiting":
            self._prove(now)

    def _prove(self, now: float) -> None:
        proved = self.probing.result(self._told, self.loss.own, now)
        if proved:
            self._rate.proved(proved + self._others)

    def _count_sent(self, now: float) -> None:
        passed = now - self._sent_at
        if passed >= 0.5:
            self._sent = 8 * (self.history.bytes - self._sent_bytes) / passed + self._others
            self._sent_at, self._sent_bytes = now, self.history.bytes

    def _watch_silence(self, round_trip: float, now: float) -> None:
        """Packets go out and nothing comes back."""
        if not self.stamping.on:
            if now - self._told_at > SILENCE and self._used > 2 * self._others + 10_000:
                self._look(now)
            return
        if self.history.next - 1 < self._told or self.history.newest_at < now - SILENT:
            return
        if self._waiting_since is None:
            self._waiting_since = now
        if not self.dead and now - self._waiting_since > max(SILENT, 4 * round_trip):
            self.dead = True
            self.trouble_at = now
            self._before_silence = self.estimate

    def _alive(self, now: float) -> None:
        """Feedback again: begin lower, and probe soon for what there was."""
        self.dead = False
        self._begin_anew(0.5 * self._before_silence, now)

    def moved(self, now: float) -> None:
        """The receiver has another address, perhaps another line: nothing is known of it but a guess."""
        self.stamping.doubt(now)
        self._begin_anew(min(self.estimate, max(START, 0.5 * self.estimate)), now)

    def _begin_anew(self, bitrate: float, now: float) -> None:
        self._since = now  # what was sent before waited for the line, or went another way
        self.loss.forget(now)
        self.queue.restart()
        self._bursts = Bursts()
        self._trend = Trendline()
        self._rate.set(bitrate)
        self.probing.soon(now + SILENT)

    def _grow(self, needed: float, passed: float, now: float) -> None:
        """Without transport-wide feedback and REMB: up while nothing is lost, towards what is wanted."""
        if now - self._remb_at < REMB_FRESH or self.loss.holds:
            return
        if now - self._told_at > SILENCE or now - self.trouble_at < 2.0:
            return
        growth = _PLAIN_GROWTH if now - self.trouble_at < 30.0 else _PLAIN_FAST
        limit = min(CEILING, 1.3 * needed)
        if self.estimate < limit:
            self._rate.set(min(limit, self.estimate * growth**passed))

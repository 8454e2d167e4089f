"""One receiver's line as a whole: its estimate, who gets what of it, and what has to wait."""

from collections.abc import Sequence

from sfu.congestion.allocation import Allocator, Choice, Request
from sfu.congestion.bandwidth import DEAD_RATE, Bandwidth
from sfu.congestion.pacer import Pacer

SHARE = 0.95
"""Of the estimate that is given away."""
LEAST_VIDEO = 20_000.0
PACE = 1.1
SHORT = 0.8
"""Video is paced from this share of the estimate on: below it, a frame does not fill the line's queue for long."""
LATELY = 5.0
REPAIR = 0.3
"""Share of the estimate that retransmissions may take."""
TWICE = 0.03
REPAIR_BYTES = 1200
LEAST_REPAIRS, MOST_REPAIRS = 10, 500
LEAST_FULL = 3


class Downlink:
    """`pacing`: video has to ask the pacer. Sound never does."""

    def __init__(self, *, transport: bool) -> None:
        self.bandwidth = Bandwidth(transport=transport)
        self.pacer = Pacer()
        self.allocator = Allocator()
        self.pacing = False
        self.choice: Choice = {}
        self.stale = False
        """The last tick threw away what waited: pictures have to begin anew."""

    @property
    def repairs(self) -> int:
        """Packets that may be sent again in a second; few while the line's queue is full: there they were lost."""
        bandwidth = self.bandwidth
        least = LEAST_REPAIRS if bandwidth.pace >= bandwidth.estimate else LEAST_FULL
        return max(least, min(int(REPAIR * bandwidth.pace / 8 / REPAIR_BYTES), MOST_REPAIRS))

    @property
    def copies(self) -> int:
        """How many times to send a repair at once: of a line that loses it as easily as the first one, twice."""
        room = self.bandwidth.pace >= self.bandwidth.estimate and not self.pacer
        return 2 if room and self.bandwidth.loss.share > TWICE else 1

    def tick(
        self, requests: Sequence[Request], others: float, used: float, round_trip: float, now: float
    ) -> Choice:
        """Each 100 to 200 ms. bit/s: of what is not video (sound), of everything sent."""
        bandwidth = self.bandwidth
        bandwidth.tick(others, used, self.needed(others), round_trip, now)
        carried = min(bandwidth.estimate, DEAD_RATE) if bandwidth.dead else bandwidth.estimate
        budget = SHARE * carried * (1 - bandwidth.loss.share) - others
        self.choice = self.allocator.choose(max(budget, 0.0), requests, now)
        self.stale = self.pacer.slow(PACE * max(bandwidth.pace - others, LEAST_VIDEO))
        short = self.needed(others) > SHORT * bandwidth.estimate or now - bandwidth.trouble_at < LATELY
        self.pacing = bool(self.pacer) or (short and bool(requests))
        return self.choice

    def needed(self, others: float) -> float:
        """bit/s that all that is wanted takes of the estimate."""
        wanted = self.allocator.needed
        return (wanted * 1.05 + others) / SHARE if wanted else 0.0

    def probe(self, others: float, now: float) -> int:
        """Bytes of padding to send now as a probe; 0: none."""
        bandwidth, probing = self.bandwidth, self.bandwidth.probing
        history = bandwidth.history
        if probing.state == "idle":
            if not bandwidth.stamping.on or bandwidth.dead or bandwidth.pace < bandwidth.estimate:
                return 0
            if not probing.wish(bandwidth.estimate, self.needed(others), now):
                return 0
            probing.begin(history.next, history.bytes, now)
        return probing.due(history.next, history.bytes, now)

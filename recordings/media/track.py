"""One codec of one journal: packets in, samples in lesson time out. What is damaged costs what it touches, no more.

What happens follows the journal's own arrival times, never when `take` is called: whoever reads the journal again gets
the same samples.
"""

from collections import deque

from recordings.media.frames import Depacketiser
from recordings.media.h264 import H264
from recordings.media.placing import Pictures, Sound
from recordings.media.reorder import Arrival, Ordered, Reorder
from recordings.media.sample import Codec, Gap, Sample
from recordings.media.timeline import MOST, Timeline
from recordings.media.vp8 import Vp8
from sfu.journal.format import Block, JournalPacket, SidecarHead

SETTLE = 4_000_000
"""µs a new stream is held back for its first sender report; without one arrival times decide."""
LAG = 2_000_000
"""µs after which what arrived stands in the journal."""


class TrackMaker:
    """See `recordings.media`. Samples of VP8 and H264 begin with a keyframe."""

    def __init__(self, codec: Codec, head: SidecarHead, zero: int, since: int = 0) -> None:
        self._codec = codec
        self._shift = (head.clock - zero) * 1000
        self._started = head.started + self._shift
        self._since = since
        self._timeline = Timeline(head.rate)
        self._reorder = Reorder()
        self._units: deque[Ordered] = deque()
        self._stream = 0
        self._stream_at = 0
        self._settled = False
        self._others = False
        self._track = _Sound() if codec == "opus" else _Pictures(H264() if codec == "h264" else Vp8())
        self.complete = -MOST
        self.malformed = 0

    def block(self, block: Block, packets: list[JournalPacket]) -> None:
        """The journal's next block whose CRC fits."""
        for packet in packets:
            self._packet(packet, self._started + packet.offset_ms * 1000)
        if block.sr and block.rtp is not None and packets and packets[-1].stream == self._stream:
            self._timeline.point(block.rtp, block.us + self._shift)
            self._settle()

    def damaged(self) -> None:
        """Something of the journal could not be read here: what is missing next is told as damaged."""
        self._track.placing.damaged = True

    def take(self, now_us: int, flush: bool = False) -> list[Sample]:
        """The samples that are complete. `now_us`: CLOCK_MONOTONIC; `flush`: nothing more comes."""
        now = now_us + self._shift - LAG
        self._units.extend(self._reorder.flush() if flush else self._reorder.expire(now))
        if flush or now - self._stream_at >= SETTLE:
            self._settle()
        self._drain()
        placing = self._track.placing
        settled = placing.settled()
        if flush:
            self._track.finish()
        if flush or (settled is not None and not self.pending and settled + MOST <= now):
            placing.rest()
        self._complete(now, flush)
        samples, placing.samples = placing.samples, []
        return [sample for sample in samples if not sample.known(self._since)]

    def take_gaps(self) -> list[Gap]:
        """The gaps found since the last call, in order."""
        gaps, self._track.placing.gaps = self._track.placing.gaps, []
        return [gap for gap in gaps if gap.end > self._since * 1000]

    @property
    def pending(self) -> bool:
        """Whether packets wait: for late ones, or for the stream's first report."""
        return bool(self._units) or self._reorder.waiting_since() is not None

    def _packet(self, packet: JournalPacket, at: int) -> None:
        if packet.stream < self._stream:
            return
        if packet.stream > self._stream:
            self._begin(packet.stream, at)
        self._units.extend(self._reorder.expire(at))
        if at - self._stream_at >= SETTLE:
            self._settle()
        self._drain()
        ticks = self._timeline.arrived(packet.timestamp, at)
        self._units.extend(self._reorder.push(Arrival(packet, at, ticks)))
        self._drain()

    def _begin(self, stream: int, at: int) -> None:
        """The sender began anew."""
        self._units.extend(self._reorder.flush())
        self._settle()
        self._reorder = Reorder()
        self._timeline.begin()
        self._stream, self._stream_at, self._settled = stream, at, False
        self._track.restart()

    def _settle(self) -> None:
        """The stream's clock is known as well as it will be soon: what was held back goes on."""
        self._settled = True
        self._drain()

    def _drain(self) -> None:
        while self._settled and self._units:
            self._unit(self._units.popleft())

    def _unit(self, unit: Ordered) -> None:
        if unit.arrival.packet.codec != self._codec:
            self._others = True
            return
        if self._others:
            self._track.restart()
        self._others = False
        try:
            self._track.unit(unit, self._timeline)
        except ValueError:
            self.malformed += 1

    def _complete(self, now: int, flush: bool) -> None:
        placing = self._track.placing
        waiting = self._units[0].arrival.at if self._units else self._reorder.waiting_since()
        bound = min(now, now if waiting is None else waiting) - MOST
        if placing.held is not None and not flush:
            bound = min(bound, placing.held.at)
        self.complete = max(self.complete, bound)


class _Sound:
    """Opus: each packet is a sample."""

    def __init__(self) -> None:
        self.placing = Sound()

    def unit(self, unit: Ordered, timeline: Timeline) -> None:
        arrival = unit.arrival
        at = timeline.capture(arrival.ticks, arrival.at)
        if unit.hole:
            self.placing.lose()
        try:
            self.placing.add(at, arrival.packet.payload)
        except ValueError:
            self.placing.lose()
            raise

    def restart(self) -> None:
        """Packets need nothing of those before."""

    def finish(self) -> None:
        """Sound tells its losses when it goes on."""


class _Pictures:
    """Video: frames of several packets."""

    def __init__(self, frames: Depacketiser) -> None:
        self.placing = Pictures()
        self._frames = frames
        self._arrived = 0

    def unit(self, unit: Ordered, timeline: Timeline) -> None:
        self._arrived = unit.arrival.at
        for frame in self._frames.push(unit):
            self.placing.add(timeline.capture(frame.ticks, frame.arrival), frame)

    def restart(self) -> None:
        self._frames.restart()

    def finish(self) -> None:
        """What came last may not have become a picture."""
        if self._frames.lost:
            self.placing.missing(self._arrived)

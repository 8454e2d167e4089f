"""A line in virtual time with a class-room's sound and pictures on it: what the congestion core does, step by step.

The queue is drop-tail in bytes; loss is random behind it; delay and jitter come last. Seeded, no clock.
"""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sfu.congestion.allocation import Request, Rung
from sfu.congestion.downlink import Downlink
from sfu.congestion.pacer import Waiting, Weight
from sfu.wire import twcc

STEP = 0.005
AUDIO_SIZE = 116
AUDIO_RATE = AUDIO_SIZE * 8 / 0.02
PACKET = 1100
OVERHEAD = 66


@dataclass
class Line:
    """`rate`: bit/s at a time; 0: blackout."""

    rate: Callable[[float], float]
    loss: float = 0.0
    delay: float = 0.05
    jitter: float = 0.0
    queue_bytes: int = 60_000
    seed: int = 1

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.waiting: deque[tuple[int, object]] = deque()
        self.held = 0
        self.credit = 0.0
        self.on_way: list[tuple[float, object]] = []
        self.dropped = 0

    def send(self, size: int, thing: object) -> None:
        if self.held + size > self.queue_bytes:
            self.dropped += 1
            return
        self.waiting.append((size, thing))
        self.held += size

    def step(self, now: float) -> list[tuple[float, object]]:
        """Things that arrive until `now`."""
        rate = self.rate(now)
        self.credit += rate * STEP / 8
        while self.waiting and self.credit >= self.waiting[0][0]:
            size, thing = self.waiting.popleft()
            self.credit -= size
            self.held -= size
            if self.chance.random() >= self.loss:
                left = now - self.credit * 8 / rate if rate else now
                self.on_way.append((left + self.delay + self.chance.random() * self.jitter, thing))
        if not self.waiting:
            self.credit = 0.0  # time the line did not use is gone
        come = sorted((each for each in self.on_way if each[0] <= now), key=lambda each: each[0])
        self.on_way = [each for each in self.on_way if each[0] > now]
        return come


@dataclass
class Video:
    """A slot's source: (lines, bit/s) of its layers, two temporal layers each; frames a second."""

    name: str
    priority: int
    layers: tuple[tuple[int, float], ...]
    tile: int = 0
    fps: float = 15.0
    ssrc: int = 0
    at: Rung | None = None
    next_frame: float = 0.0
    frame: int = 0
    waits_for_key: bool = True
    frames: list[tuple[float, int, bool]] = field(default_factory=list)
    octets: int = 0

    def request(self) -> Request:
        rungs = [
            Rung(place, temporal, rate * (0.6, 1.0)[temporal] * 1.06, lines)
            for place, (lines, rate) in enumerate(self.layers)
            for temporal in (0, 1)
        ]
        return Request(self.name, self.priority, tuple(rungs), self.tile)


@dataclass
class Trace:
    """One tick."""

    at: float
    capacity: float
    estimate: float
    choice: dict[str, Rung | None]
    queue: float
    sent: float


class Classroom:
    """A receiver of sound and `videos` behind `line`."""

    def __init__(self, line: Line, videos: tuple[Video, ...], *, transport: bool = True) -> None:
        self.line = line
        self.videos = videos
        self.down = Downlink(transport=transport)
        self.now = 0.0
        self.trace: list[Trace] = []
        self.audio_sent = self.audio_came = 0
        self.audio_delay = 0.0
        self.audio_delays: list[tuple[float, float]] = []
        self.feedbacks = 0
        self.stamped = 0
        self.padding = 0
        self.longest_queue = 0.0
        self.bytes = 0
        self._bytes_before = 0
        self._chance = random.Random(7)
        self._next_audio = self._next_tick = self._next_feedback = 0.0
        self._next_report = 1.0
        self._sent = self._arrived = 0
        self._reported = (0, 0)
        self._came: dict[int, float] = {}
        self._next_number = 1 << 16
        self._count = 0
        self._back: deque[tuple[float, bytes]] = deque()
        for ssrc, video in enumerate(videos):
            video.ssrc = ssrc

    def run(self, until: float) -> None:
        while self.now < until:
            self.now += STEP
            self._step()

    def _step(self) -> None:
        now, down = self.now, self.down
        if now >= self._next_audio:
            self._next_audio += 0.02
            self.audio_sent += 1
            self.bytes += AUDIO_SIZE
            self._sent += 1
            self.line.send(AUDIO_SIZE, ("audio", now))
        for video in self.videos:
            if video.at is not None and now >= video.next_frame:
                self._frame(video)
        while (packet := down.pacer.take(now)) is not None:
            self._emit(len(packet.template), packet.sequence, packet.ssrc, packet.key)
        pad = down.probe(AUDIO_RATE, now)
        while pad > 0:
            self._emit(290, -1, -1, False)
            self.padding += 290
            pad -= 290
        self._receive()
        self.longest_queue = max(self.longest_queue, down.pacer.delay)
        if now >= self._next_tick:
            self._next_tick += 0.1
            self._tick()

    def _frame(self, video: Video) -> None:
        """One frame of the layer chosen, packet by packet, as a slot would send it."""
        rung = video.at
        assert rung is not None
        video.next_frame = max(video.next_frame + 1 / video.fps, self.now - 0.1)
        video.frame += 1
        temporal = video.frame % 2
        if video.waits_for_key and self.down.pacing and self.down.pacer.waiting(video.ssrc) > 0.1:
            return  # a keyframe is asked for when there is room for it
        if temporal > rung.temporal and not video.waits_for_key:
            return
        weight: Weight = "key" if video.waits_for_key else ("extra" if temporal else "base")
        rate = video.layers[rung.layer][1]
        size = rate / 8 / video.fps * (1.2, 0.8)[temporal] * self._chance.uniform(0.7, 1.3)
        if weight == "key":
            size *= 4
        for left in range(int(size), 0, -PACKET):
            if not self._packet(video, min(left, PACKET) + OVERHEAD, weight):
                video.waits_for_key = video.waits_for_key or weight != "extra"
                return
        video.waits_for_key = False
        video.frames.append((self.now, rung.layer, weight == "key"))

    def _packet(self, video: Video, size: int, weight: Weight) -> bool:
        down = self.down
        if not down.pacing:
            self._emit(size, video.frame, video.ssrc, False)
            return True
        verdict = down.pacer.judge(size, video.ssrc, video.frame, weight, self.now)
        if verdict == "send":
            self._emit(size, video.frame, video.ssrc, False)
        elif verdict == "queue":
            down.pacer.put(Waiting(bytes(size), video.frame, 0, video.ssrc, 0, b"", weight == "key"))
        return verdict != "refuse"

    def _emit(self, size: int, frame: int, ssrc: int, key: bool) -> None:
        self.bytes += size
        self._sent += 1
        number = None
        if self.down.bandwidth.transport and self.down.bandwidth.stamping.on:
            number = self.down.bandwidth.history.sent(size, self.now)
            self.stamped += 1
        self.line.send(size, ("video", number))

    def _receive(self) -> None:
        for at, thing in self.line.step(self.now):
            assert isinstance(thing, tuple)
            kind, value = thing
            self._arrived += 1
            if kind == "audio":
                self.audio_came += 1
                self.audio_delays.append((at, at - value))
            elif value is not None:
                self._came[value] = at
        if self.now >= self._next_feedback:
            self._next_feedback = self.now + 0.07
            self._tell()
        if self.now >= self._next_report:
            self._report()
        while self._back and self._back[0][0] <= self.now:
            self.down.bandwidth.feedback(self._back.popleft()[1], 2 * self.line.delay, self.now)

    def _report(self) -> None:
        """A receiver report each second; what is under way counts as lost, within reason."""
        self._next_report = self.now + 1.0
        came, sent = self._arrived - self._reported[0], self._sent - self._reported[1]
        if not came or not self.line.rate(self.now):
            return
        self._reported = self._arrived, self._sent
        under_way = self.line.delay * sent + 2
        missed = max(0, sent - came - int(under_way))
        self.down.bandwidth.report(missed, sent, self.audio_delays[-1][1] + self.line.delay, self.now)

    def _tell(self) -> None:
        if not self._came or not self.line.rate(self.now):
            return
        last = max(self._came)
        base = min(self._next_number, min(self._came))
        base = max(base, last - 1000)
        ticks = [
            round(self._came[number] * twcc.TICKS_PER_SECOND) if number in self._came else None
            for number in range(base, last + 1)
        ]
        while ticks and ticks[0] is None and len(ticks) > 200:
            del ticks[0]
            base += 1
        body = twcc.build(twcc.Feedback(base & 0xFFFF, self._count, tuple(ticks)))
        self._count = (self._count + 1) & 0xFF
        self._came.clear()
        self._next_number = last + 1
        self.feedbacks += 1
        self._back.append((self.now + self.line.delay, body))

    def _tick(self) -> None:
        used = (self.bytes - self._bytes_before) * 80
        self._bytes_before = self.bytes
        requests = [video.request() for video in self.videos]
        choice = self.down.tick(requests, AUDIO_RATE, used, 2 * self.line.delay, self.now)
        if self.down.stale:
            for video in self.videos:
                video.waits_for_key = True
        for video in self.videos:
            rung = choice.get(video.name)
            if rung is not None and (video.at is None or rung.layer != video.at.layer):
                video.waits_for_key = True
                video.next_frame = max(video.next_frame, self.now)
            video.at = rung
        self.trace.append(
            Trace(
                self.now,
                self.line.rate(self.now),
                self.down.bandwidth.estimate,
                dict(choice),
                self.down.bandwidth.queue.delay,
                used,
            )
        )


def camera(name: str = "v1", priority: int = 2) -> Video:
    return Video(name, priority, ((90, 40e3), (180, 110e3), (360, 300e3)))


def screen(name: str = "v0") -> Video:
    return Video(name, 3, ((360, 120e3), (720, 400e3)), fps=5.0)


def classroom(line: Line, *, transport: bool = True) -> Classroom:
    """A screen, the teacher's camera and three others."""
    others = tuple(camera(f"v{index}", 1) for index in (2, 3, 4))
    return Classroom(line, (screen(), camera(), *others), transport=transport)

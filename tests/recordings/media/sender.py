"""A sender and the network, simulated: frames with true capture times in, a journal's head and blocks out."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from recordings.media.sample import Codec, Gap, Sample
from recordings.media.track import TrackMaker
from sfu.journal.format import Block, JournalPacket, SidecarHead

STARTED = 5_000_000_000
"""Monotonic µs when the journal begins."""
CLOCK = 1_800_000_000_000
RATES = {"opus": 48_000, "vp8": 90_000, "h264": 90_000}
PAYLOAD = 1100

Blocks = list[tuple[Block, list[JournalPacket]]]


@dataclass
class Captured:
    """A frame and when it was captured (true µs since the journal's beginning)."""

    at: int
    data: bytes


@dataclass
class Sender:
    """Seeded. Its clock runs `drift` ppm fast; transit is `delay` plus up to `jitter` µs.

    Sender reports: every `report` µs of true time, each wrong by up to `report_jitter` µs; 0: none. `report_late`: its
    reports say that media was captured so much later than it was.
    """

    codec: Codec
    drift: int = 0
    delay: int = 20_000
    jitter: int = 0
    encoding: int = 0
    report: int = 1_000_000
    report_jitter: int = 0
    report_late: int = 0
    loss: float = 0.0
    late: float = 0.0
    """Share of packets that come up to 0.8 s later than the others."""
    twice: float = 0.0
    sequence: int = 65_000
    timestamp: int = 0xFFFF_0000
    stream: int = 1
    seed: int = 1
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def ticks(self, true: int) -> int:
        """RTP timestamp (not wrapped) of a true time."""
        own = true + true * self.drift // 1_000_000
        return self.timestamp + own * RATES[self.codec] // 1_000_000

    def packets(self, frames: list[Captured]) -> list[JournalPacket]:
        """In order of arrival."""
        found: list[tuple[int, JournalPacket]] = []
        arrival = 0
        for frame in frames:
            parts = payloads(self.codec, frame.data)
            for number, part in enumerate(parts):
                on_time = frame.at + self.encoding + self.delay + self.random.randint(0, self.jitter)
                arrival = max(arrival, on_time)
                packet = JournalPacket(
                    0,
                    number == len(parts) - 1 and self.codec != "opus",
                    self.codec,
                    self.sequence & 0xFFFF,
                    self.ticks(frame.at) & 0xFFFFFFFF,
                    self.stream,
                    part,
                )
                self.sequence += 1
                if self.random.random() < self.loss:
                    continue
                extra = self.random.randint(1000, 800_000) if self.random.random() < self.late else 0
                found.append((arrival + extra, packet))
                if self.random.random() < self.twice:
                    found.append((arrival + extra + self.random.randint(0, 300_000), packet))
        found.sort(key=lambda item: item[0])
        return [moved(packet, at // 1000) for at, packet in found]

    def journal(self, frames: list[Captured]) -> Blocks:
        """Blocks of at most 0.5 s with the points that the worker would note."""
        return self.blocks(self.packets(frames))

    def blocks(self, packets: list[JournalPacket]) -> Blocks:
        """Packets of one stream as blocks."""
        blocks: Blocks = []
        part: list[JournalPacket] = []
        reported: tuple[int, int] | None = None
        for packet in packets:
            if part and packet.offset_ms - part[0].offset_ms >= 500:
                blocks.append((self._block(part, reported), part))
                part = []
            part.append(packet)
            due = packet.offset_ms * 1000 // self.report if self.report else 0
            if self.report and due and (reported is None or due > reported[0]):
                reported = due, self.random.randint(-self.report_jitter, self.report_jitter)
        if part:
            blocks.append((self._block(part, reported), part))
        return blocks

    def _block(self, part: list[JournalPacket], reported: tuple[int, int] | None) -> Block:
        us = part[-1].offset_ms * 1000 + 500
        rtp = None
        if reported is not None:  # captured then, plus the nominal rate since
            then = reported[0] * self.report
            late = self.report_late + reported[1]
            rtp = self.ticks(then) + (us - then - late) * RATES[self.codec] // 1_000_000 & 0xFFFFFFFF
        return Block(0, 0, 0, STARTED + us, rtp, rtp is not None)


def moved(packet: JournalPacket, offset_ms: int) -> JournalPacket:
    """The same packet with another arrival."""
    return JournalPacket(
        offset_ms,
        packet.marker,
        packet.codec,
        packet.sequence,
        packet.timestamp,
        packet.stream,
        packet.payload,
    )


def payloads(codec: Codec, data: bytes) -> list[bytes]:
    """RTP payloads of one frame: H264 (4-byte lengths) as STAP-A of parameter sets, single NAL units and FU-A."""
    if codec == "opus":
        return [data]
    if codec == "vp8":
        cut = [data[start : start + PAYLOAD] for start in range(0, len(data), PAYLOAD)]
        return [(b"\x10" if number == 0 else b"\x00") + part for number, part in enumerate(cut)]
    sets, parts, position = b"", [], 0
    while position < len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        nal = data[position + 4 : position + 4 + size]
        position += 4 + size
        if nal[0] & 0x1F in (7, 8):
            sets += len(nal).to_bytes(2, "big") + nal
        elif len(nal) <= PAYLOAD:
            parts.append(nal)
        else:
            parts += _fragments(nal)
    return ([b"\x78" + sets] if sets else []) + parts


def _fragments(nal: bytes) -> list[bytes]:
    cut = [nal[start : start + PAYLOAD] for start in range(1, len(nal), PAYLOAD)]
    return [
        bytes([nal[0] & 0xE0 | 28, nal[0] & 0x1F | (number == 0) << 7 | (number == len(cut) - 1) << 6]) + part
        for number, part in enumerate(cut)
    ]


def head(codec: Codec) -> SidecarHead:
    kind: Literal["audio", "video"] = "audio" if codec == "opus" else "video"
    return SidecarHead("bai-hoc", "p/a0", "hs-1/mic", kind, RATES[codec], CLOCK, STARTED)


def maker(codec: Codec, since: int = 0, early: int = 0) -> TrackMaker:
    """Zero lies `early` ms before the journal's beginning."""
    return TrackMaker(codec, head(codec), CLOCK + STARTED // 1000 - early, since)


def made(
    blocks: Blocks, codec: Codec, since: int = 0, each: int = 1
) -> tuple[list[Sample], list[Gap], TrackMaker]:
    """All samples of a journal, taken after every `each` blocks."""
    track = maker(codec, since)
    samples: list[Sample] = []
    for number, (block, packets) in enumerate(blocks, 1):
        track.block(block, packets)
        if number % each == 0:
            samples += track.take(block.us)
    samples += track.take(blocks[-1][0].us if blocks else STARTED, flush=True)
    return samples, track.take_gaps(), track

"""A lesson's journals as a media worker writes them, made by the tests: known speech and pictures at known times."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from loadtest.media import read
from recordings.shelf.order import Order, write_order
from sfu.journal.format import Codec, EndReason, JournalBytes, JournalPacket, SidecarHead, record

ZERO = 1_800_000_000_000
"""Lesson ms at which the lessons of the tests begin."""
MONOTONIC = 5_000_000_000
"""Monotonic µs at that moment."""
CLOCK = ZERO - MONOTONIC // 1000
PAYLOAD = 1100


@dataclass
class Frame:
    """`at`: µs since zero when it was captured."""

    at: int
    data: bytes


def speech(name: str, begin: int, end: int, ppm: int = 0) -> list[Frame]:
    """The 20 ms packets of a voice of loadtest/media, again and again, from `begin` to `end` (µs since zero).

    `ppm`: the sender's clock is so much too fast, so its packets come closer together.
    """
    packets = [frame.data for frame in read.opus(name)]
    step = 20_000 * (1 - ppm / 1e6)
    count = int((end - begin) / step)
    return [Frame(begin + round(n * step), packets[n % len(packets)]) for n in range(count)]


def pictures(name: str, begin: int, end: int) -> list[Frame]:
    """The VP8 frames of loadtest/media, again and again."""
    frames, _, _ = read.vp8(name)
    found: list[Frame] = []
    at, number = begin, 0
    while at < end:
        frame = frames[number % len(frames)]
        found.append(Frame(at, frame.data))
        at += frame.ticks * 100 // 9
        number += 1
    return found


@dataclass
class Journal:
    """One source's files. Frames arrive 30 ms after they were captured; blocks of 0.5 s."""

    folder: Path
    name: str
    label: str
    codec: Codec = "opus"
    ppm: int = 0
    begin: int = 0
    """µs since zero."""
    stream: int = 1
    reports: bool = True
    sequence: int = 65_500
    _waiting: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        audio = self.codec == "opus"
        self.rate = 48_000 if audio else 90_000
        lesson = self.folder.name
        head = SidecarHead(
            lesson,
            f"peer/{self.name}",
            self.label,
            "audio" if audio else "video",
            self.rate,
            CLOCK,
            MONOTONIC + self.begin,
        )
        self.encoder = JournalBytes(head)
        self.folder.mkdir(parents=True, exist_ok=True)
        rtp, idx = self.encoder.begin()
        self._append("rtp", rtp)
        self._append("idx", idx)

    def play(self, frames: list[Frame]) -> "Journal":
        """To be written with the next `write`."""
        self._waiting += frames
        return self

    def write(self, until: int = 1 << 60) -> "Journal":
        """The blocks that are closed up to then (µs since zero)."""
        while self._waiting:
            close = self._waiting[0].at // 500_000 * 500_000 + 560_000
            if close > until:
                break
            block = [
                frame for frame in self._waiting if frame.at + 60_000 < close or frame.at < close - 59_000
            ]
            self._waiting = self._waiting[len(block) :]
            self._block(block, close)
        return self

    def end(self, at: int, reason: EndReason = "stopped") -> "Journal":
        self.write()
        self._append("idx", self.encoder.end(reason, MONOTONIC + at))
        return self

    def ticks(self, at: int) -> int:
        """RTP timestamp of what was captured then."""
        return int(at * (1 + self.ppm / 1e6)) * self.rate // 1_000_000 & 0xFFFFFFFF

    def _block(self, frames: list[Frame], close: int) -> None:
        records = b"".join(record(packet) for frame in frames for packet in self._packets(frame))
        self._append("rtp", records)
        self._append("idx", self.encoder.block(records, MONOTONIC + close, self.ticks(close), self.reports))

    def _packets(self, frame: Frame) -> list[JournalPacket]:
        parts = [frame.data]
        if self.codec == "vp8":
            cut = [frame.data[at : at + PAYLOAD] for at in range(0, len(frame.data), PAYLOAD)]
            parts = [(b"\x00" if number else b"\x10") + part for number, part in enumerate(cut)]
        packets = []
        for number, part in enumerate(parts):
            marker = self.codec != "opus" and number == len(parts) - 1
            offset = (frame.at - self.begin) // 1000 + 30
            packets.append(
                JournalPacket(
                    offset,
                    marker,
                    self.codec,
                    self.sequence & 0xFFFF,
                    self.ticks(frame.at),
                    self.stream,
                    part,
                )
            )
            self.sequence += 1
        return packets

    def _append(self, suffix: str, data: bytes) -> None:
        with (self.folder / f"{self.name}.{suffix}").open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno()) if os.environ.get("BUCGIANG_TEST_FSYNC") else None


def order(journals: Path, lesson: str = "lesson", clock: int | None = CLOCK) -> Order:
    """Begins the recording of a lesson at ZERO."""
    one = Order(lesson=lesson, started_at=ZERO, clock=clock)
    write_order(journals / lesson, one)
    return one

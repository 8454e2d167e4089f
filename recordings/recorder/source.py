"""One journal on its way to samples: its files followed, its packets given to a TrackMaker for each codec."""

from dataclasses import dataclass
from pathlib import Path

from recordings.media.sample import Codec, Gap, Sample
from recordings.media.track import TrackMaker
from recordings.recorder.following import Following, Stretch
from sfu.journal.format import SidecarHead

HELD = 1_000_000
"""µs between the newest packet and the newest sample of a journal that are not worth waiting for."""

BLOCK = 500_000
"""µs of packets in a block."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a journal gave for one codec."""

    codec: Codec
    samples: list[Sample]
    gaps: list[Gap]


class Source:
    """`zero`: lesson ms of the timeline's zero. All times given and taken are µs since zero."""

    def __init__(self, stem: Path, zero: int) -> None:
        self.following = Following(stem)
        self.name = stem.name
        self.malformed = 0
        self.damaged = 0
        """Blocks."""
        self.gave = False
        """Whether any sample came out of it."""
        self.seen_to = 0
        """When its newest block was written."""
        self.broken_from: int | None = None
        """Since when every block is damaged; None: the newest is not."""
        self._zero = zero
        self._makers: dict[Codec, TrackMaker] = {}
        self._first: int | None = None
        """When the first packet arrived that was read, and the last one; up to where samples were taken."""
        self._read_to: int | None = None
        self._taken_to: int | None = None

    @property
    def head(self) -> SidecarHead | None:
        """None until its first line is there."""
        if self.following.head is None:
            self.following.look()
        return self.following.head

    @property
    def began(self) -> int:
        """When it was opened. Only with a head."""
        assert self.following.head is not None
        return self.following.head.started + self._shift

    @property
    def is_audio(self) -> bool:
        return self.following.head is not None and self.following.head.kind == "audio"

    @property
    def label(self) -> tuple[str | None, str | None]:
        """Person and source; both None when nobody knows."""
        assert self.following.head is not None
        person, _, source = self.following.head.label.rpartition("/")
        return (person, source) if person else (None, None)

    def time(self, us: int) -> int:
        """Of a moment of the journal's clock."""
        return us + self._shift

    @property
    def over(self) -> bool:
        """It has ended and everything of it was read."""
        return self.following.end is not None and self.following.next_us is None

    def skip(self, before: int) -> None:
        """Leaves out what was written before."""
        if self.head is not None:
            self.following.skip(before - self._shift)

    def next_at(self) -> int | None:
        """When the next block was written; None: there is none yet."""
        us = self.following.next_us if self.head is not None else None
        return None if us is None else us + self._shift

    def read(self, until: int) -> None:
        """What was written until then. Raises OSError."""
        while (at := self.next_at()) is not None and at <= until:
            for stretch in self.following.take():
                self._stretch(stretch)

    def guess(self) -> bool:
        """Without a sidecar's head: whether its packets let one guess. Raises OSError."""
        return self.following.guess()

    def read_rest(self) -> bool:
        """At the end of all: some of what no sidecar line speaks for; whether there was any. Raises OSError."""
        stretches = self.following.rest()
        for stretch in stretches:
            self._stretch(stretch)
        return bool(stretches)

    def take(self, now: int, flush: bool = False) -> list[Taken]:
        """What is complete now, `flush`: all; a codec each."""
        if not self._makers:
            return []
        us = now - self._shift
        taken: list[Taken] = []
        for codec, maker in self._makers.items():
            samples = maker.take(us, flush)
            taken.append(Taken(codec, samples, maker.take_gaps()))
            if samples:
                self.gave = True
                self._taken_to = max(self._taken_to or 0, samples[-1].end)
        if flush:
            self.malformed += sum(maker.malformed for maker in self._makers.values())
            self._makers.clear()
            self._read_to = None
        return taken

    @property
    def read_to(self) -> int:
        """When the newest packet that was read arrived; 0 before the first."""
        return self._read_to or 0

    def held_from(self) -> int | None:
        """From when on packets are read but held back, for late ones or for the sender's first report; None: none are."""
        if self._read_to is None or self._first is None:
            return None
        if not any(maker.pending for maker in self._makers.values()):
            return None  # what was read was no media
        taken_to = self._first - HELD if self._taken_to is None else self._taken_to
        return taken_to if self._read_to - taken_to > HELD else None

    @property
    def _shift(self) -> int:
        assert self.following.head is not None
        return (self.following.head.clock - self._zero) * 1000

    def _stretch(self, stretch: Stretch) -> None:
        self.seen_to = stretch.block.us + self._shift
        if stretch.packets is None:
            self.damaged += 1
            if self.broken_from is None:
                self.broken_from = max(self.began, self.seen_to - BLOCK)
            for maker in self._makers.values():
                maker.damaged()
            return
        assert self.following.head is not None
        if not stretch.packets:
            return
        self.broken_from = None
        self._read_to = self.began + stretch.packets[-1].offset_ms * 1000
        if self._first is None:
            self._first = self.began + stretch.packets[0].offset_ms * 1000
        for codec in {packet.codec for packet in stretch.packets} - self._makers.keys():
            self._makers[codec] = TrackMaker(codec, self.following.head, self._zero)
        for maker in self._makers.values():
            maker.block(stretch.block, stretch.packets)

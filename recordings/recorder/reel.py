"""One lesson's recording as it grows: journals in, tracks and class audio out, recording.json said, the end made final.

Nothing is remembered that is not on disk: one that is opened anew goes on from recording.json, the ends of the indexes
and the journals. Work goes through lesson time in slices, so that hours that were missed are worked through like a live
lesson, only faster, in bounded memory and bounded steps.
"""

import shutil
from enum import Enum, auto
from pathlib import Path
from typing import Literal

import structlog
from msgspec.structs import replace

from recordings.media.sample import Sample, ms
from recordings.mix.classaudio import WARM_MS, ClassAudio
from recordings.mix.grid import FRAME_MS
from recordings.recorder.journals import Journals
from recordings.recorder.source import Source, Taken
from recordings.recorder.track import TrackWriter
from recordings.recorder.tracks import Tracks
from recordings.shelf.gaps import Gaps
from recordings.shelf.order import LONGEST, Order
from recordings.shelf.recording import Recording, read_recording, write_recording
from recordings.shelf.replaced import make_folder
from recordings.shelf.verify import Verifier

SLICE = 10_000_000
"""µs of lesson time worked through at once."""
LAG_MS = 2500
"""The class audio is that far behind: what arrives late is in it."""
MOST_LAG_MS = 7000
"""As long as it waits for a journal whose packets are held back."""
AGAIN = 30_000_000
"""µs before what is on disk from which journals are read again: keyframes and clocks are found in it."""
SYNC_US = 2_000_000
VERIFY_LIVE = 2 * 1024 * 1024
"""Bytes that are verified at a step of a live lesson, and of one that is over."""
VERIFY_OVER = 16 * 1024 * 1024
QUIET_US = 1_500_000
"""Journals that did not grow for so long after the lesson's end are over."""
ORPHAN_QUIET_US = 60_000_000
"""The same without order.json."""
BREAK = 500
"""Ms without packets between two journals of one source that are a gap, up to LONGEST_BREAK: then it is another visit."""
LONGEST_BREAK = 60_000

log = structlog.get_logger("recordings.recorder.reel")


class Progress(Enum):
    """What a step left: more that can be done at once, nothing for now, nothing at all (final, journals removed)."""

    BUSY = auto()
    IDLE = auto()
    DONE = auto()


class Reel:
    """Of a lesson whose order (so whose zero) is known; `orphan`: it was guessed. A step raises OSError (the disk),
    Damaged, and whatever our bugs raise; then it is closed and left, and another one opened.

    Times are ms since zero, `_at` and those of samples µs.
    """

    def __init__(self, order: Order, orphan: bool, journals: Path, shelf: Path) -> None:
        self.order = order
        self.orphan = orphan
        self._shelf = shelf
        self._written = known(shelf, order)
        if self._written is None and shelf.exists():
            shutil.rmtree(shelf)
        make_folder(shelf)
        try:
            self._tracks = Tracks(shelf, self._written)
        except ValueError:
            log.warning("begun_anew", lesson=order.lesson)
            self._written = None
            shutil.rmtree(shelf)
            make_folder(shelf)
            self._tracks = Tracks(shelf, None)
        resume = self._tracks.resume_from
        self._mix = ClassAudio(self._tracks.class_audio.end)
        self._mix_from = max(0, self._tracks.class_audio.end - WARM_MS) * 1000
        self._at = max(0, resume * 1000 - AGAIN)
        self._journals = Journals(journals, order.started_at, self._at)
        self._gaps = Gaps(self._written.gaps if self._written else ())
        self._verifier = Verifier(shelf)
        self._saved_to = resume
        self._synced_at: int | None = None
        self._resting = False
        self._ended = False

    def step(self, now: int) -> Progress:
        """A bounded part of the work; `now`: monotonic µs."""
        if self._ended:
            return self._verify()
        self._journals.look(now)
        target = self._target(now)
        if self._at < target:
            end = min(target, self._at + SLICE)
            self._slice(end)
            self._at = end
        behind = self._at < target
        if not behind and self._is_over(now):
            return self._rest(now)
        if self._synced_at is None or now - self._synced_at >= SYNC_US:
            self.sync(now)
        elif not behind:
            self._verifier.step(self._tracks.described(), VERIFY_LIVE)
        return Progress.BUSY if behind else Progress.IDLE

    def sync(self, now: int) -> None:
        """Everything worked through comes on disk, then recording.json says so. Raises OSError."""
        self._tracks.sync()
        self._saved_to = max(
            self._saved_to, min(self._worked_to(self._at, self._journals.sources), self._mix.to)
        )
        self._tell("live")
        self._synced_at = now

    @property
    def synced(self) -> bool:
        """Whether something came on disk since it was opened."""
        return self._synced_at is not None

    @property
    def written(self) -> Recording | None:
        """recording.json as it is."""
        return self._written

    def close(self) -> None:
        self._tracks.close()

    # Through lesson time

    def _target(self, now: int) -> int:
        """Up to when there can be something: now, or the lesson's end; where we are when nobody knows."""
        if self.order.ended_at is not None:
            return max(0, self.order.ended_at - self.order.started_at) * 1000
        clocks = [clock for clock in (self.order.clock, self._journals.clock) if clock is not None]
        if not clocks:
            return self._at
        until = now + (max(clocks) - self.order.started_at) * 1000
        return max(self._at, min(until, LONGEST * 1000))

    def _slice(self, end: int) -> None:
        for source in list(self._journals.sources):
            source.read(end)
            if source.over:
                self._retire(source, end)
            else:
                self._use(source, source.take(end))
        self._mix_up_to(self._worked_to(end, [s for s in self._journals.sources if s.is_audio]))

    def _worked_to(self, end: int, sources: list[Source]) -> int:
        """Ms up to which nothing more of these is expected when all that was written until `end` is read."""
        held = [at for source in sources if (at := source.held_from()) is not None]
        return max(end // 1000 - MOST_LAG_MS, min([end // 1000 - LAG_MS, *(at // 1000 for at in held)]))

    def _mix_up_to(self, until: int) -> None:
        pieces = self._mix.take(until, self._pauses())
        self._tracks.class_audio.add(
            [Sample(piece.t * 1000, FRAME_MS * 1000, piece.data) for piece in pieces]
        )

    def _use(self, source: Source, taken: list[Taken]) -> None:
        person, name = source.label
        for part in taken:
            if not part.samples and not part.gaps:
                continue
            track = self._tracks.of(person, name, part.codec)
            leader = track.leader
            samples = self._recorded(track.lead(source.began, part.samples))
            if samples and leader != track.leader:
                self._note_break(source, track, ms(samples[0].at))
            track.add(samples)
            if part.codec == "opus":
                for sample in samples:
                    if sample.at >= self._mix_from:
                        self._mix.put(source.name, sample.at, sample.data)
            for gap in part.gaps:
                self._gaps.add(max(0, ms(gap.start)), ms(gap.end), gap.reason, track.id)

    def _recorded(self, samples: list[Sample]) -> list[Sample]:
        """Without what was captured in a pause or after the end."""
        spans = [(begin * 1000, None if end is None else end * 1000) for begin, end in self._pauses()]
        if self.order.ended_at is not None:
            spans.append(((self.order.ended_at - self.order.started_at) * 1000, None))
        for begin, end in spans:
            samples = [s for s in samples if s.at < begin or (end is not None and s.at >= end)]
        return samples

    def _note_break(self, source: Source, track: TrackWriter, begins: int) -> None:
        """Between the journals of a sender that was gone and is back, or that could not be written."""
        before = self._journals.before(source)
        missing = begins - track.pushed_to
        if before is None or not track.pushed_to or missing <= BREAK:
            return
        end = before.following.end
        if end is not None and end.end == "fault":
            self._gaps.add(track.pushed_to, begins, "disk", track.id)
        elif (end is None or end.end == "gone") and missing <= LONGEST_BREAK:
            self._gaps.add(track.pushed_to, begins, "lost", track.id)

    def _pauses(self) -> list[tuple[int, int | None]]:
        zero = self.order.started_at
        return [(p.from_ - zero, None if p.to is None else p.to - zero) for p in self.order.pauses]

    # The end

    def _is_over(self, now: int) -> bool:
        quiet = self._journals.quiet_for(now)
        if self.orphan and self.order.ended_at is None and quiet >= ORPHAN_QUIET_US:
            self.order = replace(self.order, ended_at=self.order.started_at + self._at // 1000)
        if self.order.ended_at is None:
            return False
        return self._journals.all_over or quiet >= QUIET_US

    def _rest(self, now: int) -> Progress:
        """What no slice reached: late blocks, bytes no sidecar speaks for; a part at each step, then the last flush."""
        if not self._resting:
            self._resting = True
            self._journals.guess()
        for source in list(self._journals.sources):
            source.read(self._at + QUIET_US)
            if source.next_at() is None and source.read_rest():
                self._use(source, source.take(source.read_to))
                if now - (self._synced_at or 0) >= SYNC_US:
                    self.sync(now)
                return Progress.BUSY
            self._retire(source, self._at)
        self._finish()
        return Progress.BUSY

    def _retire(self, source: Source, now: int) -> None:
        """All of it was read."""
        self._use(source, source.take(now, flush=True))
        self._mix.gone(source.name)
        self._journals.finish(source)
        lines = source.following.bad_lines
        if source.damaged or source.malformed or lines:
            log.warning(
                "journal_damaged",
                lesson=self.order.lesson,
                journal=source.name,
                blocks=source.damaged,
                lines=lines,
                packets=source.malformed,
            )
        if source.damaged and not source.gave:
            self._gaps.add(max(0, ms(source.began)), max(0, ms(source.seen_to)), "damaged", None)
        elif source.broken_from is not None:
            track = self._tracks.newest(*source.label)
            self._gaps.add(max(0, ms(source.broken_from)), max(0, ms(source.seen_to)), "damaged", track)

    def _finish(self) -> None:
        assert self.order.ended_at is not None
        end = max(0, self.order.ended_at - self.order.started_at)
        self._mix_up_to(-(-end // FRAME_MS) * FRAME_MS)
        self._tracks.sync()
        for person, name, since in self._journals.faults():
            if ms(since) < end:
                self._gaps.add(ms(since), end, "disk", self._tracks.newest(person, name))
        self._saved_to = end
        self._ended = True
        if self._mix.late_samples:
            log.warning("late_for_class_audio", lesson=self.order.lesson, ms=self._mix.late_samples // 48)

    def _verify(self) -> Progress:
        if not self._verifier.step(self._tracks.described(), VERIFY_OVER):
            return Progress.BUSY
        self._tell("final")
        return Progress.DONE

    def _tell(self, state: Literal["live", "final"]) -> None:
        zero = self.order.started_at
        recording = Recording(
            lesson=self.order.lesson,
            state=state,
            started_at=zero,
            ended_at=self.order.ended_at,
            saved_to=zero + self._saved_to,
            tracks=self._tracks.described(),
            gaps=self._gaps.all(self._pauses()),
            trouble="no_order" if self.orphan else "",
        )
        if recording != self._written:
            write_recording(self._shelf, recording)
            self._written = recording


def known(shelf: Path, order: Order) -> Recording | None:
    """What recording.json says, when it is of this order and whole. Raises OSError."""
    try:
        recording = read_recording(shelf)
    except ValueError:
        return None
    return recording if recording is not None and recording.started_at == order.started_at else None

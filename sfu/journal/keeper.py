"""What control asked to be kept: taps by lesson and source, how each lesson's keeping goes, and who is told. Pure.

A source that is asked for before it comes, or that comes back, is the router's affair: a tap is a listener that wishes
for a name. A tap that raised is put aside and a new one tried after RETRY.
"""

import re
from collections.abc import Callable

import structlog

from sfu.journal.tap import NEVER, Fault, Sink, Tap
from sfu.link import JournalState, KeepSources
from sfu.routing.router import Router

FOLDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_LABEL = 200
PER_LESSON = 64
PER_WORKER = 256
"""Sources kept at once: two file descriptors each, below the 1024 a process usually has."""
CLOCK_STEP = 50
"""ms by which a lesson's clock may differ from its journals'."""
RETRY = 2.0
SLOW_FOR = 2.0
"""Seconds without a lost block after which a slow disk has caught up."""
INTERVAL = 0.2

log = structlog.get_logger("sfu.journal")


class _Lesson:
    """`retry`: when a tap that failed is replaced."""

    def __init__(self, clock: int) -> None:
        self.clock = clock
        self.taps: dict[str, Tap] = {}
        self.retry: dict[str, float] = {}
        self.refused = False
        self.fault: Fault = ""


class Keeper:
    """Of one worker."""

    def __init__(self, router: Router, sink: Sink, tell: Callable[[JournalState], None]) -> None:
        self._router = router
        self._sink = sink
        self._tell = tell
        self._lessons: dict[str, _Lesson] = {}
        self._next = NEVER

    @property
    def folders(self) -> tuple[str, ...]:
        """Lessons with something to keep."""
        return tuple(self._lessons)

    def faults(self) -> tuple[JournalState, ...]:
        """For a control process that just connected."""
        return tuple(
            JournalState(folder, lesson.fault) for folder, lesson in self._lessons.items() if lesson.fault
        )

    def keep(self, asked: KeepSources, now: float) -> None:
        """From now on this is the lesson's whole set."""
        if not FOLDER.fullmatch(asked.folder):
            log.warning("journal_folder_refused", length=len(asked.folder))
            return
        lesson = self._lessons.get(asked.folder)
        if lesson is None:
            if not asked.sources:
                return
            if len(self._lessons) >= PER_WORKER:
                log.warning("journal_lesson_refused", folder=asked.folder)
                self._tell(JournalState(asked.folder, "unwritable"))
                return
            lesson = self._lessons[asked.folder] = _Lesson(asked.clock)
        self._drop_unwanted(lesson, asked, now)
        self._add_missing(lesson, asked, now)
        if not asked.sources:
            del self._lessons[asked.folder]
            if lesson.fault:
                self._tell(JournalState(asked.folder, ""))

    def _drop_unwanted(self, lesson: _Lesson, asked: KeepSources, now: float) -> None:
        stepped = abs(asked.clock - lesson.clock) > CLOCK_STEP
        for source, tap in tuple(lesson.taps.items()):
            label = asked.sources.get(source)
            if stepped or label is None or label[:MAX_LABEL] != tap.label:
                self._router.feed(tap, None, now)
                del lesson.taps[source]
                lesson.retry.pop(source, None)
        if stepped:
            lesson.clock = asked.clock

    def _add_missing(self, lesson: _Lesson, asked: KeepSources, now: float) -> None:
        kept = sum(len(each.taps) for each in self._lessons.values())
        refused = 0
        for source, label in asked.sources.items():
            lines = asked.lines.get(source, 0)
            if source in lesson.taps:
                lesson.taps[source].lines = lines
                continue
            if len(lesson.taps) >= PER_LESSON or kept >= PER_WORKER:
                refused += 1
                continue
            kept += 1
            self._add(asked.folder, lesson, source, label[:MAX_LABEL], lines, now)
        lesson.refused = refused > 0
        if refused:
            log.warning("journal_sources_refused", folder=asked.folder, number=refused)

    def _add(self, folder: str, lesson: _Lesson, source: str, label: str, lines: int, now: float) -> None:
        tap = lesson.taps[source] = Tap(folder, label, lesson.clock, self._sink, lines)
        self._router.feed(tap, source, now)

    def broken(self, tap: Tap) -> None:
        """It raised. Its wish stays until the next tick: the router may be walking the wishes."""
        tap.fail()
        self._next = NEVER

    def tick(self, now: float) -> None:
        """Each 20 ms; five times a second it looks at what went wrong."""
        if now < self._next:
            return
        self._next = now + INTERVAL
        for folder, lesson in self._lessons.items():
            self._replace_failed(folder, lesson, now)
            fault = self._fault(folder, lesson, now)
            if fault == lesson.fault:
                continue
            lesson.fault = fault
            self._tell(JournalState(folder, fault))
            if not fault:
                for tap in lesson.taps.values():
                    tap.ask_keyframe(now)

    def _replace_failed(self, folder: str, lesson: _Lesson, now: float) -> None:
        for source, tap in tuple(lesson.taps.items()):
            if not tap.failed:
                continue
            due = lesson.retry.get(source)
            if due is None:
                self._router.feed(tap, None, now)
                lesson.retry[source] = now + RETRY
            elif now >= due:
                del lesson.retry[source]
                self._add(folder, lesson, source, tap.label, tap.lines, now)

    def _fault(self, folder: str, lesson: _Lesson, now: float) -> Fault:
        fault = self._sink.faults.get(folder, "")
        if fault:
            return fault
        if any(now - tap.lost_at < SLOW_FOR for tap in lesson.taps.values()):
            return "too_slow"
        return "unwritable" if lesson.refused or lesson.retry else ""

    def close(self, now: float) -> None:
        """The worker ends: every journal ends as if it were no longer asked for."""
        for lesson in self._lessons.values():
            for tap in lesson.taps.values():
                self._router.feed(tap, None, now)
        self._lessons.clear()

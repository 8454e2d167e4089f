"""All journals of one lesson, as they appear and grow."""

from pathlib import Path

from recordings.recorder.following import Following
from recordings.recorder.source import Source


class Journals:
    """`zero`: lesson ms of the timeline's zero. Nothing that was written before `skip_before` (µs since zero) is read."""

    def __init__(self, folder: Path, zero: int, skip_before: int) -> None:
        self.sources: list[Source] = []
        """Those with a head that are not read to their end, by when they began."""
        self.finished: list[Source] = []
        self._folder = folder
        self._zero = zero
        self._skip_before = skip_before
        self._without_head: dict[str, Source] = {}
        self._known: set[str] = set()
        self._sizes: dict[str, tuple[int, int]] = {}
        self._grew_at: int | None = None

    def look(self, now: int) -> None:
        """Takes in new ones; `now`: monotonic µs. Raises OSError."""
        for name in stems(self._folder) - self._known:
            self._known.add(name)
            self._without_head[name] = Source(self._folder / name, self._zero)
        for name, source in list(self._without_head.items()):
            if source.head is not None:
                self._adopt(name, source)
        sizes = {source.name: source.following.sizes() for source in self._unread()}
        if sizes != self._sizes or self._grew_at is None:
            self._sizes, self._grew_at = sizes, now

    def quiet_for(self, now: int) -> int:
        """µs since something grew."""
        return now - (now if self._grew_at is None else self._grew_at)

    def finish(self, source: Source) -> None:
        """It is read to its end, and everything was taken from it."""
        self.sources.remove(source)
        self.finished.append(source)

    def before(self, source: Source) -> Source | None:
        """The journal of the same label that began last before it."""
        same = [
            other
            for other in (*self.finished, *self.sources)
            if other.began < source.began and other.label == source.label
        ]
        return max(same, key=lambda other: other.began, default=None)

    def faults(self) -> list[tuple[str | None, str | None, int]]:
        """Of each label whose last journal could not be written on: the label, and since when (µs since zero)."""
        last = {source.label: source for source in sorted(self.finished, key=lambda one: one.began)}
        ends = [(source.label, source, source.following.end) for source in last.values()]
        return [
            (*label, source.time(end.us))
            for label, source, end in ends
            if end is not None and end.end == "fault"
        ]

    def guess(self) -> None:
        """At the end: those without a sidecar get a head that their packets let guess, or stay out."""
        for name, source in list(self._without_head.items()):
            if source.guess():
                self._adopt(name, source)

    @property
    def all_over(self) -> bool:
        """Whether every journal says that it has ended."""
        return not self._without_head and all(source.over for source in self.sources)

    @property
    def clock(self) -> int | None:
        """Ms to add to monotonic ms for lesson time, by the newest journal; None without one."""
        heads = [s.following.head for s in (*self.finished, *self.sources) if s.following.head is not None]
        return max(heads, key=lambda head: head.started + head.clock * 1000).clock if heads else None

    def _unread(self) -> list[Source]:
        return [*self.sources, *self._without_head.values()]

    def _adopt(self, name: str, source: Source) -> None:
        del self._without_head[name]
        source.skip(self._skip_before)
        self.sources.append(source)
        self.sources.sort(key=lambda one: (one.began, one.name))


def stems(folder: Path) -> set[str]:
    """The names of the journals in it. Raises OSError."""
    return {path.stem for path in folder.iterdir() if path.suffix in {".rtp", ".idx"}}


def first_moment(folder: Path) -> int | None:
    """Lesson ms at which the first journal began; None while no sidecar says. Raises OSError."""
    heads = [Following(folder / name).first_line() for name in stems(folder)]
    return min((head.started // 1000 + head.clock for head in heads if head is not None), default=None)

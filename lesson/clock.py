"""The lesson's clock: UTC milliseconds that never go back, whatever the machine's wall clock does."""

JUMP_MS = 2000


class LessonClock:
    """The wall clock when the lesson was opened (or restored) plus monotonic time since.

    `not_before` is the time of the newest kept event when a lesson is restored.
    """

    def __init__(self, wall_ms: int, monotonic_s: float, not_before: int = 0) -> None:
        self._start = max(wall_ms, not_before)
        self._monotonic = monotonic_s
        self._offset = wall_ms - self._start
        self._last = self._start

    def now(self, monotonic_s: float) -> int:
        """Lesson time, UTC ms."""
        self._last = max(self._last, self._at(monotonic_s))
        return self._last

    def jump(self, wall_ms: int, monotonic_s: float) -> int | None:
        """How far the wall clock moved against the lesson since the last report, in ms; None up to 2 s."""
        offset = wall_ms - self._at(monotonic_s)
        moved = offset - self._offset
        if abs(moved) <= JUMP_MS:
            return None
        self._offset = offset
        return moved

    @property
    def since_boot(self) -> int:
        """Lesson ms less monotonic ms: what makes a monotonic time a lesson time. Never changes."""
        return self._start - round(self._monotonic * 1000)

    def _at(self, monotonic_s: float) -> int:
        return self._start + round((monotonic_s - self._monotonic) * 1000)

"""One lesson to be recorded, from its order to the removal of its journals; in between its reel does the work."""

import shutil
from pathlib import Path

import structlog

from recordings.recorder.journals import first_moment
from recordings.recorder.reel import Progress, Reel, known
from recordings.shelf.order import LONGEST, Order, Pause, read_order
from recordings.shelf.order import NAME as ORDER
from recordings.shelf.recording import Recording, read_recording
from recordings.shelf.replaced import sync_folder

log = structlog.get_logger("recordings.recorder.lesson")


class Lesson:
    """`journals`, `shelf`: the lesson's own folders."""

    def __init__(self, name: str, journals: Path, shelf: Path) -> None:
        self._name = name
        self._journals = journals
        self._shelf = shelf
        self._order: Order | None = None
        self._order_file: tuple[int, int] | None = None
        """Which file it was read from; None: it is a guess."""
        self._reel: Reel | None = None

    def step(self, now: int) -> Progress:
        """A bounded part of the work; `now`: monotonic µs. Raises what a reel raises."""
        changed = self._read_order()
        if self._order is None:
            return Progress.IDLE
        if changed and self._reel is not None and self._reel.order.started_at != self._order.started_at:
            self.close()
        if self._reel is None:
            before = known(self._shelf, self._order)
            if before is not None and before.state == "final" and not (before.trouble and self._order_file):
                return self._done(before)
            self._reel = Reel(self._order, self._order_file is None, self._journals, self._shelf)
        elif changed:
            self._reel.order, self._reel.orphan = self._order, False
        progress = self._reel.step(now)
        return self._done(self._reel.written) if progress is Progress.DONE else progress

    @property
    def synced(self) -> bool:
        """Whether something came on disk since it was opened."""
        return self._reel is not None and self._reel.synced

    def save(self, now: int) -> None:
        """What there is, before a regular end. Raises OSError."""
        if self._reel is not None:
            self._reel.sync(now)

    def close(self) -> None:
        if self._reel is not None:
            self._reel.close()
            self._reel = None

    def _read_order(self) -> bool:
        """Whether there is another one than before."""
        try:
            stat = (self._journals / ORDER).stat()
            if self._order_file == (stat.st_ino, stat.st_mtime_ns):
                return False
            order = self._plausible(read_order(self._journals))
        except (FileNotFoundError, ValueError) as error:
            if self._order is not None:
                return False
            self._order = self._guessed()
            if self._order is not None:
                log.warning("no_order", lesson=self._name, error=type(error).__name__)
            return self._order is not None
        if order is None or order == self._order:
            return False
        self._order, self._order_file = order, (stat.st_ino, stat.st_mtime_ns)
        return True

    def _plausible(self, order: Order | None) -> Order | None:
        """ValueError when the lesson's times cannot be, or its journals are from another day.

        It has no checksum, and what it says can be years of silence.
        """
        if order is None:
            return None
        if order.ended_at is not None and not 0 <= order.ended_at - order.started_at <= LONGEST:
            raise ValueError("order.json of an impossible lesson")
        began = first_moment(self._journals)
        if began is not None and abs(began - order.started_at) > LONGEST:
            raise ValueError("order.json of another day than its journals")
        return order

    def _guessed(self) -> Order | None:
        """Without an order: what the recording so far says of it; else the lesson began with its first journal."""
        try:
            recording = read_recording(self._shelf)
        except ValueError:
            recording = None
        if recording is not None:
            zero = recording.started_at
            paused = [gap for gap in recording.gaps if gap.reason == "paused"]
            pauses = tuple(Pause(zero + p.from_, None if p.to is None else zero + p.to) for p in paused)
            return Order(lesson=self._name, started_at=zero, ended_at=recording.ended_at, pauses=pauses)
        began = first_moment(self._journals)
        return None if began is None else Order(lesson=self._name, started_at=began)

    def _done(self, final: Recording | None) -> Progress:
        """Final: the journals are not needed any more. Those that had no order stay for somebody to look at.

        The order goes last: what is left when we are killed meanwhile is still known to be over.
        """
        if final is None or final.trouble:
            return Progress.DONE
        sync_folder(self._shelf)
        for path in self._journals.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != ORDER:
                path.unlink(missing_ok=True)
        sync_folder(self._journals)
        (self._journals / ORDER).unlink(missing_ok=True)
        self._journals.rmdir()
        return Progress.DONE

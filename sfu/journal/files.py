"""The two files of one journal on disk. Used by the writer's thread only: every call may wait for the disk.

Every method raises OSError. What a reader trusts is never torn: a block's bytes come before its line, and what was
written in part is cut off again before anything follows.
"""

import os
from contextlib import suppress
from pathlib import Path

from sfu.journal.format import EndReason, JournalBytes, SidecarHead
from sfu.journal.tap import Cut

os_write = os.write
"""The one call that puts bytes into files."""


class JournalFiles:
    """`<root>/<lesson>/<name>.rtp` and `.idx`, made with 0600 in a folder with 0700; they must not exist yet."""

    def __init__(self, root: Path, name: str, head: SidecarHead) -> None:
        folder = root / head.lesson
        make_folder(root)
        make_folder(folder)
        self._encoder = JournalBytes(head)
        self._made: list[Path] = []
        self._open: list[int] = []
        self._sizes = 0, 0
        self.dirty_since: float | None = None
        """When the oldest thing was written that is not yet known to be on disk."""
        self.blocks = 0
        try:
            for path in (folder / f"{name}.rtp", folder / f"{name}.idx"):
                self._open.append(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600))
                self._made.append(path)
            self._append(*self._encoder.begin())
            sync_folder(folder)
        except OSError:
            self._remove()
            raise

    def block(self, cut: Cut, now: float) -> None:
        """Append a block."""
        line = self._encoder.block(cut.records, cut.us, cut.rtp, cut.sr)
        self._append(cut.records, line)
        self.blocks += 1
        if self.dirty_since is None:
            self.dirty_since = now

    def sync(self) -> None:
        """What was written is on disk."""
        for number in self._open:
            os.fdatasync(number)
        self.dirty_since = None

    def end(self, reason: EndReason, us: int) -> None:
        """Write the end, sync and close. The files are closed in any case."""
        try:
            self._append(b"", self._encoder.end(reason, us))
            self.sync()
        finally:
            self._close()

    def give_up(self, us: int) -> None:
        """After an error: close what is there, with its end if that works; nothing is left of one without a block."""
        if not self.blocks:
            self._remove()
            return
        with suppress(OSError):  # the disk refused before; a journal without an end is read as well
            self.end("fault", us)

    def _append(self, rtp: bytes | bytearray, line: bytes) -> None:
        before = self._sizes
        try:
            write(self._open[0], rtp)
            write(self._open[1], line)
        except OSError:
            for number, size in zip(self._open, before, strict=True):
                with suppress(OSError):  # then the rest is behind the last block, which no reader trusts
                    os.ftruncate(number, size)
            raise
        self._sizes = before[0] + len(rtp), before[1] + len(line)

    def _remove(self) -> None:
        self._close()
        for path in self._made:
            with suppress(OSError):  # an empty journal harms nobody
                path.unlink()

    def _close(self) -> None:
        while self._open:
            with suppress(OSError):  # Linux closes it all the same (close(2))
                os.close(self._open.pop())


def write(number: int, data: bytes | bytearray) -> None:
    """All of `data`, however little the kernel takes at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[os_write(number, rest) :]


def make_folder(folder: Path) -> None:
    """With 0700, and known to the disk, if it is not there."""
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        return
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Its entries are on disk."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

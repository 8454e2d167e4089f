"""One track's media file and index: appended in memory, then made last in two halves: media first, then its lines.

After a crash or a failed write the file is cut where the index ends, and everything after is made again from journals.
"""

import os
from pathlib import Path
from zlib import crc32

from recordings.shelf.index import Segment, index_line, parse_index
from recordings.shelf.replaced import FILE_MODE, write_all

SUFFIX = {"opus": "mp4", "h264": "mp4", "vp8": "webm"}


class TrackFile:
    """`count` segments and `size` bytes are on disk and fsynced; they last from `begin` to `end`
    (ms since zero).

    Opening cuts both files to what counts. Raises OSError, ValueError when the init segment is not there.
    """

    def __init__(self, folder: Path, name: str, track: str, init: int) -> None:
        self._media = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE_MODE)
        try:
            self._index = os.open(folder / f"{track}.idx", os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE_MODE)
        except OSError:
            os.close(self._media)
            raise
        self._waiting: list[tuple[Segment, bytes]] = []
        try:
            self._recover(init)
        except BaseException:
            self.close()
            raise

    @classmethod
    def new(cls, folder: Path, name: str, track: str, init: bytes) -> "TrackFile":
        """Files of these names that nothing speaks for are overwritten."""
        media = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        try:
            (folder / f"{track}.idx").unlink(missing_ok=True)
            write_all(media, init)
        finally:
            os.close(media)
        return cls(folder, name, track, len(init))

    def append(self, t: int, d: int, keys: list[int], body: bytes) -> None:
        """To be written with the next `write`."""
        offset = self._waiting[-1][0].o + self._waiting[-1][0].n if self._waiting else self.size
        self._waiting.append((Segment(t, d, offset, len(body), tuple(keys), crc32(body)), body))

    def write_media(self) -> None:
        """First half: the waiting segments' bytes, fsynced."""
        if self._waiting:
            write_all(self._media, b"".join(body for _, body in self._waiting))
            os.fdatasync(self._media)

    def write_index(self) -> None:
        """Second half: their lines, fsynced. Then they count."""
        if not self._waiting:
            return
        write_all(self._index, b"".join(index_line(segment) for segment, _ in self._waiting))
        os.fdatasync(self._index)
        last = self._waiting[-1][0]
        if not self.count:
            self.begin = self._waiting[0][0].t
        self.size, self.end = last.o + last.n, last.end
        self.count += len(self._waiting)
        self._waiting.clear()

    def close(self) -> None:
        os.close(self._media)
        os.close(self._index)

    def _recover(self, init: int) -> None:
        there = os.fstat(self._media).st_size
        if there < init:
            raise ValueError("a track's file is shorter than its init segment")
        data = _read(self._index)
        segments, used = parse_index(data)
        while segments and segments[-1].o + segments[-1].n > there:  # the disk lost what it had said to have
            used -= len(index_line(segments.pop()))
        if segments and segments[0].o != init:
            raise ValueError("a track's index does not begin behind its init segment")
        self.count = len(segments)
        self.size = segments[-1].o + segments[-1].n if segments else init
        self.end = segments[-1].end if segments else 0
        self.begin = segments[0].t if segments else 0
        if used < len(data):
            os.ftruncate(self._index, used)
        if self.size < there:
            os.ftruncate(self._media, self.size)


def _read(descriptor: int) -> bytes:
    parts: list[bytes] = []
    offset = 0
    while part := os.pread(descriptor, 1024 * 1024, offset):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)

"""tNN.idx: the segments of a track's file that count, a line each, in the order of the file.

A line is written after its segment's bytes are fsynced, so what the index names is on disk.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from recordings.shelf.lines import checked, line


class Segment(Struct, frozen=True):
    """`t`, `d`: begin since the timeline's zero, and length (ms); `o`, `n`: place in the file; `k`: keyframes (ms since
    zero; of audio none); `c`: CRC-32 of its bytes."""

    t: int
    d: int
    o: int
    n: int
    k: tuple[int, ...]
    c: int

    @property
    def end(self) -> int:
        """First ms after it."""
        return self.t + self.d


_decoder = msgspec.json.Decoder(Segment)
_encode = msgspec.json.Encoder().encode


def index_line(segment: Segment) -> bytes:
    """As it stands in the file."""
    return line(_encode(segment))


def parse_index(data: bytes) -> tuple[list[Segment], int]:
    """The good segments at the begin, and how many bytes they take: at the first line that is torn, damaged or
    not joined to the one before, it ends."""
    texts, end = checked(data)
    segments: list[Segment] = []
    used = 0
    for text in texts:
        try:
            segment = _decoder.decode(text)
        except ValueError:
            return segments, used
        if segments and segment.o != segments[-1].o + segments[-1].n:
            return segments, used
        segments.append(segment)
        used += len(text) + 10
    return segments, end


def read_index(folder: Path, track: str, after: int = 0) -> list[Segment]:
    """The segments of recordings/<lesson> after the first `after` ones; [] when there is no such file. Raises OSError."""
    try:
        data = (folder / f"{track}.idx").read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return []
    return parse_index(data[_behind(data, after) :])[0]


def _behind(data: bytes, lines: int) -> int:
    """Where the lines after the first so many begin: who knows those got them from here, they were checked then."""
    at = 0
    for _ in range(lines):
        at = data.find(b"\n", at) + 1
        if not at:
            return len(data)
    return at

"""Reads again what the index says and compares: CRCs and structure of every segment, times that do not go back."""

import os
from pathlib import Path
from zlib import crc32

from recordings.media import structure
from recordings.shelf.index import Segment, index_line, parse_index
from recordings.shelf.recording import Track

INDEX_AT_ONCE = 64 * 1024
SAMPLE = 1500
"""A sample takes as long as so many bytes."""


class Damaged(Exception):
    """What is on disk is not what was written; the text names track and place."""


class Verifier:
    """Of one recording's tracks, a part at each step, each byte once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, _Place] = {}

    def step(self, tracks: tuple[Track, ...], most: int) -> bool:
        """About `most` bytes more (a sample counts as SAMPLE); whether all that the tracks name is verified.

        Raises Damaged, OSError.
        """
        for track in tracks:
            place = self._places.setdefault(track.id, _Place())
            most = self._track(track, place, most)
            if most <= 0:
                return False
        return True

    def _track(self, track: Track, place: "_Place", most: int) -> int:
        if place.end >= track.bytes:
            return most
        with (
            (self._folder / track.file).open("rb") as media,
            (self._folder / f"{track.id}.idx").open("rb") as index,
        ):
            if not place.end:
                _init(track, os.pread(media.fileno(), track.init, 0))
                place.end = track.init
            while place.end < track.bytes and most > 0:
                segments, _ = parse_index(os.pread(index.fileno(), INDEX_AT_ONCE, place.index))
                if not segments:
                    raise Damaged(f"{track.id}: index ends before byte {place.end}")
                for segment in segments:
                    if place.end >= track.bytes:
                        break
                    place.index += len(index_line(segment))
                    samples = _segment(track, place, segment, os.pread(media.fileno(), segment.n, segment.o))
                    most -= segment.n + samples * SAMPLE
                    if most <= 0:
                        break
            if place.end > track.bytes:
                raise Damaged(f"{track.id}: a segment ends behind what counts")
        return most


class _Place:
    """Verified up to here: byte of the file, byte of the index, ms since zero."""

    def __init__(self) -> None:
        self.end = 0
        self.index = 0
        self.to = 0


def _init(track: Track, data: bytes) -> None:
    try:
        structure.check_init(track.codec, data)
    except ValueError as error:
        raise Damaged(f"{track.id}: {error}") from error


def _segment(track: Track, place: _Place, segment: Segment, body: bytes) -> int:
    where = f"{track.id} at byte {segment.o}"
    if segment.o != place.end or segment.t < place.to:
        raise Damaged(f"{where}: not joined to the one before")
    if crc32(body) != segment.c or len(body) != segment.n:
        raise Damaged(f"{where}: CRC does not fit")
    try:
        samples = structure.check(track.codec, body, segment.t, segment.d, list(segment.k))
    except ValueError as error:
        raise Damaged(f"{where}: {error}") from error
    place.end, place.to = segment.o + segment.n, segment.end
    return samples

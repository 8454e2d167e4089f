"""The backup's format: an uncompressed tar of the files below, in any order, and last `manifest.json`.

    bucgiang.db                      the database, with events, people and lesson records
    secret, api_key                  when they are kept in files
    recordings/<lesson>/<file>       what the recorder made
    journals/<lesson>/<file>         what it has not finished

Anything else in an archive is refused. The manifest names every file with its length and SHA-256, so an archive that
was cut off or altered is noticed; it is no proof of who made it.
"""

import hashlib
import re
from typing import BinaryIO, Literal

from msgspec import Struct

from server.settings import StartFault

MANIFEST = "manifest.json"
DATABASE = "bucgiang.db"
KEYS = ("secret", "api_key")
KEPT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\.(json|idx|rtp|mp4|webm)")
"""Names of files in a lesson's folder that belong into a backup; half-written ones are called otherwise."""

LESSON = re.compile(r"[A-Za-z0-9_-]{1,64}")
TREES = ("journals", "recordings")
LARGEST_MANIFEST = 64 << 20
"""Bytes: 500,000 files."""

COPY_BYTES = 1 << 20


class ArchiveFault(StartFault):
    """A backup cannot be made or used: one line for the operator."""

    exit_code = 1


class Entry(Struct, frozen=True):
    """One file: length and SHA-256 (hex)."""

    bytes: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """`made_at`: UTC ms. `schema`: the database's revision (server/store/upgrade.py)."""

    format: Literal["bucgiang-backup"]
    v: Literal[1]
    made_at: int
    schema: str
    files: dict[str, Entry]


class Hashing:
    """A file that notes what was read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._read = 0

    def read(self, count: int) -> bytes:
        """As of a file."""
        data = self._file.read(count)
        self._hash.update(data)
        self._read += len(data)
        return data

    @property
    def entry(self) -> Entry:
        """Of everything read so far."""
        return Entry(self._read, self._hash.hexdigest())


def belongs(name: str) -> bool:
    """Whether a file of this name may stand in a backup (the manifest besides)."""
    if name in (DATABASE, *KEYS):
        return True
    tree, _, rest = name.partition("/")
    lesson, _, file = rest.partition("/")
    return tree in TREES and bool(LESSON.fullmatch(lesson)) and bool(KEPT.fullmatch(file))

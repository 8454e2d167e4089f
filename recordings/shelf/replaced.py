"""Small files that are replaced as a whole: a reader sees the old one or the new one, also after a power cut."""

import os
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def replace_file(path: Path, data: bytes) -> None:
    """Writes beside it, fsyncs, renames. Raises OSError; the old file then stays as it was."""
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    beside.replace(path)


def write_all(descriptor: int, data: bytes) -> None:
    """All of it: a disk that is nearly full takes a part first. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folder(path: Path) -> None:
    """0700, with its parents, on disk when it returns; an existing one stays. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Makes the names in it last: after a file was made or renamed. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

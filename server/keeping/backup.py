"""`bucgiang backup FILE`: everything a server keeps in one file, also while it runs.

Order matters while lessons go on. Of a lesson's files those that say what counts (recording.json, indexes, sidecars)
are copied before those that only grow, so that what counts is in the copy. Journals go before recordings: one that is
finished and removed meanwhile is in the recording already. The database is last: it knows every lesson copied.
"""

import errno
import io
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from recordings.shelf.replaced import sync_folder
from server.keeping.archive import (
    DATABASE,
    KEPT,
    KEYS,
    LESSON,
    MANIFEST,
    TREES,
    ArchiveFault,
    Entry,
    Hashing,
    Manifest,
)
from server.settings import Settings
from server.store.upgrade import revisions, store_error

BUSY_S = 10.0


class Made(NamedTuple):
    """What is in a backup. `keys`: the names of those that are."""

    bytes: int
    recordings: int
    unfinished: int
    keys: tuple[str, ...]


def back_up(settings: Settings, target: Path, now: int) -> Made:
    """Writes the backup; there is either a whole one afterwards or none. Raises ArchiveFault, StoreError."""
    if target.exists():
        raise ArchiveFault(f"{target} is there already; name a new file")
    if not settings.database_path.is_file():
        raise ArchiveFault(f"there is no database {settings.database_path}; nothing to back up")
    part, copy = (target.with_name(f".{target.name}.{os.getpid()}.{end}") for end in ("part", "db"))
    try:
        files = _written(settings, part, copy, now)
        _name(part, target)
    except OSError as error:
        raise ArchiveFault(
            f"{error.filename or target}: {error.strerror or error}; no backup was written"
        ) from error
    finally:
        for left in (part, copy):
            left.unlink(missing_ok=True)
    return _summary(files, target)


def _name(part: Path, target: Path) -> None:
    """The name is on disk afterwards, too, but where a network drive has no way to ask for it. Raises OSError."""
    part.rename(target)
    try:
        sync_folder(target.parent)
    except OSError as error:
        if error.errno != errno.EINVAL:
            target.unlink(missing_ok=True)
            raise


def _written(settings: Settings, part: Path, copy: Path, now: int) -> dict[str, Entry]:
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
            files: dict[str, Entry] = {}
            for name, path in _files(settings.data_dir):
                with suppress(FileNotFoundError):  # finished and removed meanwhile
                    files[name] = _add(archive, name, path)
            schema = _copy_database(settings.database_path, copy)
            files[DATABASE] = _add(archive, DATABASE, copy)
            manifest = Manifest("bucgiang-backup", 1, now, schema, files)
            data = msgspec.json.format(msgspec.json.encode(manifest))
            archive.addfile(_info(MANIFEST, len(data)), io.BytesIO(data))
        file.flush()
        os.fsync(file.fileno())
    return files


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """Names in the archive and where their files are."""
    for tree in TREES:
        for lesson in sorted(_listed(data / tree)):
            if LESSON.fullmatch(lesson):
                kept = filter(KEPT.fullmatch, _listed(data / tree / lesson))
                for name in sorted(kept, key=_counts_first):
                    yield f"{tree}/{lesson}/{name}", data / tree / lesson / name
    for name in KEYS:
        yield name, data / name


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _counts_first(name: str) -> tuple[int, str]:
    return ({"json": 0, "idx": 1}.get(name.rpartition(".")[2], 2), name)


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Entry:
    """A file that grows is copied as long as it is now. Raises OSError."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        status = os.fstat(file.fileno())
        reader = Hashing(file)
        archive.addfile(_info(name, status.st_size, int(status.st_mtime)), reader)  # type: ignore[arg-type]
        return reader.entry


def _info(name: str, size: int, modified: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, modified, 0o600
    return info


def _copy_database(path: Path, copy: Path) -> str:
    """One moment of the database, while others write; its revision. Raises StoreError, ArchiveFault."""
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=BUSY_S, uri=True)
        ) as source:
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                return _checked(path, target)
    except sqlite3.Error as error:
        raise store_error(path, error) from error


def _checked(path: Path, copy: sqlite3.Connection) -> str:
    [found] = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise ArchiveFault(f"database {path} is damaged ({found}); restore an older backup")
    tables = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = copy.execute("SELECT version_num FROM alembic_version").fetchone() if tables else None
    if row is None or row[0] not in revisions():
        raise ArchiveFault(f"database {path} is not one this version of Bục Giảng knows; nothing to back up")
    return str(row[0])


def _summary(files: dict[str, Entry], target: Path) -> Made:
    lessons = {tree: {name.split("/")[1] for name in files if name.startswith(f"{tree}/")} for tree in TREES}
    keys = tuple(name for name in KEYS if name in files)
    return Made(target.stat().st_size, len(lessons["recordings"]), len(lessons["journals"]), keys)

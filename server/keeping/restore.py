"""`bucgiang restore FILE --to DIR`: a new data folder from a backup, whole or not at all.

Nothing of an archive is believed: names are checked, links and devices refused, lengths and hashes compared with the
manifest before the folder gets its name.
"""

import os
import shutil
import tarfile
from pathlib import Path
from typing import BinaryIO

import msgspec

from recordings.shelf.replaced import sync_folder
from server.keeping.archive import (
    COPY_BYTES,
    DATABASE,
    LARGEST_MANIFEST,
    MANIFEST,
    ArchiveFault,
    Entry,
    Hashing,
    Manifest,
    belongs,
)
from server.store.upgrade import revisions

REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE)


def restore(archive: Path, folder: Path) -> Manifest:
    """Makes `folder` (new or empty) from the backup. Raises ArchiveFault; then there is nothing new."""
    folder = Path(os.path.abspath(folder))
    _refuse_used(folder)
    unready = folder.with_name(f".{folder.name}.{os.getpid()}.restoring")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unready.mkdir(mode=0o700)
        manifest = _unpacked(archive, unready)
        _sync(unready)
        unready.rename(folder)  # takes the place of an empty folder (rename(2))
        sync_folder(folder.parent)
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:  # tarfile lets all of them out
        raise ArchiveFault(f"{archive} is no whole backup: {error}; nothing was restored") from error
    except OSError as error:
        raise ArchiveFault(
            f"{error.filename or folder}: {error.strerror or error}; nothing was restored"
        ) from error
    finally:
        shutil.rmtree(unready, ignore_errors=True)
    return manifest


def _refuse_used(folder: Path) -> None:
    try:
        used = folder.is_symlink() or any(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise ArchiveFault(f"{folder}: {error.strerror}; name a new folder") from error
    if used:
        raise ArchiveFault(f"{folder} is not empty; name a new folder")


def _unpacked(path: Path, folder: Path) -> Manifest:
    """Files as the manifest says, each read once. Raises ArchiveFault, TarError, OSError."""
    size = path.stat().st_size
    if size > shutil.disk_usage(folder).free:
        raise ArchiveFault(f"{folder.parent} has too little room for {size >> 20} MiB; free some space")
    found: dict[str, Entry] = {}
    manifest: Manifest | None = None
    with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|", bufsize=COPY_BYTES) as archive:
        for member in archive:
            if manifest is not None or member.name in found or not _good(member, size):
                raise ArchiveFault(f"{path} holds what is in no backup of Bục Giảng; it is not used")
            content = archive.extractfile(member)
            assert content is not None  # it is a regular file
            if member.name == MANIFEST:
                manifest = _manifest(path, content.read(LARGEST_MANIFEST))
            else:
                found[member.name] = _write(content, folder, member.name)  # type: ignore[arg-type]
    return _compared(path, manifest, found)


def _good(member: tarfile.TarInfo, size: int) -> bool:
    """Whether it is a plain file that belongs there, of a length that can be true."""
    plain = member.type in REGULAR and not member.issparse() and 0 <= member.size <= size
    return plain and (member.name == MANIFEST or belongs(member.name))


def _write(content: BinaryIO, folder: Path, name: str) -> Entry:
    for parent in [*Path(name).parents][-2::-1]:  # "a", then "a/b"
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    reader = Hashing(content)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        while data := reader.read(COPY_BYTES):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return reader.entry


def _manifest(path: Path, data: bytes) -> Manifest:
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (ValueError, RecursionError) as error:
        raise ArchiveFault(f"{path} is damaged: its manifest cannot be read") from error


def _compared(path: Path, manifest: Manifest | None, found: dict[str, Entry]) -> Manifest:
    if manifest is None:
        raise ArchiveFault(f"{path} is cut off: it has no manifest at its end")
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise ArchiveFault(f"{path} is damaged: {name} is not as it was when the backup was made")
    if DATABASE not in found:
        raise ArchiveFault(f"{path} has no database")
    if manifest.schema not in revisions():
        raise ArchiveFault(
            f"{path} was made by a newer version (schema {manifest.schema}); restore it with that version"
        )
    return manifest


def _sync(folder: Path) -> None:
    for inside in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync_folder(inside)

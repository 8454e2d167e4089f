"""Brings the database file to this version's schema before it is opened; a copy is made first.

Alembic is imported only when there is something to do: a second start stays fast. Called by database.py.
"""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from server.settings import StartFault

MIGRATIONS = Path(__file__).parent / "migrations"
COPIES_KEPT = 3
LEAST_FREE = 32 * 1024 * 1024
"""Bytes that must be free to start at all."""


class StoreError(StartFault):
    """The database cannot be used."""


def revisions() -> list[str]:
    """Known revisions, oldest first: the numbers that begin the file names of migrations/versions/."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(path: Path) -> None:
    """Creates or upgrades the file. Raises StoreError."""
    _refuse_full_disk(path.parent)
    try:
        found = _prepare(path)
        known = revisions()
        if found == known[-1]:
            return
        if found is not None and found not in known:
            raise StoreError(
                f"database {path} was written by a newer version (schema {found}, known up to {known[-1]}); "
                f"start that version, or restore a copy {path.name}.before-*"
            )
        if found is not None:
            _copy(path, found)
        _run_alembic(path)
    except (sqlite3.Error, OSError) as error:
        raise store_error(path, error) from error


def store_error(path: Path, error: BaseException) -> StoreError:
    """What an error of SQLite or the file system means for the operator."""
    return StoreError(_reason(path, error))


def _refuse_full_disk(folder: Path) -> None:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise StoreError(
            f"database folder {folder}: {error.strerror}; create it or set BUCGIANG_DATA_DIR"
        ) from error
    if free < LEAST_FREE:
        raise StoreError(
            f"disk full: {free >> 20} MiB free in {folder}; free at least {LEAST_FREE >> 20} MiB"
        )


def _prepare(path: Path) -> str | None:
    """Sets WAL (kept in the file), proves the file writable, returns its revision or None when new."""
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY NOT NULL)"
        )
        connection.execute("COMMIT")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        others = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
        if row is None and connection.execute(others).fetchone()[0]:
            raise StoreError(
                f"database {path} is not one of Bục Giảng; set BUCGIANG_DATABASE_URL to another file"
            )
    return None if row is None else str(row[0])


def _copy(path: Path, revision: str) -> None:
    """A consistent copy `<file>.before-<revision>`, newest three kept."""
    target = path.with_name(f"{path.name}.before-{revision}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    copies = sorted(path.parent.glob(f"{path.name}.before-*"), key=lambda file: file.stat().st_mtime_ns)
    for old in copies[:-COPIES_KEPT]:
        old.unlink()


def _run_alembic(path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise store_error(path, error.orig or error) from error
    finally:
        engine.dispose()


def _reason(path: Path, error: BaseException) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        return f"disk full: database {path} cannot grow; free some space in {path.parent}"
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"database {path} is not writable for user {os.getuid()}; check its owner, mode and folder"
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return f"database {path} is damaged ({error}); restore a copy {path.name}.before-* or a backup"
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"database {path} is held by another program; end it and start again"
    return f"database {path}: {error}"

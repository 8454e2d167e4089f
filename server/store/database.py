"""The one SQLite file of a server: opened, upgraded, written by one process at a time.

Writers go one after another (a lock here, `BEGIN IMMEDIATE` against other processes such as `bucgiang
admin`); readers see a snapshot and never wait. WAL with synchronous=FULL: what was committed when `begin`
ended survives a power cut.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from server.settings import Settings
from server.store.upgrade import upgrade

BUSY_MS = 5000
"""How long a writer waits for another process's transaction."""


class Database:
    """Made by `open`. `begin` to write, `read` to look, `close` at the end."""

    def __init__(self, path: Path) -> None:
        self._writer = _engine(path, begin="BEGIN IMMEDIATE", connections=1)
        self._readers = _engine(path, begin="BEGIN", connections=4, read_only=True)
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, settings: Settings) -> "Database":
        """Upgrades the file when needed. Raises StoreError (one line for the operator)."""
        await asyncio.to_thread(upgrade, settings.database_path)
        return cls(settings.database_path)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A write transaction: committed at the end of the block, rolled back when it raises."""
        async with self._writing, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A read-only view of one moment."""
        async with self._readers.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Ends the connections; waits for a transaction under way."""
        async with self._writing:
            await self._readers.dispose()
            await self._writer.dispose()


def _engine(path: Path, *, begin: str, connections: int, read_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        hide_parameters=True,  # they hold names; errors end up in logs
        max_overflow=0,
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = (
            None  # we say BEGIN ourselves: sqlite3's own comes too late for snapshots
        )
        cursor = connection.cursor()
        for pragma in _pragmas(read_only):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return engine


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """A task was cancelled within a transaction: the pool throws the connection away. Closing alone would leave the file
    locked for as long as some cursor of it is alive."""
    connection.rollback()


def _pragmas(read_only: bool) -> list[str]:
    pragmas = [f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL"]
    if read_only:
        pragmas.append("PRAGMA query_only=ON")
    return pragmas

"""Database files made once: upgrading an empty one costs far more than copying it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.school.demo import seed
from server.settings import load_settings
from server.store.database import Database
from tests.server.school.times import MONDAY_0750


def made(folder: Path, fill: Callable[[Database], Awaitable[None]] | None = None) -> Path:
    """A database file of this version in the folder, filled by `fill`."""
    settings = load_settings(data_dir=folder)

    async def make() -> None:
        database = await Database.open(settings)
        if fill is not None:
            await fill(database)
        await database.close()

    asyncio.run(make())
    return settings.database_path


async def _connected() -> AsyncEngine:
    """Its dialect knows what there is to know of SQLite here."""
    engine = create_async_engine("sqlite+aiosqlite://", query_cache_size=5000)
    async with engine.connect():
        pass
    await engine.dispose()
    return engine


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A statement is compiled once in a process: each engine would do it anew, and each test has two."""
    first = asyncio.run(_connected()).sync_engine

    def sharing(*given: Any, **options: Any) -> AsyncEngine:
        # not initialized: the dialect asked once what there is
        engine = create_async_engine(*given, _initialize=False, **options)
        engine.sync_engine.dialect = first.dialect
        engine.sync_engine._compiled_cache = first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.store.database.create_async_engine", sharing)
        yield


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a row. Tests work on copies."""
    return made(tmp_path_factory.mktemp("blank"))


@pytest.fixture(scope="session")
def school_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school as it is at MONDAY_0750. Tests work on copies."""
    return made(tmp_path_factory.mktemp("school"), lambda database: seed(database, MONDAY_0750))

"""Database files made once: upgrading an empty one costs far more than copying it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a row. Tests work on copies."""
    return made(tmp_path_factory.mktemp("blank"))


@pytest.fixture(scope="session")
def school_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school as it is at MONDAY_0750. Tests work on copies."""
    return made(tmp_path_factory.mktemp("school"), lambda database: seed(database, MONDAY_0750))

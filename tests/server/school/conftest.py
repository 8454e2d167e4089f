"""A database of its own for each test, with or without the invented school."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.school.demo import seed
from server.settings import Settings, load_settings
from server.store.database import Database
from tests.server.school.times import MONDAY_0750


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path, demo=True)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def school(database: Database) -> Database:
    await seed(database, MONDAY_0750)
    return database

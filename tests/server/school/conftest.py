"""A database of its own for each test, with or without the invented school."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.settings import Settings, load_settings
from server.store.database import Database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path, demo=True)


@pytest.fixture
async def database(settings: Settings, blank_file: Path) -> AsyncIterator[Database]:
    shutil.copy(blank_file, settings.database_path)
    opened = await Database.open(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def school(settings: Settings, school_file: Path) -> AsyncIterator[Database]:
    shutil.copy(school_file, settings.database_path)
    opened = await Database.open(settings)
    yield opened
    await opened.close()

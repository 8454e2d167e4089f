"""A database of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.settings import Settings, load_settings
from server.store.database import Database
from server.store.tables import lessons


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def lesson(database: Database) -> str:
    async with database.begin() as connection:
        row = {"id": "bai-1", "title": "Bài 15", "subject": "Toán", "starts_at": 0, "ends_at": 1}
        await connection.execute(lessons.insert().values(row))
    return "bai-1"

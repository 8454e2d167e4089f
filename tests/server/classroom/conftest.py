"""A classroom for each test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.classroom import Classroom, made_school


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(made_school(tmp_path_factory.mktemp("school")))


@pytest.fixture
async def classroom(tmp_path: Path, school: Path) -> AsyncIterator[Classroom]:
    async with Classroom(tmp_path, school) as opened:
        yield opened

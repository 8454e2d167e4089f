"""A classroom for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.classroom import Classroom


@pytest.fixture
async def classroom(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with Classroom(tmp_path) as opened:
        yield opened

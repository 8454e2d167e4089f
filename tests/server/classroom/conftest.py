"""A classroom for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.classroom.kept import orders, recordings
from server.store import eventlog
from tests.support.classroom import Classroom, made_school
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(made_school(tmp_path_factory.mktemp("school")))


@pytest.fixture(autouse=True)
def soon_written() -> Iterator[None]:
    """Each classroom that closes waits for its events to be on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eventlog, "GATHER_S", 0.01)
        yield


@pytest.fixture
async def classroom(tmp_path: Path, school: Path) -> AsyncIterator[Classroom]:
    async with Classroom(tmp_path, school) as opened:
        yield opened


@pytest.fixture
async def worker(classroom: Classroom) -> AsyncIterator[FakeWorker]:
    fake = FakeWorker(classroom.socket)
    await fake.start()
    await until(lambda: classroom.link.up)
    yield fake
    await fake.stop()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings look more often."""
    monkeypatch.setattr(recordings, "TICK_S", 0.05)
    monkeypatch.setattr(recordings, "NOTICE_S", 0.1)
    monkeypatch.setattr(recordings, "DISK_S", 0.05)
    monkeypatch.setattr(orders, "AGAIN_S", 0.1)

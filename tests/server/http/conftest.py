"""The web application over a real SQLite file with the invented school, a clock to turn and a hub that listens."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient
from sqlalchemy import delete

from server.http.app import create_app
from server.http.deps import Deps
from server.http.tokens import Tokens
from server.school.demo import ensure_running_demo, seed
from server.school.importing import child, running
from server.school.importing.folder import Upload
from server.school.importing.running import Job
from server.school.signin.revocations import Revocations
from server.settings import Settings, load_settings
from server.store.database import Database
from server.store.tables import audit
from tests.server.conftest import made
from tests.server.http.shelf import Shelf
from tests.server.http.world import API_KEY, SECRET, Clock, ListeningHub, World
from tests.server.school.times import MONDAY_0750
from tests.support.passwords import easy_passwords


@dataclass(frozen=True)
class Seeded:
    """The invented school in a file, with a lesson that runs; each test works on a copy and sees its own acts only."""

    file: Path
    lesson: str
    settings: Settings


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    running: list[str] = []

    async def fill(database: Database) -> None:
        await seed(database, MONDAY_0750)
        running.append((await ensure_running_demo(database, MONDAY_0750)).id)
        async with database.begin() as connection:
            await connection.execute(delete(audit))

    folder = tmp_path_factory.mktemp("seeded")
    settings = load_settings(data_dir=folder, api_key=API_KEY, secret=SECRET, demo=True)
    return Seeded(made(folder, fill), running[0], settings)


@pytest.fixture
async def deps(tmp_path: Path, seeded: Seeded) -> AsyncIterator[Deps]:
    settings = seeded.settings.model_copy(update={"data_dir": tmp_path})
    shutil.copy(seeded.file, settings.database_path)
    database = await Database.open(settings)
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    for name in ("index", "class", "replay", "record", "day", "office", "setup", "way"):
        (dist / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>", encoding="utf-8")
    (dist / "assets" / "day-a1b2c3.js").write_text("export {}", encoding="utf-8")
    (dist / "assets" / "day-a1b2c3.js.gz").write_bytes(b"gz twin")
    (dist / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    yield Deps(
        settings=settings,
        database=database,
        tokens=Tokens(SECRET.encode()),
        revocations=await Revocations.load(database, MONDAY_0750),
        hub=ListeningHub(),
        clock=Clock(MONDAY_0750),
        passwords=easy_passwords(),
        dist=dist,
    )
    await database.close()


@pytest.fixture
async def client(deps: Deps, aiohttp_client: AiohttpClient) -> TestClient:
    return await aiohttp_client(create_app(deps))


@pytest.fixture
async def world(deps: Deps, client: TestClient, seeded: Seeded) -> World:
    return World(deps, client, seeded.lesson)


@pytest.fixture
async def real_world(deps: Deps, aiohttp_client: AiohttpClient, seeded: Seeded) -> World:
    """Not in demo mode."""
    settings = deps.settings.model_copy(update={"demo": False, "public_url": "https://lop.truong.example"})
    deps = replace(deps, settings=settings, registry=CollectorRegistry())
    return World(deps, await aiohttp_client(create_app(deps)), seeded.lesson)


@pytest.fixture
def planned_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads are read and planned in this process: the child of each would take half a second to start."""

    async def work(job: Job, folder: Path, kind: str) -> int:
        await asyncio.to_thread(child.work, Upload(folder), kind, lambda told: setattr(job, "told", told))
        return 0

    monkeypatch.setattr(running, "_child", work)


@pytest.fixture
async def shelf(world: World) -> Shelf:
    shelf = Shelf(world)
    await shelf.held()
    return shelf

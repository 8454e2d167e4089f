"""The web application over a real SQLite file with the invented school, a clock to turn and a hub that listens."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient
from sqlalchemy import delete

from server.http.app import create_app
from server.http.deps import Deps
from server.http.tokens import Tokens
from server.school.demo import ensure_running_demo, seed
from server.school.signin.accounts import Passwords
from server.school.signin.revocations import Revocations
from server.settings import load_settings
from server.store.database import Database
from server.store.tables import audit
from tests.server.conftest import made
from tests.server.http.shelf import Shelf
from tests.server.http.world import API_KEY, SECRET, Clock, ListeningHub, World
from tests.server.school.times import MONDAY_0750


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school with a lesson that runs; each test works on a copy and sees its own acts only."""

    async def fill(database: Database) -> None:
        await seed(database, MONDAY_0750)
        await ensure_running_demo(database, MONDAY_0750)
        async with database.begin() as connection:
            await connection.execute(delete(audit))

    return made(tmp_path_factory.mktemp("seeded"), fill)


@pytest.fixture
async def deps(tmp_path: Path, seeded: Path) -> AsyncIterator[Deps]:
    settings = load_settings(data_dir=tmp_path, api_key=API_KEY, secret=SECRET, demo=True)
    shutil.copy(seeded, settings.database_path)
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
        passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        dist=dist,
    )
    await database.close()


@pytest.fixture
async def client(deps: Deps, aiohttp_client: AiohttpClient) -> TestClient:
    return await aiohttp_client(create_app(deps))


@pytest.fixture
async def world(deps: Deps, client: TestClient) -> World:
    lesson = await ensure_running_demo(deps.database, MONDAY_0750)
    return World(deps, client, lesson.id)


@pytest.fixture
async def real_world(deps: Deps, aiohttp_client: AiohttpClient) -> World:
    """Not in demo mode."""
    settings = deps.settings.model_copy(update={"demo": False, "public_url": "https://lop.truong.example"})
    deps = replace(deps, settings=settings, registry=CollectorRegistry())
    lesson = await ensure_running_demo(deps.database, MONDAY_0750)
    return World(deps, await aiohttp_client(create_app(deps)), lesson.id)


@pytest.fixture
async def shelf(world: World) -> Shelf:
    shelf = Shelf(world)
    await shelf.held()
    return shelf

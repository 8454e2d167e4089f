"""A QR code opens for the first phone that comes in time, whatever happens to the process meanwhile."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.classroom.pages.pairings import MOST, Pairings
from server.http.tokens import JoinClaims
from server.settings import load_settings
from server.store.database import Database
from server.store.tables import pairings

END = 9000
"""When the tokens are too old, UTC seconds."""


def claims(open_by: int, jti: str = "a.b", exp: int = END) -> JoinClaims:
    return JoinClaims("l", "gv.cam", "Lan", "camera", jti, exp, 0, open_by=open_by)


@pytest.fixture
async def database(tmp_path: Path, blank_file: Path) -> AsyncIterator[Database]:
    settings = load_settings(data_dir=tmp_path)
    shutil.copy(blank_file, settings.database_path)
    database = await Database.open(settings)
    yield database
    await database.close()


@pytest.fixture
async def paired(database: Database) -> Pairings:
    return await started(database, 100_000)


async def started(database: Database, now: int) -> Pairings:
    found = Pairings(database)
    await found.load(now)
    return found


async def test_a_code_opens_for_the_first_phone_in_time(paired: Pairings) -> None:
    assert await paired.open(claims(0), "any", 999_000)
    assert not await paired.open(claims(700), "late", 700_001)
    assert await paired.open(claims(700), "phone", 700_000)
    assert await paired.open(claims(700), "phone", 900_000)
    assert not await paired.open(claims(700), "other", 600_000)


async def test_a_restart_knows_the_phone_and_nobody_else(paired: Pairings, database: Database) -> None:
    assert await paired.open(claims(700), "phone", 600_000)
    for now in (601_000, 800_000):  # before and after the code's ten minutes
        again = await started(database, now)
        assert not await again.open(claims(700), "other", now)
        assert await again.open(claims(700), "phone", now)
        assert not await again.open(claims(700, "never.opened"), "phone", 800_000)


async def test_two_phones_at_once_are_one_too_many(paired: Pairings) -> None:
    found = await asyncio.gather(*(paired.open(claims(700), f"phone-{n}", 500_000) for n in range(20)))
    assert sum(found) == 1


async def test_what_cannot_be_written_down_is_not_opened(
    paired: Pairings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(database, "begin", full)
        with pytest.raises(OSError, match="disk full"):
            await paired.open(claims(700), "phone", 500_000)
    assert await paired.open(claims(700), "second", 500_000), "nobody had opened it"


async def test_little_is_kept_and_not_for_long(paired: Pairings, database: Database) -> None:
    assert await paired.open(claims(700, exp=800), "phone-of-cô-Lan", 500_000)
    async with database.read() as connection:
        (row,) = (await connection.execute(select(pairings))).all()
    assert (
        (row.jti, row.expires_at) == ("a.b", 800_000) and "Lan" not in str(row) and len(row.device_hash) == 64
    )
    assert await paired.open(claims(900, "c.d"), "phone", 800_000)
    async with database.read() as connection:
        assert (await connection.execute(select(pairings.c.jti))).scalars().all() == ["c.d"], (
            "swept by the next"
        )
    await started(database, END * 1000)
    async with database.read() as connection:
        assert (await connection.execute(select(pairings))).first() is None, "and by a start"


async def test_one_link_opens_so_many_phones_and_no_more(paired: Pairings) -> None:
    for number in range(MOST):
        assert await paired.open(claims(700, f"first.link.{number}"), "phone", 500_000)
    assert not await paired.open(claims(700, "first.more"), "phone", 500_000)
    assert await paired.open(claims(700, "another.link"), "phone", 500_000)

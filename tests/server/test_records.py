"""`bucgiang records verify` as a person runs it: all is well, or the first broken link and exit 1."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from server.school.demo import seed
from server.school.kept.records import make_missing
from server.settings import Settings
from server.store.database import Database
from tests.server.school.held import ended
from tests.server.school.times import MINUTE, MONDAY_0750
from tests.server.test_cli import said


async def three_records(folder: Path) -> Settings:
    settings = Settings(data_dir=folder)
    folder.mkdir()
    database = await Database.open(settings)
    await seed(database, MONDAY_0750)
    for number in range(3):
        await ended(database, MONDAY_0750 + number * 50 * MINUTE)
    assert await make_missing(database, MONDAY_0750) == 3
    await database.close()
    return settings


async def test_all_is_well_until_a_byte_is_changed(tmp_path: Path) -> None:
    settings = await three_records(tmp_path / "var")
    assert await said(tmp_path, "records", "verify") == (0, "ok: 3 records and 0 removed in 1 chains")
    code, text = await said(tmp_path, "records", "verify", "--json")
    assert (code, json.loads(text)) == (0, {"chains": 1, "records": 3, "removed": 0, "broken": None})
    lesson = await asyncio.to_thread(tamper, settings.database_path)
    code, text = await said(tmp_path, "records", "verify")
    assert (code, text) == (
        1,
        "BROKEN after 1 records and 0 removed in 1 chains checked: hash at position 2 of chain 8a3/2026-2027, "
        f"lesson {lesson} version 1: the record is not what was hashed",
    )
    code, text = await said(tmp_path, "records", "verify", "--json")
    broken = {"what": "hash", "chain": "8a3/2026-2027", "position": 2, "lesson": lesson, "version": 1}
    assert (code, json.loads(text)["broken"]) == (1, broken)


def tamper(path: Path) -> str:
    """Somebody with sqlite3 makes a pupil present."""
    with closing(sqlite3.connect(path)) as connection:
        query = "UPDATE records SET body = CAST(replace(body, '\"present\":1', '\"present\":2') AS BLOB)"
        (lesson,) = connection.execute(f"{query} WHERE position = 2 RETURNING lesson_id").fetchone()
        connection.commit()
    return str(lesson)


async def test_a_new_folder_has_nothing_to_check(tmp_path: Path) -> None:
    assert await said(tmp_path, "records", "verify") == (0, "ok: 0 records and 0 removed in 0 chains")

"""Opening, upgrading, refusing, and what a transaction promises."""

import asyncio
import errno
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError, OperationalError

import server.store.upgrade
from server.settings import Settings
from server.store.database import Database
from server.store.tables import (
    classes,
    events,
    lessons,
    metadata,
    record_chains,
    records,
    removed_records,
    school,
    school_years,
    sheets,
)
from server.store.upgrade import StoreError, revisions, upgrade

ROW = {"id": "lop-8a3", "code": "8A3", "grade": 8}
PERIOD = {"title": "Bài 15", "subject": "Toán", "starts_at": 0, "ends_at": 1}


async def test_a_commit_is_seen_and_a_failed_block_is_not(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(classes.insert().values(ROW))
    with pytest.raises(RuntimeError):
        async with database.begin() as connection:
            await connection.execute(classes.delete())
            raise RuntimeError
    async with database.read() as connection:
        assert (await connection.execute(sa.select(classes.c.code))).scalars().all() == ["8A3"]


async def test_pragmas(database: Database) -> None:
    async with database.begin() as connection:
        values = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert values == ["wal", 2, 1, 5000]


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with database.read() as connection:
            await connection.execute(classes.insert().values(ROW))


async def test_a_reader_keeps_its_moment_while_another_writes(database: Database) -> None:
    count = sa.select(sa.func.count()).select_from(classes)
    async with database.read() as reader:
        assert (await reader.execute(count)).scalar() == 0
        async with database.begin() as writer:
            await writer.execute(classes.insert().values(ROW))
        assert (await reader.execute(count)).scalar() == 0


async def test_writers_take_turns(database: Database) -> None:
    async def rename(number: int) -> None:
        async with database.begin() as connection:
            grade = (await connection.execute(sa.select(classes.c.grade))).scalar_one()
            await asyncio.sleep(0)  # the others have a turn between reading and writing
            await connection.execute(classes.update().values(grade=grade + number))

    async with database.begin() as connection:
        await connection.execute(classes.insert().values(ROW))
    await asyncio.gather(*(rename(1) for _ in range(20)))
    async with database.read() as connection:
        assert (await connection.execute(sa.select(classes.c.grade))).scalar() == 28


async def test_waits_for_another_process(database: Database, settings: Settings) -> None:
    async def write() -> None:
        async with database.begin() as connection:
            await connection.execute(classes.insert().values(ROW))

    with closing(sqlite3.connect(settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        await asyncio.sleep(0.1)  # time is the subject: it waits as long as the other one writes
        assert not waiting.done()
        other.execute("COMMIT")
    await waiting


def test_migrations_give_exactly_the_tables(settings: Settings) -> None:
    upgrade(settings.database_path)
    engine = sa.create_engine(f"sqlite:///{settings.database_path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_second_start_does_not_import_alembic(settings: Settings) -> None:
    upgrade(settings.database_path)
    script = (
        "import sys; from pathlib import Path; from server.store.upgrade import upgrade;"
        "upgrade(Path(sys.argv[1])); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(settings.database_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def old_version(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def test_a_newer_schema_is_refused_untouched(settings: Settings) -> None:
    path = settings.database_path
    upgrade(path)
    old_version(path, "9999")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        upgrade(path)
    assert path.read_bytes() == before


def test_a_copy_before_each_upgrade_and_three_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings.database_path
    upgrade(path)
    monkeypatch.setattr(server.store.upgrade, "_run_alembic", lambda _path: None)
    for number in range(1, 6):
        old_version(path, f"000{number}")
        known = [f"000{n}" for n in range(1, number + 2)]
        monkeypatch.setattr(server.store.upgrade, "revisions", lambda known=known: known)
        upgrade(path)
        with closing(sqlite3.connect(path.with_name(f"bucgiang.db.before-000{number}"))) as copy:
            assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (f"000{number}",)
    assert len(list(path.parent.glob("*.before-*"))) == 3


def test_revisions_are_a_chain() -> None:
    assert revisions()[0] == "0001"


def test_another_programs_database_is_refused(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database_path)) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    with pytest.raises(StoreError, match="not one of"):
        upgrade(settings.database_path)


def test_rubbish_is_named_damaged(settings: Settings) -> None:
    settings.database_path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(StoreError, match="damaged"):
        upgrade(settings.database_path)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="database folder"):
        upgrade(tmp_path / "none" / "x.db")


def test_not_writable(settings: Settings) -> None:
    """As root nothing is unwritable by mode, so a child without root's capabilities tries."""
    upgrade(settings.database_path)
    settings.database_path.chmod(0o444)
    settings.data_dir.chmod(0o555)
    script = (
        "import ctypes, sys; from pathlib import Path; from server.store.upgrade import StoreError, upgrade\n"
        "none = (ctypes.c_uint32 * 6)(); version_3 = (ctypes.c_uint32 * 2)(0x20080522, 0)\n"
        "assert ctypes.CDLL(None).capset(version_3, none) == 0\n"
        "try: upgrade(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error)"
    )
    command = [sys.executable, "-X", "utf8", "-c", script, str(settings.database_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    settings.data_dir.chmod(0o755)
    assert "is not writable" in done.stdout, done


def test_full_disk_is_said_before_anything_is_touched(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.store.upgrade, "LEAST_FREE", 1 << 62)
    with pytest.raises(StoreError, match="disk full"):
        upgrade(settings.database_path)
    assert not settings.database_path.exists()


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), sqlite3.OperationalError("database or disk is full")],
)
def test_a_disk_that_fills_up_meanwhile(
    fault: Exception, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        if isinstance(fault, sqlite3.Error):
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise fault

    monkeypatch.setattr(server.store.upgrade, "_run_alembic", fail)
    with pytest.raises(StoreError, match="disk full"):
        upgrade(settings.database_path)


def first_version(path: Path) -> None:
    """A file as the first version of the program left it, with a school, a class, a lesson and its event."""
    config = Config()
    config.set_main_option("script_location", str(server.store.upgrade.MIGRATIONS))
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, row in (
            ("school", {"id": 1, "code": "1", "name": "n", "short_name": "n", "time_zone": "Asia/Ho_Chi_Minh",
                        "period_minutes": 45, "demo": True}),
            ("classes", ROW),
            ("lessons", {"id": "bai-1", "title": "t", "subject": "s", "class_id": ROW["id"], "period": "",
                         "starts_at": 1, "ends_at": 2, "recording": False, "demo": True, "phase": "ended"}),
            ("events", {"lesson_id": "bai-1", "number": 1, "at": 1, "type": "lesson_opened", "body": b"{}"}),
        ):  # fmt: skip
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), row)
    engine.dispose()


async def test_a_database_of_the_first_version_keeps_its_rows(settings: Settings) -> None:
    path = settings.database_path
    await asyncio.to_thread(first_version, path)
    database = await Database.open(settings)
    async with database.read() as connection:
        lesson = (await connection.execute(sa.select(lessons))).one()
        of_school = (await connection.execute(sa.select(school))).one()
        kept = (await connection.execute(sa.select(events))).one()
        for table in (records, removed_records, record_chains, sheets, school_years):
            assert (await connection.execute(sa.select(table))).all() == []
    await database.close()
    assert (lesson.id, lesson.class_id, lesson.phase, lesson.ppct_no) == ("bai-1", "lop-8a3", "ended", None)
    assert (of_school.recording, of_school.level, of_school.demo) == (False, "", True)
    assert (kept.lesson_id, kept.body) == ("bai-1", b"{}")
    assert path.with_name(f"{path.name}.before-0001").exists()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


async def test_a_place_in_a_chain_and_a_version_are_taken_once(database: Database, lesson: str) -> None:
    row = {"id": "a", "lesson_id": lesson, "version": 1, "chain": "c", "position": 1, "made_at": 0, "why": "",
           "previous": "", "hash": "", "body": b""}  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(records.insert().values(row))
    for change in ({"version": 2}, {"position": 2}):
        with pytest.raises(IntegrityError):
            async with database.begin() as connection:
                await connection.execute(records.insert().values(row | {"id": "b"} | change))


async def test_a_task_cancelled_within_a_transaction_leaves_the_file_free(database: Database) -> None:
    """Wherever it is cancelled: also while its connection is made, begins or goes back."""
    chance = random.Random(1)

    async def work() -> None:
        while True:
            async with database.begin() as connection:
                await connection.execute(lessons.insert().values(id=f"{chance.random()}", **PERIOD))
                await connection.execute(
                    lessons.select()
                )  # a cursor that is alive keeps a closed file locked
                await connection.execute(lessons.update().values(title="Bài 16"))

    for _ in range(200):
        task = asyncio.create_task(work())
        await asyncio.sleep(chance.uniform(0, 0.01))  # somewhere on its way, and its connection's thread, too
        task.cancel()
        await asyncio.wait([task])
        async with database.begin() as connection:  # locked by itself, it would wait BUSY_MS and fail
            await connection.execute(lessons.delete())

"""The event log keeps order, groups, survives failures and kill -9."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from lesson.messages import Feed, HandRaised, Joined, Kept, LessonOpened, RosterEntry, Said, StageSet
from server.settings import Settings
from server.store.database import Database
from server.store.eventlog import EventLog, NotKept
from server.store.tables import lessons


@pytest.fixture
async def log(database: Database) -> AsyncIterator[EventLog]:
    made = EventLog(database)
    yield made
    await made.close()


def said(number: int, text: str = "Em chào cô") -> Kept:
    return Kept(number=number, at=1000 + number, event=Said(person="hs-1", text=text))


async def test_events_come_back_as_they_were(log: EventLog, lesson: str) -> None:
    opened = LessonOpened(
        lesson=lesson,
        title="Bài 15",
        subject="Toán",
        class_name="8A3",
        period="tiết 2",
        starts_at=0,
        ends_at=1,
        roster=(RosterEntry(person="hs-1", name="Ánh", role="student", stt=1),),
    )
    stage = StageSet(slots={"a0": Feed(person="gv-1", source="mic")})
    events = [opened, Joined(person="hs-1", name="Ánh", role="student"), HandRaised(person="hs-1"), stage]
    kept = [Kept(number=n, at=n * 10, event=event) for n, event in enumerate(events, 1)]
    for one in kept:
        log.append(lesson, one)
    await log.flush()
    assert await log.load(lesson) == kept
    assert await log.load("unknown") == []


async def test_on_disk_within_half_a_second_of_each(log: EventLog, lesson: str) -> None:
    slowest = 0.0
    for number in range(1, 16):
        began = time.monotonic()
        log.append(lesson, said(number))
        await log.flush()
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 0.5


async def test_a_burst_is_few_transactions(database: Database, lesson: str) -> None:
    class Counting(EventLog):
        transactions = 0

        async def _store(self, batch: list[dict[str, object]], alive: dict[str, int]) -> None:
            self.transactions += 1
            await super()._store(batch, alive)

    log = Counting(database)
    for number in range(1, 3001):
        log.append(lesson, said(number))
    await log.flush()
    assert log.transactions <= 3
    assert [kept.number for kept in await log.load(lesson)] == list(range(1, 3001))
    await log.close()


class Failing(EventLog):
    failures = 3

    async def _store(self, batch: list[dict[str, object]], alive: dict[str, int]) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        await super()._store(batch, alive)


async def test_failures_are_told_and_nothing_is_lost(
    database: Database, lesson: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.eventlog.RETRY_S", 0.01)
    told: list[bool] = []
    log = Failing(database, on_health=told.append)
    with structlog.testing.capture_logs() as logged:
        for number in (1, 2, 3):
            log.append(lesson, said(number))
        await log.flush()
    assert told == [False, True]
    assert log.healthy
    assert [kept.number for kept in await log.load(lesson)] == [1, 2, 3]
    assert [line["event"] for line in logged] == [
        "events cannot be written; trying again",
        "events are kept again",
    ]
    await log.close()


async def test_full_is_refused_in_time(database: Database, lesson: str) -> None:
    log = EventLog(database, limit=2)
    for number in range(1, 11):
        assert log.accepts == (number <= 2)
        log.append(lesson, said(number))
    with pytest.raises(NotKept):
        log.append(lesson, said(11))
    await log.flush()
    assert log.accepts
    await log.close()


async def test_one_broken_lesson_does_not_hold_up_the_others(log: EventLog, lesson: str) -> None:
    with structlog.testing.capture_logs() as logged:
        log.append("not-in-the-table", said(1))
        log.append(lesson, said(1))
        await log.flush()
    assert await log.load(lesson) == [said(1)]
    assert [line["lesson"] for line in logged] == ["not-in-the-table"]
    with pytest.raises(NotKept):
        log.append("not-in-the-table", said(2))


async def test_alive_is_written_at_most_each_five_seconds(
    log: EventLog, lesson: str, database: Database
) -> None:
    async def alive_at() -> int | None:
        async with database.read() as connection:
            query = sa.select(lessons.c.alive_at).where(lessons.c.id == lesson)
            value: int | None = (await connection.execute(query)).scalar()
            return value

    log.touch_alive(lesson, 1_000)
    async with asyncio.timeout(5):
        while await alive_at() is None:
            await asyncio.sleep(0.01)
    log.touch_alive(lesson, 2_000)
    log.append(lesson, said(1))
    await log.flush()
    assert await alive_at() == 1_000
    log._alive_due = 0.0
    log.touch_alive(lesson, 3_000)
    async with asyncio.timeout(5):
        while await alive_at() != 3_000:
            await asyncio.sleep(0.01)


async def test_close_writes_what_waits(database: Database, lesson: str) -> None:
    log = EventLog(database)
    log.append(lesson, said(1))
    await log.close()
    assert await log.load(lesson) == [said(1)]


WRITER = """
import asyncio, sys
from pathlib import Path
from lesson.messages import Kept, Said
from server.settings import load_settings
from server.store.database import Database
from server.store.eventlog import EventLog

async def main():
    log = EventLog(await Database.open(load_settings(data_dir=Path(sys.argv[1]))))
    loop = asyncio.get_running_loop()
    for number in range(1, 10_000):
        log.append("bai-1", Kept(number=number, at=number, event=Said(person="hs-1", text="x")))
        print(number, loop.time(), flush=True)
        await asyncio.sleep(0.01)

asyncio.run(main())
"""


async def test_after_kill_9_all_but_the_last_half_second_is_there(
    database: Database, lesson: str, settings: Settings
) -> None:
    command = [sys.executable, "-c", WRITER, str(settings.data_dir)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    printed = [await process.stdout.readline() for _ in range(120)]
    process.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    await process.wait()
    printed += (await process.stdout.read()).splitlines()
    old = [int(line.split()[0]) for line in printed if float(line.split()[1]) < killed - 0.5]
    assert len(old) > 20
    numbers = [kept.number for kept in await EventLog(database).load(lesson)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] >= old[-1]

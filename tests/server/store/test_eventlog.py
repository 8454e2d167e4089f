"""The event log keeps order, groups, survives failures and kill -9."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from lesson.messages import (
    AnyEvent,
    Feed,
    HandRaised,
    Joined,
    Kept,
    LessonOpened,
    RosterEntry,
    Said,
    StageSet,
)
from server.settings import Settings
from server.store.database import Database
from server.store.eventlog import GATHER_S, EventLog, NotKept
from server.store.tables import lessons
from tests.support.waiting import until_found


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
    events: list[AnyEvent] = [
        opened,
        Joined(person="hs-1", name="Ánh", role="student"),
        HandRaised(person="hs-1"),
        stage,
    ]
    kept = [Kept(number=n, at=n * 10, event=event) for n, event in enumerate(events, 1)]
    for one in kept:
        log.append(lesson, one)
    await log.flush()
    assert await log.load(lesson) == kept
    assert await log.load("unknown") == []


async def test_an_event_waits_for_one_short_pause_at_most(
    database: Database, lesson: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On disk within half a second of each: nothing but the pause after the last commit comes before it."""
    steps: list[float | str] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        steps.append(seconds)
        await sleep(0)

    class Noting(EventLog):
        async def _store(self, batch: list[dict[str, object]], alive: dict[str, int]) -> None:
            steps.append("commit")
            await super()._store(batch, alive)

    monkeypatch.setattr(asyncio, "sleep", noted)
    log = Noting(database)
    for number in range(1, 16):
        log.append(lesson, said(number))
        await log.flush()
    await log.close()
    assert steps[:29] == ["commit", GATHER_S] * 14 + ["commit"]
    assert GATHER_S < 0.5


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
    await until_found(alive_at)
    log.touch_alive(lesson, 2_000)
    log.append(lesson, said(1))
    await log.flush()
    assert await alive_at() == 1_000
    log._alive_due = 0.0
    log.touch_alive(lesson, 3_000)

    async def later() -> bool:
        return await alive_at() == 3_000

    await until_found(later)


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
    for number in range(1, 10_000):
        log.append("bai-1", Kept(number=number, at=number, event=Said(person="hs-1", text="x")))
        if number % 7 == 0:
            await log.flush()
            print(number, flush=True)

asyncio.run(main())
"""


async def test_after_kill_9_all_that_was_on_disk_is_there(
    database: Database, lesson: str, settings: Settings
) -> None:
    command = [sys.executable, "-c", WRITER, str(settings.data_dir)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    printed = [await process.stdout.readline() for _ in range(12)]
    process.send_signal(signal.SIGKILL)
    await process.wait()
    printed += (await process.stdout.read()).splitlines()
    numbers = [kept.number for kept in await EventLog(database).load(lesson)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] >= int(printed[-1])

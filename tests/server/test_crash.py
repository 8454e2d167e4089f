"""A short form of `bucgiang loadtest crash`: what is lost when the processes of a recorded lesson are killed."""

from pathlib import Path

import aiohttp
import pytest

from loadtest.api import Api
from loadtest.crash import crash
from loadtest.target import Target
from server.running import find, processes
from tests.support.server import KEY, Served

KILLS = 6


@pytest.mark.process
@pytest.mark.timeout(240)
async def test_kills_lose_at_most_two_seconds_and_break_nothing(tmp_path: Path) -> None:
    async with Served(tmp_path) as served, aiohttp.ClientSession() as http:
        running = find(served.data)
        assert running is not None
        target = Target(Api(served.url, KEY, http), lambda: processes(running))
        assert set(target.processes()) == {"sfu.worker", "server.control", "recordings.recorder"}
        report = await crash(target, KILLS, seed=20261121)
    assert sum(each["kills"] for each in report["processes"].values()) == KILLS
    assert max(each["worst_lost_ms"] for each in report["processes"].values()) <= 2000, report
    assert report["broken_files"] == 0, report
    assert report["attendance_lost"] == 0, report

"""What it costs to keep a lesson: the same minute of a class with camera, once recorded and once not."""

import asyncio
import os
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from loadtest.person import Person
from loadtest.target import Target

Report = dict[str, Any]

SECONDS = 60.0
SETTLE_S = 5.0
"""Before measuring: connections are made, the recorder has begun its files."""
FINAL_S = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


async def keeping(target: Target) -> Report:
    """CPU shares of each process (user + system, of one core) with and without recording, how far what is saved is
    behind while the lesson runs, and how soon after its end the recording is final."""
    without, _, _ = await _lesson(target, recorded=False)
    used, behind, final_s = await _lesson(target, recorded=True)
    more = {process: round(used[process] - without.get(process, 0.0), 4) for process in used}
    return {
        "seconds": SECONDS,
        "cpu_share_recorded": used,
        "cpu_share_not_recorded": without,
        "more": more,
        "recorder_and_journal": round(more["recordings.recorder"] + more["sfu.worker"], 4),
        "worst_behind_s": round(max(behind), 1),
        "final_after_s": round(final_s, 1),
    }


async def _lesson(target: Target, recorded: bool) -> tuple[dict[str, float], list[float], float]:
    api = target.api
    async with AsyncExitStack() as stack:
        lesson = await api.lesson("Đo việc ghi", class_id="8a3", teacher_id="gv-01", recording=recorded)
        ticket = await api.ticket(lesson, "teacher", "gv-01")
        teacher = await stack.enter_async_context(Person(api.url, ticket, api.http))
        await teacher.command(type="start_lesson")
        await teacher.send("teacher", "teacher")
        for source in ("mic", "camera"):
            await teacher.switch(source, True)
        await asyncio.sleep(SETTLE_S)
        before, begin, behind = _cpu(target.processes()), time.monotonic(), []
        while time.monotonic() - begin < SECONDS:
            await asyncio.sleep(1)
            if recorded:
                behind.append(time.time() - (await api.recording(lesson)).saved_to / 1000)
        after, took = _cpu(target.processes()), time.monotonic() - begin
        await api.end(lesson)
        final_s = (await api.final(lesson, FINAL_S))[1] if recorded else 0.0
    return {name: round((after[name] - before[name]) / took, 4) for name in after}, behind, final_s


def _cpu(processes: Mapping[str, int]) -> dict[str, float]:
    """Seconds of CPU each process has used, its threads included (/proc/pid/stat, fields 14 and 15)."""
    used = {}
    for name, pid in processes.items():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        used[name] = (int(fields[11]) + int(fields[12])) / TICKS
    return used

"""What a receiver costs while nothing is sent to it: bytes both ways and CPU, a minute, with all slots negotiated."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

from loadtest.line import OVERHEAD
from loadtest.person import Person
from loadtest.target import Target

Report = dict[str, Any]

RECEIVERS = 36
SECONDS = 60.0
SETTLE = 5.0


async def idle(target: Target) -> Report:
    """Media only: light clients check each 2.5 s as browsers do; their pages' signalling is counted in control's CPU."""
    api = target.api
    async with AsyncExitStack() as stack:
        lesson = await api.lesson("Đo lúc yên")
        teacher = Person(api.url, await api.ticket(lesson, "teacher", "teacher-01"), api.http)
        await stack.enter_async_context(teacher)
        await teacher.command(type="start_lesson")
        alone, _ = await _minute(target)
        for number in range(1, RECEIVERS + 1):
            ticket = await api.ticket(lesson, "student", f"student-{number:02d}")
            pupil = await stack.enter_async_context(Person(api.url, ticket, api.http))
            await pupil.listen()
        used, took = await _minute(target)
        await api.end(lesson)
    per = 60.0 / took / RECEIVERS
    up, down = (_octets(used, way) * per for way in ("in", "out"))
    return {
        "receivers": RECEIVERS,
        "seconds": round(took, 1),
        "up_bytes_per_minute": round(up),
        "down_bytes_per_minute": round(down),
        "bytes_per_minute": round(up + down),
        "kbit_s": round((up + down) * 8 / 60 / 1000, 2),
        "media_cpu_ms_per_minute": round(1000 * (_cpu(used, "media") - _cpu(alone, "media")) * per, 2),
        "control_cpu_ms_per_minute": round(1000 * (_cpu(used, "control") - _cpu(alone, "control")) * per, 2),
        "media_cpu_share": round(_cpu(used, "media") / took, 4),
    }


async def _minute(target: Target) -> tuple[dict[str, float], float]:
    """What the server's counters grew by, and the seconds it took."""
    await asyncio.sleep(SETTLE)
    before, begin = await target.api.meters(), time.monotonic()
    await asyncio.sleep(SECONDS)
    after, took = await target.api.meters(), time.monotonic() - begin
    return {name: value - before.get(name, 0.0) for name, value in after.items()}, took


def _octets(used: dict[str, float], way: str) -> float:
    """With IP and UDP headers."""
    packets, octets = (used[f"bucgiang_media_{what}_{way}_total"] for what in ("packets", "bytes"))
    return octets + OVERHEAD * packets


def _cpu(used: dict[str, float], process: str) -> float:
    return used[f'bucgiang_process_cpu_seconds_total{{process="{process}"}}']

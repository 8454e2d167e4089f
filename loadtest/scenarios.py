"""Measured scenarios against a running server: `bucgiang loadtest SCENARIO --json`. Figures, never verdicts.

Method: all clients live in this one process and event loop, so latencies include its own queueing; CPU is the
servers' own (`/metrics`, user + system), taken before and after the measured stretch.
"""

import asyncio
import os
import platform
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loadtest.api import Api
from loadtest.churn import churn
from loadtest.crash import crash
from loadtest.flood import flood
from loadtest.idle import idle
from loadtest.keeping import keeping
from loadtest.network import network
from loadtest.person import Person
from loadtest.restart import Running, restart
from loadtest.target import Target

Report = dict[str, Any]
PUPILS = 36


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0…1) of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Room:
    """One lesson under test: a teacher who sends and pupils who receive."""

    api: Api
    lesson: str
    teacher: Person
    pupils: list[Person]


async def room(api: Api, stack: AsyncExitStack, pupils: int, media: bool) -> Room:
    """A started lesson with `pupils` light students in it; with `media` the teacher sends speech, camera and board."""
    lesson = await api.lesson("Đo tải")
    teacher = await _person(api, stack, lesson, "teacher", 1)
    await teacher.command(type="start_lesson")
    if media:
        await teacher.send("teacher", "teacher", "board")
        for source in ("mic", "camera", "screen"):
            await teacher.switch(source, True)
    people = []
    for number in range(1, pupils + 1):
        pupil = await _person(api, stack, lesson, "student", number)
        if media:
            await pupil.listen()
        people.append(pupil)
    return Room(api, lesson, teacher, people)


async def _person(api: Api, stack: AsyncExitStack, lesson: str, role: str, number: int) -> Person:
    ticket = await api.ticket(lesson, role, f"{role}-{number:02d}")
    return await stack.enter_async_context(Person(api.url, ticket, api.http))


async def hand(target: Target) -> Report:
    """How long from a pupil's tap until the hand stands in the teacher's view, while the class is full."""
    api = target.api
    async with AsyncExitStack() as stack:
        place = await room(api, stack, PUPILS, media=True)
        waits = []
        for _ in range(5):
            for pupil in place.pupils:
                waits.append(await _raise(place.teacher, pupil))
        await api.end(place.lesson)
    return {
        "hands": len(waits),
        "p50_ms": round(percentile(waits, 0.5), 1),
        "p95_ms": round(percentile(waits, 0.95), 1),
        "worst_ms": round(max(waits), 1),
    }


async def _raise(teacher: Person, pupil: Person) -> float:
    me = pupil.ticket.person
    start = time.perf_counter()
    seen = asyncio.create_task(teacher.until(lambda view: me in view["hands"], 10))
    await pupil.command(type="raise_hand")
    await seen
    taken = (time.perf_counter() - start) * 1000
    await pupil.command(type="lower_hand")
    await asyncio.sleep(0.2)  # a pupil's pace: stays under the server's own limit of commands
    return taken


async def classroom(target: Target) -> Report:
    """One teacher with speech, camera and board, 36 receiving pupils, a minute: CPU and packets of the server."""
    api = target.api
    seconds = 60.0
    async with AsyncExitStack() as stack:
        place = await room(api, stack, PUPILS, media=True)
        before, begin = await api.meters(), time.monotonic()
        received = sum(_packets(pupil) for pupil in place.pupils)
        await asyncio.sleep(seconds)
        after, took = await api.meters(), time.monotonic() - begin
        received = sum(_packets(pupil) for pupil in place.pupils) - received
        lost = sum(pupil.receiving.lost for pupil in place.pupils if pupil.receiving)
        await api.end(place.lesson)
    used = {name: after[name] - before.get(name, 0.0) for name in after}
    control, media = used[_cpu("control")], used[_cpu("media")]
    out = used["bucgiang_media_packets_out_total"]
    return {
        "pupils": PUPILS,
        "seconds": round(took, 1),
        "control_cpu_share": round(control / took, 4),
        "media_cpu_share": round(media / took, 4),
        "packets_forwarded": int(out),
        "media_cpu_us_per_packet": round(media * 1e6 / out, 2) if out else None,
        "packets_received": received,
        "packets_lost": lost,
    }


def _cpu(process: str) -> str:
    return f'bucgiang_process_cpu_seconds_total{{process="{process}"}}'


def _packets(person: Person) -> int:
    return person.receiving.packets if person.receiving else 0


async def join(target: Target) -> Report:
    """36 pupils press "Vào lớp" at once: how long from the tap to the first packet of the teacher's speech."""
    api = target.api
    async with AsyncExitStack() as stack:
        place = await room(api, stack, 0, media=True)
        numbers = range(1, PUPILS + 1)
        tickets = [await api.ticket(place.lesson, "student", f"student-{number:02d}") for number in numbers]

        async def enter(number: int) -> float:
            start = time.perf_counter()
            pupil = await stack.enter_async_context(Person(api.url, tickets[number], api.http))
            await pupil.listen()
            assert pupil.receiving
            await pupil.receiving.first_packet
            return (time.perf_counter() - start) * 1000

        waits = await asyncio.gather(*(enter(number) for number in range(PUPILS)))
        await api.end(place.lesson)
    return {
        "pupils": PUPILS,
        "p50_ms": round(percentile(waits, 0.5)),
        "p95_ms": round(percentile(waits, 0.95)),
    }


async def attendance(target: Target) -> Report:
    """Two devices of one pupil come and go twenty times; the record against the truth kept here, in seconds."""
    api = target.api
    async with AsyncExitStack() as stack:
        place = await room(api, stack, 0, media=False)
        ticket = await api.ticket(place.lesson, "student", "student-01")
        stretches: list[tuple[float, float]] = []

        async def device(name: str) -> None:
            for _ in range(10):
                pupil = Person(api.url, ticket, api.http, device=name)
                await pupil.connect()
                begin = time.time()
                await asyncio.sleep(random.uniform(0.5, 4))
                stretches.append((begin, time.time()))
                await pupil.leave()
                await asyncio.sleep(random.uniform(0.5, 6))

        await asyncio.gather(device("phone"), device("tablet"))
        line = (await api.attendance(place.lesson))["student-01"]
        await api.end(place.lesson)
    truth = max(end for _, end in stretches) - min(begin for begin, _ in stretches)
    measured = line["minutes"] * 60
    return {
        "reconnects": len(stretches),
        "truth_s": round(truth, 1),
        "measured_s": round(measured, 1),
        "off_by_s": round(measured - truth, 1),
    }


SCENARIOS: dict[str, Callable[[Target], Awaitable[Report]]] = {
    "hand": hand,
    "class": classroom,
    "join": join,
    "flood": flood,
    "attendance": attendance,
    "keeping": keeping,
    "crash": crash,
    "churn": churn,
    "idle": idle,
}
NETWORK, RESTART = "network", "restart"
"""Those that start what they need themselves."""
NAMES = (*SCENARIOS, NETWORK, RESTART)


async def measure(name: str, target: Target) -> Report:
    """Runs one scenario; its figures with the machine they were taken on."""
    return _on_this_machine(name, await SCENARIOS[name](target))


async def measure_network(plot: Path | None) -> Report:
    """The same for NETWORK; see `network`."""
    return _on_this_machine(NETWORK, await network(plot))


async def measure_restart(running: Running) -> Report:
    """The same for RESTART; `running` names the processes of a server it started."""
    return _on_this_machine(RESTART, await restart(running))


def _on_this_machine(name: str, figures: Report) -> Report:
    machine = {"cores": os.cpu_count(), "kernel": platform.release(), "python": platform.python_version()}
    return {"scenario": name, "figures": figures, "machine": machine}

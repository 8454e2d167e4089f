"""How soon a server is there, and is there again: `bucgiang loadtest restart [--json]`.

Starts servers of its own (loadtest/serving.py). First STARTS times one in a new folder and once more in the same: from
the start of the program to the printed links. Then a lesson with a class, its teacher speaking (nothing else is sent:
clients that took pictures would take the processor that starts the process again), and KILLS times `kill -9` of
control and of the media worker in turn.

Pages are light clients whose Socket.IO lines come back after the same delays as a page's (web/src/lib/lesson/connection).
A page is back when it has the snapshot of a new epoch; sound, when a pupil's new connection has its first packet.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from loadtest.api import Api
from loadtest.offer import OPUS
from loadtest.peer import LightPeer
from loadtest.person import Person
from loadtest.serving import home, serving

Report = dict[str, Any]
Running = Callable[[Path], Mapping[str, int]]
"""Data folder of a server → its processes as they are now: module name → pid."""

STARTS = 5
KILLS = 10
"""Of each process."""
PUPILS = 36
BACK_S = 30.0
CALM_S = 4.0
"""Between a class that is back and the next kill: longer than what makes the supervisor's delays as new."""
CONTROL, WORKER = "server.control", "sfu.worker"


@dataclass
class Pause:
    """The longest time without a packet of sound, in monotonic seconds since `last`."""

    last: float
    longest: float = 0.0

    def heard(self, now: float) -> None:
        self.longest = max(self.longest, now - self.last)
        self.last = now


@dataclass
class Waits:
    """Seconds by what was waited for, of every start, or of every page or pupil at every kill."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    silent: list[float] = field(default_factory=list)
    sound: list[float] = field(default_factory=list)

    def report(self) -> Report:
        """p50 and worst, in seconds."""
        return {
            "starts": len(self.first),
            "first_start_s": spread(self.first),
            "second_start_s": spread(self.again),
            "control_killed_pages_back_s": spread(self.pages),
            "control_killed_sound_gap_s": spread(self.silent),
            "worker_killed_sound_back_s": spread(self.sound),
        }


def spread(values: Iterable[float]) -> Report:
    """The middle one and the worst; {} of none."""
    known = list(values)
    return {"p50": round(median(known), 2), "worst": round(max(known), 2)} if known else {}


async def restart(running: Running, starts: int = STARTS, kills: int = KILLS, pupils: int = PUPILS) -> Report:
    """The figures of all; nothing that another server uses is touched."""
    waits = Waits()
    for _ in range(starts):
        with TemporaryDirectory(prefix="bucgiang-") as folder:
            await _start_twice(Path(folder), waits)
    with TemporaryDirectory(prefix="bucgiang-") as folder:
        place = home(Path(folder))
        async with serving(place), aiohttp.ClientSession() as http, AsyncExitStack() as stack:
            course = await _class(Api(place.url, place.key, http), stack, pupils)
            for _ in range(kills):
                await _kill_control(course, running(place.data)[CONTROL], waits)
                await _kill_worker(course, running(place.data)[WORKER], waits)
    return {"pupils": pupils, "kills_of_each": kills, **waits.report()}


async def _start_twice(folder: Path, waits: Waits) -> None:
    place = home(folder)
    for took in (waits.first, waits.again):
        async with serving(place) as seconds:
            took.append(seconds)


@dataclass(frozen=True)
class _Class:
    api: Api
    teacher: Person
    pupils: list[Person]

    @property
    def people(self) -> list[Person]:
        return [self.teacher, *self.pupils]


async def _class(api: Api, stack: AsyncExitStack, pupils: int) -> _Class:
    """A lesson under way: everybody is in, the teacher is heard."""
    await api.ready()
    lesson = await api.lesson("Đo việc khởi động lại", minutes=120)
    names = ["teacher-01", *(f"student-{number:02d}" for number in range(1, pupils + 1))]
    people = []
    for name in names:
        ticket = await api.ticket(lesson, name.partition("-")[0], name)
        people.append(await stack.enter_async_context(Person(api.url, ticket, api.http)))
    course = _Class(api, people[0], people[1:])
    await course.teacher.command(type="start_lesson")
    await course.teacher.send("teacher", "teacher")
    await course.teacher.switch("mic", True)
    for pupil in course.pupils:
        await pupil.listen()
        await _heard(pupil)
    return course


async def _kill_control(course: _Class, pid: int, waits: Waits) -> None:
    """Every page's way back, and every pupil's longest pause meanwhile."""
    await _calm(course)
    epochs = [person.epoch for person in course.people]
    pauses = [_listening(pupil) for pupil in course.pupils]
    killed = time.monotonic()

    async def back(person: Person, epoch: str) -> None:
        await person.until(lambda view: person.epoch != epoch, BACK_S)
        waits.pages.append(time.monotonic() - killed)

    os.kill(pid, signal.SIGKILL)
    await asyncio.gather(*(back(*each) for each in zip(course.people, epochs, strict=True)))
    for pause in pauses:
        pause.heard(time.monotonic())
        waits.silent.append(pause.longest)


async def _kill_worker(course: _Class, pid: int, waits: Waits) -> None:
    """Every pupil's way back to sound."""
    await _calm(course)
    before = [pupil.receiving for pupil in course.pupils]
    killed = time.monotonic()

    async def back(pupil: Person, old: LightPeer | None) -> None:
        await pupil.until(lambda view: pupil.receiving is not old, BACK_S)
        waits.sound.append(await _heard(pupil) - killed)

    os.kill(pid, signal.SIGKILL)
    await asyncio.gather(*(back(*each) for each in zip(course.pupils, before, strict=True)))


async def _calm(course: _Class) -> None:
    await course.api.ready()
    await asyncio.sleep(CALM_S)


async def _heard(pupil: Person) -> float:
    """When (monotonic s) the first packet of sound came over the pupil's connection."""
    assert pupil.receiving is not None
    async with asyncio.timeout(BACK_S):
        return await pupil.receiving.first_packet


def _listening(pupil: Person) -> Pause:
    """Of the pupil's connection as it is, from now on."""
    pause = Pause(time.monotonic())

    def packet(data: bytes) -> None:
        if data[1] & 0x7F == OPUS:
            pause.heard(time.monotonic())

    assert pupil.receiving is not None
    pupil.receiving.on_packet = packet
    return pause

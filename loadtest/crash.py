"""kill -9 of the server's processes at random moments while a lesson is recorded: what is lost, what is broken.

The truth is kept here: the teacher's speech and camera flow without a pause, so every hole in their recorded tracks is a
loss, and pupils stay from the beginning to the end, so each must come out with one unbroken interval.
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import av
from av.error import FFmpegError

from loadtest.api import Api, Recorded, RecordedTrack
from loadtest.person import Person
from loadtest.target import Target

Report = dict[str, Any]

KILLS = 50
MEDIA = "sfu.worker"
PEOPLE = ("hs-8a3-01", "hs-8a3-05", "hs-8a3-07")
"""Pupils of the demo's 8A3 whose families have agreed to recordings."""
BACK_S = 20.0
FINAL_S = 30.0
PAUSE_S = (2.0, 7.0)
"""Seconds between a process that is back and the next kill."""
SLACK_MS = 2500
"""How much earlier than the kill a hole may begin: what waited to be written is lost."""
HOLE_MS = 100
"""A shorter pause between segments is rounding, not a loss."""


@dataclass(frozen=True)
class Kill:
    """Which process was killed when (UTC ms), how long until everything worked again (s), and when that was (UTC ms)."""

    process: str
    at: int
    back_s: float
    until: int


@dataclass(frozen=True)
class Hole:
    """A stretch (UTC ms) in which a source flowed and its track has nothing."""

    start: int
    end: int


async def crash(target: Target, kills: int = KILLS, seed: int | None = None) -> Report:
    """Figures by process, broken files, attendance lost, how soon the recording is final.

    Lost: what had reached the server and is not in the recording. A hole is longer when the media worker dies: until
    the teacher's page is connected again nothing arrives.
    """
    chance = random.Random(seed)
    api = target.api
    async with AsyncExitStack() as stack:
        lesson = await api.lesson("Đo độ bền", class_id="8a3", teacher_id="gv-01", recording=True)
        teacher = await _come(api, stack, lesson, "teacher", None)
        pupils = [await _come(api, stack, lesson, "student", person) for person in PEOPLE]
        await teacher.command(type="start_lesson")
        began = time.time()
        await teacher.send("teacher", "teacher")
        for source in ("mic", "camera"):
            await teacher.switch(source, True)
        done = [await _kill(target, teacher, chance) for _ in range(kills)]
        await asyncio.sleep(PAUSE_S[0])
        attendance = await api.attendance(lesson)
        stayed = time.time() - began
        await api.end(lesson)
        recording, final_s = await api.final(lesson, FINAL_S)
    broken = [track.id for track in recording.tracks if not await _decodes(api, recording, track)]
    return {
        "kills": len(done),
        "processes": _figures(recording, done),
        "tracks": len(recording.tracks),
        "broken_files": len(broken),
        "final_after_s": round(final_s, 1),
        "attendance_lost": sum(not _unbroken(attendance[pupil.ticket.person], stayed) for pupil in pupils),
    }


async def _come(api: Api, stack: AsyncExitStack, lesson: str, role: str, person: str | None) -> Person:
    ticket = await api.ticket(lesson, role, person or f"{role}-01")
    someone = await stack.enter_async_context(Person(api.url, ticket, api.http))
    if role == "student":
        await someone.listen()
    return someone


async def _kill(target: Target, teacher: Person, chance: random.Random) -> Kill:
    """One kill, and the wait until the process is another one, the server is ready and the teacher's media flows."""
    await asyncio.sleep(chance.uniform(*PAUSE_S))
    running = target.processes()
    process = chance.choice(sorted(running))
    sending = teacher.sending
    at, start = time.time_ns() // 1_000_000, time.monotonic()
    os.kill(running[process], signal.SIGKILL)
    async with asyncio.timeout(BACK_S):
        await _until(lambda: target.processes().get(process, 0) not in (0, running[process]))
        await target.api.ready()
        if process == MEDIA:
            await _until(lambda: teacher.sending is not sending)
    return Kill(process, at, time.monotonic() - start, time.time_ns() // 1_000_000)


async def _until(holds: Callable[[], bool]) -> None:
    while True:
        if holds():
            return
        await asyncio.sleep(0.02)


async def _decodes(api: Api, recording: Recorded, track: RecordedTrack) -> bool:
    """Whether the track's file decodes from its beginning to its end."""
    data = await api.media(recording.lesson, track.id)

    def decode() -> bool:
        try:
            with av.open(BytesIO(data), "r") as source:
                frames = source.decode(video=0) if source.streams.video else source.decode(audio=0)
                last = max(frame.time or 0 for frame in frames)
        except (FFmpegError, ValueError):
            return False
        return last * 1000 > sum(track.spans[-1]) - SLACK_MS

    return await asyncio.to_thread(decode)


def _figures(recording: Recorded, kills: list[Kill]) -> Report:
    """By process: how often killed, the worst loss, the longest hole and the longest way back."""
    holes = [
        hole for track in recording.tracks if track.source for hole in _holes(track, recording.started_at)
    ]
    figures: Report = {}
    for process in sorted({kill.process for kill in kills}):
        mine = [kill for kill in kills if kill.process == process]
        made = [
            (kill, hole) for kill in mine for hole in holes if kill.at - SLACK_MS <= hole.start < kill.until
        ]
        lost = [(kill.at if process == MEDIA else hole.end) - hole.start for kill, hole in made]
        figures[process] = {
            "kills": len(mine),
            "worst_lost_ms": max(lost, default=0),
            "worst_hole_ms": max((hole.end - hole.start for _, hole in made), default=0),
            "worst_back_s": round(max(kill.back_s for kill in mine), 2),
        }
    return figures


def _holes(track: RecordedTrack, zero: int) -> list[Hole]:
    """Between the first and the last segment of a track."""
    found: list[Hole] = []
    end = track.spans[0][0] if track.spans else 0
    for start, length in track.spans:
        if start - end > HOLE_MS:
            found.append(Hole(zero + end, zero + start))
        end = max(end, start + length)
    return found


def _unbroken(line: dict[str, Any], stayed_s: float) -> bool:
    return len(line["intervals"]) == 1 and abs(line["minutes"] * 60 - stayed_s) < 5

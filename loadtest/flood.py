"""A class in which everybody writes and waves at once: what it costs the server, and whether others feel it.

Each pupil writes a line and raises and lowers the hand every PACE seconds, signalling only. Meanwhile one pupil's hand is
timed, from the tap until it stands in the teacher's view, and the same in another, quiet lesson, before and during.
"""

import asyncio
import gzip
import json
import random
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from loadtest.api import Api
from loadtest.person import Person
from loadtest.target import Target

Report = dict[str, Any]
CLASSES = (45, 60)
PACE = 5.0
SECONDS = 30.0
CONTROL = 'bucgiang_process_cpu_seconds_total{process="control"}'


@dataclass
class _Lesson:
    id: str
    teacher: Person
    timed: Person
    crowd: list[Person] = field(default_factory=list)
    commands: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    async def flood(self, until: float) -> None:
        """Everybody, each at an own moment, until then (monotonic s)."""
        await asyncio.gather(*(self._pupil(pupil, until) for pupil in self.crowd))

    async def _pupil(self, pupil: Person, until: float) -> None:
        await asyncio.sleep(random.uniform(0, PACE))
        while time.monotonic() < until:
            for message in (
                {"type": "say", "text": "Em chào cô ạ, bài này em làm được rồi"},
                {"type": "raise_hand", "question": "Vì sao đổi dấu ạ?"},
                {"type": "lower_hand"},
            ):
                answer = await pupil.command(**message)
                self.commands += 1
                if not answer["ok"]:
                    self.refused[answer["code"]] = self.refused.get(answer["code"], 0) + 1
                await asyncio.sleep(PACE / 3)


async def flood(target: Target) -> Report:
    """Figures of a class of each size in CLASSES."""
    return {f"class_of_{pupils}": await _class(target.api, pupils) for pupils in CLASSES}


async def _class(api: Api, pupils: int) -> Report:
    async with AsyncExitStack() as stack:
        quiet = await _lesson(api, stack, 0)
        full = await _lesson(api, stack, pupils - 1)
        calm = [await _tap(quiet) for _ in range(20)]
        before, begin = await api.meters(), time.monotonic()
        told = sum(person.events for person in full.crowd)
        flooding = asyncio.create_task(full.flood(begin + SECONDS))
        waits, others = [], []
        while time.monotonic() < begin + SECONDS:
            waits.append(await _tap(full))
            others.append(await _tap(quiet))
        after, took = await api.meters(), time.monotonic() - begin
        await flooding
        told = sum(person.events for person in full.crowd) - told
        size = len(gzip.compress(json.dumps(full.teacher.view, ensure_ascii=False).encode()))
        for lesson in (full, quiet):
            await api.end(lesson.id)
    return {
        "control_cpu_share": round((after[CONTROL] - before[CONTROL]) / took, 4),
        "commands_per_s": round(full.commands / took, 1),
        "events_told_per_s": round(told / took),
        "refused": full.refused,
        "hand_p50_ms": _share(waits, 0.5),
        "hand_p95_ms": _share(waits, 0.95),
        "other_lesson_p50_ms": {"before": _share(calm, 0.5), "during": _share(others, 0.5)},
        "other_lesson_p95_ms": {"before": _share(calm, 0.95), "during": _share(others, 0.95)},
        "teachers_snapshot_gz": size,
    }


async def _lesson(api: Api, stack: AsyncExitStack, crowd: int) -> _Lesson:
    lesson = await api.lesson("Đo lớp ồn")
    teacher = await _person(api, stack, lesson, "teacher", "teacher-01")
    await teacher.command(type="start_lesson")
    timed = await _person(api, stack, lesson, "student", "student-00")
    found = _Lesson(lesson, teacher, timed)
    for number in range(1, crowd + 1):
        found.crowd.append(
            await _person(api, stack, lesson, "student", f"student-{number:02d}", follow=False)
        )
    return found


async def _person(
    api: Api, stack: AsyncExitStack, lesson: str, role: str, name: str, follow: bool = True
) -> Person:
    person = Person(api.url, await api.ticket(lesson, role, name), api.http, follow=follow)
    return await stack.enter_async_context(person)


async def _tap(lesson: _Lesson) -> float:
    """ms from the tap until the teacher sees the hand; then it goes down."""
    me = lesson.timed.ticket.person
    start = time.perf_counter()
    seen = asyncio.create_task(lesson.teacher.until(lambda view: me in view["hands"], 10))
    await lesson.timed.command(type="raise_hand")
    await seen
    taken = (time.perf_counter() - start) * 1000
    await lesson.timed.command(type="lower_hand")
    await asyncio.sleep(0.2)
    return taken


def _share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

"""Attendance as it comes out of real connections: 20 reconnects, two devices, gaps short and long (lesson time is
the machine's plus a skew that the test raises, so that a period takes seconds)."""

import random

import pytest

from server.classroom.pages import frames
from server.classroom.room import Room
from server.http.deps import utc_now
from tests.support.classroom import PUPIL, TEACHER, Classroom, Page

STEP_S = 5.0
TOLERANCE_MS = 5_000
BRIDGE_S = 90.0


class Period:
    """Moves the lesson's time on while whoever is there gives signs of life."""

    def __init__(self, classroom: Classroom, room: Room, teacher: Page) -> None:
        self.classroom, self.room, self.teacher = classroom, room, teacher

    async def passes(self, seconds: float, *there: Page) -> None:
        while seconds > 0:
            step = min(seconds, STEP_S)
            self.classroom.skew += step
            seconds -= step
            for page in (self.teacher, *there):
                await page.ask("set_mode", mode="full")
            self.room.tick(round((utc_now() / 1000 + self.classroom.skew) * 1000))


async def test_twenty_reconnects_on_two_devices(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In an hour that takes seconds all messages would wait for each other.
    monkeypatch.setattr(frames, "GATHER_S", 0.0)
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    room = classroom.hub.room(lesson)
    assert room is not None
    period, chance = Period(classroom, room, teacher), random.Random(4)
    begun, spans = room.now(), list[tuple[int, int]]()
    for number in range(20):
        pages = [await classroom.join(lesson, PUPIL, "student", "phone")]
        came = room.now()
        if number % 3 == 0:
            pages.append(await classroom.join(lesson, PUPIL, "student", "tablet"))
        await period.passes(chance.uniform(5, 60), *pages)
        if len(pages) == 2 and number % 2:
            await pages.pop(0).close()
            await period.passes(20, *pages)
        spans.append((came, room.now()))
        for page in pages:
            await page.close()
        await period.passes(150 if number in (6, 13) else chance.uniform(2, 80))
    await teacher.do("end_lesson")
    (line,) = [one for one in room.session.attendance(room.now()) if one.person == PUPIL]
    assert abs(line.counted_ms - _truth(spans)) <= TOLERANCE_MS
    assert abs((line.first_joined or 0) - spans[0][0]) <= 1_000
    assert begun <= spans[0][0]


def _truth(spans: list[tuple[int, int]]) -> int:
    """Milliseconds there, gaps up to 90 s counted as there."""
    total, previous = 0, None
    for start, end in spans:
        gap = start - previous if previous is not None else None
        total += end - start + (gap if gap is not None and gap <= BRIDGE_S * 1000 else 0)
        previous = end
    return total

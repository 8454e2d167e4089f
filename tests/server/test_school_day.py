"""The invented school's week played through by a turned clock: chào cờ in one room, a shared phone, a double period, a
substitute, periods not taught, leave notes. What stands in the attendance book at its end was worked out by hand.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from lesson.messages import EndLesson, MarkAtSchool, Refused, Role, StartLesson
from server.classroom.hub import Hub
from server.classroom.kept.disk import Thresholds
from server.classroom.pages.device import Device
from server.classroom.room import Room
from server.http.tokens import JoinClaims
from server.school.attending.leave import NewLeave, hand_in
from server.school.attending.month import matrix
from server.school.calendar import day_of, zone_of
from server.school.days import lessons_of_day
from server.school.demo import seed
from server.school.people import person_by_id, students_of
from server.school.rights.actor import Actor
from server.settings import load_settings
from server.store.database import Database
from server.store.eventlog import EventLog
from server.store.tables import lessons, records
from tests.server.school.times import at
from tests.support.waiting import until_found

ZONE = zone_of("Asia/Ho_Chi_Minh")
SUNDAY = at("2026-11-22 20:00")
STEP_MS = 8_000
"""How often a page answers."""
LAN, THUAN, KHANG = "gv-01", "gv-02", "gv-05"
OFFICE = Actor("nv-01", "", frozenset({"office"}))


class Silent:
    """A line nobody reads."""

    def send(self, name: str, body: bytes) -> None: ...

    def notice(self, body: bytes) -> None: ...

    def close(self) -> None: ...


@dataclass
class Week:
    """The school's server with a clock of its own; who has a page open answers each eight seconds."""

    database: Database
    eventlog: EventLog
    hub: Hub
    now: list[int]
    pages: dict[str, tuple[Room, Device]] = field(default_factory=dict)

    async def comes(self, person: str, lesson: str, role: Role = "student", also: str = "") -> None:
        room = await self.hub.open(lesson)
        device = Device(person, self._claims(lesson, person, role), Silent())
        if also:
            device.also = (self._claims(lesson, also, role),)
        self.pages[person] = (room, device)
        room.join(device)

    def goes(self, *people: str) -> None:
        for person in people:
            room, device = self.pages.pop(person)
            room.leave(device)

    def until(self, clock: str) -> None:
        """Time goes by; who is there stays there."""
        end = at(clock)
        while self.now[0] < end:
            self.now[0] = min(end, self.now[0] + STEP_MS)
            for room, device in self.pages.values():
                room.alive(device)
            for room in self.hub.rooms():
                room.tick(self.now[0])

    def starts(self, teacher: str) -> None:
        room, device = self.pages[teacher]
        room.command(device, StartLesson())

    async def ends(self, teacher: str) -> None:
        """And everybody goes home; the record is written."""
        room, device = self.pages[teacher]
        room.command(device, EndLesson())
        for person in [name for name, (of, _) in self.pages.items() if of is room]:
            self.goes(person)
        await until_found(lambda: self._recorded(room.id))

    async def book(self, class_id: str) -> dict[str, dict[str, str]]:
        """Of the class: STT → slot of the week ("2-s1") → what stands there, but for the many who were present."""
        days = day_of(at("2026-11-23 00:00"), ZONE), day_of(at("2026-11-28 00:00"), ZONE)
        found = await matrix(self.database, class_id, *days, ZONE)
        slots = [held.lesson.removeprefix(f"{class_id}-202611") for held in found.held]
        return {
            str(row.stt): {
                slot: cell.shown
                for slot, cell in zip(slots, row.cells, strict=True)
                if cell.shown != "present"
            }
            for row in found.rows
            if any(cell.shown != "present" for cell in row.cells)
        }

    async def pupils(self, class_id: str, *without: int) -> list[str]:
        return [one.id for one in await students_of(self.database, class_id) if one.stt not in without]

    async def today(self, person: str) -> list[str]:
        known = await person_by_id(self.database, person)
        assert known is not None
        day = day_of(self.now[0], ZONE)
        return [lesson.id for lesson in await lessons_of_day(self.database, known, day, ZONE)]

    def _claims(self, lesson: str, person: str, role: Role) -> JoinClaims:
        return JoinClaims(lesson=lesson, person=person, name=person, role=role, jti=person, exp=2**40, iat=0)

    async def _recorded(self, room: str) -> bool:
        query = select(records.c.id).where(records.c.lesson_id == room)
        async with self.database.read() as connection:
            return (await connection.execute(query)).first() is not None


@pytest.fixture
async def week(tmp_path: Path) -> AsyncIterator[Week]:
    database = await Database.open(load_settings(data_dir=tmp_path, demo=True))
    await seed(database, at("2026-11-23 00:00"))
    eventlog, now = EventLog(database), [SUNDAY]

    def seconds() -> float:
        return now[0] / 1000

    hub = Hub(database, eventlog, "epoch", tmp_path, Thresholds(0, 0, 0), wall=seconds, monotonic=seconds)
    progress = asyncio.create_task(hub._progress.run())
    yield Week(database, eventlog, hub, now)
    progress.cancel()
    await asyncio.wait([progress])
    await eventlog.close()
    await database.close()


async def test_the_week_of_the_invented_school(week: Week) -> None:
    await monday(week)
    await tuesday(week)
    await wednesday(week)
    await friday(week)
    assert await week.book("8a3") == EXPECTED_8A3
    assert await week.book("8a4") == EXPECTED_8A4


EXPECTED_8A3 = {
    "5": {"23-s2": "late"},  # eleven minutes after the bell
    "7": {"25-s4": "absent_unknown"},  # left when the second period of two began
    "9": {"25-s3": "absent_unknown"},  # came for the second period of two
    "14": {"24-s1": "P"},  # leave note of two days
}
EXPECTED_8A4 = {
    "14": {"23-s2": "P"},  # the brother had the phone they share: "thiếu thiết bị"
    "16": {"23-s1": "P", "23-s2": "P"},  # no signal in the storm, note handed in on Tuesday
}


async def monday(week: Week) -> None:
    """Chào cờ of both classes in one room, then a period each at the same time."""
    first, other = "8a3-20261123-s1", "8a4-20261123-s1"
    week.until("2026-11-23 06:55")
    await week.comes(LAN, first, "teacher")
    for person in await week.pupils("8a3"):
        await week.comes(person, first)
    for person in await week.pupils("8a4", 16, 25, 26):  # by links of the other line
        await week.comes(person, other)
    await week.comes("hs-8a4-25", other, also="hs-8a4-26")  # sisters of one class at one phone
    week.until("2026-11-23 07:00")
    week.starts(LAN)
    week.until("2026-11-23 07:45")
    await week.ends(LAN)
    assert len({room.id for room in week.hub.rooms()}) == 1
    await _second_period(week)


async def _second_period(week: Week) -> None:
    """The phone of MAY01 is in 8A3's lesson, so the brother misses 8A4's."""
    mine, theirs = "8a3-20261123-s2", "8a4-20261123-s2"
    teacher = await _teacher_of(week, theirs)
    await week.comes(LAN, mine, "teacher")
    await week.comes(teacher, theirs, "teacher")
    for person in await week.pupils("8a3", 5):
        await week.comes(person, mine)
    for person in await week.pupils("8a4", 14, 16):
        await week.comes(person, theirs)
    week.until("2026-11-23 07:50")
    week.starts(LAN)
    week.starts(teacher)
    week.until("2026-11-23 08:01")
    await week.comes("hs-8a3-05", mine)
    week.until("2026-11-23 08:10")
    week.goes("hs-8a3-01")  # a call to her mother
    week.until("2026-11-23 08:13")
    await week.comes("hs-8a3-01", mine)
    week.until("2026-11-23 08:35")
    await week.ends(LAN)
    await week.ends(teacher)
    new = NewLeave(
        person_id="hs-8a4-14", from_day=day_of(week.now[0], ZONE), to_day=day_of(week.now[0], ZONE),
        kind="thieu_thiet_bi", reason="chị dùng điện thoại chung", from_kind="homeroom",
    )  # fmt: skip
    async with week.database.begin() as connection:
        await hand_in(connection, OFFICE, new, "P", week.now[0])


async def tuesday(week: Week) -> None:
    """A period with a pupil on leave; the two of the afternoon are not taught and open no door."""
    lesson = "8a3-20261124-s1"
    teacher = await _teacher_of(week, lesson)
    week.until("2026-11-24 06:55")
    await week.comes(teacher, lesson, "teacher")
    for person in await week.pupils("8a3", 14):
        await week.comes(person, lesson)
    week.until("2026-11-24 07:00")
    week.starts(teacher)
    week.until("2026-11-24 07:45")
    await week.ends(teacher)
    async with week.database.read() as connection:
        query = select(lessons.c.not_taught).where(lessons.c.id.in_(["8a3-20261124-c1", "8a3-20261124-c2"]))
        assert (await connection.execute(query)).scalars().all() == ["Mưa lũ, sân tập ngập"] * 2


async def wednesday(week: Week) -> None:
    """Two periods in one room, attendance of each: who leaves between them, who comes for the second."""
    first, second = "8a3-20261125-s3", "8a3-20261125-s4"
    teacher = await _teacher_of(week, first)
    week.until("2026-11-25 08:50")
    await week.comes(teacher, first, "teacher")
    await week.comes("room-8a3", first, "room")
    at_school = ["hs-8a3-20", "hs-8a3-21"]
    for person in await week.pupils("8a3", 9, 20, 21):
        await week.comes(person, second)  # either line's link leads into the one room
    week.until("2026-11-25 08:55")
    week.starts(teacher)
    room, device = week.pages[teacher]
    room.command(device, MarkAtSchool(people=tuple(at_school), on=True))
    with pytest.raises(Refused):
        room.command(week.pages["hs-8a3-07"][1], MarkAtSchool(people=("hs-8a3-09",), on=True))
    week.until("2026-11-25 09:40")
    week.goes("hs-8a3-07")
    week.until("2026-11-25 09:45")
    await week.comes("hs-8a3-09", second)
    week.until("2026-11-25 10:30")
    await week.ends(teacher)


async def friday(week: Week) -> None:
    """The substitute's day shows the period, the absent teacher's does not."""
    lesson = "8a4-20261127-s3"
    week.until("2026-11-27 08:50")
    assert lesson in await week.today(THUAN)
    assert lesson not in await week.today(KHANG)
    await week.comes(THUAN, lesson, "teacher")
    for person in await week.pupils("8a4"):
        await week.comes(person, lesson)
    week.until("2026-11-27 08:55")
    week.starts(THUAN)
    week.until("2026-11-27 09:40")
    await week.ends(THUAN)


async def _teacher_of(week: Week, lesson: str) -> str:
    async with week.database.read() as connection:
        found = (
            await connection.execute(select(lessons.c.teacher_id).where(lessons.c.id == lesson))
        ).scalar_one()
    return str(found)

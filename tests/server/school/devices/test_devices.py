"""The devices register of the invented school, and when a shared device does not do."""

from sqlalchemy import update

from server.school.devices.clashes import Planned, clashes
from server.school.devices.register import DeviceEntry, clashes_between, put_entry, register
from server.school.rights.actor import Actor, Reach
from server.store.database import Database
from server.store.tables import lessons
from tests.server.school.times import MINUTE, MONDAY_0750, at

OFFICE = Actor("nv-01", "Lâm Thị Tuyết Sương", frozenset({"office"}))
SHARED = DeviceEntry(kind="dien_thoai_chung", line="4g", shared_id="MAY01")
BROTHER, SISTER = "hs-8a3-05", "hs-8a4-14"


def lesson(name: str, of: str, start: int, end: int, room: str = "") -> Planned:
    return Planned(name, room or name, of, start, end)


def test_two_rooms_at_once_clash_and_one_room_does_not() -> None:
    sharing = {"d": [("an", "a"), ("binh", "b")]}
    plan = {
        "a": [lesson("a1", "a", 0, 10), lesson("a2", "a", 20, 30, room="joint")],
        "b": [lesson("b1", "b", 5, 15), lesson("b2", "b", 20, 30, room="joint"), lesson("b3", "b", 10, 20)],
    }
    (found,) = clashes(sharing, plan)
    assert (found.people, found.lessons) == (("an", "binh"), ("a1", "b1"))
    assert (found.starts_at, found.ends_at) == (5, 10)


def test_pupils_of_one_class_never_clash() -> None:
    plan = {"a": [lesson("a1", "a", 0, 10), lesson("a2", "a", 5, 15)]}
    assert clashes({"d": [("an", "a"), ("binh", "a")]}, plan) == []


async def test_the_register_and_its_clashes(school: Database) -> None:
    async with school.begin() as connection:
        for person in (BROTHER, SISTER):
            await put_entry(connection, OFFICE, person, SHARED, MONDAY_0750)
        await put_entry(connection, OFFICE, SISTER, SHARED, MONDAY_0750 + 1)
    rows = await register(school, Reach(False, frozenset({"8a3"})))
    assert len(rows) == 36 and rows[4].person == BROTHER and rows[4].entry == SHARED
    assert rows[5].entry is None or rows[5].person != BROTHER
    found = await clashes_between(school, at("2026-11-23 07:00"), at("2026-11-23 12:00"))
    assert found and all(one.people == (BROTHER, SISTER) for one in found)
    async with school.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.class_id == "8a4").values(form=None))
    assert await clashes_between(school, at("2026-11-23 07:00"), at("2026-11-23 12:00") + MINUTE) == []

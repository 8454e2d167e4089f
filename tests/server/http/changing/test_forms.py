"""An order of online teaching, lessons planned under it later, and its way back: by API."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from server.school.planning.planner import plan_days
from server.store.tables import lessons
from tests.server.http.world import World

FIRST, LAST = date(2027, 1, 4), date(2027, 1, 9)
"""A week nothing is planned for yet."""
STRETCH = {"from_day": FIRST.isoformat(), "to_day": LAST.isoformat(), "class_ids": ["8a3"]}
FLOOD = {"kind": "hinh_thuc", "form": "thay_the", "reason": "Mưa lũ", "decision_no": "215/QĐ-THCS"}
STORM = {"kind": "hinh_thuc", "form": "thay_the", "reason": "Bão", "decision_no": "216/QĐ-THCS"}
IN_PERSON = {"kind": "hinh_thuc", "form": None, "reason": "Nước đã rút"}


async def ordered(world: World, change: dict[str, Any], **stretch: Any) -> int:
    body = (
        {"change": change | {"stretch": STRETCH | stretch}}
        if change["kind"] == "hinh_thuc"
        else {"change": change}
    )
    answer = await world.call("POST", "/office/changes", json=body)
    done = await answer.json(content_type=None)
    assert answer.status == 201, done
    return int(done["id"])


async def undone(world: World, number: int) -> None:
    answer = await world.call("DELETE", f"/office/changes/{number}")
    assert answer.status == 200, await answer.text()


async def planned(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await plan_days(connection, FIRST, LAST, world.clock.now)


async def reasons(world: World) -> dict[str, str | None]:
    """By slot; None: in person."""
    query = select(lessons.c.slot, lessons.c.form, lessons.c.form_reason).where(
        lessons.c.slot.between("8a3|2027-01-04", "8a3|2027-01-10")
    )
    async with world.deps.database.read() as connection:
        found = (await connection.execute(query)).all()
    assert len(found) > 10
    return {row.slot: row.form_reason if row.form else None for row in found}


async def of_slot(world: World, slot: str) -> str:
    async with world.deps.database.read() as connection:
        return str(
            (await connection.execute(select(lessons.c.id).where(lessons.c.slot == slot))).scalar_one()
        )


async def test_lessons_planned_under_an_order_lose_it_when_it_is_taken_back(world: World) -> None:
    order = await ordered(world, FLOOD)
    await planned(world)
    assert set((await reasons(world)).values()) == {"Mưa lũ"}
    await undone(world, order)
    assert set((await reasons(world)).values()) == {None}


async def test_an_order_for_one_session_reaches_no_other_that_is_planned_later(world: World) -> None:
    await ordered(world, FLOOD, session="chieu")
    await ordered(world, STORM, session="sang", period_no=1)
    await planned(world)
    for slot, reason in (await reasons(world)).items():
        _, _, session, number = slot.split("|")
        expected = "Mưa lũ" if session == "chieu" else "Bão" if number == "1" else None
        assert reason == expected, slot


@pytest.mark.parametrize("undo_first", ["older", "newer"])
async def test_of_two_orders_taken_back_neither_comes_again(world: World, undo_first: str) -> None:
    """The newer one names lessons that were planned under the older one."""
    older = await ordered(world, FLOOD)
    await planned(world)
    newer = await ordered(world, STORM)
    assert set((await reasons(world)).values()) == {"Bão"}
    if undo_first == "older":
        await undone(world, older)
        assert set((await reasons(world)).values()) == {"Bão"}
        await undone(world, newer)
    else:
        await undone(world, newer)
        assert set((await reasons(world)).values()) == {"Mưa lũ"}
        await undone(world, older)
    assert set((await reasons(world)).values()) == {None}


async def test_teaching_in_person_taken_back_brings_the_order_before_it(world: World) -> None:
    await ordered(world, FLOOD)
    back = await ordered(world, IN_PERSON, from_day="2027-01-07")
    await planned(world)
    later = {slot for slot in await reasons(world) if slot >= "8a3|2027-01-07"}
    assert {slot for slot, reason in (await reasons(world)).items() if reason is None} == later
    await undone(world, back)
    assert set((await reasons(world)).values()) == {"Mưa lũ"}


async def test_a_change_of_something_else_keeps_no_order_alive(world: World) -> None:
    order = await ordered(world, FLOOD)
    await planned(world)
    slot = next(iter(await reasons(world)))
    lesson = await of_slot(world, slot)
    other = await ordered(world, {"kind": "khong_day", "lessons": [lesson], "reason": "Mất điện"})
    await undone(world, order)
    assert (await reasons(world))[slot] is None
    await undone(world, other)
    assert (await reasons(world))[slot] is None


async def test_what_was_opened_under_an_order_stays_as_it_was_held(world: World) -> None:
    order = await ordered(world, FLOOD)
    await planned(world)
    slot = next(iter(await reasons(world)))
    async with world.deps.database.begin() as connection:
        held = {"phase": "ended", "started_at": 1, "ended_at": 2}
        await connection.execute(update(lessons).where(lessons.c.slot == slot).values(held))
    await undone(world, order)
    assert {one for one, reason in (await reasons(world)).items() if reason} == {slot}

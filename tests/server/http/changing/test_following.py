"""Numbers of the programme follow a change of day in the same request."""

from typing import Any

import pytest
from sqlalchemy import select, update

from server.store.tables import lessons, school
from tests.server.http.changing.test_changes import change
from tests.server.http.world import World

TUESDAY, WEDNESDAY, THURSDAY = "8a3-20261124-s4", "8a3-20261125-s1", "8a3-20261126-s2"
"""Mathematics of 8A3 to come: 46, 47, 48."""
SATURDAY = {"date": "2026-11-28", "session": "chieu", "period_no": 3, "start": "15:25", "end": "16:10"}


@pytest.fixture
async def planned(world: World) -> World:
    """The invented week as that of a school which plans by itself."""
    async with world.deps.database.begin() as connection:
        await connection.execute(update(school).values(demo=False))
    return world


async def taught(world: World) -> dict[str, tuple[Any, ...]]:
    query = select(lessons.c.id, lessons.c.ppct_no, lessons.c.title, lessons.c.required_outcomes)
    async with world.deps.database.read() as connection:
        return {row.id: tuple(row)[1:] for row in await connection.execute(query)}


async def numbers(world: World, *ids: str) -> list[int | None]:
    found = await taught(world)
    return [found[one][0] for one in ids]


async def undo(world: World, done: dict[str, Any]) -> None:
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200


async def test_a_period_not_taught_and_made_up(planned: World) -> None:
    before = await taught(planned)
    missed = await change(planned, "khong_day", lessons=[TUESDAY], reason="Bão")
    after = await taught(planned)
    assert after[WEDNESDAY] == before[TUESDAY] and after[THURSDAY] == before[WEDNESDAY]
    assert {one for one in before if after[one] != before[one]} == {WEDNESDAY, THURSDAY}
    again = await change(planned, "day_bu", lesson=TUESDAY, reason="Bù", **SATURDAY)
    assert (await taught(planned))[again["made"][0]] == before[THURSDAY]
    await undo(planned, again)
    assert await taught(planned) == after
    await undo(planned, missed)
    assert await taught(planned) == before


async def test_a_make_up_in_between_and_taken_back(planned: World) -> None:
    await change(planned, "khong_day", lessons=[TUESDAY], reason="Bão")
    wednesday = SATURDAY | {"date": "2026-11-25"}
    again = await change(planned, "day_bu", lesson=TUESDAY, reason="Bù", **wednesday)
    assert await numbers(planned, WEDNESDAY, *again["made"], THURSDAY) == [46, 47, 48]
    await undo(planned, again)
    assert await numbers(planned, WEDNESDAY, THURSDAY) == [46, 47]


async def test_periods_that_change_their_times_keep_the_order(planned: World) -> None:
    """Tuesday's mathematics goes behind Wednesday's."""
    before = await taught(planned)
    done = await change(planned, "doi_tiet", first=TUESDAY, second="8a3-20261128-s3", reason="")
    after = await taught(planned)
    assert [after[one] for one in (WEDNESDAY, THURSDAY, TUESDAY)] == [
        before[one] for one in (TUESDAY, WEDNESDAY, THURSDAY)
    ]
    await undo(planned, done)
    assert [(await taught(planned))[one] for one in (TUESDAY, WEDNESDAY)] == [
        before[one] for one in (TUESDAY, WEDNESDAY)
    ]


async def test_what_a_person_numbered_or_titled_stays(planned: World) -> None:
    titled = update(lessons).where(lessons.c.id == WEDNESDAY)
    async with planned.deps.database.begin() as connection:
        await connection.execute(titled.values(title="Thi thử"))
    await change(planned, "khong_day", lessons=[TUESDAY], reason="Bão")
    found = await taught(planned)
    assert found[WEDNESDAY][:2] == (47, "Thi thử") and found[THURSDAY][0] == 48
    async with planned.deps.database.begin() as connection:
        await connection.execute(titled.values(ppct_no=60, unit_by_hand=True))
    await change(planned, "khong_day", lessons=["8a3-20261124-s5"], reason="Bão")
    assert (await taught(planned))[WEDNESDAY][:2] == (60, "Thi thử")
    assert (await numbers(planned, THURSDAY)) == [48], "another subject was changed"


async def test_the_invented_school_keeps_its_numbers(world: World) -> None:
    before = await taught(world)
    done = await change(world, "khong_day", lessons=[TUESDAY, "8a4-20261125-s5"], reason="Bão")
    assert await taught(world) == before
    await undo(world, done)
    assert await taught(world) == before

"""Cells of the timetable by hand: in a version to come, or in a copy from a day on; the rules of a file hold."""

from typing import Any

import pytest
from sqlalchemy import select

from server.store.tables import audit, lessons, timetable_cells
from tests.server.http.planning.test_plan import asked
from tests.server.http.world import World, refused

CELLS = "/timetables/1/cells"
FREE: dict[str, Any] = {"class_id": "8a4", "weekday": 2, "session": "chieu", "period": 1}
"""No lesson of 8A4; gv-08 has 8A3 then."""
TAUGHT = {"kind": "tiet_hoc", "subject_code": "GDTC", "teacher_id": "gv-07", "room": "B2.04"}


def cell(lesson: Any = TAUGHT, **place: Any) -> dict[str, Any]:
    return {**FREE, **place, "lesson": lesson}


async def cells(world: World, version: int = 1) -> dict[tuple[Any, ...], Any]:
    found = (await asked(world, "GET", f"/timetables/{version}"))["cells"]
    return {(one["class_id"], one["weekday"], one["session"], one["period"]): one for one in found}


async def test_a_version_that_begins_today_is_changed_in_place(world: World) -> None:
    before = await cells(world)
    done = await asked(world, "PUT", CELLS, cells=[cell(), cell(None, session="sang", period=3)])
    assert done["timetable"]["id"] == 1 and done["planned"]["added"] >= 1
    after = await cells(world)
    place = tuple(FREE.values())
    assert after.pop(place) == {**FREE, **TAUGHT, "joint": False}
    before.pop(("8a4", 2, "sang", 3))
    assert after == before
    query = select(lessons.c.subject_code, lessons.c.teacher_id, lessons.c.room)
    async with world.deps.database.read() as connection:
        made = (await connection.execute(query.where(lessons.c.slot == "8a4|2026-11-24|chieu|1"))).one()
        gone = select(lessons.c.id).where(lessons.c.slot == "8a4|2026-11-24|sang|3")
        assert (await connection.execute(gone)).first() is None
        line = select(audit.c.object_id, audit.c.detail).where(audit.c.act == "timetable.written")
        noted = (await connection.execute(line)).one()
    assert tuple(made) == ("GDTC", "gv-07", "B2.04")
    assert tuple(noted) == ("1", "2026-11-23 by hand: 8a4/2/chieu/1 8a4/2/sang/3")


async def test_a_copy_holds_from_a_day_on(world: World) -> None:
    before = await cells(world)
    done = await asked(world, "POST", "/timetables", 201, base=1, first_day="2026-12-01", cells=[cell()])
    version = done["timetable"]
    assert (version["name"], version["first_day"]) == ("TKB từ 01/12/2026", "2026-12-01")
    assert await cells(world) == before
    after = await cells(world, version["id"])
    after.pop(tuple(FREE.values()))
    assert after == before
    async with world.deps.database.read() as connection:
        query = select(lessons.c.slot).where(lessons.c.slot.startswith("8a4|"), lessons.c.period_no == 1)
        slots = set((await connection.execute(query)).scalars())
    assert "8a4|2026-12-01|chieu|1" in slots and "8a4|2026-11-24|chieu|1" not in slots


async def test_a_begun_version_is_not_changed(world: World) -> None:
    world.clock.now += 86_400_000
    await refused(
        await world.call("PUT", f"/office/plan{CELLS}", json={"cells": [cell()]}), 409, "version_begun"
    )
    await refused(
        await world.call("PUT", "/office/plan/timetables/77/cells", json={"cells": [cell()]}),
        404,
        "unknown_plan",
    )


async def test_the_first_timetable_is_made_by_hand(world: World) -> None:
    await asked(world, "DELETE", "/timetables/1")
    done = await asked(
        world, "POST", "/timetables", 201, base=None, first_day="2026-11-30", name="TKB số 1", cells=[cell()]
    )
    assert done["timetable"]["name"] == "TKB số 1" and len(done["cells"]) == 1


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22"])
async def test_a_copy_begins_on_a_day_to_come_that_is_free(world: World, day: str) -> None:
    body = {"base": 1, "first_day": day, "cells": [cell()]}
    await refused(await world.call("POST", "/office/plan/timetables", json=body), 422, "bad_first_day")


async def test_a_copy_is_of_the_version_that_holds_then(world: World) -> None:
    later = (await asked(world, "POST", "/timetables", 201, base=1, first_day="2026-12-07", cells=[cell()]))[
        "timetable"
    ]["id"]
    for base, code in ((1, 422), (later, 201), (None, 422)):
        body = {"base": base, "first_day": "2026-12-14", "cells": [cell(None)]}
        assert (await world.call("POST", "/office/plan/timetables", json=body)).status == code


async def clash(world: World, *some: dict[str, Any]) -> Any:
    answer = await world.call("PUT", f"/office/plan{CELLS}", json={"cells": list(some)})
    problem = await answer.json(content_type=None)
    assert (answer.status, problem["code"]) == (409, "teacher_clash"), problem
    return problem["clashes"]


async def test_a_teacher_is_in_one_class_unless_they_are_joint(world: World) -> None:
    before = await cells(world)
    same = {**TAUGHT, "teacher_id": None}  # as assigned: gv-08, who has 8A3 then
    (found,) = await clash(world, cell(same))
    assert found == {
        "teacher_id": "gv-08",
        "class_ids": ["8a3", "8a4"],
        "subject_codes": ["GDTC", "GDTC"],
        "weekday": 2,
        "session": "chieu",
        "period": 1,
    }
    assert await cells(world) == before
    joint = {**same, "joint": True}
    both = [cell(joint), cell(joint, class_id="8a3")]
    done = await asked(world, "PUT", CELLS, cells=both)
    assert sum(one["joint"] for one in done["cells"]) == 2


async def test_an_assignment_clashes_with_a_timetable_to_come(world: World) -> None:
    lesson = {**TAUGHT, "teacher_id": None, "subject_code": "MITHUAT"}  # 8A4's, when gv-08 has 8A3
    await asked(world, "POST", "/timetables", 201, base=1, first_day="2027-01-04", cells=[cell(lesson)])
    wanted = {"class_id": "8a4", "subject_code": "MITHUAT", "teacher_id": "gv-08"}
    answer = await world.call("PUT", "/office/plan/assignments", json={"assignments": [wanted]})
    problem = await answer.json(content_type=None)
    assert (answer.status, problem["code"]) == (409, "teacher_clash")
    assert problem["clashes"][0]["subject_codes"] == ["GDTC", "MITHUAT"]


async def test_an_activity_is_of_the_homeroom_teacher_and_never_joint(world: World) -> None:
    activity = {"kind": "sinh_hoat_lop", "joint": True}
    await asked(world, "PUT", CELLS, cells=[cell(activity)])
    kept = (await cells(world))[tuple(FREE.values())]
    assert (kept["kind"], kept["subject_code"], kept["teacher_id"], kept["joint"]) == (
        "sinh_hoat_lop", "HDTN", None, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("some", "code"),
    [
        ([cell(class_id="9z9")], "unknown_reference"),
        ([cell({**TAUGHT, "subject_code": "LATINH"})], "unknown_reference"),
        ([cell({**TAUGHT, "teacher_id": "hs-8a3-05"})], "unknown_reference"),
        ([cell({**TAUGHT, "subject_code": None})], "bad_cells"),
        ([cell(), cell(None)], "bad_cells"),
        ([cell({**TAUGHT, "room": "<b>"})], "bad_message"),
        ([cell({**TAUGHT, "kind": "hoi_thao"})], "bad_message"),
        ([cell(weekday=8)], "bad_message"),
        ([cell(session="dem")], "bad_message"),
        ([cell(period=13)], "bad_message"),
        ([], "bad_message"),
    ],
)
async def test_cells_that_cannot_be(world: World, some: list[Any], code: str) -> None:
    answer = await world.call("PUT", f"/office/plan{CELLS}", json={"cells": some})
    await refused(answer, 422, code)
    async with world.deps.database.read() as connection:
        assert (await connection.execute(select(audit.c.id))).first() is None
        query = select(timetable_cells.c.class_id).where(timetable_cells.c.room.is_not(None))
        assert (await connection.execute(query)).first() is None

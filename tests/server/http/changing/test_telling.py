"""What there is to tell of a change of day: by names, before and after."""

from typing import Any

from tests.server.http.changing.test_changes import DAY, change
from tests.server.http.rights.people import HOMEROOM, call, signed_in
from tests.server.http.world import World, refused
from tests.server.school.times import at

LESSON = "8a4-20261127-s4"
"""Địa lí of gv-05 on a Friday."""


async def told(world: World, number: int) -> Any:
    answer = await world.call("GET", f"/office/changes/{number}")
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_a_substitute_and_the_way_back(world: World) -> None:
    world.clock.now = at("2026-11-27 06:30")
    done = await change(world, "day_thay", lessons=[LESSON], teacher_id="gv-01", reason="Ốm")
    seen = await told(world, done["id"])
    assert (seen["kind"], seen["undone"], seen["count"]) == ("day_thay", False, 1)
    assert seen["classes"] == [{"id": "8a4", "code": "8A4"}]
    assert {one["id"]: one["title"] for one in seen["teachers"]}.keys() == {"gv-01", "gv-05"}
    assert seen["days"] == ["2026-11-27"] * 2
    (line,) = seen["lines"]
    assert line["class_name"] == "8A4" and "Địa lí" in line["subject"]
    assert [line[when]["teacher"]["id"] for when in ("before", "after")] == ["gv-05", "gv-01"]
    assert line["after"]["period"] == "tiết 4" and line["after"]["date"] == "2026-11-27"
    await world.call("DELETE", f"/office/changes/{done['id']}")
    back = await told(world, done["id"])
    assert back["undone"] and back["lines"][0]["after"]["teacher"]["id"] == "gv-05"


async def test_a_make_up_is_new_and_gone_again(world: World) -> None:
    missed = "8a4-20261126-c1"
    await change(world, "khong_day", lessons=[missed], reason="Mưa lũ")
    made = await change(
        world, "day_bu", lesson=missed, date="2026-11-28", session="chieu", period_no=3, start="15:25", end="16:10"
    )  # fmt: skip
    (line,) = (await told(world, made["id"]))["lines"]
    assert line["before"] is None and line["after"]["date"] == "2026-11-28"
    assert (await world.call("DELETE", f"/office/changes/{made['id']}")).status == 200
    (line,) = (await told(world, made["id"]))["lines"]
    assert line["after"] is None and line["class_name"] == "8A4"


async def test_guests_say_whose_room_it_is(world: World) -> None:
    both = ["8a3-20261124-s4", "8a4-20261124-s4"]
    done = await change(world, "ghep", lessons=both)
    lines = (await told(world, done["id"]))["lines"]
    assert {one["class_name"]: one["after"]["room"] for one in lines} == {"8A3": both[0], "8A4": both[0]}


async def test_many_periods_are_counted(world: World) -> None:
    stretch = {"from_day": DAY, "to_day": "2026-11-27", "session": "sang"}
    done = await change(world, "khong_day", stretch=stretch, reason="Bão số 7")
    seen = await told(world, done["id"])
    assert seen["count"] == len(done["lessons"]) > 20 and seen["lines"] == []
    assert seen["days"] == [DAY, "2026-11-27"]
    assert [one["code"] for one in seen["classes"]] == ["8A3", "8A4"]


async def test_only_who_changes_the_day_asks(world: World) -> None:
    for number in ("0", "-1", "x", "99999999999999999999", "4711"):
        await refused(await world.call("GET", f"/office/changes/{number}"), 404, "unknown_change")
    await refused(await world.call("GET", "/office/changes/1", world.day().token), 403, "not_allowed")
    await signed_in(world, HOMEROOM)
    await refused(await call(world, "GET", "/office/changes/1"), 403, "not_allowed")

"""Changes of day by API: each kind on the invented school's week, and what is refused."""

from typing import Any

from sqlalchemy import select, update

from server.store.tables import changes, lessons, people
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE, at

DAY = "2026-11-24"
TUESDAY = [f"8a3-20261124-s{n}" for n in range(1, 6)]


async def change(world: World, kind: str, **what: Any) -> Any:
    answer = await world.call("POST", "/office/changes", json={"change": {"kind": kind, **what}})
    body = await answer.json(content_type=None)
    assert answer.status == 201, body
    return body


async def refusal(world: World, kind: str, **what: Any) -> tuple[str, str | None]:
    answer = await world.call("POST", "/office/changes", json={"change": {"kind": kind, **what}})
    body = await answer.json(content_type=None)
    assert (answer.status, body.get("code")) == (409, "change_refused"), body
    return body["why"], body["lesson"]["id"] if body["lesson"] else None


async def cells(world: World, day: str = DAY) -> dict[str, Any]:
    answer = await world.call("GET", f"/office/day-grid?date={day}")
    body = await answer.json()
    assert answer.status == 200, body
    return {cell["id"]: cell for cell in body["cells"]}


async def day_of(world: World, person: str, role: Any = "teacher") -> list[str]:
    answer = await world.call("GET", "/day", world.day(person, role).token)
    return [lesson["id"] for lesson in (await answer.json())["lessons"]]


async def test_a_substitute_has_the_lesson_on_the_own_day(world: World) -> None:
    world.clock.now = at("2026-11-27 06:30")
    day, lesson = "2026-11-27", "8a4-20261127-s4"  # Địa lí of gv-05
    done = await change(world, "day_thay", lessons=[lesson], teacher_id="gv-01", reason="Họp cụm chuyên môn")
    assert (done["classes"], done["teachers"]) == (["8a4"], ["gv-01", "gv-05"])
    assert lesson in await day_of(world, "gv-01") and lesson not in await day_of(world, "gv-05")
    cell = (await cells(world, day))[lesson]
    assert (
        cell["teacher"]["id"] == "gv-01"
        and cell["replaced"]["id"] == "gv-05"
        and cell["change"] == "day_thay"
    )
    undone = await world.call("DELETE", f"/office/changes/{done['id']}")
    assert undone.status == 200
    assert lesson in await day_of(world, "gv-05")
    await refused(await world.call("DELETE", f"/office/changes/{done['id']}"), 404, "unknown_change")


async def test_who_teaches_elsewhere_cannot_substitute(world: World) -> None:
    found = await refusal(world, "day_thay", lessons=[TUESDAY[0]], teacher_id="gv-02", reason="")
    assert found == ("teacher_busy", "8a4-20261124-s1")


async def test_periods_not_taught_are_made_up_on_a_saturday_afternoon(world: World) -> None:
    missed = ["8a4-20261126-c1", "8a4-20261126-c2"]
    done = await change(world, "khong_day", lessons=missed, reason="Mưa lũ, sân tập ngập")
    again = await change(
        world, "day_bu", lesson=missed[0], date="2026-11-28", session="chieu", period_no=3, start="15:25",
        end="16:10", reason="Bù tiết ngày 26/11",
    )  # fmt: skip
    made = again["made"][0]
    cell = (await cells(world, "2026-11-28"))[made]
    assert (cell["makes_up"], cell["period"], cell["subject"]) == (
        missed[0],
        "tiết 3 chiều",
        "Giáo dục thể chất",
    )
    assert (await cells(world, "2026-11-26"))[missed[0]]["state"] == "not_taught"
    assert await refusal(
        world, "day_bu", lesson=missed[0], date="2026-11-28", session="chieu", period_no=4, start="16:15", end="17:00"
    ) == ("made_up", made)  # fmt: skip
    answer = await world.call("DELETE", f"/office/changes/{done['id']}")
    assert (await answer.json(content_type=None))["why"] == "made_up"
    for number in (again["id"], done["id"]):
        assert (await world.call("DELETE", f"/office/changes/{number}")).status == 200
    assert made not in await cells(world, "2026-11-28")
    assert (await cells(world, "2026-11-26"))[missed[0]]["state"] == "planned"


async def test_the_whole_school_is_sent_home(world: World) -> None:
    stretch = {"from_day": DAY, "to_day": DAY, "session": "sang"}
    done = await change(world, "khong_day", stretch=stretch, reason="Bão số 7")
    assert len(done["lessons"]) == 10
    assert set(cell["state"] for cell in (await cells(world)).values() if cell["session"] == "sang") == {
        "not_taught"
    }
    assert await refusal(world, "khong_day", stretch=stretch, reason="Bão số 7") == ("nothing_changes", None)
    long = {**stretch, "to_day": "2027-11-24"}
    assert (await refusal(world, "khong_day", stretch=long, reason="Bão"))[0] == "bad_days"


async def test_two_classes_share_a_room_and_part_again(world: World) -> None:
    both = ["8a3-20261124-s4", "8a4-20261124-s4"]
    await change(world, "ghep", lessons=both)
    grid = await cells(world)
    assert [grid[one]["room"] for one in both] == [both[0]] * 2 and grid[both[1]]["lines"] == 2
    assert await refusal(world, "doi_tiet", first=both[1], second=TUESDAY[4]) == ("joint", both[1])
    await change(world, "tach", lesson=both[1])
    assert (await cells(world))[both[1]]["room"] == both[1]


async def test_a_double_period_is_offered_and_made(world: World) -> None:
    first, second = "8a4-20261126-s1", "8a4-20261126-s2"
    assert (await cells(world, "2026-11-26"))[first]["double_with"] == second
    await change(world, "tiet_doi", first=first, second=second)
    grid = await cells(world, "2026-11-26")
    assert grid[second]["room"] == first and grid[first]["double_with"] is None
    assert await refusal(world, "tiet_doi", first=second, second="8a4-20261126-s3") == ("joint", second)


async def test_periods_change_their_times(world: World) -> None:
    busy = await refusal(world, "doi_tiet", first="8a3-20261126-s1", second="8a3-20261126-s3")
    assert busy == ("teacher_busy", "8a4-20261126-s3")
    before = await cells(world)
    await change(world, "doi_tiet", first="8a3-20261124-s5", second="8a3-20261124-s2")
    after = await cells(world)
    assert after["8a3-20261124-s5"]["starts_at"] == before["8a3-20261124-s2"]["starts_at"]
    assert after["8a3-20261124-s5"]["period"] == "tiết 2"


async def test_replacing_needs_reason_and_decision(world: World) -> None:
    stretch = {"from_day": "2026-11-26", "to_day": "2026-11-28", "class_ids": ["8a3"]}
    assert await refusal(world, "hinh_thuc", stretch=stretch, form="thay_the") == ("reason_needed", None)
    why = {"form": "thay_the", "reason": "Mưa lũ"}
    assert await refusal(world, "hinh_thuc", stretch=stretch, **why) == ("decision_needed", None)
    done = await change(world, "hinh_thuc", stretch=stretch, decision_no="215/QĐ-THCS", **why)
    assert all(
        cell["form"] == "thay_the"
        for cell in (await cells(world, "2026-11-27")).values()
        if cell["class_id"] == "8a3"
    )
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200
    assert (await cells(world, "2026-11-27"))["8a3-20261127-s2"]["form"] is None


async def test_what_runs_only_gets_another_teacher(world: World) -> None:
    lesson = TUESDAY[0]
    world.hub.phases[lesson] = "live"
    assert await refusal(world, "khong_day", lessons=[lesson], reason="Bão") == ("lesson_running", lesson)
    assert await refusal(world, "doi_tiet", first=lesson, second=TUESDAY[4]) == ("lesson_running", lesson)
    assert (await refusal(world, "ghep", lessons=[lesson, "8a4-20261124-s1"]))[0] == "lesson_running"
    await change(world, "day_thay", lessons=[lesson], teacher_id="gv-08")


async def test_what_was_held_stays(world: World) -> None:
    lesson = TUESDAY[0]
    async with world.deps.database.begin() as connection:
        held = {"phase": "ended", "started_at": 1, "ended_at": 2}
        await connection.execute(update(lessons).where(lessons.c.id == lesson).values(held))
    for kind, what in (("day_thay", {"lessons": [lesson], "teacher_id": "gv-08"}),
                       ("khong_day", {"lessons": [lesson], "reason": "Bão"}),
                       ("tach", {"lesson": lesson})):  # fmt: skip
        assert await refusal(world, kind, **what) == ("lesson_held", lesson)


async def test_the_past_stays(world: World) -> None:
    world.clock.now = at("2026-11-25 06:00")
    lesson = TUESDAY[0]
    assert await refusal(world, "day_thay", lessons=[lesson], teacher_id="gv-08") == ("lesson_past", lesson)
    assert await refusal(world, "ghep", lessons=[lesson, "8a4-20261124-s1"]) == ("lesson_past", lesson)
    await change(world, "khong_day", lessons=[lesson], reason="Mất điện cả buổi")  # said afterwards
    past = {"date": DAY, "session": "sang", "period_no": 1, "start": "07:00", "end": "07:45"}
    assert await refusal(world, "day_bu", lesson=lesson, **past) == ("lesson_past", None)


async def test_a_change_whose_time_is_over_is_not_taken_back(world: World) -> None:
    both = ["8a3-20261124-s4", "8a4-20261124-s4"]
    done = await change(world, "ghep", lessons=both)
    world.clock.now = at("2026-11-25 06:00")
    answer = await world.call("DELETE", f"/office/changes/{done['id']}")
    assert (await answer.json(content_type=None))["why"] == "lesson_past"


async def test_forged_and_endless_words(world: World) -> None:
    assert await refusal(world, "day_thay", lessons=["khong-co"], teacher_id="gv-08") == (
        "unknown_lesson",
        None,
    )
    assert await refusal(world, "day_thay", lessons=[TUESDAY[0]], teacher_id="hs-8a3-05") == (
        "unknown_teacher",
        None,
    )
    reason = "<b>\u202e" + "é" * 295
    done = await change(world, "khong_day", lessons=[TUESDAY[0]], reason=reason)
    assert (await cells(world))[TUESDAY[0]]["not_taught"] == reason
    for what in ({"kind": "khong_day", "lessons": [TUESDAY[1]], "reason": "é" * 301},
                 {"kind": "khong_day", "lessons": [], "reason": "x"},
                 {"kind": "xoa_het", "lessons": [TUESDAY[1]]},
                 {"kind": "tach", "lesson": TUESDAY[1], "teacher_id": "gv-01"}):  # fmt: skip
        await refused(await world.call("POST", "/office/changes", json={"change": what}), 422, "bad_message")
    for number in ("0", "-1", "99999999999999999999", "x", str(done["id"] + 1)):
        await refused(await world.call("DELETE", f"/office/changes/{number}"), 404, "unknown_change")


async def test_nothing_half_written(world: World) -> None:
    mixed = [TUESDAY[0], "khong-co"]
    assert (await refusal(world, "khong_day", lessons=mixed, reason="Bão"))[0] == "unknown_lesson"
    async with world.deps.database.read() as connection:
        since = select(changes.c.id).where(changes.c.by_id == "key")
        assert (await connection.execute(since)).first() is None
    assert (await cells(world))[TUESDAY[0]]["not_taught"] is None


async def test_only_leaders_change_the_day(world: World) -> None:
    what = {"change": {"kind": "tach", "lesson": TUESDAY[0]}}
    for token in (world.day().token, world.join().token):
        await refused(await world.call("POST", "/office/changes", token, json=what), 403, "not_allowed")
    await refused(await world.call("POST", "/office/changes", None, json=what), 401, "unauthenticated")


async def test_changes_are_listed_by_day(world: World) -> None:
    done = await change(world, "khong_day", lessons=[TUESDAY[0]], reason="Bão")
    listed = await (await world.call("GET", f"/office/changes?date={DAY}")).json()
    first, *earlier = listed["changes"]
    assert (first["id"], first["kind"], first["reason"]) == (done["id"], "khong_day", "Bão")
    assert [one["reason"] for one in earlier] == ["Mưa lũ, sân tập ngập"]  # the invented week's own
    other = await (await world.call("GET", "/office/changes?date=2026-11-26")).json()
    assert other["changes"] == []


async def test_the_grid_knows_who_is_there(world: World) -> None:
    world.hub.phases[TUESDAY[0]] = "live"
    cell = (await cells(world))[TUESDAY[0]]
    assert (cell["state"], cell["present"], cell["on_roll"], cell["sheet"]) == ("running", 34, 36, False)
    world.clock.now = at("2026-11-24 23:00") + MINUTE
    assert (await cells(world))[TUESDAY[1]]["state"] == "missed"
    async with world.deps.database.read() as connection:
        assert (await connection.execute(select(people.c.id))).first() is not None

"""The plan by API: calendar, bells, subjects, assignments, programmes; bad input leaves everything as it was."""

from typing import Any

import pytest
from sqlalchemy import select, update

from server.store.tables import audit, timetable_cells
from tests.server.http.world import World, refused

PLAN = "/office/plan"


async def asked(world: World, method: str, path: str, status: int = 200, **body: Any) -> Any:
    answer = await world.call(method, PLAN + path, json=body or None)
    assert answer.status == status, await answer.text()
    return await answer.json()


async def test_calendar_with_numbered_weeks(world: World) -> None:
    found = await asked(world, "GET", "/calendar")
    assert found["now"] == {"school_year": "2026-2027", "semester": 1, "week": 12}
    weeks = found["years"][0]["weeks"]
    assert len(weeks) == 35 and weeks[11] == {"number": 12, "semester": 1, "monday": "2026-11-23", "off": []}
    tet = [week["number"] for week in weeks if any("Nguyên đán" in name for name in week["off"])]
    assert tet == [21, 22]


async def test_days_off_take_lessons_away_and_give_them_back(world: World) -> None:
    off: dict[str, Any] = {"name": "Bão số 9", "from_day": "2026-11-25", "to_day": "2026-11-26"}
    added = await asked(world, "POST", "/days-off", 201, **off)
    taken = added["planned"]["removed"]
    assert taken >= 16
    (one,) = (day for day in added["days_off"] if day["name"] == "Bão số 9")
    changed = await asked(world, "PUT", f"/days-off/{one['id']}", **{**off, "to_day": "2026-11-25"})
    gone = await asked(world, "DELETE", f"/days-off/{one['id']}")
    assert changed["planned"]["added"] + gone["planned"]["added"] == taken and len(gone["days_off"]) == 2
    await refused(await world.call("DELETE", f"{PLAN}/days-off/{one['id']}"), 404, "unknown_plan")
    await refused(await world.call("DELETE", f"{PLAN}/days-off/x"), 404, "unknown_plan")


YEAR: dict[str, Any] = {
    "first_day": "2027-09-05", "first_semester": "2027-09-06", "first_weeks": 18,
    "second_semester": "2028-01-17", "second_weeks": 17,
}  # fmt: skip


async def test_the_next_year_is_entered(world: World) -> None:
    found = await asked(world, "PUT", "/years/2027-2028", **YEAR)
    assert [line["year"]["name"] for line in found["years"]] == ["2027-2028", "2026-2027"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("PUT /years/2027-2028", {**YEAR, "first_semester": "2027-09-07"}, "bad_year"),
        ("PUT /years/2027-2028", {**YEAR, "second_semester": "2028-01-03"}, "bad_year"),
        ("PUT /years/2026-2028", YEAR, "bad_year"),
        ("PUT /years/2027-2028", {**YEAR, "first_weeks": 0}, "bad_message"),
        ("PUT /years/2027-2028", {**YEAR, "first_day": "2027-02-30"}, "bad_message"),
        ("POST /days-off", {"name": "x", "from_day": "2026-11-25", "to_day": "2026-11-24"}, "bad_days"),
        ("POST /days-off", {"name": "x\u202e", "from_day": "2026-11-25", "to_day": "2026-11-25"}, "bad_text"),
        (
            "PUT /bells",
            {"bells": [{"session": "sang", "period": 1, "start": "07:00", "end": "06:00"}]},
            "bad_bells",
        ),
        (
            "PUT /bells",
            {"bells": [{"session": "sang", "period": 1, "start": "7:00", "end": "08:00"}]},
            "bad_message",
        ),
        ("PUT /subjects", {"subjects": [{"code": "TOAN2", "name": "Toán", "short": "T"}]}, "same_name"),
        ("PUT /subjects", {"subjects": [{"code": "toán", "name": "A", "short": "A"}]}, "bad_message"),
        (
            "PUT /assignments",
            {"assignments": [{"class_id": "8a3", "subject_code": "TOAN", "teacher_id": "hs-8a3-05"}]},
            "unknown_reference",
        ),
        (
            "POST /programmes",
            {
                "subject_code": "TOAN",
                "grade": 8,
                "year": "2026-2027",
                "units": [{"number": 1, "title": "a"}] * 2,
            },
            "bad_units",
        ),
    ],
)
async def test_a_plan_that_cannot_be(world: World, path: str, body: Any, code: str) -> None:
    method, _, rest = path.partition(" ")
    await refused(await world.call(method, PLAN + rest, json=body), 422, code)
    async with world.deps.database.read() as connection:
        assert (
            await connection.execute(select(audit.c.act).where(audit.c.act.startswith("plan")))
        ).first() is None


async def test_bells_are_proposed_then_kept(world: World) -> None:
    query = "?session=toi&first=18:30&minutes=45&periods=3&long_after=0"
    proposed = (await asked(world, "GET", f"/bells/proposal{query}"))["bells"]
    assert [(bell["start"], bell["end"]) for bell in proposed] == [
        ("18:30", "19:15"), ("19:20", "20:05"), ("20:10", "20:55"),
    ]  # fmt: skip
    before = (await asked(world, "GET", "/bells"))["bells"]
    late = [{**bell, "start": "07:05"} if bell["start"] == "07:00" else bell for bell in before]
    kept = await asked(world, "PUT", "/bells", bells=[*late, *proposed])
    assert len(kept["bells"]) == 13 and kept["planned"]["changed"] > 0


async def test_an_assignment_sends_lessons_to_the_other_teacher(world: World) -> None:
    one = {"class_id": "8a3", "subject_code": "TOAN", "teacher_id": "gv-06"}
    found = await asked(world, "PUT", "/assignments", assignments=[one])
    assert one in found["assignments"]
    gone = await asked(world, "PUT", "/assignments", assignments=[{**one, "teacher_id": None}])
    assert not any(
        line["class_id"] == "8a3" and line["subject_code"] == "TOAN" for line in gone["assignments"]
    )


async def test_nobody_is_assigned_to_two_classes_at_one_time(world: World) -> None:
    before = (await asked(world, "GET", "/assignments"))["assignments"]
    async with world.deps.database.begin() as connection:
        await connection.execute(update(timetable_cells).values(teacher_id=None, joint=False))
    wanted = [{**one, "teacher_id": "gv-06"} for one in before]
    answer = await world.call("PUT", "/office/plan/assignments", json={"assignments": wanted})
    problem = await answer.json(content_type=None)
    assert (answer.status, problem["code"]) == (409, "teacher_clash")
    one = problem["clashes"][0]
    assert len(set(one["class_ids"])) == 2 and 1 <= one["weekday"] <= 7 and one["period"] >= 1
    assert (await asked(world, "GET", "/assignments"))["assignments"] == before


async def test_a_new_version_of_a_programme_counts_and_the_old_one_stays(world: World) -> None:
    found = (await asked(world, "GET", "/programmes"))["programmes"]
    (toan,) = (line for line in found if line["subject_code"] == "TOAN")
    old = await asked(world, "GET", f"/programmes/{toan['id']}")
    units = [{**unit, "title": f"{unit['title']} *"} for unit in old["units"]]
    body = {"subject_code": "TOAN", "grade": 8, "year": "2026-2027", "units": units}
    for _ in range(2):  # the same again makes no version
        after = (await asked(world, "POST", "/programmes", 201, **body))["programmes"]
        assert [line["version"] for line in after if line["subject_code"] == "TOAN"] == [2, 1]
    assert await asked(world, "GET", f"/programmes/{toan['id']}") == old
    lesson = await (await world.call("GET", "/lessons/8a3-20261124-s2")).json()
    assert lesson["title"].endswith("*") or lesson["subject"] != "Toán"


async def test_subjects_and_those_to_begin_with(world: World) -> None:
    found = await asked(world, "GET", "/subjects")
    assert {one["code"] for one in found["subjects"]} >= {"TOAN", "HDTN"} and found["common"] == []
    more = await asked(
        world, "PUT", "/subjects", subjects=[{"code": "NHAT", "name": "Tiếng  Nhật", "short": "Nhật"}]
    )
    assert "Tiếng Nhật" in {one["name"] for one in more["subjects"]}


async def test_pupils_and_teachers_links_do_not_change_the_plan(world: World) -> None:
    for token in (world.day().token, world.day("hs-8a3-05", "student").token):
        await refused(await world.call("PUT", f"{PLAN}/bells", token, json={"bells": []}), 403, "not_allowed")
    await refused(await world.call("GET", f"{PLAN}/calendar", token=None), 401, "unauthenticated")

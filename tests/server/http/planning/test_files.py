"""The plan's files by API: the demo's timetable out and in again, a name explained once, programmes, sixty classes."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from server.school.planning.ahead import plan_ahead
from server.school.planning.exported import Named, timetable_file
from server.school.planning.timetables import Cell, all_versions, cells_of
from server.store.tables import audit, classes, import_mappings, lessons, people
from tests.server.http.importing.test_imports import lines, planned, rows_refused, some, upload, write
from tests.server.http.world import World, refused
from tests.server.school.times import at
from tests.support.spreadsheets import xlsx

FORM = ("recording", "form", "form_reason", "decision_no", "decision_date", "id", "demo")
"""What the demo's own rows have besides their plan; ids of other days are made anew."""


async def _plan_of(world: World, first: str, last: str) -> list[dict[str, Any]]:
    async with world.deps.database.read() as connection:
        query = select(lessons).where(lessons.c.slot.is_not(None)).order_by(lessons.c.slot)
        rows = [dict(row._mapping) for row in await connection.execute(query)]
    inside = [row for row in rows if first <= row["slot"].split("|")[1] <= last]
    return [{name: value for name, value in row.items() if name not in FORM} for row in inside]


async def test_the_demos_own_timetable_gives_the_same_lessons(world: World) -> None:
    world.clock.now = at("2026-11-22 20:00")  # before any period of the week could be missed
    (version,) = (await (await world.call("GET", "/office/plan/timetables")).json())["timetables"]
    answer = await world.call("GET", f"/office/plan/timetables/{version['id']}/file")
    assert answer.status == 200 and "attachment" in answer.headers["Content-Disposition"]
    file = await answer.read()
    async with world.deps.database.begin() as connection:
        await connection.execute(delete(lessons))
        await plan_ahead(connection, world.clock.now)
        cells = set(await cells_of(connection, version["id"]))
    before = await _plan_of(world, "2026-11-23", "2026-11-28")
    async with world.deps.database.begin() as connection:
        await connection.execute(delete(lessons))
    made = await upload(world, file, "tkb.xlsx", "timetable")
    assert some(made["counts"]) == {"unchanged": 60} and made["state"] == "planned"
    await write(world, made)
    async with world.deps.database.begin() as connection:
        (again,) = await all_versions(connection)
        assert set(await cells_of(connection, again.id)) == cells
        assert (
            (await connection.execute(select(audit.c.act).where(audit.c.act == "timetable.written")))
            .scalars()
            .all()
        )
    after = await _plan_of(world, "2026-11-23", "2026-11-28")
    assert after == before
    assert len(await _plan_of(world, "2026-11-30", "2026-12-05")) == 60


@pytest.mark.usefixtures("planned_here")
async def test_a_name_is_explained_once(world: World) -> None:
    rows = (("Thứ", "Tiết", "8A3", "8A4"), (2, 5, "Khiêu vũ - My", ""))
    made = await upload(world, xlsx(("TKB", rows)), "tkb.xlsx", "timetable", first_day="2026-11-30")
    assert (made["counts"]["undecided"], made["counts"]["added"]) == (1, 0)
    (ask,) = await lines(world, made, "undecided")
    answer = await world.call(
        "POST", f"/imports/timetable/{made['id']}/answers", json={"choices": {ask["key"]: "AMNHAC"}}
    )
    told = await planned(world, await answer.json())
    assert told["counts"]["undecided"] == 0
    await write(world, told)
    async with world.deps.database.read() as connection:
        kept = (await connection.execute(select(import_mappings.c.heading, import_mappings.c.field))).all()
        versions = await all_versions(connection)
        other = [cell for cell in await cells_of(connection, versions[0].id) if cell.class_id == "8a4"]
    assert [tuple(row) for row in kept] == [(ask["key"], "AMNHAC")]
    assert len(versions) == 2 and len(other) == 30  # a class the file does not have keeps its week
    again = await upload(world, xlsx(("TKB", rows)), "tkb.xlsx", "timetable", first_day="2026-11-30")
    assert again["counts"]["undecided"] == 0


@pytest.mark.usefixtures("planned_here")
async def test_a_version_taken_away_lets_the_one_before_hold(world: World) -> None:
    rows = (("Thứ", "Tiết", "8A3"), (2, 1, "Toán"))
    await write(
        world, await upload(world, xlsx(("TKB", rows)), "a.xlsx", "timetable", first_day="2026-11-30")
    )
    newest = (await (await world.call("GET", "/office/plan/timetables")).json())["timetables"][0]
    assert (
        len([row for row in await _plan_of(world, "2026-11-30", "2026-12-05") if row["class_id"] == "8a3"])
        == 1
    )
    answer = await world.call("DELETE", f"/office/plan/timetables/{newest['id']}")
    assert len((await answer.json())["timetables"]) == 1
    assert len(await _plan_of(world, "2026-11-30", "2026-12-05")) == 60
    await refused(await world.call("DELETE", f"/office/plan/timetables/{newest['id']}"), 404, "unknown_plan")


@pytest.mark.usefixtures("planned_here")
async def test_a_programme_and_assignments_from_files(world: World) -> None:
    rows = (("Tiết PPCT", "Tên bài", "Tuần"), (1, "Bài mở đầu", 1), (2, "Bài 2", 1))
    made = await upload(world, xlsx(("PPCT", rows)), "ppct.xlsx", "ppct", subject="GDCD", grade="8")
    assert made["counts"]["added"] == 2, made
    await write(world, made)
    found = (await (await world.call("GET", "/office/plan/programmes")).json())["programmes"]
    assert [one["version"] for one in found if one["subject_code"] == "GDCD"] == [2, 1]
    assigned = (("Lớp", "Môn", "Giáo viên"), ("8A3", "Toán", "Hoàng Tấn Lộc"))
    made = await upload(world, xlsx(("PC", assigned)), "pc.xlsx", "assignments")
    assert some(made["counts"]) == {"updated": 1}
    await write(world, made)
    kept = (await (await world.call("GET", "/office/plan/assignments")).json())["assignments"]
    assert {"class_id": "8a3", "subject_code": "TOAN", "teacher_id": "gv-06"} in kept


@pytest.mark.usefixtures("planned_here")
@pytest.mark.parametrize(
    ("kind", "rows", "options"),
    [
        ("ppct", (("Tiết PPCT", "Tên bài"), (1, "Bài mở đầu"), ("x", "Bài 2")), {"subject": "GDCD", "grade": "8"}),
        ("assignments", (("Lớp", "Môn", "Giáo viên"), ("8A3", "Toán", "Hoàng Tấn Lộc"), ("9Z", "Toán", "My")), {}),
        ("timetable", (("Thứ", "Tiết", "8A3"), (2, 1, "Toán"), (3, 99, "Toán")), {"first_day": "2026-11-30"}),
    ],
)  # fmt: skip
async def test_a_plan_is_not_written_without_its_refused_rows_unasked(
    world: World, kind: str, rows: Any, options: dict[str, str]
) -> None:
    before = await _written(world)
    made = await upload(world, xlsx(("Tệp", rows)), "a.xlsx", kind, **options)
    assert made["counts"]["bad"] == 1, made
    await rows_refused(world, made, 1, 0)
    assert await _written(world) == before
    await write(world, made, "?without_refused=true")
    assert await _written(world) != before


async def _written(world: World) -> list[Any]:
    paths = ("programmes", "assignments", "timetables")
    return [await (await world.call("GET", f"/office/plan/{path}")).json() for path in paths]


@pytest.mark.usefixtures("planned_here")
async def test_sixty_classes_at_once(world: World) -> None:
    async with world.deps.database.begin() as connection:
        rooms = [{"id": f"6b{n}", "code": f"6B{n}", "grade": 6, "year": "2026-2027"} for n in range(1, 61)]
        await connection.execute(insert(classes), rooms)
        staff = [
            {
                "id": f"gv-x{n}",
                "kind": "teacher",
                "full_name": f"Người Thử {_name(n)}",
                "given_name": _name(n),
            }
            for n in range(1, 61)
        ]
        await connection.execute(insert(people), [{**one, "active": True} for one in staff])
    cells = [
        Cell(f"6b{n}", day, "sang", period, subject_code="TOAN", teacher_id=f"gv-x{n}")
        for n in range(1, 61) for day in range(1, 7) for period in range(1, 6)
    ]  # fmt: skip
    named = Named(
        {f"6b{n}": f"6B{n}" for n in range(1, 61)},
        {"TOAN": "Toán"},
        {one["id"]: one["full_name"] for one in staff},
    )
    async with world.deps.database.read() as connection:
        version = (await all_versions(connection))[0]
    file = timetable_file(version, cells, named)
    made = await upload(world, file, "tkb.xlsx", "timetable", first_day="2026-11-30")
    assert some(made["counts"]) == {"added": 1800}, made
    await write(world, made)
    assert len(await _plan_of(world, "2026-11-30", "2026-12-05")) == 1800 + 60


def _name(n: int) -> str:
    """Given names that differ without their marks, too."""
    letters = "abcdeghikl"
    return f"Q{letters[n // 10]}{letters[n % 10]}"

"""The register by API: entering, finding, changing, moving, leaving; codes; classes; a new year."""

from typing import Any

import pytest
from sqlalchemy import select, update

from server.store.tables import audit, people, school, school_years
from tests.server.http.world import World

NEW: dict[str, Any] = {
    "kind": "student",
    "class_id": "8a3",
    "fields": {"full_name": "Lê  Thị Mới", "birth_date": "2013-05-06"},
}


async def ask(
    world: World, method: str, path: str, status: int = 200, token: str | None = "", **body: Any
) -> Any:
    more: dict[str, Any] = {"json": body} if body or method in ("POST", "PUT", "PATCH") else {}
    answer = await (
        world.call(method, path, **more) if token == "" else world.call(method, path, token, **more)
    )
    text = await answer.text()
    assert answer.status == status, text
    return await answer.json(content_type=None) if text else None


async def acts(world: World, person: str) -> list[str]:
    async with world.deps.database.read() as connection:
        query = select(audit.c.act).where(audit.c.person_id == person).order_by(audit.c.id)
        return list((await connection.execute(query)).scalars())


async def test_somebody_new(world: World) -> None:
    made = (await ask(world, "POST", "/office/people", 201, **NEW))["person"]
    assert (made["full_name"], made["given_name"], made["stt"]) == ("Lê Thị Mới", "Mới", 37)
    assert made["temporary_code"].startswith("T") and made["moet_id"] is None
    path = f"/office/people/{made['id']}"
    changed = await ask(world, "PATCH", path, full_name="Lê Thị Mới Hơn", called="Mới (nhỏ)")
    assert (changed["person"]["given_name"], changed["person"]["called"]) == ("Hơn", "Mới (nhỏ)")
    moved = await ask(world, "POST", f"{path}/move", class_id="8a4", why="đổi lớp", in_order=True)
    assert moved["person"]["class_id"] == "8a4" and moved["moves"][0]["to_class"] == "8A4"
    coded = await ask(world, "PUT", f"{path}/code", moet_id="0000012345", why="đã có mã")
    assert coded["person"]["moet_id"] == "0000012345" and coded["person"]["temporary_code"] is None
    assert [one["kind"] for one in coded["codes"]] == ["temporary", "moet", "temporary"]
    left = await ask(world, "POST", f"{path}/leave", why="chuyển trường", day="2026-11-20")
    assert (left["person"]["active"], left["person"]["left_on"]) == (False, "2026-11-20")
    gone = left["moves"][0]
    assert (gone["from_class"], gone["to_class"], gone["why"]) == ("8A4", None, "chuyển trường")
    back = await ask(world, "POST", f"{path}/return")
    assert (back["moves"][0]["from_class"], back["moves"][0]["to_class"]) == (None, "8A4")
    assert back["person"]["active"] and back["person"]["left_on"] is None
    assert await acts(world, made["id"]) == [
        "person.added", "person.changed", "person.moved", "code.changed", "person.left", "person.returned",
    ]  # fmt: skip
    async with world.deps.database.read() as connection:
        told = select(audit.c.detail).where(audit.c.person_id == made["id"])
        assert not any("trường" in detail for detail in (await connection.execute(told)).scalars())


async def test_looking_for_people(world: World) -> None:
    found = await ask(world, "GET", "/office/people?kind=student&class=8a3")
    names = [one["full_name"] for one in found["people"]]
    assert len(names) == 36 and names[1] == names[2] == "Nguyễn Minh Anh"
    assert [one["namesake"] for one in found["people"][:4]] == [False, True, True, False]
    by_words = await ask(world, "GET", "/office/people?q=minh%20anh")
    assert {one["full_name"] for one in by_words["people"]} == {"Nguyễn Minh Anh"}
    by_code = await ask(world, "GET", "/office/people?q=0000080321")
    assert [one["full_name"] for one in by_code["people"]] == ["Y Khôi Niê"]
    assert (await ask(world, "GET", "/office/people?left=true"))["people"] == []
    staff = await ask(world, "GET", "/office/people?kind=teacher")
    assert [one["given_name"] for one in staff["people"]][:2] == ["Khang", "Lan"]


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"full_name": "<b>x</b>"}, "full_name", "bad_name"),
        ({"full_name": "A" * 101}, "full_name", "too_long"),
        ({"full_name": "Lê \u202eAn"}, "full_name", "bad_text"),
        ({"full_name": "   "}, "full_name", "missing"),
        ({"full_name": "Lê An", "birth_date": "2025-01-01"}, "birth_date", "future_birth"),
        ({"full_name": "Lê An", "email": "an@"}, "email", "bad_email"),
        ({"full_name": "Lê An", "department_id": "x"}, "department_id", "unknown"),
        ({}, "full_name", "missing"),
    ],
)
async def test_what_cannot_be_entered(world: World, fields: dict[str, Any], field: str, why: str) -> None:
    body: dict[str, Any] = {"kind": "teacher", "fields": fields}
    told = await ask(world, "POST", "/office/people", 422, **body)
    assert (told["code"], told["field"], told["why"]) == ("bad_field", field, why)


async def test_codes_are_ones_own(world: World) -> None:
    taken = await ask(world, "PUT", "/office/people/hs-8a3-01/code", 409, moet_id="0000080302", why="nhầm mã")
    assert taken["code"] == "code_taken"
    short = await ask(world, "PUT", "/office/people/hs-8a3-01/code", 422, moet_id="12", why="nhầm mã")
    assert (short["field"], short["why"]) == ("moet_id", "bad_id")
    again = {**NEW, "moet_id": "0000080302"}
    assert (await ask(world, "POST", "/office/people", 409, **again))["code"] == "code_taken"
    assert (await ask(world, "POST", "/office/people", 422, **{**NEW, "class_id": "9z"}))[
        "field"
    ] == "class_id"


async def test_citizen_ids_are_off_then_sealed(world: World) -> None:
    path = "/office/people/hs-8a3-01/citizen-id"
    body: dict[str, Any] = {"number": "001213000123", "why": "hồ sơ nhập học"}
    assert (await ask(world, "PUT", path, 409, **body))["code"] == "not_kept"
    async with world.deps.database.begin() as connection:
        await connection.execute(update(school).values(policy='{"citizen_ids": true}'))
    kept = await ask(world, "PUT", path, **body)
    assert kept["codes"][0]["new"] == "•••••••••123"
    other = await ask(world, "PUT", path.replace("-01/", "-02/"), 409, **body)
    assert other["code"] == "code_taken"
    async with world.deps.database.read() as connection:
        row = (await connection.execute(select(people).where(people.c.id == "hs-8a3-01"))).one()
    assert b"001213000123" not in row.citizen_id and "001213" not in row.citizen_hash
    shown = await ask(world, "POST", f"{path}/reveal")
    assert shown["number"] == "001213000123"
    assert await acts(world, "hs-8a3-01") == ["code.changed", "code.revealed"]
    assert (await ask(world, "PUT", path, number="", why="không cần nữa"))["codes"][0]["new"] is None
    assert (await ask(world, "POST", f"{path}/reveal"))["number"] is None


async def test_classes_and_departments(world: World) -> None:
    made = await ask(world, "POST", "/office/register/classes", 201, code="6A1", grade=6)
    new = next(one for one in made["classes"] if one["code"] == "6A1")
    again = await ask(world, "POST", "/office/register/classes", 409, code="6a1", grade=6)
    assert again["code"] == "already_there"
    path = f"/office/register/classes/{new['id']}"
    body: dict[str, Any] = {"code": "6A2", "grade": 6, "homeroom": "gv-03", "session": "chieu"}
    kept = await ask(world, "PUT", path, **body)
    changed = next(one for one in kept["classes"] if one["id"] == new["id"])
    assert (changed["code"], changed["homeroom"], changed["session"]) == ("6A2", "gv-03", "chieu")
    pupil = await ask(world, "PUT", path, 422, **{**body, "homeroom": "hs-8a3-01"})
    assert (pupil["field"], pupil["why"]) == ("homeroom", "unknown")
    count = len(kept["departments"])
    made = await ask(world, "POST", "/office/register/departments", 201, name="Tổ Thử", head_id="gv-03")
    assert len(made["departments"]) == count + 1
    one = next(one for one in made["departments"] if one["name"] == "Tổ Thử")
    await ask(world, "PUT", f"/office/register/departments/{one['id']}", name="Tổ Thử Hai")
    gone = await ask(world, "DELETE", f"/office/register/departments/{one['id']}")
    assert len(gone["departments"]) == count


async def test_a_new_year(world: World) -> None:
    async with world.deps.database.begin() as connection:
        row = {"name": "2027-2028", "first_day": "2026-11-01", "first_semester": "2026-11-02", "first_weeks": 18,
               "second_semester": "2027-03-01", "second_weeks": 17}  # fmt: skip
        await connection.execute(school_years.insert().values(row))
    plan = await ask(world, "GET", "/office/register/promotion?year=2027-2028")
    assert [(one["code"], one["to"], one["pupils"]) for one in plan["steps"]] == [
        ("8A3", "9A3", 36),
        ("8A4", "9A4", 36),
    ]
    led = [(one["homeroom"], one["homeroom_name"], one["keeps_homeroom"]) for one in plan["steps"]]
    assert led[0] == ("gv-01", "Nguyễn Thị Ngọc Lan", True) and led[1][0] == "gv-02"
    steps = [{"class_id": "8a3", "to": "9A3", "keeps_homeroom": False},
             {"class_id": "8a4", "to": None, "keeps_homeroom": True}]  # fmt: skip
    done = await ask(world, "POST", "/office/register/promotion", year="2027-2028", steps=steps)
    active = [(one["code"], one["year"], one["homeroom"]) for one in done["classes"] if one["active"]]
    assert active == [("9A3", "2027-2028", None)]
    pupils = (await ask(world, "GET", "/office/people?kind=student"))["people"]
    assert len(pupils) == 36 and len({one["stt"] for one in pupils}) == 36
    assert len((await ask(world, "GET", "/office/people?kind=student&left=true"))["people"]) == 36
    again = await ask(world, "POST", "/office/register/promotion", 422, year="2027-2028", steps=steps)
    assert (again["code"], again["field"]) == ("bad_field", "class_id")


async def test_teachers_see_their_own_pupils_only(world: World) -> None:
    mine = world.day("gv-01").token
    body = {"kind": "student", "fields": {"full_name": "Lê An"}}
    await ask(world, "POST", "/office/people", 403, mine, **body)
    await ask(world, "GET", "/office/people", 403, mine)
    await ask(world, "GET", "/office/people", 401, None)

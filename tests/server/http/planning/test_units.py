"""What a period teaches by API: its teacher or the office says so, the periods after it count on, until it is opened."""

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from server.store.tables import audit, lesson_people, lessons
from tests.server.http.rights.people import OFFICE, SUBJECT, call, signed_in
from tests.server.http.world import World, refused

MATHS, NEXT = "8a3-20261125-s1", "8a3-20261126-s2"
"""Periods 47 and 48 of gv-01."""
UNIT: dict[str, Any] = {"ppct_no": 50, "title": "Ôn tập  chương", "required_outcomes": "Nhớ.\n Vận dụng."}


async def ask(world: World, method: str, token: str, lesson: str = MATHS, body: Any = None) -> Any:
    answer = await world.call(method, f"/lessons/{lesson}/unit", token, json=body)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def taught(world: World, lesson: str) -> tuple[Any, ...]:
    columns = (lessons.c.ppct_no, lessons.c.title, lessons.c.required_outcomes, lessons.c.unit_by_hand)
    async with world.deps.database.read() as connection:
        return tuple((await connection.execute(select(*columns).where(lessons.c.id == lesson))).one())


async def noted(world: World) -> list[tuple[Any, ...]]:
    query = select(audit.c.actor_id, audit.c.object_id, audit.c.detail).where(audit.c.act == "lesson.unit")
    async with world.deps.database.read() as connection:
        return [tuple(row) for row in await connection.execute(query)]


async def test_the_teacher_says_what_a_period_teaches_and_gives_it_back(world: World) -> None:
    token = world.day().token
    before = await taught(world, MATHS), await taught(world, NEXT)
    found = await ask(world, "GET", token)
    assert (found["ppct_no"], found["by_hand"], found["can_write"], found["renumbered"]) == (
        47,
        False,
        True,
        0,
    )
    assert {unit["number"] for unit in found["units"]} >= {47, 50, 51}
    kept = await ask(world, "PUT", token, body=UNIT)
    assert (kept["title"], kept["required_outcomes"], kept["by_hand"]) == (
        "Ôn tập chương", "Nhớ.\nVận dụng.", True,
    )  # fmt: skip
    assert (kept["ppct_no"], kept["renumbered"]) == (50, 1)
    number, title, _, by_hand = await taught(world, NEXT)
    assert (number, by_hand) == (51, False)
    assert title == next(unit["title"] for unit in found["units"] if unit["number"] == 51)
    back = await ask(world, "DELETE", token)
    assert (back["ppct_no"], back["by_hand"], back["renumbered"]) == (47, False, 1)
    assert (await taught(world, MATHS), await taught(world, NEXT)) == before
    assert await noted(world) == [("gv-01", MATHS, "47>50"), ("gv-01", MATHS, "50>offered")]


async def test_a_free_title_takes_no_number(world: World) -> None:
    await signed_in(world, OFFICE)
    body = {"ppct_no": None, "title": "Sửa bài kiểm tra"}
    answer = await call(world, "PUT", f"/lessons/{MATHS}/unit", json=body)
    assert answer.status == 200, await answer.text()
    assert await taught(world, MATHS) == (None, "Sửa bài kiểm tra", None, True)
    assert (await taught(world, NEXT))[0] == 47
    assert [line[0] for line in await noted(world)] == [OFFICE]


async def test_a_past_period_taught_in_person_can_be_put_right(world: World) -> None:
    async with world.deps.database.begin() as connection:
        maths = (lessons.c.class_id == "8a3") & (lessons.c.subject_code == "TOAN")
        await connection.execute(update(lessons).where(maths).values(form=None))
    world.clock.now += 2 * 86_400_000 + 3_600_000  # Wednesday after it
    token = world.day().token
    assert (await ask(world, "PUT", token, body={**UNIT, "ppct_no": 46}))["renumbered"] == 1
    assert (await taught(world, NEXT))[0] == 47
    assert (await ask(world, "DELETE", token))["ppct_no"] == 47
    assert (await taught(world, NEXT))[0] == 48


@pytest.mark.parametrize("phase", ["waiting", "live", "ended"])
async def test_an_opened_lesson_stays(world: World, phase: Any) -> None:
    world.hub.phases[MATHS] = phase
    for method in ("PUT", "DELETE"):
        body = UNIT if method == "PUT" else None
        answer = await world.call(method, f"/lessons/{MATHS}/unit", world.day().token, json=body)
        await refused(answer, 409, "lesson_opened")
    found = await ask(world, "GET", world.day().token)
    assert (found["ppct_no"], found["can_write"]) == (47, False)
    assert await noted(world) == []


async def test_a_period_not_taught_or_of_no_subject_has_none(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == MATHS).values(not_taught="Bão"))
        await connection.execute(update(lessons).where(lessons.c.id == NEXT).values(subject_code=None))
    token = world.day().token
    for lesson, code in ((MATHS, "not_taught"), (NEXT, "no_unit")):
        await refused(await world.call("PUT", f"/lessons/{lesson}/unit", token, json=UNIT), 409, code)
        assert (await ask(world, "GET", token, lesson))["can_write"] is False


async def test_nobody_else_says_it(world: World) -> None:
    async with world.deps.database.begin() as connection:
        row = {"lesson_id": MATHS, "role": "observer", "by_id": None, "at": 0}
        await connection.execute(insert(lesson_people).values(person_id="gv-06", **row))
    tokens = [world.day(person).token for person in ("gv-05", "gv-06")]
    tokens += [world.day("hs-8a3-05", "student").token, world.join("teacher", "gv-01", MATHS).token]
    for token in tokens:
        await refused(await world.call("PUT", f"/lessons/{MATHS}/unit", token, json=UNIT), 403, "not_allowed")
    await signed_in(world, SUBJECT)
    await refused(await call(world, "PUT", f"/lessons/{MATHS}/unit", json=UNIT), 403, "not_allowed")
    assert (await taught(world, MATHS))[0] == 47


async def test_a_co_teacher_says_it_too(world: World) -> None:
    async with world.deps.database.begin() as connection:
        row = {"lesson_id": MATHS, "person_id": "gv-06", "role": "co_teacher", "by_id": None, "at": 0}
        await connection.execute(insert(lesson_people).values(row))
    assert (await ask(world, "PUT", world.day("gv-06").token, body=UNIT))["by_hand"] is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " \u00a0 "}, "bad_text"),
        ({"title": "Bài \u202e1"}, "bad_text"),
        ({"required_outcomes": "a\u0000"}, "bad_text"),
        ({"title": ""}, "bad_message"),
        ({"title": "x" * 301}, "bad_message"),
        ({"ppct_no": 0}, "bad_message"),
        ({"ppct_no": 401}, "bad_message"),
        ({"ppct_no": "50"}, "bad_message"),
        ({"by_hand": True}, "bad_message"),
    ],
)
async def test_what_cannot_be_kept(world: World, change: dict[str, Any], code: str) -> None:
    body = {**UNIT, **change}
    answer = await world.call("PUT", f"/lessons/{MATHS}/unit", world.day().token, json=body)
    await refused(answer, 422, code)
    assert (await taught(world, MATHS))[0] == 47 and await noted(world) == []


async def test_markup_is_a_text_like_any_other(world: World) -> None:
    title = "<script>alert(1)</script> & “Bài 1”"
    assert (await ask(world, "PUT", world.day().token, body={**UNIT, "title": title}))["title"] == title

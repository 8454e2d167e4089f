"""Roles with days and decisions; inspectors; the log of what they look at."""

from typing import Any

import pytest
from sqlalchemy import select

from server.store.tables import audit, people, roles
from tests.server.http.rights.people import (
    HEAD,
    HOMEROOM,
    INSPECTOR,
    OFFICE,
    SUBJECT,
    TECHNICIAN,
    bear,
    call,
    inspects,
    named,
    secret,
    signed_in,
)  # fmt: skip
from tests.server.http.world import World, refused
from tests.server.school.times import at

ROLES = "/office/roles"


async def give(world: World, **body: Any) -> Any:
    return await call(world, "POST", ROLES, json=body)


async def looks(world: World) -> list[tuple[str, str, str | None]]:
    async with world.deps.database.read() as connection:
        query = select(audit.c.object_id, audit.c.detail, audit.c.person_id).where(audit.c.act == "viewed")
        return [tuple(row) for row in await connection.execute(query.order_by(audit.c.id))]


async def test_a_role_counts_at_the_next_call_and_is_gone_at_the_next(world: World) -> None:
    await signed_in(world, SUBJECT)
    theirs = secret(world)
    await refused(await call(world, "GET", "/office/accounts"), 403, "not_allowed")
    await signed_in(world, HEAD)
    leader = secret(world)
    answer = await give(world, person=SUBJECT, role="office", decision="QĐ 12")
    assert answer.status == 201
    number = (await answer.json())["id"]
    bear(world, theirs)
    assert (await call(world, "GET", "/office/accounts")).status == 200
    bear(world, leader)
    assert (await call(world, "DELETE", f"{ROLES}/{number}")).status == 204
    bear(world, theirs)
    await refused(await call(world, "GET", "/office/accounts"), 403, "not_allowed")


async def test_days_are_the_school_s(world: World) -> None:
    """23:30 in Viet Nam is still the last day, though UTC dates differ."""
    await signed_in(world, HEAD)
    body = {"person": TECHNICIAN, "role": "deputy", "from_day": "2026-11-24", "to_day": "2026-11-24"}
    assert (await give(world, **body)).status == 201
    await signed_in(world, TECHNICIAN)
    for moment, roles_then in (
        ("2026-11-24 00:00", ["deputy", "technician"]),
        ("2026-11-24 11:59", ["deputy", "technician"]),
    ):
        world.clock.now = at(moment)
        await signed_in(world, TECHNICIAN)
        assert (await (await call(world, "GET", "/session")).json())["roles"] == roles_then
    world.clock.now = at("2026-11-24 23:30")
    await signed_in(world, TECHNICIAN)
    assert (await (await call(world, "GET", "/session")).json())["roles"] == ["deputy", "technician"]
    world.clock.now = at("2026-11-25 00:00")
    assert (await (await call(world, "GET", "/session")).json())["roles"] == ["technician"]


TERMS = [
    ({"person": INSPECTOR, "role": "inspector"}, "bad_term"),
    ({"person": INSPECTOR, "role": "inspector", "from_day": "2026-11-23", "to_day": "2026-11-28"}, "bad_term"),
    ({"person": INSPECTOR, "role": "inspector", "from_day": "2026-11-23", "to_day": "2026-11-28", "decision": " "},
     "bad_term"),
    ({"person": INSPECTOR, "role": "inspector", "to_day": "2026-11-28", "decision": "QĐ 1"}, "bad_term"),
    ({"person": INSPECTOR, "role": "inspector", "from_day": "2026-11-23", "to_day": "2028-11-28", "decision": "1"},
     "bad_term"),
    ({"person": SUBJECT, "role": "deputy", "from_day": "2026-11-23", "to_day": "2026-11-22"}, "bad_term"),
    ({"person": SUBJECT, "role": "teacher"}, "bad_term"),
    ({"person": SUBJECT, "role": "homeroom"}, "bad_term"),
    ({"person": SUBJECT, "role": "inspector", "from_day": "2026-11-23", "to_day": "2026-11-28", "decision": "1"},
     "unknown_person"),
    ({"person": INSPECTOR, "role": "office"}, "unknown_person"),
    ({"person": "hs-8a3-05", "role": "office"}, "unknown_person"),
    ({"person": SUBJECT, "role": "deputy", "decision": "a\u202eb"}, "bad_text"),
    ({"person": SUBJECT, "role": "king"}, "bad_message"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code"), TERMS, ids=str)
async def test_terms_that_do_not_fit(world: World, body: Any, code: str) -> None:
    await signed_in(world, HEAD)
    async with world.deps.database.read() as connection:
        before = (await connection.execute(select(roles))).all()
    await refused(await give(world, **body), 422, code)
    async with world.deps.database.read() as connection:
        assert (await connection.execute(select(roles))).all() == before


async def test_it_takes_two(world: World) -> None:
    await signed_in(world, HEAD)
    await refused(await give(world, person=HEAD, role="office"), 403, "not_yourself")
    lines = (await (await call(world, "GET", ROLES)).json())["roles"]
    own = next(one["id"] for one in lines if one["person"] == HEAD)
    await refused(await call(world, "DELETE", f"{ROLES}/{own}"), 403, "not_yourself")
    for number in ("99999", "x", "-1", "9" * 40):
        await refused(await call(world, "DELETE", f"{ROLES}/{number}"), 404, "not_found")


async def test_an_inspector_gets_person_role_and_account_in_one_step(world: World) -> None:
    await signed_in(world, OFFICE)
    body = {
        "name": "  Bùi  Minh Đức ", "title": "ông", "login": "doan-so", "decision": "QĐ 45/QĐ-SGDĐT",
        "from_day": "2026-11-23", "to_day": "2026-11-25",
    }  # fmt: skip
    answer = await call(world, "POST", "/office/inspectors", json=body)
    assert answer.status == 201
    made = await answer.json()
    await refused(await call(world, "POST", "/office/inspectors", json=body), 409, "login_taken")
    async with world.deps.database.read() as connection:
        query = select(people.c.full_name).where(people.c.kind == "inspector", people.c.id != INSPECTOR)
        assert (await connection.execute(query)).scalars().all() == ["Bùi Minh Đức"]
    world.client.session.cookie_jar.clear()
    asked = {"login": "doan-so", "password": made["password"]}
    me = await (await call(world, "POST", "/session", json=asked)).json()
    assert me["roles"] == ["inspector"] and me["must_change"]


READS = (
    "/office/lessons",
    "/office/classes",
    "/office/teachers",
    "/office/audit",
    "/office/classes/8a3/students",
)


async def test_an_inspector_reads_everything_and_changes_nothing(world: World) -> None:
    await inspects(world, "2026-11-23", "2026-11-24")
    await signed_in(world, INSPECTOR)
    for path in READS:
        assert (await call(world, "GET", path)).status == 200, path
    await refused(await call(world, "POST", "/lessons", json={}), 403, "not_allowed")
    await refused(await call(world, "GET", "/office/accounts"), 403, "not_allowed")


async def test_every_look_of_an_inspector_is_written_down(world: World) -> None:
    await inspects(world, "2026-11-23", "2026-11-24")
    await signed_in(world, INSPECTOR)
    await call(world, "GET", "/office/classes/8a3/students")
    await call(world, "GET", "/office/classes/8a3/students")  # a page that asks anew
    await call(world, "GET", f"/lessons/{world.lesson}/attendance")
    await call(world, "GET", "/office/lessons?date=2026-11-24")
    await call(world, "GET", "/office/audit?q_person=Lan&before=7")
    world.clock.now += 5 * 60_000
    await call(world, "GET", "/office/classes/8a3/students")
    students = ("GET /api/v1/office/classes/{id}/students", "id=8a3", None)
    assert await looks(world) == [
        students,
        ("GET /api/v1/lessons/{id}/attendance", f"id={world.lesson}", None),
        ("GET /api/v1/office/lessons", "date=2026-11-24", None),
        ("GET /api/v1/office/audit", "before=7", None),
        students,
    ]
    await signed_in(world, HEAD)
    await call(world, "GET", "/office/classes/8a3/students")
    assert len(await looks(world)) == 5


@pytest.mark.parametrize(
    ("moment", "code"), [("2026-11-25 00:00", "role_over"), ("2026-11-22 23:59", "role_early")]
)
async def test_an_inspector_outside_of_the_days(world: World, moment: str, code: str) -> None:
    await inspects(world, "2026-11-23", "2026-11-24")
    world.clock.now = at(moment)
    await signed_in(world, INSPECTOR)
    for path in READS:
        await refused(await call(world, "GET", path), 403, code)
    await refused(await call(world, "POST", f"/lessons/{world.lesson}/observe"), 403, code)
    me = await (await call(world, "GET", "/session")).json()
    assert (me["acts"], me["roles"], me["lapsed"]) == ([], [], code.removeprefix("role_"))
    assert await looks(world) == []


async def test_a_session_over_the_last_day_ends_with_it(world: World) -> None:
    await inspects(world, "2026-11-23", "2026-11-23")
    world.clock.now = at("2026-11-23 23:59")
    await signed_in(world, INSPECTOR)
    assert (await call(world, "GET", READS[0])).status == 200
    world.clock.now = at("2026-11-24 00:00")
    await refused(await call(world, "GET", READS[0]), 403, "role_over")


async def test_observers_come_by_their_rights(world: World) -> None:
    path = f"/lessons/{world.lesson}/observe"
    for person in (HEAD, "cb-02", "gv-06"):  # gv-06 heads the department of the lesson's teacher
        await signed_in(world, person)
        answer = await call(world, "POST", path)
        assert answer.status == 201, person
        claims = world.deps.tokens.read_join((await answer.json())["token"], world.clock.now)
        assert (claims.role, claims.person, claims.name) == ("observer", person, await named(world, person))
    for person in (SUBJECT, HOMEROOM, TECHNICIAN, OFFICE, "gv-05"):
        await signed_in(world, person)
        await refused(await call(world, "POST", path), 403, "not_allowed")
    async with world.deps.database.read() as connection:
        query = select(audit.c.actor_id).where(audit.c.act == "lesson.observed")
        assert (await connection.execute(query)).scalars().all() == [HEAD, "cb-02", "gv-06"]


async def test_a_technician_comes_as_oneself(world: World) -> None:
    await signed_in(world, TECHNICIAN)
    path = f"/lessons/{world.lesson}/tokens"
    answer = await call(world, "POST", path, json={"role": "staff", "name": "Hiệu trưởng"})
    claims = world.deps.tokens.read_join((await answer.json())["token"], world.clock.now)
    assert (claims.role, claims.person, claims.name) == ("staff", TECHNICIAN, await named(world, TECHNICIAN))
    for role in ("teacher", "student", "observer", "guest"):
        body = {"role": role, "name": "Ai đó", "student_id": None}
        await refused(await call(world, "POST", path, json=body), 403, "not_allowed")


async def test_the_log_by_person_actor_and_day(world: World) -> None:
    await signed_in(world, OFFICE)
    for person in (SUBJECT, TECHNICIAN):
        await give(world, person=person, role="deputy")
        world.clock.now += 86_400_000
        await signed_in(world, OFFICE)
    log = "/office/audit"
    lines = (await (await call(world, "GET", log)).json())["lines"]
    assert [(one["act"], one["person"], one["actor"]) for one in lines] == [
        ("role.given", TECHNICIAN, OFFICE), ("role.given", SUBJECT, OFFICE),
    ]  # fmt: skip
    assert lines[0]["actor_name"] == await named(world, OFFICE)
    assert lines[0]["person_name"] == await named(world, TECHNICIAN)
    for asked, number in (
        (f"q_person={SUBJECT}", 1), ("date=2026-11-23", 1), ("date=2026-11-24", 1), ("date=2026-11-25", 0),
        (f"q_actor={OFFICE}", 2), ("q_actor=gv-01", 0), ("q_person=" + (await named(world, SUBJECT)).upper(), 1),
        ("q_person=%25", 0),
    ):  # fmt: skip
        found = await (await call(world, "GET", f"{log}?{asked}")).json()
        assert len(found["lines"]) == number, asked
    await refused(await call(world, "GET", f"{log}?date=0001-01-01"), 422, "bad_query")


async def test_the_log_comes_by_pages(world: World) -> None:
    rows = [{"at": n, "actor_id": "key", "act": "x", "object_id": str(n)} for n in range(250)]
    async with world.deps.database.begin() as connection:
        await connection.execute(audit.insert(), rows)
    await signed_in(world, HEAD)
    seen: list[str] = []
    before = ""
    while True:
        page = await (await call(world, "GET", f"/office/audit?{before}")).json()
        seen += [line["object"] for line in page["lines"]]
        if page["next"] is None:
            break
        before = f"before={page['next']}"
    assert seen == [str(n) for n in range(249, -1, -1)]

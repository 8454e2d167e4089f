"""The office: first account, signing in and out, its lists, its links."""

from typing import Any

import pytest
from aiohttp import ClientResponse

from server.http.tokens import DayClaims
from server.links import one_time_link
from server.school.signin.access import SESSION_MS
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE

OWN = {"Sec-Fetch-Site": "same-origin"}
GOOD = {"login": "vanphong", "password": "trang-vo-xanh"}


async def set_up(world: World, token: str, **change: Any) -> ClientResponse:
    return await world.call("POST", "/setup", None, json={"token": token, **GOOD, **change})


async def test_set_up_and_sign_in(real_world: World) -> None:
    world = real_world
    token = await one_time_link(world.deps.database, "setup", world.clock.now)
    answer = await set_up(world, token)
    assert answer.status == 201 and (await answer.json())["login"] == "vanphong"
    cookie = answer.cookies["bg_office"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert (cookie["path"], cookie["max-age"]) == ("/", str(SESSION_MS // 1000))
    await refused(await set_up(world, token), 401, "used_link")

    signed_in = await world.call("POST", "/session", None, json={**GOOD, "login": "VanPhong"})
    assert signed_in.status == 201
    headers = {**OWN, "Cookie": f"bg_office={signed_in.cookies['bg_office'].value}"}
    assert (await (await world.call("GET", "/session", None, headers=headers)).json())["login"] == "vanphong"
    out = await world.call("DELETE", "/session", None, headers=headers)
    assert out.status == 204 and out.cookies["bg_office"]["max-age"] == "0"
    await refused(await world.call("GET", "/session", None, headers=headers), 401, "unauthenticated")


async def test_a_session_ends_after_twelve_hours(world: World) -> None:
    await world.office()
    assert (await world.call("GET", "/office/teachers", None)).status == 200
    world.clock.now += SESSION_MS
    await refused(await world.call("GET", "/office/teachers", None), 401, "unauthenticated")


async def test_a_forgotten_password_by_another_link(world: World) -> None:
    for password in ("trang-vo-xanh", "bang-den-moi"):
        token = await one_time_link(world.deps.database, "setup", world.clock.now)
        assert (await set_up(world, token, password=password)).status == 201
    await refused(await world.call("POST", "/session", None, json=GOOD), 401, "wrong_login")
    assert (
        await world.call("POST", "/session", None, json={**GOOD, "password": "bang-den-moi"})
    ).status == 201


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "short"}, "bad_message"),
        ({"password": "x" * 201}, "bad_message"),
        ({"password": "aaaaaaaaaaaa"}, "weak_password"),
        ({"login": "vanphong2026", "password": "VanPhong2026"}, "weak_password"),
        ({"login": "ab"}, "bad_message"),
        ({"login": "van phong"}, "bad_message"),
        ({"more": 1}, "bad_message"),
    ],
)
async def test_bad_accounts_leave_the_link_good(world: World, change: dict[str, Any], code: str) -> None:
    token = await one_time_link(world.deps.database, "setup", world.clock.now)
    await refused(await set_up(world, token, **change), 422, code)
    assert (await set_up(world, token)).status == 201


async def test_links_open_what_they_are_for(world: World) -> None:
    login = await one_time_link(world.deps.database, "login", world.clock.now)
    setup = await one_time_link(world.deps.database, "setup", world.clock.now)
    await refused(await set_up(world, login), 401, "used_link")
    await refused(await world.call("POST", "/session", None, json={"token": setup}), 401, "used_link")
    await refused(await set_up(world, "x" * 43), 401, "used_link")
    world.clock.now += 25 * 60 * MINUTE
    await refused(await world.call("POST", "/session", None, json={"token": login}), 401, "used_link")


async def test_the_demo_link_works_once_and_in_the_demo_only(world: World, real_world: World) -> None:
    token = await one_time_link(world.deps.database, "login", world.clock.now)
    await refused(await real_world.call("POST", "/session", None, json={"token": token}), 401, "used_link")
    answer = await world.call("POST", "/session", None, json={"token": token})
    assert answer.status == 201 and (await answer.json())["login"] is None
    assert not answer.cookies["bg_office"]["secure"]
    cookie = {"Cookie": f"bg_office={answer.cookies['bg_office'].value}"}
    assert (await world.call("GET", "/session", None, headers=cookie)).status == 200
    await refused(await real_world.call("GET", "/session", None, headers=cookie), 401, "unauthenticated")
    await refused(await world.call("POST", "/session", None, json={"token": token}), 401, "used_link")


@pytest.mark.parametrize(
    "body",
    [{}, {"login": "a"}, {"password": "b"}, {"login": "a", "password": "b", "token": "c"}, {"login": None}],
)
async def test_half_a_login(world: World, body: dict[str, Any]) -> None:
    await refused(await world.call("POST", "/session", None, json=body), 422, "bad_message")


async def test_guessing_passwords_becomes_slow(world: World) -> None:
    for number in range(40):
        answer = await world.call("POST", "/session", None, json={**GOOD, "login": f"nguoi-{number}"})
        await refused(answer, 401, "wrong_login")
    slow = await world.call("POST", "/session", None, json=GOOD)
    await refused(slow, 429, "too_fast")
    assert slow.headers["Retry-After"] == "3"
    world.clock.now += 3_000
    await refused(await world.call("POST", "/session", None, json=GOOD), 401, "wrong_login")


async def test_guessing_set_up_links_becomes_slow(world: World) -> None:
    answers = [await set_up(world, "x" * 43) for _ in range(11)]
    assert [answer.status for answer in answers] == [401] * 10 + [429]


async def test_the_lists(world: World) -> None:
    await world.office()
    lessons = await (await world.call("GET", "/office/lessons", None)).json()
    assert lessons["date"] == "2026-11-23" and world.lesson in [one["id"] for one in lessons["lessons"]]
    tuesday = await (await world.call("GET", "/office/lessons?date=2026-11-24", None)).json()
    assert {one["starts_at"][:10] for one in tuesday["lessons"]} == {"2026-11-24"}
    classes = await (await world.call("GET", "/office/classes", None)).json()
    assert [(one["id"], one["size"]) for one in classes["classes"]] == [("8a3", 36), ("8a4", 36)]
    students = await (await world.call("GET", "/office/classes/8a3/students", None)).json()
    assert students["class"]["code"] == "8A3"
    assert students["students"][20] == {
        "id": "hs-8a3-21", "stt": 21, "name": "Y Khôi Niê", "given_name": "Khôi",
    }  # fmt: skip
    teachers = await (await world.call("GET", "/office/teachers", None)).json()
    assert [one["given_name"] for one in teachers["teachers"]] == [
        "Khang", "Lan", "Lộc", "My", "Thạch", "Thuận", "Trúc", "Vinh",
    ]  # fmt: skip


async def test_bad_lists(world: World) -> None:
    await refused(await world.call("GET", "/office/classes/9z/students"), 404, "unknown_class")
    for date in ("today", "2026-13-01", "2026-11-23T00:00:00Z"):
        await refused(await world.call("GET", f"/office/lessons?date={date}"), 422, "bad_query")


async def test_dates_at_the_ends_of_time(world: World) -> None:
    for date in ("0001-01-01", "9999-12-31"):
        await refused(await world.call("GET", f"/office/lessons?date={date}"), 422, "bad_query")


async def test_a_link_to_a_persons_day(world: World) -> None:
    for person, role in (("gv-02", "teacher"), ("hs-8a4-01", "student")):
        answer = await world.call("POST", f"/office/people/{person}/day-link")
        assert answer.status == 201
        made = await answer.json()
        assert made["url"] == f"/day#{made['token']}"
        claims = world.deps.tokens.read(made["token"], world.clock.now)
        assert isinstance(claims, DayClaims)
        assert (claims.person, claims.role) == (person, role)
    await refused(await world.call("POST", "/office/people/nv-01/day-link"), 422, "unknown_person")
    await refused(await world.call("POST", "/office/people/gv-99/day-link"), 422, "unknown_person")

"""Recordings over HTTP: who may see them, and the pass of media elements."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import insert, update

from lesson.messages import Role
from server.http.tokens import Tokens
from server.store.tables import lesson_people, lessons, people
from tests.server.http.shelf import AGREED, NOT_AGREED, OTHER, PLAYED, READS, Shelf
from tests.server.http.world import World, refused

WHO: list[tuple[Role, str, bool]] = [
    ("teacher", "gv-01", True),
    ("staff", "nv-1", True),
    ("student", AGREED, True),
    ("student", NOT_AGREED, True),
    ("student", OTHER, False),
    ("guest", "kh-1", False),
    ("observer", "ob-1", False),
]


@pytest.mark.parametrize(("role", "person", "may"), WHO)
async def test_join_tokens_of_the_class(shelf: Shelf, role: Role, person: str, may: bool) -> None:
    token = shelf.world.join(role, person).token
    for path in READS:
        answer = await shelf.get(path, token)
        if may:
            assert answer.status == 200, path
        else:
            await refused(answer, 403, "not_allowed")


@pytest.mark.parametrize(("role", "may"), [("co_teacher", True), ("staff", True), ("observer", False)])
async def test_day_links_of_who_is_planned_beside_the_teacher(shelf: Shelf, role: str, may: bool) -> None:
    row = {"lesson_id": shelf.world.lesson, "person_id": "gv-02", "role": role, "at": 0}
    async with shelf.world.deps.database.begin() as connection:
        await connection.execute(insert(lesson_people).values(row))
    token = shelf.world.day("gv-02").token
    for path in READS:
        assert (await shelf.get(path, token)).status == (200 if may else 403), path


async def test_join_tokens_before_anybody_came(world: World) -> None:
    base = f"/lessons/{world.lesson}/recording"
    assert (await world.call("GET", base, world.join().token)).status == 200
    await refused(await world.call("GET", base, world.join("student", OTHER).token), 403, "not_allowed")


@pytest.mark.parametrize("path", READS)
async def test_other_lessons_classes_and_withdrawn_tokens(shelf: Shelf, path: str) -> None:
    world = shelf.world
    other = world.join("teacher", "gv-01", lesson="8a3-20261123-s2").token
    await refused(await shelf.get(path, other), 403, "foreign")
    foreign: tuple[tuple[str, Role], ...] = (
        ("gv-02", "teacher"), ("hs-8a4-01", "student"), ("khong-co", "student"),
    )  # fmt: skip
    for person, role in foreign:
        await refused(await shelf.get(path, world.day(person, role).token), 403, "not_allowed")
    own: tuple[tuple[str, Role], ...] = (("gv-01", "teacher"), ("hs-8a3-01", "student"))
    for person, role in own:
        assert (await shelf.get(path, world.day(person, role).token)).status == 200
    gone = world.join()
    await world.deps.revocations.revoke(gone.jti, world.lesson, gone.expires_at, world.clock.now)
    await refused(await shelf.get(path, gone.token), 401, "revoked")


async def passed(client: TestClient, shelf: Shelf, token: str) -> str:
    path = f"/lessons/{shelf.world.lesson}/recording/pass"
    answer = await shelf.world.call("POST", path, token)
    assert answer.status == 201 and "expires_at" in await answer.json()
    cookie = answer.cookies["bg_replay"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "21600")
    assert cookie["path"] == f"/api/v1/lessons/{shelf.world.lesson}/recording"
    client.session.cookie_jar.clear()
    return cookie.value


async def with_pass(shelf: Shelf, value: str, path: str = "/tracks/t00/media") -> Any:
    headers = {"Cookie": f"bg_replay={value}"}
    return await shelf.world.call(
        "GET", f"/lessons/{shelf.world.lesson}/recording{path}", None, headers=headers
    )


def tokens_of(shelf: Shelf) -> Tokens:
    return shelf.world.deps.tokens


async def test_a_pass_opens_the_files_of_one_recording(shelf: Shelf, client: TestClient) -> None:
    for token in (shelf.world.join().token, shelf.world.day().token):
        value = await passed(client, shelf, token)
        for path in PLAYED:
            assert (await with_pass(shelf, value, path)).status == 200
        for path in ("", "/events"):
            await refused(await with_pass(shelf, value, path), 401, "unauthenticated")
    await refused(await with_pass(shelf, value[:-2] + "xx"), 401, "forged")
    await refused(await with_pass(shelf, shelf.world.join().token), 401, "forged")
    claims = tokens_of(shelf).read_join(shelf.world.join().token, shelf.world.clock.now)
    other = tokens_of(shelf).replay_pass("8a3-20261123-s2", claims, 60, shelf.world.clock.now)
    await refused(await with_pass(shelf, other.token), 403, "foreign")
    # As a Bearer a pass is nothing:
    await refused(await shelf.get("", value), 401, "forged")
    await refused(await shelf.get("/tracks/t00/media", value), 401, "forged")
    shelf.world.clock.now += 6 * 3600 * 1000
    await refused(await with_pass(shelf, value), 401, "expired")


async def test_a_pass_ends_with_its_token(shelf: Shelf, client: TestClient) -> None:
    issued = shelf.world.join()
    value = await passed(client, shelf, issued.token)
    revocations = shelf.world.deps.revocations
    await revocations.revoke(issued.jti, shelf.world.lesson, issued.expires_at, shelf.world.clock.now)
    await refused(await with_pass(shelf, value), 401, "revoked")


async def test_a_pass_ends_when_the_teacher_is_replaced(shelf: Shelf, client: TestClient) -> None:
    """Dạy thay: whichever link it came from, and at once; the substitute's opens."""
    world = shelf.world
    values = [await passed(client, shelf, one.token) for one in (world.join("teacher", "gv-01"), world.day())]
    async with world.deps.database.begin() as connection:
        change = update(lessons).where(lessons.c.id == world.lesson)
        await connection.execute(change.values(teacher_id="gv-06"))
    for path in PLAYED:
        for value in values:
            await refused(await with_pass(shelf, value, path), 401, "revoked")
    value = await passed(client, shelf, world.join("teacher", "gv-06").token)
    assert (await with_pass(shelf, value)).status == 200


@pytest.mark.parametrize("change", [{"class_id": "8a4"}, {"active": False}])
async def test_a_pass_ends_with_the_right_of_its_day(
    shelf: Shelf, client: TestClient, change: dict[str, object]
) -> None:
    person = "hs-8a3-01"
    value = await passed(client, shelf, shelf.world.day(person, "student").token)
    async with shelf.world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == person).values(**change))
    await refused(await with_pass(shelf, value), 403, "not_allowed")


async def test_a_pass_does_not_outlive_its_token(shelf: Shelf, client: TestClient) -> None:
    issued = shelf.world.join()  # of an hour
    path = f"/lessons/{shelf.world.lesson}/recording/pass"
    answer = await shelf.world.call("POST", path, issued.token)
    cookie = answer.cookies["bg_replay"].value
    client.session.cookie_jar.clear()
    assert tokens_of(shelf).read_pass(cookie, shelf.world.clock.now).exp * 1000 == issued.expires_at


async def test_a_replaced_teachers_phone_calls_nothing(world: World) -> None:
    phone = world.join("camera", "gv-02.cam").token
    await refused(await world.call("GET", f"/lessons/{world.lesson}/chat", phone), 401, "revoked")
    mine = world.join("camera", "gv-01.cam").token
    assert (await world.call("GET", f"/lessons/{world.lesson}", mine)).status == 200


async def test_no_pass_for_who_may_not_see_it(shelf: Shelf) -> None:
    path = f"/lessons/{shelf.world.lesson}/recording/pass"
    for role, person in (("guest", "kh-1"), ("observer", "ob-1"), ("student", OTHER)):
        token = shelf.world.join(role, person).token  # type: ignore[arg-type]
        await refused(await shelf.world.call("POST", path, token), 403, "not_allowed")


async def test_the_offices_cookie_opens_files_also_beside_an_old_pass(shelf: Shelf) -> None:
    await shelf.world.office()
    path = f"/lessons/{shelf.world.lesson}/recording"
    own = {"Origin": f"http://{shelf.world.client.host}:{shelf.world.client.port}"}
    answer = await shelf.world.call("POST", f"{path}/pass", None, headers=own)
    assert answer.status == 201 and "bg_replay" not in answer.cookies
    shelf.world.client.session.cookie_jar.update_cookies({"bg_replay": "old"})
    assert (await shelf.world.call("GET", f"{path}/tracks/t00/media", None)).status == 200


async def test_who_was_removed_sees_it_by_no_link(shelf: Shelf, client: TestClient) -> None:
    """Nor by the day page's, nor by a pass got before."""
    person = "hs-8a3-01"
    day = shelf.world.day(person, "student").token
    value = await passed(client, shelf, day)
    shelf.world.hub.outside.add(person)
    for path in READS:
        await refused(await shelf.get(path, day), 403, "not_allowed")
    for path in PLAYED:
        await refused(await with_pass(shelf, value, path), 403, "not_allowed")
    shelf.world.hub.outside.clear()
    assert (await with_pass(shelf, value)).status == 200

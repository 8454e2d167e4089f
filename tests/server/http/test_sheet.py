"""The sheet over HTTP: prefilled, early enough, two people at once, texts that cannot be kept."""

from typing import Any

import pytest
from aiohttp import ClientResponse

from server.school.kept.sheets import OPENS_MS
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE, MONDAY_0750

TEXT = {"title": "Bài 15", "remark": "Lớp sôi nổi,\n2 em muộn.", "homework": "Bài 4.1", "version": 0}
TITLE = "Bài 15. Định lí Thalès trong tam giác (tiết 1)"
OPEN = MONDAY_0750 + 45 * MINUTE - OPENS_MS
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def world(world: World) -> World:
    """It is 10 minutes before the end of the period."""
    world.clock.now = OPEN
    return world


async def put(world: World, token: str | None = "", lesson: str = "", **change: Any) -> ClientResponse:
    token = world.day().token if token == "" else token
    headers = OWN if token is None else {}
    return await world.call(
        "PUT",
        f"/lessons/{lesson or world.lesson}/sheet",
        token=token,
        json={**TEXT, **change},
        headers=headers,
    )


async def get(world: World, token: str | None = "", lesson: str = "") -> Any:
    token = world.day().token if token == "" else token
    answer = await world.call("GET", f"/lessons/{lesson or world.lesson}/sheet", token=token)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_prefilled_then_kept(world: World) -> None:
    empty = await get(world)
    assert (empty["title"], empty["remark"], empty["version"], empty["by"]) == (TITLE, "", 0, None)
    assert (empty["record_version"], empty["can_write"], empty["at"]) == (None, True, None)
    saved = await (await put(world)).json()
    assert (saved["version"], saved["remark"]) == (1, TEXT["remark"])
    assert saved["by"] == {"id": "gv-01", "name": "Nguyễn Thị Ngọc Lan"}
    assert saved["at"] == "2026-11-23T01:25:00Z"
    assert await get(world) == saved


async def test_from_ten_minutes_before_the_end_of_the_period(world: World) -> None:
    lesson = "8a3-20261124-s2"  # 07:50 to 08:35 on Tuesday, cô Lan does not give it; the office fills it
    bell = MONDAY_0750 + 45 * MINUTE + 24 * 3600 * 1000
    world.clock.now = bell - OPENS_MS - 1
    await world.office()
    await refused(await put(world, None, lesson), 409, "too_early")
    early = await get(world, None, lesson)
    assert (early["opens_at"], early["can_write"]) == ("2026-11-24T01:25:00Z", False)
    world.clock.now = bell - OPENS_MS
    assert (await get(world, None, lesson))["can_write"] is True
    saved = await (await put(world, None, lesson)).json()
    assert saved["by"] == {"id": "office", "name": "Văn phòng"}


async def test_a_lesson_that_ended_early_can_be_filled(world: World) -> None:
    world.clock.now = MONDAY_0750 + 20 * MINUTE
    world.hub.phases[world.lesson] = "live"
    await refused(await put(world), 409, "too_early")
    world.hub.phases[world.lesson] = "ended"
    assert (await put(world)).status == 200


async def test_two_at_once_lose_nothing(world: World) -> None:
    assert (await put(world, remark="của cô Lan")).status == 200
    await world.office()
    answer = await put(world, None, remark="của văn phòng")
    body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["code"]) == (409, "changed_meanwhile")
    current = body["current"]
    assert (current["remark"], current["version"]) == ("của cô Lan", 1)
    assert current["by"] == {"id": "gv-01", "name": "Nguyễn Thị Ngọc Lan"}
    assert current["at"] == "2026-11-23T01:25:00Z"
    assert (await get(world))["remark"] == "của cô Lan"
    assert (await put(world, None, remark="của văn phòng", version=1)).status == 200
    assert (await get(world))["version"] == 2


async def test_who_may_write_and_who_may_look(world: World) -> None:
    teacher, staff = world.join("teacher", "gv-01").token, world.join("staff", "nv-02").token
    assert (await put(world, teacher)).status == 200
    await refused(await put(world, staff, version=1), 403, "not_allowed")
    assert (await get(world, staff))["can_write"] is False
    key = await world.call("GET", f"/lessons/{world.lesson}/sheet")
    assert (await key.json())["can_write"] is False
    answer = await world.call("PUT", f"/lessons/{world.lesson}/sheet", json=TEXT)
    await refused(answer, 403, "not_allowed")
    for token in (
        world.join("student").token,
        world.join("observer", "ob-1").token,
        world.day("hs-8a3-05", "student").token,
        world.day("gv-02").token,
    ):
        await refused(await put(world, token), 403, "not_allowed")
        answer = await world.call("GET", f"/lessons/{world.lesson}/sheet", token=token)
        await refused(answer, 403, "not_allowed")
    await refused(await put(world, teacher, lesson="8a3-20261123-s2"), 403, "foreign")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": "x" * 301}, "bad_message"),
        ({"remark": "x" * 4001}, "bad_message"),
        ({"homework": "x" * 4001}, "bad_message"),
        ({"why": "x" * 301}, "bad_message"),
        ({"version": -1}, "bad_message"),
        ({"version": None}, "bad_message"),
        ({"more": 1}, "bad_message"),
        ({"title": "a\x00b"}, "bad_text"),
        ({"title": "a\nb"}, "bad_text"),
        ({"remark": "a\x1b[31m"}, "bad_text"),
        ({"why": "\x07"}, "bad_text"),
    ],
)
async def test_texts_that_cannot_be_kept(world: World, change: dict[str, Any], code: str) -> None:
    await refused(await put(world, **change), 422, code)
    assert (await get(world))["version"] == 0


@pytest.mark.parametrize("text", ["\U00020000" * 300, "\u202e" + "ن" * 299, "<b>" * 100, "é" * 300])
async def test_three_hundred_signs_of_any_script(world: World, text: str) -> None:
    assert (await put(world, title=text, remark=(text * 14)[:4000])).status == 200
    assert (await get(world))["title"] == text


@pytest.mark.parametrize("title", [rb"\ud800", rb"\udc00a", rb"\ud83d\u0041", b"\xed\xa0\x80"])
async def test_half_a_sign_is_refused_and_named(world: World, title: bytes) -> None:
    body = b'{"title":"%s","remark":"","homework":"","version":0}' % title
    answer = await world.call(
        "PUT", f"/lessons/{world.lesson}/sheet", token=world.day().token, data=body,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    problem = await answer.json(content_type="application/problem+json")
    assert (answer.status, problem["code"]) == (422, "bad_message")
    assert "unpaired surrogate" in problem["detail"]

"""A teacher's second phone, and the roles a join token may be made for."""

from typing import Any

import pytest

from server.http.auth import DEVICE
from tests.server.http.world import World, refused


def claims(world: World, url: str) -> Any:
    return world.deps.tokens.read_join(url.partition("#")[2], world.clock.now)


async def companion(world: World, token: str, kind: str) -> Any:
    return await world.call("POST", f"/lessons/{world.lesson}/companion", token, json={"kind": kind})


async def test_a_camera_and_a_move(world: World) -> None:
    teacher = world.join("teacher", "gv-01").token
    body = await (await companion(world, teacher, "camera")).json()
    camera = claims(world, body["url"])
    assert (camera.person, camera.role, camera.lesson) == ("gv-01.cam", "camera", world.lesson)
    assert camera.open_by == world.clock.now // 1000 + 600 < camera.exp
    assert body["url"].startswith(f"/l/{world.lesson}#")
    move = claims(world, (await (await companion(world, teacher, "move")).json())["url"])
    assert (move.person, move.role) == ("gv-01", "teacher") and move.open_by


@pytest.mark.parametrize("role", ["student", "guest", "observer", "staff", "room", "camera"])
async def test_only_who_teaches_has_one(world: World, role: Any) -> None:
    person = "gv-01.cam" if role == "camera" else "hs-8a3-05"
    await refused(await companion(world, world.join(role, person).token, "camera"), 403, "not_allowed")


async def test_another_kind_is_refused(world: World) -> None:
    answer = await companion(world, world.join("teacher", "gv-01").token, "robot")
    await refused(answer, 422, "bad_message")


async def test_a_codes_token_calls_from_the_device_that_opened_it(world: World) -> None:
    """A class sees the code on the teacher's screen: a photo of it opens nothing, also once the phone is in."""
    teacher = world.join("teacher", "gv-01").token
    token = (await (await companion(world, teacher, "move")).json())["url"].partition("#")[2]
    path, phone = f"/lessons/{world.lesson}/attendance", {DEVICE: "phone"}
    assert (await world.call("GET", path, token, headers=phone)).status == 200
    world.hub.opened[world.deps.tokens.read_join(token, world.clock.now).jti] = "phone"
    for headers in ({}, {DEVICE: ""}, {DEVICE: "photo"}, {DEVICE: "x" * 65}):
        await refused(await world.call("GET", path, token, headers=headers), 401, "expired")
    world.clock.now += 601_000
    assert (await world.call("GET", path, token, headers=phone)).status == 200


async def test_a_code_not_opened_in_time_opens_no_call(world: World) -> None:
    teacher = world.join("teacher", "gv-01").token
    token = (await (await companion(world, teacher, "move")).json())["url"].partition("#")[2]
    world.clock.now += 601_000
    path = f"/lessons/{world.lesson}/attendance"
    await refused(await world.call("GET", path, token, headers={DEVICE: "phone"}), 401, "expired")


async def test_once_the_lesson_is_over_no_link_makes_another(world: World) -> None:
    """Else each link of a teacher would be good for ever."""
    teacher = world.join("teacher", "gv-01").token
    world.hub.phases[world.lesson] = "ended"
    await refused(await companion(world, teacher, "move"), 409, "lesson_ended")
    answer = await world.call("POST", f"/lessons/{world.lesson}/room-device", teacher)
    await refused(answer, 409, "lesson_ended")


async def make(world: World, **asked: Any) -> Any:
    return await world.call("POST", f"/lessons/{world.lesson}/tokens", json=asked)


async def test_a_co_teacher_is_a_teacher_of_the_school(world: World) -> None:
    body = await (await make(world, role="co_teacher", student_id="gv-02")).json()
    assert (claims(world, body["url"]).person, claims(world, body["url"]).role) == ("gv-02", "co_teacher")
    for person in ("gv-01", "hs-8a3-01", "gv-99"):
        await refused(await make(world, role="co_teacher", student_id=person), 422, "unknown_person")
    await refused(await make(world, role="co_teacher", name="Ai đó"), 422, "unknown_person")


async def test_an_observer_and_a_room_are_named(world: World) -> None:
    await refused(await make(world, role="observer"), 422, "bad_message")
    for role in ("observer", "room", "guest"):
        body = await (await make(world, role=role, name="Cô Hoa")).json()
        assert (claims(world, body["url"]).name, claims(world, body["url"]).role) == ("Cô Hoa", role)


async def test_no_token_of_a_camera_and_no_reserved_ids(world: World) -> None:
    await refused(await make(world, role="camera", name="x"), 403, "not_allowed")
    for person in ("class", "teachers", "gv-01.cam"):
        await refused(await make(world, role="student", name="x", student_id=person), 422, "unknown_person")

"""Lessons, join tokens, attendance, events and chat over HTTP."""

from datetime import datetime
from typing import Any

import pytest

from lesson.messages import (
    Joined,
    Left,
    LessonEnded,
    LessonOpened,
    LessonStarted,
    RosterEntry,
    Said,
)
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE, MONDAY_0750

BODY = {
    "title": "Bài 15. Định lí Thalès trong tam giác (tiết 1)",
    "subject": "Toán",
    "class_id": "8a3",
    "teacher_id": "gv-01",
    "starts_at": "2026-11-24T07:00:00+07:00",
    "ends_at": "2026-11-24T00:45:00Z",
}


async def plan(world: World, **change: Any) -> dict[str, Any]:
    answer = await world.call("POST", "/lessons", json={**BODY, **change})
    assert answer.status == 201, await answer.text()
    body: dict[str, Any] = await answer.json()
    return body


async def test_plan_and_look(world: World) -> None:
    made = await plan(world)
    assert made["starts_at"] == "2026-11-24T00:00:00Z"
    assert made["teacher"] == {"id": "gv-01", "name": "Nguyễn Thị Ngọc Lan", "title": "cô"}
    assert (made["class_name"], made["phase"], made["recording"]) == ("8A3", "planned", True)
    assert (made["started_at"], made["ended_at"], made["ended_reason"]) == (None, None, None)
    found = await world.call("GET", f"/lessons/{made['id']}")
    assert await found.json() == {**made, "cards_of": ["8a3"]}
    assert (
        found.headers["Content-Type"] == "application/json; charset=utf-8"
        or found.content_type == "application/json"
    )
    assert found.headers["Cache-Control"] == "no-store"


async def test_a_lesson_of_nobody_in_particular(world: World) -> None:
    made = await plan(world, class_id=None, teacher_id=None, recording=True, period="tiết 3")
    assert (made["teacher"], made["class_name"], made["period"], made["recording"]) == (
        None,
        "",
        "tiết 3",
        True,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_at": BODY["starts_at"]}, "bad_times"),
        ({"ends_at": "2026-11-24T12:00:01+07:00", "starts_at": "2026-11-23T12:00:00+07:00"}, "bad_times"),
        ({"class_id": "9z"}, "unknown_reference"),
        ({"teacher_id": "gv-99"}, "unknown_reference"),
        ({"title": ""}, "bad_message"),
        ({"title": "x" * 201}, "bad_message"),
        ({"title": None}, "bad_message"),
        ({"starts_at": "2026-11-24T07:00:00"}, "bad_message"),
        ({"starts_at": 1}, "bad_message"),
        ({"starts_at": "0001-01-01T00:00:00Z"}, "bad_times"),
        ({"ends_at": "9999-12-31T23:59:59.999999Z", "starts_at": "9999-12-31T23:00:00Z"}, "bad_times"),
        ({"recording": "yes"}, "bad_message"),
        ({"unheard": 1}, "bad_message"),
    ],
)
async def test_bad_lessons(world: World, change: dict[str, Any], code: str) -> None:
    await refused(await world.call("POST", "/lessons", json={**BODY, **change}), 422, code)


async def test_the_hub_knows_the_phase_first(world: World) -> None:
    world.hub.phases[world.lesson] = "live"
    assert (await (await world.call("GET", f"/lessons/{world.lesson}")).json())["phase"] == "live"


async def test_end(world: World) -> None:
    path = f"/lessons/{world.lesson}/end"
    await refused(await world.call("POST", path), 409, "not_live")
    world.hub.phases[world.lesson] = "live"
    answer = await world.call("POST", path)
    assert (answer.status, (await answer.json())["phase"]) == (200, "ended")
    assert ("end", world.lesson, "office") in world.hub.heard
    await refused(await world.call("POST", path), 409, "not_live")


@pytest.mark.parametrize("path", ["", "/attendance", "/events"])
async def test_unknown_lessons(world: World, path: str) -> None:
    await refused(await world.call("GET", f"/lessons/nothing{path}"), 404, "unknown_lesson")
    await refused(await world.call("GET", f"/lessons/{'x' * 3000}{path}"), 404, "unknown_lesson")
    await refused(await world.call("GET", f"/lessons/%00'--{path}"), 404, "unknown_lesson")


async def token(world: World, **body: Any) -> dict[str, Any]:
    answer = await world.call("POST", f"/lessons/{world.lesson}/tokens", json=body)
    assert answer.status == 201, await answer.text()
    made: dict[str, Any] = await answer.json()
    assert made["url"] == f"/l/{world.lesson}#{made['token']}"
    return made


async def test_tokens_for_a_student_of_the_roster(world: World) -> None:
    made = await token(world, role="student", name="Ai đó", student_id="hs-8a3-05", ttl_s=60)
    claims = world.deps.tokens.read_join(made["token"], world.clock.now, world.lesson)
    assert (claims.person, claims.name, claims.role, claims.jti) == (
        "hs-8a3-05", "Lê Gia Bảo", "student", made["jti"],
    )  # fmt: skip
    assert datetime.fromisoformat(made["expires_at"]).timestamp() * 1000 == world.clock.now + 60_000


async def test_tokens_for_others(world: World) -> None:
    read = world.deps.tokens.read_join
    teacher = read((await token(world, role="teacher", name="x"))["token"], world.clock.now)
    assert (teacher.person, teacher.name) == ("gv-01", "Nguyễn Thị Ngọc Lan")
    assert teacher.exp * 1000 > MONDAY_0750 + 2 * 60 * MINUTE
    by_code = read((await token(world, role="student", student_id="0000080305"))["token"], world.clock.now)
    assert (by_code.person, by_code.name) == (
        "hs-8a3-05",
        "Lê Gia Bảo",
    )  # the sector code itself goes nowhere
    guests = [
        read((await token(world, role="guest", name=" Khách "))["token"], world.clock.now) for _ in "ab"
    ]
    assert guests[0].person != guests[1].person and guests[0].name == "Khách"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"role": "student", "name": "x", "student_id": "hs-8a4-01"}, "unknown_person"),
        ({"role": "student", "name": "x", "student_id": "gv-01"}, "unknown_person"),
        ({"role": "guest", "name": "x", "student_id": "hs-8a3-01"}, "unknown_person"),
        ({"role": "student", "name": "x", "student_id": "0000080401"}, "unknown_person"),
        ({"role": "guest", "name": "  "}, "bad_message"),
        ({"role": "headmaster", "name": "x"}, "bad_message"),
        ({"role": "guest", "name": "x" * 301}, "bad_message"),
        ({"role": "guest", "name": "x", "ttl_s": 0}, "bad_message"),
        ({"role": "guest", "name": "x", "ttl_s": 10**10}, "bad_message"),
        ({"name": "x"}, "bad_message"),
    ],
)
async def test_bad_tokens(world: World, body: dict[str, Any], code: str) -> None:
    await refused(await world.call("POST", f"/lessons/{world.lesson}/tokens", json=body), 422, code)


async def test_withdrawing_a_token(world: World) -> None:
    made = await token(world, role="student", student_id="hs-8a3-05")
    lesson, path = f"/lessons/{world.lesson}", f"/lessons/{world.lesson}/tokens/{made['jti']}"
    assert (await world.call("GET", lesson, made["token"])).status == 200
    for _ in range(2):
        answer = await world.call("DELETE", path)
        assert (answer.status, await answer.read()) == (204, b"")
    assert world.hub.heard.count(("revoked", made["jti"])) == 2
    await refused(await world.call("GET", lesson, made["token"]), 401, "revoked")


OPENED = LessonOpened(
    lesson="l1", title="Bài 15", subject="Toán", class_name="8A3", period="tiết 2",
    starts_at=MONDAY_0750, ends_at=MONDAY_0750 + 45 * MINUTE,
    roster=(
        RosterEntry("gv-01", "Nguyễn Thị Ngọc Lan", "teacher", title="cô"),
        RosterEntry("hs-8a3-01", "Nguyễn Hoài An", "student", stt=1),
        RosterEntry("hs-8a3-05", "Lê Gia Bảo", "student", stt=5),
    ),
)  # fmt: skip
T0 = MONDAY_0750


async def held(world: World) -> None:
    await world.keep(
        (T0 - MINUTE, OPENED),
        (T0 - MINUTE, Joined("gv-01", "Nguyễn Thị Ngọc Lan", "teacher")),
        (T0, LessonStarted("gv-01")),
        (T0, Joined("hs-8a3-01", "Nguyễn Hoài An", "student")),
        (T0 + 5 * MINUTE, Said("hs-8a3-01", "Em chào cô ạ!")),
        (T0 + 10 * MINUTE, Left("hs-8a3-01", T0 + 10 * MINUTE - 10_000)),
        (T0 + 11 * MINUTE, Joined("hs-8a3-01", "Nguyễn Hoài An", "student")),
        (T0 + 12 * MINUTE, Joined("kh-1", "Khách dự giờ", "guest")),
        (T0 + 13 * MINUTE, Said("kh-1", "Chào cả lớp", reply_to=5)),
    )


async def test_attendance_of_a_running_lesson(world: World) -> None:
    await held(world)
    world.clock.now = T0 + 20 * MINUTE
    answer = await world.call(
        "GET", f"/lessons/{world.lesson}/attendance", world.join("teacher", "gv-01").token
    )
    body = await answer.json()
    assert (body["lesson"], body["as_of"]) == (world.lesson, "2026-11-23T01:10:00Z")
    first, second = body["students"]
    assert (first["person"], first["stt"], first["state"], first["present_now"]) == (
        "hs-8a3-01",
        1,
        "present",
        True,
    )
    assert (first["minutes"], first["late_minutes"], first["left_early_minutes"]) == (20.0, 0.0, 0.0)
    assert len(first["intervals"]) == 2 and len(first["bridged"]) == 1
    assert first["intervals"][0] == {"from": "2026-11-23T00:50:00Z", "to": "2026-11-23T00:59:50Z"}
    assert first["last_seen"] is None and first["first_joined"] == "2026-11-23T00:50:00Z"
    assert (second["state"], second["minutes"], second["intervals"]) == ("absent_unknown", 0.0, [])
    assert ("written", world.lesson) in world.hub.heard


async def test_attendance_after_the_end_no_longer_moves(world: World) -> None:
    await world.keep(
        (T0, OPENED),
        (T0, LessonStarted("gv-01")),
        (T0 + 12 * MINUTE, Joined("hs-8a3-05", "Lê Gia Bảo", "student")),
        (T0 + 45 * MINUTE, LessonEnded("button", "gv-01")),
    )
    world.clock.now = T0 + 90 * MINUTE
    body = await (await world.call("GET", f"/lessons/{world.lesson}/attendance")).json()
    assert body["as_of"] == "2026-11-23T01:35:00Z"
    late = body["students"][1]
    assert (late["state"], late["minutes"], late["late_minutes"]) == ("late", 33.0, 12.0)


async def test_attendance_before_anybody_came_is_the_roster(world: World) -> None:
    body = await (await world.call("GET", f"/lessons/{world.lesson}/attendance")).json()
    assert [one["stt"] for one in body["students"]] == list(range(1, 37))
    assert {one["state"] for one in body["students"]} == {"absent_unknown"}


@pytest.mark.parametrize("role", ["student", "observer", "guest"])
async def test_attendance_is_for_teachers_and_staff(world: World, role: Any) -> None:
    path = f"/lessons/{world.lesson}/attendance"
    await refused(await world.call("GET", path, world.join(role).token), 403, "not_allowed")


async def test_events_by_pages(world: World) -> None:
    await held(world)
    path = f"/lessons/{world.lesson}/events"
    all_events = (await (await world.call("GET", path)).json())["events"]
    assert [one["number"] for one in all_events] == list(range(1, 10))
    assert all_events[4] == {
        "number": 5, "at": "2026-11-23T00:55:00Z", "type": "said", "person": "hs-8a3-01", "text": "Em chào cô ạ!",
        "reply_to": None, "to": "class",
    }  # fmt: skip
    page = (await (await world.call("GET", f"{path}?after=4&limit=2")).json())["events"]
    assert page == all_events[4:6]
    assert (await (await world.call("GET", f"{path}?after=9")).json()) == {"events": []}


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "limit=1.5"])
async def test_bad_queries(world: World, query: str) -> None:
    await refused(await world.call("GET", f"/lessons/{world.lesson}/events?{query}"), 422, "bad_query")


async def test_chat_by_pages(world: World) -> None:
    await held(world)
    path, student = f"/lessons/{world.lesson}/chat", world.join(person="hs-8a3-01").token
    both = (await (await world.call("GET", path, student)).json())["messages"]
    assert both == [
        {"number": 5, "at": "2026-11-23T00:55:00Z", "person": "hs-8a3-01", "name": "Nguyễn Hoài An",
         "text": "Em chào cô ạ!", "reply_to": None, "to": "class", "deleted_by": None},
        {"number": 9, "at": "2026-11-23T01:03:00Z", "person": "kh-1", "name": "Khách dự giờ",
         "text": "Chào cả lớp", "reply_to": 5, "to": "class", "deleted_by": None},
    ]  # fmt: skip
    assert (await (await world.call("GET", f"{path}?limit=1", student)).json())["messages"] == both[1:]
    assert (await (await world.call("GET", f"{path}?before=9", student)).json())["messages"] == both[:1]
    assert (await (await world.call("GET", f"{path}?before=5", student)).json())["messages"] == []

"""The school's setting whether lessons are recorded, and what it means for a new lesson."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from server.school.calendar import moment
from server.store.tables import school
from tests.server.http.world import World, refused


async def put(world: World, body: object) -> Any:
    return await world.call("PUT", "/office/settings", json=body)


async def planned(world: World, **more: object) -> bool:
    """Whether a lesson planned now is recorded."""
    start = moment(world.clock.now) + timedelta(days=1)
    body = {
        "title": "Bài 1", "subject": "Toán", "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(minutes=45)).isoformat(), **more,
    }  # fmt: skip
    answer = await world.call("POST", "/lessons", json=body)
    assert answer.status == 201, await answer.text()
    return bool((await answer.json())["recording"])


@pytest.mark.parametrize("recording", [True, False])
async def test_new_lessons_follow_the_school_unless_told(world: World, recording: bool) -> None:
    answer = await put(world, {"recording": recording})
    assert answer.status == 200 and (await answer.json())["recording"] == recording
    assert (await (await world.call("GET", "/office/settings")).json())["recording"] == recording
    assert await planned(world) == recording
    assert await planned(world, recording=not recording) != recording


async def test_bad_settings(world: World) -> None:
    for body in ({}, {"recording": None}, {"recording": "yes"}, {"recording": True, "more": 1}):
        await refused(await put(world, body), 422, "bad_message")
    await refused(await world.call("GET", "/office/settings", world.day().token), 403, "not_allowed")


async def test_before_the_school_is_entered_nothing_is_recorded(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await connection.execute(delete(school))
    answer = await (await world.call("GET", "/office/settings")).json()
    assert (answer["recording"], answer["school"], answer["policy"]["chat"]) == (False, None, "class")
    await refused(await put(world, {"recording": True}), 409, "no_school")
    assert await planned(world) is False


SCHOOL = {
    "name": "Trường THPT  Sông Xanh",
    "short_name": "Sông Xanh",
    "level": "tieu_hoc",
    "period_minutes": 35,
}


async def test_a_new_school_enters_itself(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await connection.execute(delete(school))
    nobody = await (await world.call("GET", "/school", token=None)).json()
    assert (nobody["name"], nobody["pupil_word"], nobody["small_children"]) == ("", "em", False)
    answer = await put(world, {"school": SCHOOL, "policy": {"chat": "questions"}})
    assert (await answer.json())["school"]["name"] == "Trường THPT Sông Xanh"
    words = await (await world.call("GET", "/school", token=None)).json()
    assert (words["pupil_word"], words["learner_word"], words["small_children"]) == ("con", "học sinh", True)
    await put(world, {"school": {**SCHOOL, "level": "gdtx"}, "policy": {"pupil_word": "con"}})
    words = await (await world.call("GET", "/school", token=None)).json()
    assert (words["pupil_word"], words["learner_word"], words["small_children"]) == ("con", "học viên", False)
    assert (await (await world.call("GET", "/office/settings")).json())["policy"]["chat"] == "class"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"school": {**SCHOOL, "time_zone": "../../etc/passwd"}}, "unknown_zone"),
        ({"school": {**SCHOOL, "name": "Sông\u202eXanh"}}, "bad_text"),
        ({"school": {**SCHOOL, "name": "   "}}, "bad_text"),
        ({"school": {**SCHOOL, "name": "a" * 201}}, "bad_message"),
        ({"school": {**SCHOOL, "level": "dai_hoc"}}, "bad_message"),
        ({"policy": {"present_share": 2}}, "bad_message"),
        ({"policy": {"late_minutes": 0}}, "bad_message"),
        ({"policy": {"unknown": 1}}, "bad_message"),
    ],
)
async def test_settings_that_cannot_be(world: World, change: dict[str, object], code: str) -> None:
    before = await (await world.call("GET", "/office/settings")).json()
    await refused(await put(world, change), 422, code)
    assert await (await world.call("GET", "/office/settings")).json() == before

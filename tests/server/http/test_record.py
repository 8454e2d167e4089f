"""The lesson record over HTTP: exact bytes, versions, removal, and who may see it."""

import hashlib
import json
from typing import Any

import jsonschema
import pytest
from sqlalchemy import insert, update

from server.http.api.lessons import known_lesson
from server.school.kept.records import record_ended
from server.school.roster import opened
from server.store.tables import lesson_people, lessons
from tests.server.http.world import World, refused
from tests.server.school.held import keep, played
from tests.server.school.times import MINUTE

SHEET = {"title": "Bài 15", "remark": "Lớp sôi nổi", "homework": "Bài 4.1", "version": 0}
REMOVAL = {"reason": "Gia đình yêu cầu", "decision": "12/QĐ-CBX"}


@pytest.fixture
async def ended(world: World) -> World:
    """The lesson was held and ended; its record is made."""
    database = world.deps.database
    lesson = await known_lesson(world.deps, world.lesson)
    await keep(database, lesson.id, played(await opened(database, lesson), lesson.starts_at))
    async with database.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == lesson.id).values(phase="ended"))
    assert await record_ended(database, lesson.id, world.clock.now)
    return world


def path(world: World, rest: str = "") -> str:
    return f"/lessons/{world.lesson}/record{rest}"


async def read(world: World, rest: str = "", **more: Any) -> tuple[bytes, str]:
    answer = await world.call("GET", path(world, rest), **more)
    assert answer.status == 200, await answer.text()
    return await answer.read(), answer.headers["ETag"]


async def test_exactly_the_hashed_bytes(ended: World) -> None:
    data, tag = await read(ended)
    body = json.loads(data)
    told = body["integrity"].pop("hash")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == told
    assert tag == f'"{told}"'
    answer = await ended.call("GET", path(ended))
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in answer.headers


async def test_the_published_schema_holds(ended: World) -> None:
    answer = await ended.call("GET", "/records/schema", token=None)
    assert answer.status == 200 and answer.content_type == "application/json"
    schema = await answer.json()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads((await read(ended))[0]))


async def test_who_has_it_need_not_load_it(ended: World) -> None:
    _, tag = await read(ended)
    for tags in (tag, f'"x", W/{tag}', "*"):
        answer = await ended.call("GET", path(ended), headers={"If-None-Match": tags})
        assert (answer.status, await answer.read(), answer.headers["ETag"]) == (304, b"", tag)
    answer = await ended.call("GET", path(ended), headers={"If-None-Match": '"x"'})
    assert answer.status == 200


async def test_versions_with_who_when_and_why(ended: World) -> None:
    teacher = ended.join("teacher", "gv-01").token
    first = await read(ended)
    ended.clock.now += MINUTE
    saved = await ended.call(
        "PUT", f"/lessons/{ended.lesson}/sheet", token=teacher, json={**SHEET, "why": "nhầm"}
    )
    assert saved.status == 200
    assert (await saved.json())["record_version"] == 2
    listed = await (await ended.call("GET", path(ended, "/versions"))).json()
    assert listed["removed"] == []
    one, two = listed["versions"]
    assert (one["version"], one["by"], one["why"]) == (1, None, "kết thúc tiết học")
    assert two["by"] == {"id": "gv-01", "name": "Lê Gia Bảo"} and two["why"] == "nhầm"
    assert two["previous"] == one["hash"] and two["position"] == 2
    assert await read(ended, "?version=1") == first
    newest = json.loads((await read(ended))[0])
    assert newest["evaluation"]["remark"] == "Lớp sôi nổi" and newest["identity"]["version"] == 2
    await refused(await ended.call("GET", path(ended, "?version=3")), 404, "no_record")
    await refused(await ended.call("GET", path(ended, "?version=0")), 422, "bad_query")


async def test_before_the_end_there_is_none(world: World) -> None:
    await refused(await world.call("GET", path(world)), 404, "no_record")
    listed = await (await world.call("GET", path(world, "/versions"))).json()
    assert listed == {"versions": [], "removed": []}
    await refused(await world.call("GET", "/lessons/none/record"), 404, "unknown_lesson")


async def test_who_may_read(ended: World) -> None:
    good = [
        ended.join("teacher", "gv-01").token,
        ended.join("staff", "nv-02").token,
        ended.day("gv-01").token,
    ]
    bad = [
        ended.join("student").token,
        ended.join("observer", "ob-1").token,
        ended.join("guest", "kh-1").token,
        ended.day("hs-8a3-05", "student").token,
        ended.day("gv-02").token,
        ended.day("gv-99").token,
        ended.day("hs-8a3-05", "teacher").token,
        ended.day("gv-01", "student").token,
    ]
    for rest in ("", "/versions"):
        for token in good:
            assert (await ended.call("GET", path(ended, rest), token=token)).status == 200
        for token in bad:
            await refused(await ended.call("GET", path(ended, rest), token=token), 403, "not_allowed")
        foreign = ended.join("teacher", "gv-01", lesson="other").token
        await refused(await ended.call("GET", path(ended, rest), token=foreign), 403, "foreign")
        await refused(await ended.call("GET", path(ended, rest), token=None), 401, "unauthenticated")
    await ended.office()
    assert (await ended.call("GET", path(ended), token=None)).status == 200


async def test_the_office_removes_by_decision(ended: World) -> None:
    told = json.loads((await read(ended))[0])["integrity"]["hash"]
    await ended.office()
    own = {"Sec-Fetch-Site": "same-origin"}
    removed = await ended.call("DELETE", path(ended), token=None, json=REMOVAL, headers=own)
    assert removed.status == 200
    (line,) = (await removed.json())["removed"]
    assert (line["id"], line["hash"]) == (f"{ended.lesson}.1", told)
    assert (line["reason"], line["decision"], line["by"]["id"]) == (*REMOVAL.values(), "office")
    await refused(await ended.call("GET", path(ended)), 410, "record_removed")
    again = await ended.call("DELETE", path(ended), token=None, json=REMOVAL, headers=own)
    await refused(again, 410, "record_removed")
    late = await ended.call("PUT", f"/lessons/{ended.lesson}/sheet", token=ended.day().token, json=SHEET)
    await refused(late, 410, "record_removed")
    listed = await (await ended.call("GET", path(ended, "/versions"))).json()
    assert listed == {"versions": [], "removed": [line]}


async def test_nobody_else_removes(ended: World) -> None:
    for token in (ended.join("teacher", "gv-01").token, ended.day().token):
        await refused(await ended.call("DELETE", path(ended), token=token, json=REMOVAL), 403, "not_allowed")
    await refused(await ended.call("DELETE", path(ended), json=REMOVAL), 403, "not_allowed")
    await ended.office()
    await refused(await ended.call("DELETE", path(ended), token=None, json=REMOVAL), 403, "cross_site")
    own = {"Sec-Fetch-Site": "same-origin"}
    for body in ({}, {**REMOVAL, "reason": " "}, {**REMOVAL, "decision": ""}):
        answer = await ended.call("DELETE", path(ended), token=None, json=body, headers=own)
        await refused(answer, 422, "bad_message")
    assert (await ended.call("GET", path(ended))).status == 200


async def test_removing_what_is_not_there(world: World) -> None:
    await world.office()
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = await world.call("DELETE", path(world), token=None, json=REMOVAL, headers=own)
    await refused(answer, 404, "no_record")


@pytest.mark.parametrize(
    ("role", "reads", "writes"), [("co_teacher", 1, 1), ("staff", 1, 0), ("observer", 0, 0)]
)
async def test_a_day_link_reads_and_writes_as_what_its_teacher_was_planned_for(
    ended: World, role: str, reads: bool, writes: bool
) -> None:
    row = {"lesson_id": ended.lesson, "person_id": "gv-02", "role": role, "at": 0}
    async with ended.deps.database.begin() as connection:
        await connection.execute(insert(lesson_people).values(row))
    token = ended.day("gv-02").token
    assert (await ended.call("GET", path(ended), token=token)).status == (200 if reads else 403)
    sheet = f"/lessons/{ended.lesson}/sheet"
    assert (await ended.call("GET", sheet, token=token)).status == (200 if reads else 403)
    saved = await ended.call("PUT", sheet, token=token, json={**SHEET, "why": "bổ sung"})
    assert saved.status == (200 if writes else 403)

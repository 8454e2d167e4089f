"""Kinds of sessions, who is planned besides, the classroom's device; links and answers of lines that share a room."""

from typing import Any

from sqlalchemy import insert, update

from lesson.messages import Joined, LessonEnded, LessonStarted
from server.school.lessons import lesson_by_id
from server.school.roster import opened
from server.store.tables import departments, people
from tests.server.http.changing.test_changes import change, day_of
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE, at

MEETING = {
    "title": "Sinh hoạt tổ", "subject": "Sinh hoạt chuyên môn", "kind": "sinh_hoat_chuyen_mon",
    "starts_at": "2026-11-23T16:00:00+07:00", "ends_at": "2026-11-23T17:00:00+07:00", "teacher_id": "gv-01",
}  # fmt: skip
HOST, GUEST = "8a3-20261124-s4", "8a4-20261124-s4"


async def planned(world: World, **more: Any) -> Any:
    answer = await world.call("POST", "/lessons", json={**MEETING, **more})
    body = await answer.json(content_type=None)
    assert answer.status == 201, body
    return body


async def test_a_department_meets_on_its_day(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await connection.execute(insert(departments).values(id="to-toan", name="Tổ Toán – Tin họp"))
        member = update(people).where(people.c.id.in_(("gv-01", "gv-06")))
        await connection.execute(member.values(department_id="to-toan"))
    invited = [{"person_id": "cb-02", "role": "observer"}]
    meeting = await planned(world, departments=["to-toan"], people=invited)
    assert (meeting["kind"], meeting["class_id"]) == ("sinh_hoat_chuyen_mon", None)
    for person, role in (("gv-01", "teacher"), ("gv-06", "co_teacher"), ("cb-02", "observer")):
        assert meeting["id"] in await day_of(world, person, "staff" if person == "cb-02" else "teacher"), role
    assert meeting["id"] not in await day_of(world, "gv-02")
    lesson = await lesson_by_id(world.deps.database, meeting["id"])
    assert lesson is not None
    roster = (await opened(world.deps.database, lesson)).roster
    assert {entry.person: entry.role for entry in roster} == {
        "gv-01": "teacher", "gv-06": "co_teacher", "cb-02": "observer",
    }  # fmt: skip


async def test_a_meeting_of_nobody_known_is_refused(world: World) -> None:
    for more in ({"departments": ["khong-co"]}, {"people": [{"person_id": "khong-co"}]}):
        answer = await world.call("POST", "/lessons", json={**MEETING, **more})
        await refused(answer, 422, "unknown_reference")
    for wrong in ({"kind": "lien_hoan"}, {"form": "thay_the"}):
        answer = await world.call("POST", "/lessons", json={**MEETING, **wrong})
        await refused(answer, 422, "bad_message")


async def test_the_classroom_gets_a_device(world: World) -> None:
    teacher, pupil = world.join("teacher", "gv-01").token, world.join().token
    answer = await world.call("POST", f"/lessons/{world.lesson}/room-device", teacher)
    made = await answer.json()
    assert answer.status == 201 and made["url"] == f"/l/{world.lesson}#{made['token']}"
    claims = world.deps.tokens.read_join(made["token"], world.clock.now)
    assert (claims.role, claims.name, claims.lesson) == ("room", "Phòng học 8A3", world.lesson)
    await refused(await world.call("POST", f"/lessons/{world.lesson}/room-device", pupil), 403, "not_allowed")
    foreign = world.join("teacher", "gv-01", lesson="8a3-20261123-s2").token
    await refused(await world.call("POST", f"/lessons/{world.lesson}/room-device", foreign), 403, "foreign")


async def test_links_of_a_line_open_its_room_and_lead_back_when_they_part(world: World) -> None:
    """Dạy ghép: one room, a line per class; links of both were sent before."""
    world.clock.now = at("2026-11-22 20:00")
    world.lesson = HOST
    old = world.join("student", "hs-8a4-05", lesson=GUEST).token
    done = await change(world, "ghep", lessons=[HOST, GUEST])
    lesson = await lesson_by_id(world.deps.database, GUEST)
    assert lesson is not None
    first = await opened(world.deps.database, lesson)
    assert (first.lesson, first.class_name, len(first.roster)) == (HOST, "8A3, 8A4", 2 + 72)
    assert [(line.lesson, line.class_id, line.teacher) for line in first.lines] == [
        (HOST, "8a3", "gv-01"), (GUEST, "8a4", "gv-06"),
    ]  # fmt: skip
    assert [(one.person, one.role) for one in first.roster[:2]] == [
        ("gv-01", "teacher"),
        ("gv-06", "co_teacher"),
    ]
    for lesson_id in (HOST, GUEST):
        assert (await world.call("GET", f"/lessons/{lesson_id}/ice", old)).status == 200
    await refused(await world.call("GET", "/lessons/8a3-20261123-s3/ice", old), 403, "foreign")
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200
    await refused(await world.call("GET", f"/lessons/{HOST}/ice", old), 403, "foreign")
    assert (await world.call("GET", f"/lessons/{GUEST}/ice", old)).status == 200


async def test_each_line_answers_for_its_own_class(world: World) -> None:
    world.clock.now = at("2026-11-22 20:00")
    world.lesson = HOST
    await change(world, "ghep", lessons=[HOST, GUEST])
    lesson = await lesson_by_id(world.deps.database, HOST)
    assert lesson is not None
    bell = at("2026-11-24 09:45")
    await world.keep(
        (bell - 5 * MINUTE, await opened(world.deps.database, lesson)),
        (bell - 4 * MINUTE, Joined("gv-01", "", "teacher")),
        (bell, LessonStarted("gv-01")),
        (bell + MINUTE, Joined("hs-8a3-01", "", "student")),
        (bell + 20 * MINUTE, Joined("hs-8a4-01", "", "student")),
        (bell + 45 * MINUTE, LessonEnded("button", "gv-01")),
    )
    world.clock.now = at("2026-11-24 11:00")
    states: dict[str, str] = {}
    for line in (HOST, GUEST):
        found = await (await world.call("GET", f"/lessons/{line}/attendance")).json()
        assert len(found["students"]) == 36
        states |= {one["person"]: one["state"] for one in found["students"]}
    assert states["hs-8a3-01"] == "present" and states["hs-8a4-01"] == "late"
    assert states["hs-8a4-02"] == "absent_unknown"
    events = await (await world.call("GET", f"/lessons/{GUEST}/events")).json()
    assert len(events["events"]) == 6

"""The office's and the homeroom teacher's attendance by API: month, evidence, marks, leave notes, weeks, rights."""

import asyncio
from itertools import pairwise

import pytest
from sqlalchemy import insert, select, update

from server.school.calendar import MINUTE_MS
from server.store.tables import attendance, audit, classes, lessons, people
from tests.server.http.world import World, refused
from tests.server.school.times import MONDAY_0750, at

FIRST = "8a3-20261123-s2"
ANH = "hs-8a3-02"
MONTH = {"class": "8a3", "month": "2026-11"}
CELL = f"/office/attendance/{FIRST}/{ANH}"


@pytest.fixture
async def held(world: World) -> World:
    async with world.deps.database.begin() as connection:
        ended = {"phase": "ended", "started_at": MONDAY_0750, "ended_at": MONDAY_0750 + 45 * MINUTE_MS}
        await connection.execute(update(lessons).where(lessons.c.id == FIRST).values(ended))
        pupils = (await connection.execute(select(people.c.id).where(people.c.class_id == "8a3"))).scalars()
        rows = [
            {
                "lesson_id": FIRST, "person_id": person, "late_ms": 0, "counted_ms": 0, "at_school": False,
                "state": "absent_unknown" if person == ANH else "present",
            }
            for person in pupils
        ]  # fmt: skip
        await connection.execute(insert(attendance), rows)
    return world


async def shown(world: World, token: str | None = None) -> str:
    answer = await world.call(
        "GET", "/office/attendance", **({"token": token} if token else {}), params=MONTH
    )
    assert answer.status == 200, await answer.text()
    body = await answer.json()
    return str(body["pupils"][1]["cells"][0]["shown"])


async def test_a_mark_is_seen_in_the_month_and_keeps_who_and_why(held: World) -> None:
    assert await shown(held) == "absent_unknown"
    answer = await held.call("PUT", CELL, json={"mark": "K", "why": "không báo"})
    assert answer.status == 200
    evidence = await answer.json()
    assert [(one["mark"], one["why"]) for one in evidence["written"]] == [("K", "không báo")]
    assert await shown(held) == "K"
    async with held.deps.database.read() as connection:
        row = (await connection.execute(select(audit).order_by(audit.c.id.desc()))).first()
    assert row is not None and (row.act, row.person_id, row.detail) == ("attendance.marked", ANH, "K")


async def test_a_leave_note_from_hand_in_to_excuse(held: World) -> None:
    body = {"person": ANH, "from_day": "2026-11-23", "to_day": "2026-11-24", "reason": "sốt"}
    made = await (await held.call("POST", "/office/leave-notes", json=body)).json()
    assert made["status"] == "cho" and await shown(held) == "absent_unknown"
    listed = await (await held.call("GET", "/office/leave-notes")).json()
    assert listed["waiting"] == 1
    await held.call("PUT", f"/office/leave-notes/{made['id']}", json={"status": "P"})
    assert await shown(held) == "P"
    evidence = await (await held.call("GET", CELL)).json()
    assert [one["id"] for one in evidence["leave"]] == [made["id"]]


async def test_of_two_who_decide_at_once_the_second_changes_what_the_first_said(held: World) -> None:
    body = {"person": ANH, "from_day": "2026-11-23", "to_day": "2026-11-23", "reason": "sốt"}
    made = await (await held.call("POST", "/office/leave-notes", json=body)).json()
    path, said = f"/office/leave-notes/{made['id']}", ("P", "tu_choi", "P")
    await asyncio.gather(*(held.call("PUT", path, json={"status": status}) for status in said))
    async with held.deps.database.read() as connection:
        details = select(audit.c.detail).where(audit.c.act == "leave.decided").order_by(audit.c.id)
        noted = [text.split(">") for text in (await connection.execute(details)).scalars()]
    assert noted[0][0] == "cho"
    assert all(before[1] == after[0] for before, after in pairwise(noted))
    assert all(before != after for before, after in noted)


async def test_a_homeroom_teacher_by_day_link_reaches_the_own_class_only(held: World) -> None:
    own, other = held.day("gv-01").token, held.day("gv-02").token
    assert await shown(held, own) == "absent_unknown"
    assert (await held.call("PUT", CELL, own, json={"mark": "P", "why": "đơn"})).status == 200
    await refused(await held.call("GET", "/office/attendance", other, params=MONTH), 404, "unknown_class")
    await refused(await held.call("PUT", CELL, other, json={"mark": "K", "why": "x"}), 404, "unknown_lesson")
    await refused(await held.call("GET", CELL, other), 404, "unknown_lesson")


async def test_pupils_links_reach_nothing(held: World) -> None:
    pupil = held.day("hs-8a3-05", "student").token
    for method, path in (("GET", CELL), ("GET", "/office/leave-notes"), ("GET", "/office/attendance")):
        await refused(await held.call(method, path, pupil, params=MONTH), 403, "not_allowed")


async def test_a_closed_week_stays_as_it_is_until_it_is_opened_with_a_reason(held: World) -> None:
    week = "/office/weeks/8a3/2026-11-23"
    assert (await (await held.call("POST", f"{week}/close", json={})).json())["closed"]
    await refused(await held.call("PUT", CELL, json={"mark": "P", "why": "x"}), 409, "week_closed")
    leave = {"person": ANH, "from_day": "2026-11-20", "to_day": "2026-11-23", "reason": "ốm"}
    await refused(
        await held.call("POST", "/office/leave-notes", json=leave | {"granted": True}), 409, "week_closed"
    )
    waiting = await (await held.call("POST", "/office/leave-notes", json=leave)).json()
    decided = await held.call("PUT", f"/office/leave-notes/{waiting['id']}", json={"status": "P"})
    await refused(decided, 409, "week_closed")
    assert await shown(held) == "absent_unknown"
    body = {"class": "8a3", "from_day": "2026-11-23", "to_day": "2026-11-28", "mark": "P", "why": "mưa lũ"}
    assert await (await held.call("POST", "/office/attendance/excuse", json=body)).json() == {
        "written": 0, "closed": 1,
    }  # fmt: skip
    why = {"why": "nhầm", "until": "2026-11-24"}
    for bad, code in ((why | {"why": " "}, "bad_text"), (why | {"why": "a\u202eb"}, "bad_text"),
                      (why | {"until": "2026-11-22"}, "bad_days"), ({"why": "nhầm"}, "bad_message")):  # fmt: skip
        await refused(await held.call("POST", f"{week}/reopen", json=bad), 422, code)
    again = await (await held.call("POST", f"{week}/reopen", json=why)).json()
    assert (again["closed"], again["said"], again["why"]) == (False, "reopened", "nhầm")
    assert (await (await held.call("POST", "/office/attendance/excuse", json=body)).json())["written"] == 1


async def test_a_week_closes_by_itself_and_again_when_its_days_are_over(held: World) -> None:
    held.clock.now = at("2026-12-06 23:59")
    assert (await held.call("PUT", CELL, json={"mark": "K", "why": "x"})).status == 200
    held.clock.now = at("2026-12-07 00:00")
    await refused(await held.call("PUT", CELL, json={"mark": "P", "why": "x"}), 409, "week_closed")
    evidence = await (await held.call("GET", CELL)).json()
    assert (evidence["marking"], evidence["closes_at"]) == ("week_closed", "2026-12-06T17:00:00Z")
    weeks = (await (await held.call("GET", "/office/attendance", params=MONTH)).json())["weeks"]
    assert [(one["monday"], one["closed"]) for one in weeks.values()] == [
        ("2026-10-26", True), ("2026-11-02", True), ("2026-11-09", True), ("2026-11-16", True),
        ("2026-11-23", True), ("2026-11-30", False),
    ]  # fmt: skip
    longer = {"policy": {"week_closes_days": 60}}
    assert (await held.call("PUT", "/office/settings", json=longer)).status == 200
    await refused(await held.call("PUT", CELL, json={"mark": "P", "why": "x"}), 409, "week_closed")
    path, why = "/office/weeks/8a3/2026-11-23/reopen", {"why": "đơn nộp muộn", "until": "2026-12-08"}
    await refused(await held.call("POST", path, held.day("gv-01").token, json=why), 403, "not_allowed")
    assert (await held.call("POST", path, json=why)).status == 200
    held.clock.now = at("2026-12-08 23:59")
    assert (
        await held.call("PUT", CELL, held.day("gv-01").token, json={"mark": "P", "why": "x"})
    ).status == 200
    held.clock.now = at("2026-12-09 00:00")
    await refused(await held.call("PUT", CELL, json={"mark": "K", "why": "x"}), 409, "week_closed")


async def test_the_evidence_says_who_may_write_and_outlives_the_connections(held: World) -> None:
    evidence = await (await held.call("GET", CELL)).json()
    assert evidence["marking"] == "open" and evidence["class_name"] == "8A3"
    assert (evidence["found"]["state"], evidence["found"]["intervals"]) == ("absent_unknown", [])
    await held.call("POST", "/office/weeks/8a3/2026-11-23/close", json={})
    assert (await (await held.call("GET", CELL)).json())["marking"] == "week_closed"
    running = await (await held.call("GET", f"/office/attendance/{held.lesson}/{ANH}")).json()
    assert running["marking"] == "not_held"


async def test_a_decided_note_says_who_decided(held: World) -> None:
    teacher = held.day("gv-01").token
    body = {"person": ANH, "from_day": "2026-11-23", "to_day": "2026-11-23", "reason": "sốt"}
    made = await (await held.call("POST", "/office/leave-notes", teacher, json=body)).json()
    done = await held.call("PUT", f"/office/leave-notes/{made['id']}", teacher, json={"status": "tu_choi"})
    assert (await done.json())["decider"] == "Nguyễn Thị Ngọc Lan"


async def test_excel_and_csv_come_as_files(held: World) -> None:
    for ending, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        answer = await held.call("GET", f"/office/attendance.{ending}", params=MONTH)
        assert answer.status == 200 and (await answer.read()).startswith(begins)
        assert answer.headers["Content-Disposition"].endswith(f'diem-danh-8A3-2026-11.{ending}"')


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"class": "8a9", "month": "2026-11"}, 404, "unknown_class"),
        ({"class": "8a3", "month": "2026-13"}, 422, "bad_query"),
        ({"class": "8a3", "month": "november"}, 422, "bad_query"),
        ({"class": "8a3", "month": "1026-11"}, 422, "bad_query"),
        ({"class": "8a3"}, 422, "bad_query"),
    ],
)
async def test_a_month_that_is_none_is_refused(
    held: World, query: dict[str, str], status: int, code: str
) -> None:
    await refused(await held.call("GET", "/office/attendance", params=query), status, code)


async def test_days_and_ids_that_are_none_are_refused(held: World) -> None:
    bad = {"person": ANH, "from_day": "2026-11-24", "to_day": "2026-11-23", "reason": "x"}
    await refused(await held.call("POST", "/office/leave-notes", json=bad), 422, "bad_days")
    nobody = bad | {"person": "gv-01", "from_day": "2026-11-23"}
    await refused(await held.call("POST", "/office/leave-notes", json=nobody), 422, "unknown_person")
    for number in ("99", "x", "１", "9" * 40):
        path = f"/office/leave-notes/{number}"
        await refused(await held.call("PUT", path, json={"status": "P"}), 404, "unknown_note")
    for monday in ("2026-11-24", "2026-W48", "x"):
        await refused(await held.call("POST", f"/office/weeks/8a3/{monday}/close", json={}), 422, "bad_days")
    await refused(await held.call("PUT", CELL, json={"mark": "X", "why": "y"}), 422, "bad_message")
    for why in (" ", "a\u202eb"):
        await refused(await held.call("PUT", CELL, json={"mark": "P", "why": why}), 422, "bad_text")


async def test_who_lost_the_class_lost_its_attendance(held: World) -> None:
    async with held.deps.database.begin() as connection:
        await connection.execute(update(classes).where(classes.c.id == "8a3").values(homeroom="gv-02"))
    body = {"mark": "P", "why": "x"}
    await refused(await held.call("PUT", CELL, held.day("gv-01").token, json=body), 404, "unknown_lesson")

"""Who opened a pupil's link speaks for that pupil, for two hours, and for nobody else."""

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from server.http.api.routes import ROUTES
from server.http.tokens import FAMILY_S
from server.school.families.links import FAMILY_LINK_MS
from server.store.tables import attendance, audit, lessons, people
from tests.server.http.families.ways import CHILD, OTHER, come, family, link_of
from tests.server.http.rights.samples import body_of, path_of, words_of
from tests.server.http.world import World, refused

RULES = {"title": "Nội quy", "rules": ["Đúng giờ.", "Lịch sự."]}


async def test_a_link_works_once_and_for_two_weeks(world: World) -> None:
    secret = await link_of(world)
    assert (await come(world, secret)).status == 201
    await refused(await come(world, secret), 401, "used_link")
    await refused(await come(world, "x" * 43), 401, "used_link")
    late = await link_of(world)
    world.clock.now += FAMILY_LINK_MS + 1
    await refused(await come(world, late), 401, "used_link")


async def test_a_link_for_something_else_opens_no_family(world: World) -> None:
    secret = await link_of(world)
    await refused(await world.call("POST", "/session", None, json={"token": secret}), 401, "used_link")
    assert (await come(world, secret)).status == 201


async def test_a_new_link_ends_the_one_before_and_what_it_opened(world: World) -> None:
    unused, token = await link_of(world), await family(world)
    await refused(await come(world, unused), 401, "used_link")
    assert (await world.call("GET", "/family", token)).status == 200
    newest = await link_of(world)
    await refused(await world.call("GET", "/family", token), 401, "revoked")
    assert (await come(world, newest)).status == 201


async def test_the_token_ends_after_two_hours_and_when_the_pupil_leaves(world: World) -> None:
    token = await family(world)
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == CHILD).values(active=False))
    await refused(await world.call("GET", "/family", token), 401, "revoked")
    world.clock.now += FAMILY_S * 1000
    await refused(await world.call("GET", "/family", token), 401, "expired")


async def test_a_link_of_a_pupil_who_left_opens_nothing(world: World) -> None:
    secret = await link_of(world)
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == CHILD).values(active=False))
    await refused(await come(world, secret), 401, "used_link")


async def test_no_other_route_takes_a_familys_token(world: World) -> None:
    token, wrong = await family(world), []
    for route in ROUTES:
        if not route.auth or "family" in route.auth:
            continue
        body = body_of(route.body)
        more: dict[str, Any] = {} if body is None else {"json": body}
        answer = await world.call(route.method, path_of(route), token, params=words_of(route.query), **more)
        if answer.status not in (401, 403):
            wrong.append(f"{route.method} {route.path}: {answer.status}")
    assert wrong == []


async def test_a_familys_page_takes_no_other_token(world: World) -> None:
    tokens = (world.day(CHILD, "student").token, world.join().token, world.day().token)
    for route in ROUTES:
        if "family" not in route.auth:
            continue
        for token in tokens:
            body = body_of(route.body)
            more: dict[str, Any] = {} if body is None else {"json": body}
            answer = await world.call(route.method, route.path.removeprefix("/api/v1"), token, **more)
            await refused(answer, 403, "not_allowed")


async def test_consent_counts_at_once_and_keeps_its_history(world: World) -> None:
    token = await family(world)
    for answer in ("khong_dong_y", "dong_y", "da_rut"):
        kept = await (await world.call("PUT", "/family/consent", token, json={"answer": answer})).json()
        assert kept["answer"] == answer
        assert world.hub.heard[-1] == ("consent_changed", CHILD, str(answer == "dong_y"))
    page = await (await world.call("GET", "/family", token)).json()
    assert [one["answer"] for one in page["consent"]["answers"]] == ["khong_dong_y", "dong_y", "da_rut"]
    assert {one["told_by"] for one in page["consent"]["answers"]} == {"family"}
    for bad in ("chua_tra_loi", "yes", None):
        await refused(
            await world.call("PUT", "/family/consent", token, json={"answer": bad}), 422, "bad_message"
        )
    more = {"answer": "dong_y", "person": OTHER}
    await refused(await world.call("PUT", "/family/consent", token, json=more), 422, "bad_message")
    set_by = select(audit.c.actor_id).where(audit.c.act == "consent.set", audit.c.person_id == CHILD)
    async with world.deps.database.read() as connection:
        assert set((await connection.execute(set_by)).scalars()) == {f"family:{CHILD}"}


async def test_rules_are_read_by_version(world: World) -> None:
    token = await family(world)
    none = await world.call("PUT", "/family/rules", token, json={"version": 77})
    await refused(none, 404, "no_rules")
    first = await (await world.call("POST", "/office/rules", json=RULES)).json()
    assert (await world.call("PUT", "/family/rules", token, json={"version": first["version"]})).status == 204
    assert (await (await world.call("GET", "/family", token)).json())["rules"]["read"]
    await world.call("POST", "/office/rules", json=RULES)
    assert not (await (await world.call("GET", "/family", token)).json())["rules"]["read"]


async def test_the_own_child_alone_is_in_the_months_attendance(world: World) -> None:
    token = await family(world)
    rows = [
        {"lesson_id": world.lesson, "person_id": CHILD, "state": "late", "counted_ms": 1, "late_ms": 9},
        {
            "lesson_id": world.lesson,
            "person_id": OTHER,
            "state": "absent_unknown",
            "counted_ms": 0,
            "late_ms": 0,
        },
    ]
    async with world.deps.database.begin() as connection:
        mine = update(lessons).where(lessons.c.id == world.lesson)
        await connection.execute(mine.values(phase="ended", started_at=world.clock.now))
        await connection.execute(insert(attendance), rows)
    answer = await world.call("GET", "/family/attendance", token)
    found = await answer.json()
    assert found["month"] == "2026-11"
    assert [one["shown"] for one in found["periods"]] == ["late"] and found["totals"]["late"] == 1
    assert OTHER not in await answer.text()
    earlier = await (await world.call("GET", "/family/attendance?month=2026-10", token)).json()
    assert earlier["periods"] == []
    for bad in ("2026-13", "x", "２０２６-11"):
        found = await world.call("GET", "/family/attendance", token, params={"month": bad})
        await refused(found, 422, "bad_query")


async def test_a_leave_note_waits_for_a_person(world: World) -> None:
    token = await family(world)
    body = {"from_day": "2026-11-24", "to_day": "2026-11-25", "reason": "  Cháu <b>sốt</b>\ncao "}
    made = await (await world.call("POST", "/family/leave-notes", token, json=body)).json()
    assert made["leave"][0]["status"] == "cho" and made["leave"][0]["reason"] == "Cháu <b>sốt</b>\ncao"
    office = await (await world.call("GET", "/office/leave-notes?status=cho")).json()
    assert [one["from_kind"] for one in office["notes"] if one["person_id"] == CHILD] == ["family"]
    for days in (("2026-11-25", "2026-11-24"), ("2026-01-01", "2026-01-02"), ("2026-11-24", "2027-11-24")):
        bad = body | {"from_day": days[0], "to_day": days[1]}
        await refused(await world.call("POST", "/family/leave-notes", token, json=bad), 422, "bad_days")
    hidden = body | {"reason": "ốm \u202e"}
    await refused(await world.call("POST", "/family/leave-notes", token, json=hidden), 422, "bad_text")
    for _ in range(9):
        assert (await world.call("POST", "/family/leave-notes", token, json=body)).status == 201
    await refused(await world.call("POST", "/family/leave-notes", token, json=body), 409, "too_many")


async def test_a_request_becomes_the_offices_task_and_its_result_comes_back(world: World) -> None:
    token, other = await family(world), await family(world, OTHER)
    asked = {"kind": "delete", "text": "Xóa tin nhắn của cháu"}
    made = (await (await world.call("POST", "/family/requests", token, json=asked)).json())["requests"][0]
    assert made["from_kind"] == "family" and made["due_at"] > world.clock.now
    await world.call("POST", f"/office/requests/{made['id']}/done", json={"result": "Đã hạn chế, còn lưu"})
    mine = await (await world.call("GET", "/family/handed-in", token)).json()
    assert mine["requests"][0]["result"] == "Đã hạn chế, còn lưu"
    theirs = await (await world.call("GET", "/family/handed-in", other)).json()
    assert theirs == {"leave": [], "requests": []}


async def test_an_address_is_kept_and_forgotten_by_the_family(world: World) -> None:
    token = await family(world)
    put = await world.call("PUT", "/family/email", token, json={"email": " Ba.Em@Thu.example "})
    assert await put.json() == {"email": "ba.em@thu.example"}
    board = await (await world.call("GET", "/office/families/8a3")).json()
    assert [one["person"] for one in board["pupils"] if one["email"]] == [CHILD]
    for bad in ("x", "a@b.example\nBcc: c@d.example", "ă@thu.example", "a..b@thu.example", "a b@thu.example"):
        await refused(await world.call("PUT", "/family/email", token, json={"email": bad}), 422, "bad_email")
    assert await (await world.call("PUT", "/family/email", token, json={"email": ""})).json() == {"email": ""}


async def test_the_homeroom_teacher_sees_and_links_the_own_class_only(world: World) -> None:
    own, other = world.day("gv-01").token, world.day("gv-02").token
    board = await (await world.call("GET", "/office/families/8a3", own)).json()
    assert len(board["pupils"]) == 36
    await refused(await world.call("GET", "/office/families/8a3", other), 404, "unknown_class")
    body = {"people": [CHILD]}
    await refused(
        await world.call("POST", "/office/families/8a3/links", other, json=body), 404, "unknown_class"
    )
    strangers = {"people": ["hs-8a4-01"]}
    await refused(
        await world.call("POST", "/office/families/8a3/links", own, json=strangers), 422, "unknown_person"
    )
    pupil = world.day(CHILD, "student").token
    for path in ("/office/families/8a3", "/office/notices"):
        await refused(await world.call("GET", path, pupil), 403, "not_allowed")


async def test_a_signed_slip_is_typed_in(world: World) -> None:
    version = (await (await world.call("POST", "/office/rules", json=RULES)).json())["version"]
    read = {"version": version}
    assert (await world.call("PUT", f"/office/people/{CHILD}/rules", json=read)).status == 204
    slip = {"recording_consent": "dong_y", "told_by": "slip", "note": "phiếu 12"}
    assert (await world.call("PUT", f"/office/people/{CHILD}/consent", json=slip)).status == 200
    board = await (await world.call("GET", "/office/families/8a3")).json()
    line = next(one for one in board["pupils"] if one["person"] == CHILD)
    assert (line["consent"], line["answered_by"], line["rules"]) == ("dong_y", "slip", ["family"])
    await refused(
        await world.call("PUT", f"/office/people/{CHILD}/rules", json={"version": 99}), 404, "no_rules"
    )


async def test_the_office_needs_its_own_page_to_make_links(world: World) -> None:
    await world.office()
    cross = {"Sec-Fetch-Site": "cross-site"}
    for path, body in (
        ("/office/families/8a3/links", {"people": [CHILD]}),
        ("/office/notices", {"title": "x", "text": "y"}),
    ):
        await refused(await world.call("POST", path, None, json=body, headers=cross), 403, "cross_site")
    secret = {"secret": await link_of(world)}
    await refused(
        await world.call("POST", "/family/sessions", None, json=secret, headers=cross), 403, "cross_site"
    )


@pytest.mark.parametrize("secret", ["", "x" * 101, None])
async def test_no_secret(world: World, secret: Any) -> None:
    await refused(await come(world, secret), 422, "bad_message")

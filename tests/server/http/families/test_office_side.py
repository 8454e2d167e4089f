"""Requests, rules, devices and the leaders' view by API."""

from tests.server.http.world import World, refused

ANH = "hs-8a3-02"


async def test_a_request_on_paper_becomes_a_task_with_deadlines(world: World) -> None:
    body = {"person": ANH, "kind": "view", "text": "xin xem dữ liệu của con"}
    made = await (await world.call("POST", "/office/requests", json=body)).json()
    assert made["acknowledge_by"] < made["due_at"] and made["from_kind"] == "slip"
    one = f"/office/requests/{made['id']}"
    assert (await (await world.call("POST", f"{one}/acknowledge")).json())["acknowledged_at"]
    done = await (await world.call("POST", f"{one}/done", json={"result": "đã gửi bản sao"})).json()
    assert done["done_at"] and done["result"] == "đã gửi bản sao"
    await refused(await world.call("POST", f"{one}/done", json={"result": "x"}), 409, "request_done")
    await refused(
        await world.call("POST", "/office/requests/77/done", json={"result": "x"}), 404, "unknown_request"
    )
    nobody = body | {"person": "x"}
    await refused(await world.call("POST", "/office/requests", json=nobody), 422, "unknown_person")


async def test_rules_are_known_to_everybody_once_made(world: World) -> None:
    body = {"title": "Nội quy", "rules": ["Đúng giờ.", "<b>Lịch sự.</b>"]}
    made = await world.call("POST", "/office/rules", json=body)
    assert made.status == 201
    rules = await (await world.call("GET", "/rules", None)).json()
    assert rules["rules"] == body["rules"]
    read = await (await world.call("GET", "/office/rules")).json()
    assert read["classes"]["8a3"] == {"read": 0, "of": 36}
    await refused(
        await world.call("POST", "/office/rules", json={"title": "x", "rules": []}), 422, "bad_message"
    )
    hidden = {"title": "x", "rules": ["a\u202eb"]}
    await refused(await world.call("POST", "/office/rules", json=hidden), 422, "bad_text")


async def test_the_devices_of_the_own_class(world: World) -> None:
    own, other = world.day("gv-01").token, world.day("gv-02").token
    body = {"kind": "dien_thoai_chung", "line": "4g", "shared_id": "nhà Anh", "review_on": "2026-12-01"}
    path = f"/office/devices/{ANH}"
    kept = await (await world.call("PUT", path, own, json=body)).json()
    assert kept["entry"]["shared_id"] == "nhà Anh"
    await refused(await world.call("PUT", path, other, json=body), 422, "unknown_person")
    mine = await (await world.call("GET", "/office/devices", other)).json()
    assert {one["class_id"] for one in mine["pupils"]} == {"8a4"}
    pupil = world.day(ANH, "student").token
    await refused(await world.call("GET", "/office/devices", pupil), 403, "not_allowed")
    found = (await (await world.call("GET", "/office/devices/clashes", own)).json())["clashes"]
    assert {(one["device"], *one["people"], *one["names"], *one["classes"]) for one in found} == {
        ("MAY01", "hs-8a3-05", "hs-8a4-14", "Lê Gia Bảo", "", "8A3", ""),
    }
    assert all(one["subjects"][0] and one["subjects"][1] for one in found)


async def test_the_leaders_view_of_some_days(world: World) -> None:
    days = {"first": "2026-11-23", "last": "2026-11-29"}
    found = await (await world.call("GET", "/office/overview", params=days)).json()
    assert {one["id"] for one in found["classes"]} == {"8a3", "8a4"}
    turned = {"first": days["last"], "last": days["first"]}
    await refused(await world.call("GET", "/office/overview", params=turned), 422, "bad_days")


async def test_a_homeroom_teacher_by_day_link_asks_the_own_families_and_takes_notes_in(world: World) -> None:
    own, other, pupil = world.day("gv-01").token, world.day("gv-02").token, world.day(ANH, "student").token
    board = await (await world.call("GET", "/office/families/8a3", own)).json()
    assert len(board["pupils"]) == 36 and board["pupils"][1]["person"] == ANH
    consent, said = f"/office/people/{ANH}/consent", {"recording_consent": "dong_y", "told_by": "slip"}
    assert (await world.call("PUT", consent, own, json=said)).status == 200
    assert len((await (await world.call("GET", consent, own)).json())["answers"]) == 1
    note = {
        "person": ANH,
        "from_day": "2026-11-23",
        "to_day": "2026-11-23",
        "reason": " sốt ",
        "granted": True,
    }
    made = await (await world.call("POST", "/office/leave-notes", own, json=note)).json()
    assert (made["from_kind"], made["reason"], made["status"]) == ("homeroom", "sốt", "P")
    hidden = note | {"reason": "a\u202eb"}
    await refused(await world.call("POST", "/office/leave-notes", own, json=hidden), 422, "bad_text")
    for token, status, code in ((other, 422, "unknown_person"), (pupil, 403, "not_allowed")):
        await refused(await world.call("PUT", consent, token, json=said), status, code)
        await refused(await world.call("GET", consent, token), status, code)
        await refused(await world.call("POST", "/office/leave-notes", token, json=note), status, code)
    await refused(await world.call("GET", "/office/families/8a3", other), 404, "unknown_class")
    teachers = {"recording_consent": "dong_y"}
    await refused(
        await world.call("PUT", "/office/people/gv-02/consent", own, json=teachers), 422, "unknown_person"
    )

"""Consent to recording, as the office sees and changes it."""

from typing import Any

from tests.server.http.world import World, refused


async def consent_of(world: World, person: str) -> str:
    found = await (await world.call("GET", f"/office/people/{person}")).json()
    return str(found["person"]["recording_consent"])


async def put(world: World, person: str, consent: object) -> Any:
    return await world.call("PUT", f"/office/people/{person}/consent", json={"recording_consent": consent})


async def test_every_answer_is_kept_and_listed(world: World) -> None:
    for consent in ("khong_dong_y", "da_rut", "chua_tra_loi", "dong_y"):
        answer = await put(world, "hs-8a3-05", consent)
        assert answer.status == 200
        assert await answer.json() == {"person": "hs-8a3-05", "recording_consent": consent}
        assert await consent_of(world, "hs-8a3-05") == consent
        assert world.hub.heard.pop() == ("consent_changed", "hs-8a3-05", str(consent == "dong_y"))


async def test_a_teacher_is_asked_too(world: World) -> None:
    assert (await put(world, "gv-01", "khong_dong_y")).status == 200
    listed = await (await world.call("GET", "/office/people?kind=teacher")).json()
    assert {one["id"]: one["recording_consent"] for one in listed["people"]}["gv-01"] == "khong_dong_y"


async def test_unknown_people_and_answers(world: World) -> None:
    await refused(await put(world, "hs-nobody", "dong_y"), 422, "unknown_person")
    for consent in ("yes", None, True):
        await refused(await put(world, "hs-8a3-05", consent), 422, "bad_message")
    assert world.hub.heard == []


async def test_links_into_lessons_and_of_pupils_do_not_open_it(world: World) -> None:
    links = world.join("student"), world.join("teacher", "gv-01"), world.day("hs-8a3-05", "student")
    for token in (one.token for one in links):
        answer = await world.call(
            "PUT", "/office/people/hs-8a3-05/consent", token, json={"recording_consent": "dong_y"}
        )
        await refused(answer, 403, "not_allowed")


async def test_the_cookie_needs_our_own_page(world: World) -> None:
    await world.office()
    answer = await world.call(
        "PUT",
        "/office/people/hs-8a3-05/consent",
        None,
        json={"recording_consent": "dong_y"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    await refused(answer, 403, "cross_site")

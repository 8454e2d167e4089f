"""Cards: shown once, kept as hashes, re-issued in a lesson; guests' links."""

from typing import Any

import pytest
from sqlalchemy import select, update

from server.http.api.ways import answers
from server.store.tables import audit, cards, classes
from tests.server.http.test_ways import HOMEROOM, OTHER_CLASS, PUPIL, birth_of, issued, made, said
from tests.server.http.world import API_KEY, World, refused


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "ANSWER_S", 0.0)


async def by_qr(world: World, card: dict[str, Any]) -> Any:
    person, _, key = card["url"].partition("#")[2].partition(".")
    return await world.call("POST", "/ways/cards", None, json={"person": person, "key": key})


async def again(world: World, token: str | None, person: str = PUPIL) -> Any:
    return await world.call("POST", f"/lessons/{world.lesson}/people/{person}/card", token)


async def test_a_class_gets_cards_and_who_has_one_keeps_it(world: World) -> None:
    first = await issued(world, PUPIL)
    rest = await issued(world)
    assert len(rest) == 35 and PUPIL not in {card["person"] for card in rest}
    assert [card["stt"] for card in rest] == [stt for stt in range(1, 37) if stt != 5]
    assert not any(card["again"] for card in first + rest)
    assert await issued(world) == []
    assert all(card["qr"].startswith("data:image/svg+xml") and "/t#" in card["url"] for card in rest)


async def test_pin_and_qr_open_this_pupils_day(world: World) -> None:
    secret, (card,) = await made(world), await issued(world, PUPIL)
    for answer in (await said(world, secret, card["pin"]), await by_qr(world, card)):
        body = await answer.json()
        assert (answer.status, body["person"], body["proved"]) == (201, PUPIL, True)
        assert (await world.call("GET", "/day", body["token"])).status == 200


async def test_nothing_of_a_card_is_kept_or_logged(world: World) -> None:
    (card,) = await issued(world, PUPIL)
    key = card["url"].partition(".")[2]
    async with world.deps.database.read() as connection:
        rows = [
            *(await connection.execute(select(cards))).all(),
            *(await connection.execute(select(audit))).all(),
        ]
    kept = " ".join(str(tuple(row)) for row in rows)
    assert card["pin"] not in kept and key not in kept and "card.issued" in kept


async def test_a_new_card_ends_pin_qr_birth_date_and_devices(world: World) -> None:
    secret, (old,), birth = await made(world), await issued(world, PUPIL), await birth_of(world)
    device = (await (await by_qr(world, old)).json())["token"]
    joined = (await (await world.call("POST", f"/day/lessons/{world.lesson}/token", device)).json())["token"]
    answer = await again(world, world.join("teacher", HOMEROOM).token)
    (new,) = (await answer.json())["cards"]
    assert answer.status == 201 and new["again"] and new["pin"] != old["pin"] and new["url"] != old["url"]
    for token in (device, joined):
        await refused(await world.call("GET", f"/lessons/{world.lesson}", token), 401, "revoked")
    for digits in (old["pin"], birth, birth[:4]):
        await refused(await said(world, secret, digits), 403, "wrong_answer")
    await refused(await by_qr(world, old), 403, "old_card")
    assert (await (await by_qr(world, new)).json())["proved"]
    assert ("card_issued", PUPIL, "2") in world.hub.heard


async def test_a_new_card_in_class_ends_devices_of_who_had_none(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    stranger = (await (await said(world, secret, birth)).json())["token"]
    assert (await again(world, world.day(HOMEROOM).token)).status == 201
    await refused(await world.call("GET", "/day", stranger), 401, "revoked")


async def test_a_card_in_hand_opens_a_locked_way(world: World) -> None:
    secret, (card,) = await made(world), await issued(world, PUPIL)
    for _ in range(5):
        await said(world, secret, "01011999")
    assert not (await (await said(world, secret, card["pin"])).json())["proved"]
    assert (await (await by_qr(world, card)).json())["proved"]
    assert (await (await said(world, secret, card["pin"])).json())["proved"]


@pytest.mark.parametrize("change", ["person", "key", "empty"])
async def test_forged_qr(world: World, change: str) -> None:
    (card,) = await issued(world, PUPIL)
    key = card["url"].partition(".")[2]
    body = {
        "person": {"person": "hs-8a3-06", "key": key},
        "key": {"person": PUPIL, "key": key[:-1] + ("A" if key[-1] != "A" else "B")},
        "empty": {"person": PUPIL, "key": "é"},
    }[change]
    await refused(await world.call("POST", "/ways/cards", None, json=body), 403, "old_card")


async def test_who_issues_cards(world: World) -> None:
    stranger = world.join("teacher", "gv-02").token  # not this lesson's teacher
    await refused(await again(world, stranger), 401, "revoked")
    for token in (world.join("student").token, world.day(PUPIL, "student").token):
        await refused(await again(world, token), 403, "not_allowed")
        await refused(await world.call("POST", "/classes/8a3/cards", token, json={}), 403, "not_allowed")
    homeroom = world.join("teacher", HOMEROOM).token
    await refused(await again(world, homeroom, OTHER_CLASS), 403, "not_allowed")
    await refused(await again(world, homeroom, "nobody"), 403, "not_allowed")
    elsewhere = world.join("teacher", HOMEROOM, "another").token
    await refused(await again(world, elsewhere), 403, "foreign")
    await refused(
        await world.call("POST", "/classes/8a3/cards", json={"people": [OTHER_CLASS]}), 422, "unknown_person"
    )
    async with world.deps.database.read() as connection:
        assert (await connection.execute(select(cards))).first() is None, "nothing half done"


async def test_the_page_knows_whose_cards_one_may_issue(world: World) -> None:
    async def cards_of(token: str) -> Any:
        answer = await world.call("GET", f"/lessons/{world.lesson}", token)
        return (await answer.json())["cards_of"]

    homeroom = world.join("teacher", HOMEROOM).token
    assert await cards_of(homeroom) == ["8a3"]
    assert await cards_of(world.join("co_teacher", "gv-02").token) == []
    assert await cards_of(world.join("student").token) == []
    assert await cards_of(API_KEY) == ["8a3"]
    async with world.deps.database.begin() as connection:
        await connection.execute(update(classes).values(homeroom="gv-02"))
    assert await cards_of(homeroom) == []
    assert await cards_of(world.join("co_teacher", "gv-02").token) == ["8a3"]


async def guests(world: World, token: str | None = None) -> str:
    more = {} if token is None else {"token": token}
    answer = await world.call("POST", f"/lessons/{world.lesson}/guest-link", **more)
    assert answer.status == 201, await answer.text()
    path, _, link = (await answer.json())["url"].partition("#")
    assert path == f"/g/{world.lesson}"
    return str(link)


async def named(world: World, link: str, name: str) -> Any:
    return await world.call("POST", "/ways/guests/tokens", None, json={"link": link, "name": name})


async def test_guests_come_by_one_link_each_under_the_own_name(world: World) -> None:
    link = await guests(world, world.join("teacher", HOMEROOM).token)
    shown = await (await world.call("POST", "/ways/guests", None, json={"link": link})).json()
    assert shown["lesson"] == world.lesson and "pupils" not in shown
    people = []
    for name in ("<i>Mẹ em Lan</i>", "Mẹ em Lan"):
        body = await (await named(world, link, name)).json()
        claims = world.deps.tokens.read_join(body["token"], world.clock.now, world.lesson)
        assert (claims.name, claims.role) == ("Mẹ em Lan", "guest")
        people.append(claims.person)
    assert len(set(people)) == 2


async def test_guests_are_nobody_of_the_list(world: World) -> None:
    link = await guests(world)
    for name in ("Lê Gia Bảo", "le gia bao", "Nguyễn Thị Ngọc Lan", "Cô Lan"):
        answer = await named(world, link, name)
        assert (await answer.json(content_type=None))["code"] == "name_taken", name
    await refused(await named(world, link, "\u202e"), 422, "bad_name")
    await refused(await named(world, link, "x" * 301), 422, "bad_message")


async def test_a_withdrawn_guest_link_takes_its_guests_along(world: World) -> None:
    link = await guests(world)
    tokens = [(await (await named(world, link, name)).json())["token"] for name in ("Mẹ em An", "Bố em An")]
    invited = await world.call(
        "POST", f"/lessons/{world.lesson}/tokens", json={"role": "guest", "name": "Cô Hoa"}
    )
    other = (await (await named(world, await guests(world), "Dì em An")).json())["token"]
    jti = world.deps.tokens.read_guests(link, world.clock.now).jti
    assert (await world.call("DELETE", f"/lessons/{world.lesson}/tokens/{jti}")).status == 204
    for token in tokens:
        await refused(await world.call("GET", f"/lessons/{world.lesson}", token), 401, "revoked")
    for token in ((await invited.json())["token"], other):
        assert (await world.call("GET", f"/lessons/{world.lesson}", token)).status == 200, "came another way"
    assert ("revoked", jti) in world.hub.heard


async def test_the_teacher_ends_all_guest_links_and_makes_a_new_one(world: World) -> None:
    teacher = world.join("teacher", HOMEROOM).token
    path = f"/lessons/{world.lesson}/guest-link"
    tokens = []
    for link in [await guests(world, teacher), await guests(world)]:
        tokens.append((await (await named(world, link, "Mẹ em An")).json())["token"])
    for stranger in (world.join("student").token, world.day("gv-02").token, tokens[0]):
        await refused(await world.call("DELETE", path, stranger), 403, "not_allowed")
    assert (await world.call("DELETE", path, teacher)).status == 204
    for token in tokens:
        await refused(await world.call("GET", f"/lessons/{world.lesson}", token), 401, "revoked")
    await refused(await named(world, link, "Mẹ em An"), 401, "revoked")
    fresh = (await (await named(world, await guests(world, teacher), "Mẹ em An")).json())["token"]
    assert (await world.call("GET", f"/lessons/{world.lesson}", fresh)).status == 200
    assert (await world.call("GET", f"/lessons/{world.lesson}", teacher)).status == 200


async def test_guest_links_that_open_nothing(world: World) -> None:
    link = await guests(world)
    for bad in ("x", world.join().token, world.day().token):
        await refused(await named(world, bad, "Mẹ em Lan"), 401, "forged")
    await refused(await world.call("GET", f"/lessons/{world.lesson}", link), 401, "forged")
    makes = f"/lessons/{world.lesson}/guest-link"
    await refused(await world.call("POST", makes, world.join("teacher", "gv-02").token), 401, "revoked")
    await refused(await world.call("POST", makes, world.join("student").token), 403, "not_allowed")
    jti = world.deps.tokens.read_guests(link, world.clock.now).jti
    assert (await world.call("DELETE", f"/lessons/{world.lesson}/tokens/{jti}")).status == 204
    await refused(await named(world, link, "Mẹ em Lan"), 401, "revoked")
    world.hub.phases[world.lesson] = "ended"
    await refused(await named(world, await guests(world), "Mẹ em Lan"), 409, "lesson_ended")

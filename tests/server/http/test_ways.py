"""The class's link and what is answered at it: the right pupil comes in, nobody else, whatever is tried."""

import asyncio
import json
import time
from typing import Any

import pytest
from aiohttp import ClientResponse
from sqlalchemy import select, update

from lesson.messages import Admitted
from server.http.api.ways import answers
from server.http.limits import RateLimit
from server.http.tokens import DayClaims
from server.school.signin.revocations import Revocations
from server.school.ways.answers import Came, answer
from server.store.database import Database
from server.store.tables import audit, cards, classes, people
from tests.server.http.world import World, refused

PUPIL = "hs-8a3-05"
OTHER_CLASS = "hs-8a4-01"
HOMEROOM = "gv-01"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "ANSWER_S", 0.0)


async def birth_of(world: World, person: str = PUPIL) -> str:
    async with world.deps.database.read() as connection:
        born = (
            await connection.execute(select(people.c.birth_date).where(people.c.id == person))
        ).scalar_one()
    year, month, day = born.split("-")
    return f"{day}{month}{year}"


async def made(world: World, class_id: str = "8a3", token: str | None = None) -> str:
    """The secret of a new class link."""
    more = {} if token is None else {"token": token}
    answer = await world.call("POST", f"/classes/{class_id}/link", **more)
    assert answer.status == 201, await answer.text()
    path, _, secret = (await answer.json())["url"].partition("#")
    assert path == f"/c/{class_id}"
    return str(secret)


async def said(
    world: World, secret: str, digits: str, person: str = PUPIL, class_id: str = "8a3"
) -> ClientResponse:
    body = {"secret": secret, "person": person, "digits": digits}
    return await world.call("POST", f"/ways/{class_id}/answers", None, json=body)


async def issued(world: World, *person: str, **body: Any) -> list[dict[str, Any]]:
    sent = {"people": list(person)} if person else {}
    answer = await world.call("POST", "/classes/8a3/cards", json={**sent, **body})
    assert answer.status == 201, await answer.text()
    return list((await answer.json())["cards"])


async def tries_of(world: World, person: str = PUPIL) -> int:
    async with world.deps.database.read() as connection:
        query = select(cards.c.tries).where(cards.c.person_id == person)
        return int((await connection.execute(query)).scalar() or 0)


async def test_a_pupil_comes_in_by_birth_digits_under_the_rosters_name(world: World) -> None:
    secret = await made(world)
    shown = await (await world.call("POST", "/ways/8a3", None, json={"secret": secret})).json()
    line = next(one for one in shown["pupils"] if one["person"] == PUPIL)
    assert set(line) == {"person", "stt", "name", "called"} and line["stt"] == 5
    assert [one["stt"] for one in shown["pupils"]] == list(range(1, len(shown["pupils"]) + 1))
    answer = await said(world, secret, await birth_of(world))
    body = await answer.json()
    assert (answer.status, body["proved"], body["name"]) == (201, True, line["name"])
    day = await (await world.call("GET", "/day", body["token"])).json()
    assert (day["person"], day["role"], day["name"]) == (PUPIL, "student", line["name"])


async def test_before_proof_nothing_helps_to_prove(world: World) -> None:
    secret = await made(world)
    text = await (await world.call("POST", "/ways/8a3", None, json={"secret": secret})).text()
    async with world.deps.database.read() as connection:
        rows = (await connection.execute(select(people).where(people.c.class_id == "8a3"))).all()
    for row in rows:
        year, month, day = row.birth_date.split("-")
        for told in (row.birth_date, f"{day}/{month}", row.moet_id):
            assert told not in text
        assert "birth" not in text and year not in text


@pytest.mark.parametrize("secret", ["x", "A" * 43, " ", "'; drop table classes; --"])
async def test_without_the_link_there_is_no_class(world: World, secret: str) -> None:
    await made(world)
    for class_id in ("8a3", "no-such", "8a4"):
        answer = await world.call("POST", f"/ways/{class_id}", None, json={"secret": secret})
        await refused(answer, 403, "old_class_link")
        await refused(
            await said(world, secret, await birth_of(world), class_id=class_id), 403, "wrong_answer"
        )
    assert await tries_of(world) == 0


async def test_a_renewed_link_ends_the_old_one(world: World) -> None:
    old, new = await made(world), await made(world)
    await refused(await world.call("POST", "/ways/8a3", None, json={"secret": old}), 403, "old_class_link")
    await refused(await said(world, old, await birth_of(world)), 403, "wrong_answer")
    assert (await said(world, new, await birth_of(world))).status == 201


async def test_only_the_hash_of_the_link_is_kept(world: World) -> None:
    secret = await made(world)
    async with world.deps.database.read() as connection:
        kept = (
            await connection.execute(select(classes.c.link_hash).where(classes.c.id == "8a3"))
        ).scalar_one()
    assert kept != secret and len(kept) == 64
    await refused(await said(world, kept, await birth_of(world)), 403, "wrong_answer")


async def test_the_same_answer_to_a_wrong_link_class_pupil_and_digits(world: World) -> None:
    secret, other, birth = await made(world), await made(world, "8a4"), await birth_of(world)
    wrong = [
        await said(world, secret, "01011999"),
        await said(world, secret, await birth_of(world, OTHER_CLASS), OTHER_CLASS),
        await said(world, other, birth),
        await said(world, secret, birth, class_id="8a4"),
        await said(world, secret, birth, "hs-none-01"),
        await said(world, secret, birth, HOMEROOM),
        await said(world, "x", birth),
    ]
    assert {(one.status, await one.text()) for one in wrong} == {(403, await wrong[0].text())}


async def test_every_answer_takes_as_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, birth = await made(world), await birth_of(world)
    monkeypatch.setattr(answers, "ANSWER_S", 0.3)
    for person, digits in ((PUPIL, "01011999"), ("hs-none-01", "01011999"), (PUPIL, birth)):
        began = time.monotonic()
        await said(world, secret, digits, person)
        assert time.monotonic() - began >= 0.3  # time is the subject; no machine is too slow for this


async def test_five_wrong_answers_leave_the_teacher(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    for _ in range(4):
        await refused(await said(world, secret, "01011999"), 403, "wrong_answer")
    for digits in ("01011999", birth, birth):
        body = await (await said(world, secret, digits)).json()
        assert body["proved"] is False
    token = body["token"]
    claims = world.deps.tokens.read(token, world.clock.now)
    assert isinstance(claims, DayClaims) and claims.unproved
    assert claims.exp * 1000 - world.clock.now <= 12 * 3_600_000
    join = await (await world.call("POST", f"/day/lessons/{world.lesson}/token", token)).json()
    assert world.deps.tokens.read_join(join["token"], world.clock.now).unproved
    for path in (f"/lessons/{world.lesson}/recording", f"/lessons/{world.lesson}/sheet"):
        for one in (token, join["token"]):
            await refused(await world.call("GET", path, one), 403, "not_allowed")
    assert (await world.call("GET", f"/lessons/{world.lesson}", join["token"])).status == 200
    neighbour = "hs-8a3-06"
    assert (await (await said(world, secret, await birth_of(world, neighbour), neighbour)).json())["proved"]


async def test_a_right_answer_forgets_the_wrong_ones(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    for _ in range(3):
        for _ in range(4):
            await refused(await said(world, secret, "01011999"), 403, "wrong_answer")
        assert (await (await said(world, secret, birth)).json())["proved"]
    assert await tries_of(world) == 0


async def test_a_teacher_who_admits_gives_one_more_answer(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    for _ in range(5):
        await said(world, secret, "01011999")
    before, after = world.clock.now - 1, world.clock.now + 60_000
    await world.keep((before, Admitted(PUPIL, "gv-01")), (after, Admitted("hs-8a3-06", "gv-01")))
    assert not (await (await said(world, secret, birth)).json())["proved"], (
        "admitted before, or somebody else"
    )
    await world.append((after, Admitted(PUPIL, "gv-01")))
    world.clock.now += 120_000
    assert not (await (await said(world, secret, "01011999")).json())["proved"], "wrong again"
    assert not (await (await said(world, secret, birth)).json())["proved"], "it was one answer"
    world.clock.now += 60_000
    await world.append((world.clock.now, Admitted(PUPIL, "gv-01")))
    assert (await (await said(world, secret, birth)).json())["proved"]
    assert await tries_of(world) == 0


async def test_a_restart_forgets_no_try(world: World) -> None:
    """The tries stand in the file: another process that opens it counts on."""
    secret, birth = await made(world), await birth_of(world)
    for _ in range(5):
        await said(world, secret, "01011999")
    again = await Database.open(world.deps.settings)
    try:
        came = await answer(
            again, world.deps.settings.secret.encode(), "8a3", secret, PUPIL, birth, world.clock.now
        )
    finally:
        await again.close()
    assert isinstance(came, Came) and not came.proved


async def test_guesses_sent_together_are_counted_one_by_one(world: World) -> None:
    secret = await made(world)
    right = (await issued(world, PUPIL))[0]["pin"]
    guesses = [f"{number:06d}" for number in range(39) if f"{number:06d}" != right] + [right]
    found = await asyncio.gather(*(said(world, secret, guess) for guess in guesses))
    bodies = [json.loads(await one.text()) for one in found]
    assert sum(one.status == 403 for one in found) <= 4
    proved = [body for body in bodies if body.get("proved")]
    assert len(proved) <= 1  # only when the right one was among the first five to be counted
    if not proved:
        assert await tries_of(world) == 5


async def test_a_guesser_at_many_pupils_is_slowed_down(world: World) -> None:
    object.__setattr__(world.deps.limits, "way", RateLimit(burst=20, every_ms=3_000))
    secret = await made(world)
    codes = [(await said(world, secret, "0101", f"hs-8a3-{n % 36 + 1:02d}")).status for n in range(24)]
    assert codes[20:] == [429] * 4


async def test_one_phone_with_the_link_locks_no_class(world: World) -> None:
    object.__setattr__(world.deps.limits, "way", RateLimit(burst=1000, every_ms=1))
    secret = await made(world)
    pupils = [f"hs-8a3-{n:02d}" for n in range(1, 37)]
    for person in pupils:
        for _ in range(5):
            told = await said(world, secret, "01011999", person)
    assert told.status == 429 and int(told.headers["Retry-After"]) > 0
    ways = await (await world.call("GET", "/classes/8a3/ways")).json()
    assert sum(one["locked"] for one in ways["pupils"]) == 4
    assert max(one["tries"] for one in ways["pupils"] if not one["locked"]) == 1
    await refused(await said(world, secret, await birth_of(world, pupils[30]), pupils[30]), 429, "many_wrong")
    (card,) = await issued(world, pupils[30])
    person, _, key = card["url"].partition("#")[2].partition(".")
    by_qr = await world.call("POST", "/ways/cards", None, json={"person": person, "key": key})
    assert by_qr.status == 201, "a card opens as ever"


async def test_who_types_it_right_is_forgiven_the_slips(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    for _ in range(12):
        for _ in range(3):
            await refused(await said(world, secret, "01011999"), 403, "wrong_answer")
        assert (await (await said(world, secret, birth)).json())["proved"]


async def test_a_new_link_ends_the_flood_and_its_locks(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    other = await made(world, "8a4")
    for person in (PUPIL, *(f"hs-8a3-{n:02d}" for n in range(10, 14))):
        for _ in range(5):
            await said(world, secret, "01011999", person)
    await said(world, other, "01011999", OTHER_CLASS, "8a4")
    again = await made(world)
    assert (await (await said(world, again, birth)).json())["proved"]
    assert [await tries_of(world, one) for one in ("hs-8a3-10", OTHER_CLASS)] == [0, 1]
    async with world.deps.database.read() as connection:
        query = select(audit.c.detail).where(audit.c.act == "class_link.made").order_by(audit.c.id)
        assert (await connection.execute(query)).scalars().all()[-1] == "tries of 5"


async def test_a_remembered_device_is_never_locked_out(world: World) -> None:
    secret = await made(world)
    token = (await (await said(world, secret, await birth_of(world))).json())["token"]
    for _ in range(30):
        await said(world, secret, "01011999")
    assert await tries_of(world) == 5
    assert (await world.call("GET", "/day", token)).status == 200
    joined = await world.call("POST", f"/day/lessons/{world.lesson}/token", token)
    claims = world.deps.tokens.read_join((await joined.json())["token"], world.clock.now)
    assert not claims.unproved


async def test_guesses_at_links_leave_nothing_in_memory(world: World) -> None:
    for number in range(30):
        await refused(await said(world, f"guess-{number}", "01011999"), 403, "wrong_answer")
    assert len(world.deps.answers) == 0


async def test_who_may_make_the_link(world: World) -> None:
    assert await made(world, token=world.day(HOMEROOM).token)
    assert await made(world, token=world.join("teacher", HOMEROOM).token)
    for token in (
        world.day("gv-02").token,
        world.day(PUPIL, "student").token,
        world.join("student", PUPIL).token,
    ):
        for method, path in (
            ("POST", "/classes/8a3/link"),
            ("GET", "/classes/8a3/ways"),
            ("DELETE", f"/people/{PUPIL}/tries"),
        ):
            await refused(await world.call(method, path, token), 403, "not_allowed")
    await refused(await world.call("POST", "/classes/nope/link"), 404, "unknown_class")
    await refused(await world.call("POST", "/classes/8a3/link", None), 401, "unauthenticated")


async def test_the_office_makes_links_and_other_sites_do_not(world: World) -> None:
    await world.office()
    site = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    await refused(await world.call("POST", "/classes/8a3/link", None, headers=site), 403, "cross_site")
    own = {"Sec-Fetch-Site": "same-origin"}
    assert (await world.call("POST", "/classes/8a3/link", None, headers=own)).status == 201
    async with world.deps.database.read() as connection:
        acts = (await connection.execute(select(audit.c.act, audit.c.object_id))).all()
    assert [tuple(act) for act in acts if act.act == "class_link.made"] == [("class_link.made", "8a3")]


async def test_a_locked_pupil_is_shown_and_unlocked_by_the_homeroom_teacher(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    for _ in range(5):
        await said(world, secret, "01011999")
    token = world.day(HOMEROOM).token
    ways = await (await world.call("GET", "/classes/8a3/ways", token)).json()
    assert ways["linked"] and [one["person"] for one in ways["pupils"] if one["locked"]] == [PUPIL]
    assert (await world.call("DELETE", f"/people/{PUPIL}/tries", token)).status == 204
    assert (await (await said(world, secret, birth)).json())["proved"]
    await refused(await world.call("DELETE", f"/people/{OTHER_CLASS}/tries", token), 403, "not_allowed")
    await refused(await world.call("DELETE", "/people/nobody/tries"), 422, "unknown_person")


async def test_who_left_or_moved_does_not_come_in(world: World) -> None:
    secret, birth = await made(world), await birth_of(world)
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == PUPIL).values(class_id="8a4"))
    await refused(await said(world, secret, birth), 403, "wrong_answer")
    async with world.deps.database.begin() as connection:
        await connection.execute(
            update(people).where(people.c.id == PUPIL).values(class_id="8a3", active=False)
        )
    await refused(await said(world, secret, birth), 403, "wrong_answer")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"secret": "x"},
        {"secret": "x", "person": PUPIL, "digits": ""},
        {"secret": "", "person": PUPIL, "digits": "1"},
        {"secret": "x", "person": "a b", "digits": "1"},
        {"secret": "x", "person": PUPIL, "digits": "1" * 21},
        {"secret": "x", "person": PUPIL, "digits": 1012012},
        {"secret": "x", "person": PUPIL, "digits": "1", "proved": True},
    ],
)
async def test_bodies_of_another_shape(world: World, body: object) -> None:
    await refused(await world.call("POST", "/ways/8a3/answers", None, json=body), 422, "bad_message")


async def test_tokens_made_under_an_older_card_open_nothing(world: World) -> None:
    before = world.day(PUPIL, "student").token
    await issued(world, PUPIL)
    assert (await world.call("GET", "/day", before)).status == 200, "the first card ends nothing"
    await issued(world, PUPIL)
    await refused(await world.call("GET", "/day", before), 401, "revoked")
    assert ("card_issued", PUPIL, "2") in world.hub.heard
    again = await Revocations.load(world.deps.database, world.clock.now)
    assert again.card_of(PUPIL) == 2 and again.stopped("any", PUPIL, 1) and not again.stopped("any", PUPIL, 2)
    link = await (await world.call("POST", f"/office/people/{PUPIL}/day-link")).json()
    assert (await world.call("GET", "/day", link["token"])).status == 200, "new links come under the new card"

"""What a session opened ends with it, at once: the day link, the lessons entered by it, a second phone, a replay."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from lesson.messages import Role
from server.http.auth import DEVICE
from server.links import one_time_link
from server.school.signin.access import LINKS_MS, SESSION_MS
from server.school.signin.revocations import Revocations
from server.store.tables import audit, revoked_tokens, sessions
from tests.server.http.rights.people import (
    HEAD,
    HOMEROOM,
    INSPECTOR,
    OFFICE,
    PASSWORD,
    TECHNICIAN,
    bear,
    call,
    inspects,
    login_of,
    secret,
    signed_in,
)  # fmt: skip
from tests.server.http.world import API_KEY, World, refused

ALL = "/office/accounts"
NEW = "cau-day-hoc-trong-mua-lu"


async def token_of(answer: Any) -> str:
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["url"].partition("#")[2])


async def day_of(world: World) -> str:
    return await token_of(await call(world, "POST", "/session/day-token"))


async def lesson_of(world: World, day: str) -> str:
    return await token_of(await world.call("POST", f"/day/lessons/{world.lesson}/token", day))


async def phone_of(world: World, joined: str) -> str:
    path = f"/lessons/{world.lesson}/companion"
    return await token_of(await world.call("POST", path, joined, json={"kind": "move"}))


async def opens(world: World, path: str, token: str) -> bool:
    answer = await world.call("GET", path, token, headers={DEVICE: "phone"})
    if answer.status != 200:
        await refused(answer, 401, "revoked")
    return answer.status == 200


async def signs_out(world: World, _account: str) -> None:
    assert (await call(world, "DELETE", "/session")).status == 204


async def ends_it_elsewhere(world: World, _account: str) -> None:
    await signed_in(world, HOMEROOM)
    assert (await call(world, "DELETE", "/sessions")).status == 204


async def ends_it_by_name(world: World, account: str) -> None:
    async with world.deps.database.read() as connection:
        query = select(sessions.c.public_id).where(sessions.c.account_id == account)
        public_id = (await connection.execute(query)).scalar_one()
    await signed_in(world, HOMEROOM)
    assert (await call(world, "DELETE", f"/sessions/{public_id}")).status == 204


async def changes_the_password(world: World, _account: str) -> None:
    await signed_in(world, HOMEROOM)
    body = {"old": PASSWORD, "new": NEW}
    assert (await call(world, "PUT", "/session/password", json=body)).status == 204


async def office_signs_out(world: World, account: str) -> None:
    await signed_in(world, OFFICE)
    assert (await call(world, "DELETE", f"{ALL}/{account}/sessions")).status == 200


async def office_gives_a_password(world: World, account: str) -> None:
    await signed_in(world, OFFICE)
    assert (await call(world, "POST", f"{ALL}/{account}/reset", json={"way": "password"})).status == 200


async def the_offices_link_is_used(world: World, account: str) -> None:
    await signed_in(world, OFFICE)
    answer = await call(world, "POST", f"{ALL}/{account}/reset", json={"way": "link"})
    link = (await answer.json())["url"].partition("#")[2]
    body = {"token": link, "password": NEW}
    assert (await call(world, "POST", "/session/reset", json=body)).status == 201


async def office_closes(world: World, account: str) -> None:
    await signed_in(world, OFFICE)
    assert (await call(world, "PUT", f"{ALL}/{account}", json={"disabled": True})).status == 200


async def the_machine_sets_a_password(world: World, _account: str) -> None:
    """Who runs the server: `bucgiang admin reset` prints such a link."""
    link = await one_time_link(world.deps.database, "setup", world.clock.now)
    body = {"token": link, "login": login_of(HOMEROOM), "password": NEW}
    assert (await call(world, "POST", "/setup", json=body)).status == 201


ENDINGS = (
    signs_out, ends_it_elsewhere, ends_it_by_name, changes_the_password, office_signs_out,
    office_gives_a_password, the_offices_link_is_used, office_closes, the_machine_sets_a_password,
)  # fmt: skip


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda one: one.__name__)
async def test_what_a_session_opened_ends_with_it(
    world: World, ends: Callable[[World, str], Awaitable[None]]
) -> None:
    account = await signed_in(world, HOMEROOM)
    day = await day_of(world)
    joined = await lesson_of(world, day)
    phone = await phone_of(world, joined)
    lesson = f"/lessons/{world.lesson}"
    for path, token in (("/day", day), (lesson, joined), (lesson, phone)):
        assert await opens(world, path, token)
    await ends(world, account)
    for path, token in (("/day", day), (lesson, joined), (lesson, phone)):
        assert not await opens(world, path, token)
    first = day_id(world, day).partition(".")[0]
    assert ("revoked", first) in world.hub.heard, "connections close"
    again = await Revocations.load(world.deps.database, world.clock.now)
    assert day_id(world, joined) in again, "after a restart, too"


def day_id(world: World, token: str) -> str:
    claims = world.deps.tokens.read(token, world.clock.now)
    return claims.jti


async def test_the_session_that_ends_others_keeps_its_own(world: World) -> None:
    await signed_in(world, HOMEROOM)
    other = await day_of(world)
    await signed_in(world, HOMEROOM)
    mine = await day_of(world)
    assert (await call(world, "DELETE", "/sessions")).status == 204
    assert await opens(world, "/day", mine) and not await opens(world, "/day", other)
    body = {"old": PASSWORD, "new": NEW}
    assert (await call(world, "PUT", "/session/password", json=body)).status == 204
    assert await opens(world, "/day", mine)


async def test_one_teachers_end_is_no_others(world: World) -> None:
    await signed_in(world, TECHNICIAN)
    theirs = await day_of(world)
    account = await signed_in(world, HOMEROOM)
    await office_closes(world, account)
    assert await opens(world, "/day", theirs)


async def test_a_semesters_link_ends_with_the_account_not_with_a_password(world: World) -> None:
    account = await signed_in(world, HOMEROOM)
    link = world.day(HOMEROOM).token
    await office_gives_a_password(world, account)
    assert await opens(world, "/day", link), "the office handed it out; the password does not open it"
    for ends in (office_signs_out, office_closes):
        await ends(world, account)
        assert not await opens(world, "/day", link)
        assert not await opens(world, f"/lessons/{world.lesson}", world.join("teacher", HOMEROOM).token)
        answer = await world.call("POST", f"/office/people/{HOMEROOM}/day-link")
        link = (await answer.json())["token"]
        assert await opens(world, "/day", link), "a new one comes under the new version"
    again = await Revocations.load(world.deps.database, world.clock.now)
    assert again.card_of(HOMEROOM) == 3 and again.stopped("x", f"{HOMEROOM}.cam", 2)
    assert ("card_issued", HOMEROOM, "3") in world.hub.heard


async def test_a_lesson_observed_or_helped_in_ends_with_the_session(world: World) -> None:
    tokens = []
    await signed_in(world, TECHNICIAN)
    asked = {"role": "staff"}
    answer = await call(world, "POST", f"/lessons/{world.lesson}/tokens", json=asked)
    tokens.append(await token_of(answer))
    await signs_out(world, "")
    await signed_in(world, HEAD)
    tokens.append(await token_of(await call(world, "POST", f"/lessons/{world.lesson}/observe")))
    await signs_out(world, "")
    for token in tokens:
        assert not await opens(world, f"/lessons/{world.lesson}", token)


async def test_a_room_device_made_in_the_lesson_ends_with_the_teachers_link(world: World) -> None:
    teacher = world.join("teacher", HOMEROOM)
    path = f"/lessons/{world.lesson}/room-device"
    theirs, offices = [
        await token_of(await world.call("POST", path, one)) for one in (teacher.token, API_KEY)
    ]
    await world.call("DELETE", f"/lessons/{world.lesson}/tokens/{teacher.jti}")
    lesson = f"/lessons/{world.lesson}"
    assert not await opens(world, lesson, theirs) and await opens(world, lesson, offices)


async def test_who_leaves_the_school_has_no_link_any_more(world: World) -> None:
    day, joined = world.day(HOMEROOM).token, world.join("teacher", HOMEROOM).token
    assert (await world.call("POST", f"/office/people/{HOMEROOM}/leave", json={})).status == 200
    assert (await world.call("POST", f"/office/people/{HOMEROOM}/return", json={})).status == 200
    assert not await opens(world, "/day", day) and not await opens(world, f"/lessons/{world.lesson}", joined)
    assert ("card_issued", HOMEROOM, "2") in world.hub.heard
    pupil = world.day("hs-8a3-05", "student").token
    await world.call("POST", "/office/people/hs-8a3-05/leave", json={})
    assert not await opens(world, "/day", pupil)
    await world.call("POST", "/office/people/hs-8a3-05/return", json={})
    assert await opens(world, "/day", pupil), "a pupil's device remembers over a mistake"


async def test_links_that_let_in_as_somebody_are_in_the_log(world: World) -> None:
    await signed_in(world, OFFICE)
    lesson = f"/lessons/{world.lesson}"
    made = await call(world, "POST", f"{lesson}/tokens", json={"role": "teacher"})
    await call(world, "POST", f"/office/people/{HOMEROOM}/day-link")
    await call(world, "DELETE", f"{lesson}/tokens/{(await made.json())['jti']}")
    await call(world, "POST", f"{lesson}/guest-link")
    await call(world, "DELETE", f"{lesson}/guest-link")
    await world.call("POST", f"{lesson}/tokens", json={"role": "teacher"})  # a program
    async with world.deps.database.read() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [(row.act, row.actor_id, row.person_id) for row in rows] == [
        ("link.made", OFFICE, HOMEROOM),
        ("day_link.made", OFFICE, HOMEROOM),
        ("link.withdrawn", OFFICE, None),
        ("guest_link.made", OFFICE, None),
        ("guest_link.withdrawn", OFFICE, None),
    ]
    token = world.deps.tokens.read_join((await made.json())["token"], world.clock.now)
    assert token.name not in " ".join(str(tuple(row)) for row in rows)


async def test_an_inspector_is_nobodys_pupil(world: World) -> None:
    await refused(await world.call("POST", f"/office/people/{INSPECTOR}/day-link"), 422, "unknown_person")


async def test_who_looks_in_is_out_when_the_right_is_over(world: World) -> None:
    """An inspector's last day, a role that was taken away: the link into the lesson opens nothing from then on."""
    await inspects(world, "2026-11-23", "2026-11-23")
    await signed_in(world, INSPECTOR)
    path = f"/lessons/{world.lesson}"
    token = await token_of(await call(world, "POST", f"{path}/observe"))
    assert await opens(world, path, token)
    await inspects(world, "2026-11-23", "2026-11-24")
    roles = (await (await world.call("GET", "/office/roles")).json())["roles"]
    number = next(one["id"] for one in roles if one["person"] == INSPECTOR)
    assert await opens(world, path, token), "of a day that was made longer, too"
    assert (await world.call("DELETE", f"/office/roles/{number}")).status == 204
    assert not await opens(world, path, token) and ("role_taken", INSPECTOR) in world.hub.heard
    await inspects(world, "2026-11-20", "2026-11-22")
    assert not await opens(world, path, token)


async def test_a_calendar_ends_with_the_account(world: World) -> None:
    account = await signed_in(world, HOMEROOM)
    feed = (await (await call(world, "POST", "/feed")).json())["url"]
    assert (await world.client.get(feed)).status == 200
    await office_closes(world, account)
    assert (await world.client.get(feed)).status == 404


async def test_a_link_for_a_password_ends_with_the_next_password(world: World) -> None:
    """It may lie in a chat for 72 hours."""
    account = await signed_in(world, HOMEROOM)

    async def link() -> str:
        await signed_in(world, OFFICE)
        answer = await call(world, "POST", f"{ALL}/{account}/reset", json={"way": "link"})
        return str((await answer.json())["url"].partition("#")[2])

    for ends in (changes_the_password, office_gives_a_password, office_closes):
        token = await link()
        await ends(world, account)
        body = {"token": token, "password": NEW}
        await refused(await call(world, "POST", "/session/reset", json=body), 401, "used_link")
    await call(world, "PUT", f"{ALL}/{account}", json={"disabled": False})
    await refused(await call(world, "POST", "/session/reset", json=body), 401, "used_link")


async def test_links_of_a_session_that_is_past_end_as_well(world: World) -> None:
    """A lesson in the evening: its link outlives the session by some hours, and a closed account ends it still."""
    account = await signed_in(world, HOMEROOM)
    joined = await lesson_of(world, await day_of(world))
    claims = world.deps.tokens.read_join(joined, world.clock.now)
    longer = world.deps.tokens.join(
        world.lesson, HOMEROOM, "Lan", "teacher", LINKS_MS // 1000, world.clock.now, of=claims.jti
    ).token
    world.clock.now += SESSION_MS + 1
    assert await opens(world, f"/lessons/{world.lesson}", longer)
    await office_gives_a_password(world, account)
    assert not await opens(world, f"/lessons/{world.lesson}", longer)


async def test_what_is_withdrawn_is_forgotten_when_nothing_of_it_is_left(world: World) -> None:
    await signed_in(world, HOMEROOM)
    await signs_out(world, "")
    async with world.deps.database.read() as connection:
        (row,) = (await connection.execute(select(revoked_tokens))).all()
    assert row.expires_at == world.clock.now + LINKS_MS
    assert row.jti not in await Revocations.load(world.deps.database, row.expires_at)


async def test_a_withdrawn_link_ends_what_was_made_with_it_and_nothing_above(world: World) -> None:
    day = world.day(HOMEROOM)
    first, second = [await lesson_of(world, day.token) for _ in range(2)]
    phone = await phone_of(world, first)
    gone = f"/lessons/{world.lesson}/tokens/{day_id(world, first)}"
    assert (await world.call("DELETE", gone)).status == 204
    lesson = f"/lessons/{world.lesson}"
    found = [await opens(world, *one) for one in ((lesson, first), (lesson, phone), (lesson, second))]
    assert found == [False, False, True] and await opens(world, "/day", day.token)
    assert (await world.call("DELETE", f"{lesson}/tokens/{day.jti}")).status == 204
    assert not await opens(world, lesson, second) and not await opens(world, "/day", day.token)


async def test_a_withdrawn_link_of_a_semester_does_not_come_back(world: World) -> None:
    day = world.day(HOMEROOM)
    assert (await world.call("DELETE", f"/lessons/{world.lesson}/tokens/{day.jti}")).status == 204
    world.clock.now = day.expires_at - 1
    again = await Revocations.load(world.deps.database, world.clock.now)
    assert day.jti in again


async def test_a_forged_id_withdraws_nothing(world: World) -> None:
    role: Role = "teacher"
    token = world.join(role, HOMEROOM)
    for bad in (token.jti[:5], "x" * 80, "x" * 81, f"{token.jti}.x", "."):
        await world.call("DELETE", f"/lessons/{world.lesson}/tokens/{bad}")
    assert await opens(world, f"/lessons/{world.lesson}", token.token)
    bear(world, "nobody")
    await refused(await call(world, "DELETE", "/session"), 401, "unauthenticated")
    assert secret(world) == "nobody"

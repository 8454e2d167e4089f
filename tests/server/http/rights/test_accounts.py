"""The office makes accounts, hands over passwords and links, disables, signs out. Guessing is slow, links work once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.links import one_time_link
from server.store.tables import accounts, audit, one_time_links
from tests.server.http.rights.people import (
    HOMEROOM,
    OFFICE,
    PASSWORD,
    SUBJECT,
    bear,
    call,
    login_of,
    secret,
    signed_in,
)  # fmt: skip
from tests.server.http.world import World, refused

ALL = "/office/accounts"
NEW = "cau-day-hoc-trong-mua-lu"


async def made(world: World, person: str = SUBJECT, login: str = "VanHung", way: str = "password") -> Any:
    answer = await call(world, "POST", ALL, json={"person": person, "login": login, "way": way})
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def log_in(world: World, login: str, password: str) -> Any:
    world.client.session.cookie_jar.clear()
    return await call(world, "POST", "/session", json={"login": login, "password": password})


async def test_a_temporary_password_must_be_changed_before_anything_else(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world)
    assert one["login"] == "vanhung" and one["url"] is None
    answer = await log_in(world, "vanhung", one["password"])
    assert answer.status == 201 and (await answer.json())["must_change"] is True
    for path in ("/office/lessons", "/office/classes"):
        await refused(await call(world, "GET", path), 403, "must_change")
    for path in ("/session/day-token", "/feed"):
        await refused(await call(world, "POST", path), 403, "must_change")
    change = {"old": one["password"], "new": NEW}
    assert (await call(world, "PUT", "/session/password", json=change)).status == 204
    me = await (await call(world, "GET", "/session")).json()
    assert (me["person"], me["must_change"], me["roles"]) == (SUBJECT, False, ["teacher"])
    assert (await call(world, "GET", "/office/lessons")).status == 200
    assert (await log_in(world, "vanhung", one["password"])).status == 401
    assert (await log_in(world, "VANHUNG", NEW)).status == 201


async def test_a_temporary_password_opens_for_seven_days(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world)
    until = datetime.fromtimestamp(world.clock.now / 1000, UTC) + timedelta(days=7)
    lines = (await (await call(world, "GET", ALL)).json())["accounts"]
    shown = [line["password_until"] for line in lines if line["person"] == SUBJECT]
    assert [datetime.fromisoformat(text) for text in (one["expires_at"], *shown)] == [until, until]
    world.clock.now += 7 * 86_400_000 - 1
    assert (await log_in(world, "vanhung", one["password"])).status == 201
    world.clock.now += 1
    change = {"old": one["password"], "new": NEW}
    await refused(await call(world, "PUT", "/session/password", json=change), 401, "password_over")
    await refused(await log_in(world, "vanhung", one["password"]), 401, "password_over")
    await refused(await log_in(world, "vanhung", "sai-mat-khau-1"), 401, "wrong_login")
    await signed_in(world, OFFICE)
    again = await call(world, "POST", f"{ALL}/{one['id']}/reset", json={"way": "password"})
    assert (await log_in(world, "vanhung", (await again.json())["password"])).status == 201


async def test_an_own_password_does_not_end(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world)
    await log_in(world, "vanhung", one["password"])
    change = {"old": one["password"], "new": NEW}
    assert (await call(world, "PUT", "/session/password", json=change)).status == 204
    world.clock.now += 400 * 86_400_000
    assert (await log_in(world, "vanhung", NEW)).status == 201


async def test_a_link_gives_a_password_once_and_the_newest_only(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world, way="link")
    assert one["password"] is None and one["url"].startswith("/account#")
    again = await (await call(world, "POST", f"{ALL}/{one['id']}/reset", json={"way": "link"})).json()
    world.client.session.cookie_jar.clear()
    old, new = (link["url"].partition("#")[2] for link in (one, again))
    reset = "/session/reset"
    await refused(await call(world, "POST", reset, json={"token": old, "password": NEW}), 401, "used_link")
    weak = {"token": new, "password": "aaaaaaaaaaaa"}
    await refused(await call(world, "POST", reset, json=weak), 422, "weak_password")
    answer = await call(world, "POST", reset, json={"token": new, "password": NEW})
    assert answer.status == 201 and (await answer.json())["person"] == SUBJECT
    await refused(await call(world, "POST", reset, json={"token": new, "password": NEW}), 401, "used_link")
    assert (await log_in(world, "vanhung", NEW)).status == 201


async def test_a_link_is_good_for_72_hours_and_not_for_a_disabled_account(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world, way="link")
    token = one["url"].partition("#")[2]
    disable = await call(world, "PUT", f"{ALL}/{one['id']}", json={"disabled": True})
    assert disable.status == 200
    body = {"token": token, "password": NEW}
    await refused(await call(world, "POST", "/session/reset", json=body), 401, "used_link")
    await call(world, "PUT", f"{ALL}/{one['id']}", json={"disabled": False})
    world.clock.now += 72 * 3_600_000
    await refused(await call(world, "POST", "/session/reset", json=body), 401, "used_link")


async def test_links_of_other_purposes_are_no_reset_links(world: World) -> None:
    for purpose in ("setup", "login"):
        token = await one_time_link(world.deps.database, purpose, world.clock.now)
        body = {"token": token, "password": NEW}
        await refused(await call(world, "POST", "/session/reset", json=body), 401, "used_link")


async def test_disabled_at_once_and_back(world: World) -> None:
    account = await signed_in(world, SUBJECT)
    theirs = secret(world)
    await signed_in(world, OFFICE)
    assert (await call(world, "PUT", f"{ALL}/{account}", json={"disabled": True})).status == 200
    office = secret(world)
    bear(world, theirs)
    await refused(await call(world, "GET", "/session"), 401, "unauthenticated")
    await refused(await log_in(world, login_of(SUBJECT), PASSWORD), 401, "wrong_login")
    bear(world, office)
    assert (await call(world, "PUT", f"{ALL}/{account}", json={"disabled": False})).status == 200
    assert (await log_in(world, login_of(SUBJECT), PASSWORD)).status == 201


async def test_all_sessions_of_an_account_end(world: World) -> None:
    account = await signed_in(world, SUBJECT)
    await signed_in(world, SUBJECT)
    theirs = secret(world)
    await signed_in(world, OFFICE)
    ended = await (await call(world, "DELETE", f"{ALL}/{account}/sessions")).json()
    assert ended == {"ended": 2}
    bear(world, theirs)
    await refused(await call(world, "GET", "/session"), 401, "unauthenticated")


async def test_a_temporary_password_ends_sessions(world: World) -> None:
    account = await signed_in(world, SUBJECT)
    theirs = secret(world)
    await signed_in(world, OFFICE)
    answer = await call(world, "POST", f"{ALL}/{account}/reset", json={"way": "password"})
    assert answer.status == 200 and (await answer.json())["password"]
    bear(world, theirs)
    await refused(await call(world, "GET", "/session"), 401, "unauthenticated")
    await refused(await log_in(world, login_of(SUBJECT), PASSWORD), 401, "wrong_login")


REFUSED = [
    ({"person": "hs-8a3-05", "login": "hoc-sinh"}, 422, "unknown_person"),
    ({"person": "nobody", "login": "nobody"}, 422, "unknown_person"),
    ({"person": HOMEROOM, "login": "U-NV-01"}, 409, "login_taken"),
    ({"person": OFFICE, "login": "another"}, 409, "has_account"),
    ({"person": HOMEROOM, "login": "a b"}, 422, "bad_message"),
    ({"person": HOMEROOM, "login": "lan", "role": "office"}, 422, "bad_message"),
]


@pytest.mark.parametrize(("body", "status", "code"), REFUSED, ids=str)
async def test_what_is_no_new_account(world: World, body: Any, status: int, code: str) -> None:
    await signed_in(world, OFFICE)
    await refused(await call(world, "POST", ALL, json=body), status, code)
    async with world.deps.database.read() as connection:
        assert len((await connection.execute(select(accounts))).all()) == 1


async def test_nobody_locks_the_own_door(world: World) -> None:
    account = await signed_in(world, OFFICE)
    body = {"disabled": True}
    await refused(await call(world, "PUT", f"{ALL}/{account}", json=body), 403, "not_yourself")
    again = {"way": "password"}
    await refused(await call(world, "POST", f"{ALL}/{account}/reset", json=again), 403, "not_yourself")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/x", {"disabled": True}),
        ("POST", "/x/reset", {"way": "link"}),
        ("DELETE", "/x/sessions", None),
    ],
)
async def test_accounts_nobody_has(world: World, method: str, path: str, body: Any) -> None:
    await signed_in(world, OFFICE)
    await refused(await call(world, method, f"{ALL}{path}", json=body), 404, "unknown_account")


async def test_the_list_has_everybody_of_the_staff_and_no_secret(world: World) -> None:
    await signed_in(world, OFFICE)
    await made(world)
    answer = await call(world, "GET", ALL)
    lines = {one["person"]: one for one in (await answer.json())["accounts"]}
    assert {"gv-01", "cb-01", "nv-01", "kt-01"} <= set(lines) and "hs-8a3-05" not in lines
    assert lines[SUBJECT]["login"] == "vanhung" and lines[SUBJECT]["must_change"]
    assert lines[OFFICE]["open_sessions"] == 1 and lines["gv-03"]["id"] is None
    assert "argon2" not in await answer.text()


async def test_everything_is_written_down_without_names_and_secrets(world: World) -> None:
    await signed_in(world, OFFICE)
    one = await made(world)
    await call(world, "PUT", f"{ALL}/{one['id']}", json={"disabled": True})
    await call(world, "PUT", f"{ALL}/{one['id']}", json={"disabled": False})
    await call(world, "POST", f"{ALL}/{one['id']}/reset", json={"way": "link"})
    await call(world, "DELETE", f"{ALL}/{one['id']}/sessions")
    async with world.deps.database.read() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).all()
        links = (await connection.execute(select(one_time_links.c.token_hash))).scalars().all()
    assert [(row.act, row.person_id, row.actor_id) for row in rows] == [
        (f"account.{what}", SUBJECT, OFFICE)
        for what in ("made", "disabled", "enabled", "reset", "signed_out")
    ]
    assert not any(one["password"] in str(row) for row in (*rows, *links))


async def test_guessing_is_slowed_per_login_whatever_the_address(world: World) -> None:
    await signed_in(world, SUBJECT)
    told = []
    for guess in range(12):
        answer = await log_in(world, login_of(SUBJECT), f"sai-mat-khau-{guess}")
        told.append(answer.status)
    assert told.count(401) <= 10 and told[-1] == 429
    assert int(answer.headers["Retry-After"]) >= 1
    await refused(await log_in(world, login_of(SUBJECT), PASSWORD), 429, "too_fast")


async def test_a_guesser_keeps_nobody_out_of_the_own_account(world: World) -> None:
    """Each source has its own share of what one login takes."""
    settings = world.deps.settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    object.__setattr__(world.deps, "settings", settings)
    await signed_in(world, SUBJECT)
    body = {"login": login_of(SUBJECT), "password": "sai-mat-khau-x"}
    for _ in range(40):
        await call(world, "POST", "/session", json=body, headers={"X-Forwarded-For": "203.0.113.9"})
    mine = {"X-Forwarded-For": "198.51.100.7"}
    right = {**body, "password": PASSWORD}
    assert (await call(world, "POST", "/session", json=right, headers=mine)).status == 201
    told = []
    for n in range(90):
        headers = {"X-Forwarded-For": f"2001:db8:0:{n:x}::1"}
        told.append((await call(world, "POST", "/session", json=body, headers=headers)).status)
    assert told.count(401) < 60, "from everywhere it is slow, too"


async def test_guessing_the_own_password_is_slowed_too(world: World) -> None:
    await signed_in(world, SUBJECT)
    told = []
    for guess in range(12):
        body = {"old": f"sai-mat-khau-{guess}", "new": NEW}
        told.append((await call(world, "PUT", "/session/password", json=body)).status)
    assert 429 in told and 204 not in told


SITES: list[dict[str, str]] = [{"Origin": "https://other.example"}, {"Sec-Fetch-Site": "cross-site"}]


@pytest.mark.parametrize("site", SITES, ids=str)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/session", {"login": "x", "password": "y"}),
        ("POST", "/session/reset", {"token": "x", "password": NEW}),
        ("PUT", "/session/password", {"old": PASSWORD, "new": NEW}),
        ("POST", "/session/day-token", None),
        ("DELETE", "/session", None),
        ("DELETE", "/sessions", None),
        ("DELETE", "/sessions/x", None),
        ("POST", ALL, {"person": SUBJECT, "login": "x-y-z"}),
        ("DELETE", f"{ALL}/x/sessions", None),
        ("POST", "/office/roles", {"person": SUBJECT, "role": "head"}),
        ("DELETE", "/office/roles/1", None),
    ],
)
async def test_pages_of_other_sites_do_nothing(
    world: World, site: dict[str, str], method: str, path: str, body: Any
) -> None:
    await signed_in(world, OFFICE)
    headers = {"Origin": "", **site} if "Origin" in site else site
    answer = await world.call(method, path, None, headers=headers, json=body)
    await refused(answer, 403, "cross_site")

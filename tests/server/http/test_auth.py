"""Each door opens for its callers only: every route is tried with every kind of credentials."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.http.api.routes import ROUTES
from server.http.auth import Auth
from server.http.call import Route
from server.school.rights.table import RIGHTS
from tests.server.http.world import API_KEY, World, refused

KINDS: tuple[Auth, ...] = ("key", "join", "day", "office")
CLOSED = [route for route in ROUTES if route.auth and route.method != "HEAD"]  # HEAD has no body to judge by


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def path_of(route: Route, world: World) -> str:
    """Something that is there and within a homeroom teacher's reach."""
    known = {"/classes/{id}": "8a3", "/people/{id}": "hs-8a3-05"}
    found = next((one for part, one in known.items() if part in route.path), world.lesson)
    parts = dict.fromkeys(route.parts, "x") | {
        "jti": "j1",
        "track": "t00",
        "person": "hs-8a3-05",
        "id": found,
    }
    return route.path.removeprefix("/api/v1").format(**parts)


async def credentials(kind: Auth, world: World) -> dict[str, str]:
    if kind == "office":
        await world.office()
        return {"Origin": f"http://{world.client.host}:{world.client.port}"}
    token = {"key": API_KEY, "join": world.join("teacher", "gv-01").token, "day": world.day().token}[kind]
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def about(route: Route) -> Iterator[None]:
    """What fails within says which route it was about."""
    try:
        yield
    except AssertionError as error:
        error.add_note(named(route))
        raise


async def test_no_or_bad_credentials(world: World) -> None:
    for route in CLOSED:
        path = path_of(route, world)
        with about(route):
            without = await world.call(route.method, path, None)
            await refused(without, 401, "unauthenticated")
            assert without.headers["WWW-Authenticate"] == "Bearer"
            await refused(await world.call(route.method, path, "not-a-token"), 401, "forged")
            await refused(await world.call(route.method, path, API_KEY + "x"), 401, "forged")
            cookie = {"Cookie": "bg_office=guess"}
            guessed = await world.call(route.method, path, None, headers=cookie)
            await refused(guessed, 401, "unauthenticated")


@pytest.mark.parametrize("kind", KINDS)
async def test_other_kinds_are_refused_and_own_kinds_get_in(kind: Auth, world: World) -> None:
    for route in CLOSED:
        world.clock.now += 10_000  # nobody calls too often
        headers = await credentials(kind, world)  # new ones: a route may have ended the last
        answer = await world.call(route.method, path_of(route, world), None, headers=headers)
        world.client.session.cookie_jar.clear()
        with about(route):
            if kind == "office" and route.act and "office" not in RIGHTS[route.act]:
                await refused(answer, 403, "not_allowed")
            elif kind in route.auth:
                assert answer.status not in (401, 403, 429), await answer.text()
            else:
                await refused(answer, 403, "not_allowed")


async def test_expired_and_withdrawn_tokens(world: World) -> None:
    old, withdrawn = world.join(), world.join()
    await world.deps.revocations.revoke(withdrawn.jti, world.lesson, withdrawn.expires_at, world.clock.now)
    for route in CLOSED:
        with about(route):
            answer = await world.call(route.method, path_of(route, world), withdrawn.token)
            await refused(answer, 401, "revoked")
    world.clock.now = old.expires_at
    for route in CLOSED:
        with about(route):
            await refused(await world.call(route.method, path_of(route, world), old.token), 401, "expired")


async def test_a_join_token_opens_its_own_lesson_only(world: World) -> None:
    other = world.join("teacher", "gv-01", lesson="8a3-20261123-s2").token
    for path in ("", "/attendance", "/chat"):
        await refused(await world.call("GET", f"/lessons/{world.lesson}{path}", other), 403, "foreign")


async def test_a_day_token_opens_lessons_of_its_person_only(world: World) -> None:
    path = f"/lessons/{world.lesson}"
    assert (await world.call("GET", path, world.day("gv-01").token)).status == 200
    assert (await world.call("GET", path, world.day("hs-8a3-01", "student").token)).status == 200
    await refused(await world.call("GET", path, world.day("hs-8a4-01", "student").token), 403, "not_allowed")
    await refused(await world.call("GET", path, world.day("gv-99").token), 403, "not_allowed")


async def test_without_an_api_key_nothing_counts_as_one(world: World) -> None:
    object.__setattr__(world.deps, "settings", world.deps.settings.model_copy(update={"api_key": ""}))
    headers = {"Authorization": "Bearer "}
    await refused(await world.call("GET", f"/lessons/{world.lesson}", None, headers=headers), 401, "forged")


@pytest.mark.parametrize(
    "header", ["Basic a2V5", "bearer", "Bearer " + "x" * 5000, "Bearer a b c", "Token x"]
)
async def test_odd_authorization_headers(world: World, header: str) -> None:
    answer = await world.call("GET", f"/lessons/{world.lesson}", None, headers={"Authorization": header})
    assert answer.status == 401


async def test_cookie_calls_from_another_site_are_refused(world: World) -> None:
    await world.office()
    own = f"http://{world.client.host}:{world.client.port}"
    path = f"/lessons/{world.lesson}/tokens"
    for headers in (
        {},
        {"Origin": "https://xau.example"},
        {"Origin": "null"},
        {"Origin": own, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        body = {"role": "guest", "name": "Khách"}
        await refused(await world.call("POST", path, None, headers=headers, json=body), 403, "cross_site")
    for headers in (
        {"Origin": own},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": own, "Sec-Fetch-Site": "same-origin"},
    ):
        assert (await world.call("POST", path, None, headers=headers, json=body)).status == 201
    # A form of another site cannot send JSON without asking first:
    form = await world.call("POST", path, None, headers={"Origin": own}, data={"role": "guest"})
    await refused(form, 415, "not_json")
    # Reading changes nothing: a link from elsewhere shows at most the own data to the own person.
    assert (await world.call("GET", "/office/classes", None)).status == 200
    assert (await world.call("DELETE", "/session", None, headers={"Origin": own})).status == 204
    assert (await world.call("GET", "/session", None)).status == 401


async def test_signing_in_from_another_site_is_refused(world: World) -> None:
    for path, body in (("/session", {"login": "a", "password": "b"}), ("/setup", {})):
        headers = {"Origin": "https://xau.example"}
        await refused(await world.call("POST", path, None, headers=headers, json=body), 403, "cross_site")

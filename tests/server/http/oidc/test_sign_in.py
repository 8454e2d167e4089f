"""Signing in through a provider that runs here: who gets in, and the forged, replayed, foreign answers that do not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp.test_utils import TestClient
from joserfc.jwk import RSAKey
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient
from sqlalchemy import func, select, update

from server.http.app import create_app
from server.http.deps import Deps
from server.school.signin.accounts import add_account, set_disabled, set_password
from server.store.tables import accounts, people, sessions
from tests.server.school.times import MONDAY_0750
from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, Provider

LAN = "lan@truong.example"


@dataclass
class Place:
    deps: Deps
    client: TestClient
    provider: Provider
    account: str

    async def begin(self) -> str:
        """Where /oidc/start sends the browser."""
        answer = await self.client.get("/oidc/start", allow_redirects=False)
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]

    async def back(self, address: str) -> str:
        """Where the browser ends that the provider sends to `address`."""
        parts = urlsplit(address)
        answer = await self.client.get(f"{parts.path}?{parts.query}", allow_redirects=False)
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]

    async def sign_in(self) -> str:
        return await self.back(self.provider.answer_to(await self.begin()))

    async def me(self) -> dict[str, Any]:
        answer = await self.client.get("/api/v1/session")
        return {"status": answer.status, **await answer.json(content_type=None)}

    async def open_sessions(self) -> int:
        async with self.deps.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(sessions))).scalar_one())


@pytest.fixture
async def place(deps: Deps, aiohttp_client: AiohttpClient) -> AsyncIterator[Place]:
    async with Provider(now=MONDAY_0750 / 1000) as provider:
        settings = deps.settings.model_copy(
            update={
                "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID,
                "oidc_client_secret": CLIENT_SECRET, "oidc_name": "Sở",
            }
        )  # fmt: skip
        deps = replace(deps, settings=settings, registry=CollectorRegistry())
        async with deps.database.begin() as connection:
            account = await add_account(connection, "gv-01", "ngoclan", "", MONDAY_0750)
            await connection.execute(update(people).where(people.c.id == "gv-01").values(email=LAN))
        provider.claims = {"sub": "s-1", "email": LAN, "email_verified": True}
        yield Place(deps, await aiohttp_client(create_app(deps)), provider, account.id)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
@pytest.mark.parametrize(("basic", "named"), [(True, False), (False, True)])
async def test_the_first_time_by_a_verified_address_then_by_the_subject(
    place: Place, algorithm: str, basic: bool, named: bool
) -> None:
    place.provider.algorithm, place.provider.basic, place.provider.named = algorithm, basic, named
    assert await place.sign_in() == "/office?signed=in"
    me = await place.me()
    assert (me["person"], me["login"], me["roles"]) == ("gv-01", "ngoclan", ["homeroom", "teacher"])
    place.provider.claims = {"sub": "s-1"}  # the address is not told any more
    place.client.session.cookie_jar.clear()
    assert await place.sign_in() == "/office?signed=in"
    assert place.provider.asked == ["discovery", "keys"]


async def test_by_the_login_the_first_time(place: Place) -> None:
    place.provider.claims = {"sub": "s-2", "preferred_username": "NgocLan"}
    assert await place.sign_in() == "/office?signed=in"
    assert (await place.me())["person"] == "gv-01"


NOBODY: list[dict[str, Any]] = [
    {"sub": "s-1"},
    {"sub": "s-1", "email": LAN},
    {"sub": "s-1", "email": LAN, "email_verified": "false"},
    {"sub": "s-1", "email": "ai-do@truong.example", "email_verified": True},
    {"sub": "s-1", "preferred_username": "vanphong"},
    {"sub": "s-1", "preferred_username": "nobody"},
]


@pytest.mark.parametrize("claims", NOBODY)
async def test_nobody_is_made_and_the_office_is_not_opened_by_a_name(
    place: Place, claims: dict[str, Any]
) -> None:
    async with place.deps.database.begin() as connection:
        await set_password(connection, "vanphong", "x", 0)
        before = (await connection.execute(select(func.count()).select_from(accounts))).scalar_one()
    place.provider.claims = claims
    assert await place.sign_in() == "/office?refused=nobody"
    assert (await place.me())["status"] == 401
    async with place.deps.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(accounts))).scalar_one() == before


async def test_an_address_of_two_people_says_nothing(place: Place) -> None:
    async with place.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "gv-02").values(email=LAN.upper()))
    assert await place.sign_in() == "/office?refused=nobody"


async def test_another_subject_does_not_take_a_tied_account(place: Place) -> None:
    assert await place.sign_in() == "/office?signed=in"
    place.provider.claims = {
        "sub": "s-9", "email": LAN, "email_verified": True, "preferred_username": "ngoclan",
    }  # fmt: skip
    assert await place.sign_in() == "/office?refused=nobody"


async def test_a_temporary_password_does_not_stand_in_the_way(place: Place) -> None:
    """Who comes through the provider said no password, and may have forgotten the one of the first day."""
    async with place.deps.database.begin() as connection:
        mine = update(accounts).where(accounts.c.id == place.account)
        await connection.execute(mine.values(must_change=True, password_until=1))
    assert await place.sign_in() == "/office?signed=in"
    assert (await place.me())["must_change"] is False


async def test_a_disabled_account_stays_closed(place: Place) -> None:
    assert await place.sign_in() == "/office?signed=in"
    async with place.deps.database.begin() as connection:
        await set_disabled(connection, place.account, disabled=True)
    assert (await place.me())["status"] == 401
    assert await place.sign_in() == "/office?refused=nobody"


FORGED: list[dict[str, Any]] = [
    {"iss": "https://other.example"},
    {"aud": "another-client"},
    {"aud": [CLIENT_ID, "another-client"]},
    {"azp": "another-client"},
    {"nonce": "of-another-sign-in"},
    {"nonce": ""},
    {"exp": MONDAY_0750 // 1000 - 3600},
    {"iat": MONDAY_0750 // 1000 - 3600},
    {"iat": MONDAY_0750 // 1000 + 3600},
    {"sub": ""},
    {"sub": "x" * 256},
    {"sub": 7},
]


@pytest.mark.parametrize("changed", FORGED, ids=str)
async def test_tokens_about_something_else(place: Place, changed: dict[str, Any]) -> None:
    place.provider.changed = changed
    assert await place.sign_in() == "/office?refused=provider"
    assert await place.open_sessions() == 0


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256"])
async def test_tokens_nobody_signed(place: Place, algorithm: str) -> None:
    place.provider.algorithm = algorithm
    assert await place.sign_in() == "/office?refused=provider"
    assert await place.open_sessions() == 0


@pytest.mark.parametrize("kid", ["r1", "r2"])
async def test_tokens_somebody_else_signed(place: Place, kid: str) -> None:
    place.provider.signer = RSAKey.generate_key(2048, {"kid": kid})
    assert await place.sign_in() == "/office?refused=provider"
    assert await place.open_sessions() == 0


async def test_a_new_key_of_the_provider_is_asked_for(place: Place) -> None:
    assert await place.sign_in() == "/office?signed=in"
    place.provider.rsa = RSAKey.generate_key(2048, {"kid": "r7", "use": "sig"})
    clock: Any = place.deps.clock
    clock.now += 60_000
    place.provider.now += 60
    assert await place.sign_in() == "/office?signed=in"
    assert place.provider.asked == ["discovery", "keys", "keys"]


async def test_an_answer_works_once(place: Place) -> None:
    address = place.provider.answer_to(await place.begin())
    assert await place.back(address) == "/office?signed=in"
    assert await place.back(address) == "/office?refused=stale"


async def test_an_answer_works_in_the_browser_that_asked_only(place: Place) -> None:
    address = place.provider.answer_to(await place.begin())
    place.client.session.cookie_jar.clear()
    assert await place.back(address) == "/office?refused=stale"
    assert await place.open_sessions() == 0


async def test_an_answer_is_good_for_ten_minutes(place: Place) -> None:
    address = place.provider.answer_to(await place.begin())
    clock: Any = place.deps.clock
    clock.now += 600_000
    assert await place.back(address) == "/office?refused=stale"


@pytest.mark.parametrize("state", ["", "guess", "ô"])
async def test_states_nobody_began(place: Place, state: str) -> None:
    await place.begin()
    asked = urlencode({"state": state, "code": "x"})
    assert await place.back(f"/oidc/callback?{asked}") == "/office?refused=stale"


async def test_a_code_of_another_sign_in(place: Place) -> None:
    """The verifier does not fit (PKCE), so the provider gives no token."""
    first = place.provider.answer_to(await place.begin())
    second = place.provider.answer_to(await place.begin())
    code, state = (
        parse_qs(urlsplit(one).query)[name][0] for one, name in ((first, "code"), (second, "state"))
    )
    mixed = urlencode({"code": code, "state": state})
    assert await place.back(f"/oidc/callback?{mixed}") == "/office?refused=provider"


async def test_the_person_or_the_provider_says_no(place: Place) -> None:
    state = parse_qs(urlsplit(await place.begin()).query)["state"][0]
    asked = urlencode({"state": state, "error": "access_denied"})
    assert await place.back(f"/oidc/callback?{asked}") == "/office?refused=denied"


async def test_an_answer_in_the_name_of_another_provider(place: Place) -> None:
    """RFC 9207: the mix-up attack."""
    address = place.provider.answer_to(await place.begin())
    assert await place.back(f"{address}&iss=https%3A%2F%2Fother.example") == "/office?refused=provider"


async def test_a_provider_that_speaks_for_another_or_is_away(place: Place) -> None:
    place.provider.changed = {"issuer": "https://other.example"}
    assert await place.begin() == "/office?refused=provider"
    await place.provider._server.close()
    assert await place.begin() == "/office?refused=provider"


async def test_the_login_page_knows_the_provider_by_name(place: Place) -> None:
    assert await (await place.client.get("/api/v1/session/ways")).json() == {"oidc": "Sở"}


async def test_without_a_provider_there_is_nothing(deps: Deps, client: TestClient) -> None:
    assert (await client.get("/oidc/start")).status == 404
    assert await (await client.get("/api/v1/session/ways")).json() == {"oidc": None}

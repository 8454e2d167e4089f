"""Who calls: the API key, a join token, a day token or the office's cookie. Comparisons take constant time."""

import hmac
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.tokens import DayClaims, JoinClaims, TokenError
from server.school.access import OfficeSession, session_of

Auth = Literal["key", "join", "day", "office"]
COOKIE = "bg_office"


@dataclass(frozen=True)
class Anyone:
    """A call that needs no credentials."""


@dataclass(frozen=True)
class ByKey:
    """A program of the school, with the API key."""


@dataclass(frozen=True)
class ByJoin:
    """Somebody in a lesson."""

    claims: JoinClaims


@dataclass(frozen=True)
class ByDay:
    """A teacher or student at the day page."""

    claims: DayClaims


@dataclass(frozen=True)
class ByOffice:
    """The office, signed in."""

    session: OfficeSession


Caller = Anyone | ByKey | ByJoin | ByDay | ByOffice


async def identify(request: web.Request, deps: Deps, allowed: tuple[Auth, ...], now: int) -> Caller:
    """The caller, of a kind in `allowed`. Raises ApiError and TokenError. A Bearer goes before the cookie."""
    if not allowed:
        return Anyone()
    bearer = bearer_of(request)
    caller = await _by_cookie(request, deps, now) if bearer is None else _by_bearer(bearer, deps, now)
    if _KIND[type(caller)] not in allowed:
        raise ApiError("not_allowed")
    return caller


def bearer_of(request: web.Request) -> str | None:
    """The token of `Authorization: Bearer …` (RFC 6750 §2.1); None without the header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def is_api_key(bearer: str, deps: Deps) -> bool:
    """Whether it is the school's key; never when none is set."""
    key = deps.settings.api_key
    return bool(key) and hmac.compare_digest(bearer.encode("utf-8", "surrogatepass"), key.encode())


def of_lesson(caller: Caller, lesson_id: str) -> None:
    """A join token opens its own lesson only. Raises TokenError `foreign`."""
    if isinstance(caller, ByJoin) and caller.claims.lesson != lesson_id:
        raise TokenError("foreign")


def _by_bearer(bearer: str, deps: Deps, now: int) -> Caller:
    if is_api_key(bearer, deps):
        return ByKey()
    claims = deps.tokens.read(bearer, now)
    if claims.jti in deps.revocations:
        raise TokenError("revoked")
    return ByJoin(claims) if isinstance(claims, JoinClaims) else ByDay(claims)


async def _by_cookie(request: web.Request, deps: Deps, now: int) -> ByOffice:
    token = request.cookies.get(COOKIE)
    session = await session_of(deps.database, token, now) if token else None
    if session is None or (session.account_id is None and not deps.settings.demo):
        raise ApiError("unauthenticated")
    return ByOffice(session)


_KIND: dict[type[Caller], Auth | None] = {
    Anyone: None,
    ByKey: "key",
    ByJoin: "join",
    ByDay: "day",
    ByOffice: "office",
}

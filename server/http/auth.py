"""Who calls: the API key, a join, day or family token, the office's cookie or a recording's. Comparisons take
constant time."""

import hmac
from dataclasses import dataclass
from typing import Literal

from aiohttp import web
from msgspec.structs import replace

from lesson.messages import COMPANION, Role
from lesson.state import TEACHING
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.tokens import DayClaims, FamilyClaims, JoinClaims, PassClaims, TokenError
from server.school.calendar import day_of
from server.school.classes import school_zone
from server.school.rights.actor import PROGRAM, Actor
from server.school.rights.actors import actor_of_person, may_now
from server.school.rooms import is_replaced, room_of
from server.school.signin.access import OfficeSession, session_of
from server.store.database import Database

Auth = Literal["key", "join", "day", "office", "pass", "knock", "family"]
"""`knock`: with a join or day token of a pupil who proved nothing yet, where `join` or `day` would do."""
COOKIE = "bg_office"
PASS = "bg_replay"  # noqa: S105  # a cookie's name
DEVICE = "Bucgiang-Device"
"""The header in which a page names its device, as it does when it connects: a token of a QR code works on one only."""
MAX_DEVICE = 64
TEACHERS_OWN: frozenset[Role] = frozenset({"teacher", "camera"})
"""Roles of the lesson's teacher: at the desk, and by the second phone."""


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
class ByFamily:
    """Who speaks for a pupil, by the family's link."""

    claims: FamilyClaims


@dataclass(frozen=True)
class ByOffice:
    """Somebody of the school, signed in; what they may do, their `Actor` says."""

    session: OfficeSession


@dataclass(frozen=True)
class ByPass:
    """A media element of somebody who was let in to a recording."""

    claims: PassClaims


Caller = Anyone | ByKey | ByJoin | ByDay | ByFamily | ByOffice | ByPass


async def identify(request: web.Request, deps: Deps, allowed: tuple[Auth, ...], now: int) -> Caller:
    """The caller, of a kind in `allowed`. Raises ApiError and TokenError. A Bearer goes before cookies."""
    if not allowed:
        return Anyone()
    bearer = bearer_of(request)
    if bearer is not None:
        caller = _by_bearer(bearer, deps, now)
    else:
        caller = await _by_cookie(request, deps, allowed, now)
    if _KIND[type(caller)] not in allowed or (_unproved(caller) and "knock" not in allowed):
        raise ApiError("not_allowed")
    if isinstance(caller, ByJoin) and await _elsewhere(caller.claims, request, deps, now):
        raise TokenError("expired")
    if isinstance(caller, ByJoin | ByPass) and await lapsed(deps.database, caller.claims, now):
        raise TokenError("revoked")
    return await _in_room(caller, request, deps)


async def lapsed(database: Database, claims: JoinClaims | PassClaims, now: int) -> bool:
    """Whether it is of a teacher, or their second phone, who was replaced (dạy thay) since, or of somebody whose right
    to come in is over. `now`: UTC ms."""
    if claims.by and not await may_now(database, claims.person, claims.by, now):
        return True
    if claims.role not in TEACHERS_OWN:
        return False
    return await is_replaced(database, claims.lesson, claims.person.removesuffix(COMPANION))


async def _in_room(caller: Caller, request: web.Request, deps: Deps) -> Caller:
    """A token or pass of one line of a room opens all lines of the room: links sent before a change of day work on."""
    asked = request.match_info.get("id")
    if not isinstance(caller, ByJoin | ByPass) or asked is None or caller.claims.lesson == asked:
        return caller
    if await room_of(deps.database, caller.claims.lesson) != await room_of(deps.database, asked):
        return caller
    if isinstance(caller, ByJoin):
        return ByJoin(replace(caller.claims, lesson=asked))
    return ByPass(replace(caller.claims, lesson=asked))


async def _elsewhere(claims: JoinClaims, request: web.Request, deps: Deps, now: int) -> bool:
    """Of a QR code that no device opened in time, or another one did: whoever saw the code has the token, too."""
    if not claims.open_by:
        return False
    device = request.headers.get(DEVICE, "")
    return not 0 < len(device) <= MAX_DEVICE or not await deps.hub.opens(claims, device, now)


def _unproved(caller: Caller) -> bool:
    return isinstance(caller, ByJoin | ByDay) and caller.claims.unproved


async def actor_of(caller: Caller, deps: Deps, now: int) -> Actor | None:
    """Whose rights count: None for who has none on the school's pages (pupils, guests, families)."""
    match caller:
        case ByKey():
            return PROGRAM
        case ByOffice(session):
            return await _actor_of_session(session, deps, now)
        case ByDay(claims) | ByJoin(claims) if claims.role in TEACHING:
            return await actor_of_person(deps.database, claims.person, await _today(deps, now), given=False)
    return None


async def _actor_of_session(session: OfficeSession, deps: Deps, now: int) -> Actor | None:
    if session.role == "office":
        return Actor(
            session.person_id or session.account_id or "demo", session.login or "", frozenset({"office"})
        )
    if session.person_id is None:
        return None
    return await actor_of_person(deps.database, session.person_id, await _today(deps, now))


async def _today(deps: Deps, now: int) -> str:
    return day_of(now, await school_zone(deps.database)).isoformat()


def bearer_of(request: web.Request) -> str | None:
    """The token of `Authorization: Bearer …` (RFC 6750 §2.1); None without the header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def is_api_key(bearer: str, deps: Deps) -> bool:
    """Whether it is the school's key; never when none is set."""
    key = deps.settings.api_key
    return bool(key) and hmac.compare_digest(bearer.encode("utf-8", "surrogatepass"), key.encode())


def of_lesson(caller: Caller, lesson_id: str) -> None:
    """A join token and a pass open their own lesson only. Raises TokenError `foreign`."""
    if isinstance(caller, ByJoin | ByPass) and caller.claims.lesson != lesson_id:
        raise TokenError("foreign")


def _by_bearer(bearer: str, deps: Deps, now: int) -> Caller:
    if is_api_key(bearer, deps):
        return ByKey()
    claims = deps.tokens.read(bearer, now)
    if isinstance(claims, FamilyClaims):
        if claims.jti in deps.revocations:
            raise TokenError("revoked")
        return ByFamily(claims)
    if deps.revocations.stopped(claims.jti, claims.person, claims.card):
        raise TokenError("revoked")
    return ByJoin(claims) if isinstance(claims, JoinClaims) else ByDay(claims)


def _by_pass(token: str, deps: Deps, now: int) -> ByPass:
    claims = deps.tokens.read_pass(token, now)
    if deps.revocations.stopped(claims.jti, claims.person, claims.card):
        raise TokenError("revoked")
    return ByPass(claims)


async def _by_cookie(
    request: web.Request, deps: Deps, allowed: tuple[Auth, ...], now: int
) -> ByOffice | ByPass:
    """A pass that is no good any more does not stand in the way of the office."""
    passed = request.cookies.get(PASS) if "pass" in allowed else None
    if passed is not None:
        try:
            return _by_pass(passed, deps, now)
        except TokenError:
            if COOKIE not in request.cookies:
                raise
    return await _by_session(request, deps, now)


async def _by_session(request: web.Request, deps: Deps, now: int) -> ByOffice:
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
    ByFamily: "family",
    ByOffice: "office",
    ByPass: "pass",
}

"""One API call: the table's line for it (`Route`), what a handler is given (`Call`), and the way in and out.

Checks before a handler runs, in this order: rate limit, who calls and may, same site, body and query have their shape.
What an inspector looks at is written down before it is shown.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from aiohttp import web
from msgspec import Struct

from server.http.auth import Auth, ByOffice, Caller, actor_of, identify
from server.http.clients import client_source, refuse_cross_site
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.limits import RateLimit
from server.school.rights.actor import Actor, Lapsed, Reach
from server.school.rights.audit import viewed
from server.school.rights.table import Act
from server.store.database import Database

S = TypeVar("S", bound=Struct)
_CODE = re.compile(r"(?!q[_=]|name=|text=)[a-z_]{1,20}=[0-9A-Za-z_.:-]{1,64}")
"""An id, a date or a number; q, q_…, name and text are what people type."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
SCHOOL: tuple[Auth, ...] = ("key", "office")
"""Programs of the school and who is signed in; the route's act says the rest."""
VIEWERS: tuple[Auth, ...] = (*SCHOOL, "join", "day")
"""Besides them people of the lesson; the handler looks whose lesson it is."""
PLAYERS: tuple[Auth, ...] = (*VIEWERS, "pass")
"""Besides them media elements, which send no header but a replay's cookie."""
COMPRESS_BYTES = 4096
"""A shorter answer is a packet or three: not worth it."""


@dataclass(frozen=True)
class Reply:
    """An answer that sets a cookie, too: `cookie` is its name and value ("" removes it), good for `max_age`
    seconds and sent to addresses below `path`."""

    body: Struct | None
    cookie: tuple[str, str]
    max_age: int = 0
    path: str = "/"


@dataclass(frozen=True)
class Call:
    """What a handler works on. `now` is UTC ms."""

    deps: Deps
    request: web.Request
    caller: Caller
    now: int
    body: Struct | None
    query: Struct | None
    actor: Actor | None = None
    """Whose rights count on the school's pages; set when the route names an act and the caller is of the school."""
    act: Act | None = None

    @property
    def who(self) -> Actor:
        """The actor of a route that only people and programs of the school may call."""
        assert self.actor is not None
        return self.actor

    @property
    def reach(self) -> Reach:
        """For whom the actor has the route's act."""
        assert self.act is not None
        return self.who.reach(self.act)

    def read(self, shape: type[S]) -> S:
        """The body, of the shape the route names."""
        assert isinstance(self.body, shape)
        return self.body

    def asked(self, shape: type[S]) -> S:
        """The query parameters, of the shape the route names."""
        assert isinstance(self.query, shape)
        return self.query

    def part(self, name: str) -> str:
        """A named part of the path."""
        return self.request.match_info[name]


Answer = Struct | Reply | web.StreamResponse | None
"""What a handler returns; a response of its own (files, exact bytes) goes out as it is."""


def token_limit(deps: Deps) -> RateLimit:
    """For routes that make or take secrets."""
    return deps.limits.token


def login_limit(deps: Deps) -> RateLimit:
    """For routes that take a password."""
    return deps.limits.login


def setup_limit(deps: Deps) -> RateLimit:
    """For the route that makes the first account."""
    return deps.limits.setup


@dataclass(frozen=True)
class Route:
    """A line of the API's one table: routing, checks and documentation come from it."""

    method: str
    path: str
    summary: str
    handler: Callable[[Call], Awaitable[Answer]]
    auth: tuple[Auth, ...] = ()
    body: type[Struct] | None = None
    query: type[Struct] | None = None
    answer: type[Struct] | None = None
    file: str = ""
    """Media type of an answer that is no struct (then the handler makes the response)."""
    status: int = 200
    errors: tuple[str, ...] = ()
    limit: Callable[[Deps], RateLimit] | None = None
    act: Act | None = None
    """What the right to call it is called in school/rights/table.py: for who is signed in, and for teachers' links."""

    def __post_init__(self) -> None:
        if "office" in self.auth and self.act is None:
            raise ValueError(f"{self.method} {self.path}: who is signed in, and may what?")

    @property
    def changes(self) -> bool:
        """Whether it does more than read."""
        return self.method not in ("GET", "HEAD")

    @property
    def parts(self) -> tuple[str, ...]:
        """The names in braces of its path."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))


def handler_of(route: Route, deps: Deps) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of a route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        now = deps.clock()
        if route.limit is not None:
            slow_down(route.limit(deps), client_source(request, deps.settings), now)
        caller = await identify(request, deps, route.auth, now)
        actor = await _actor(route, caller, deps, now)
        if route.changes and (isinstance(caller, ByOffice) or not route.auth):
            refuse_cross_site(request, deps.settings, strict=isinstance(caller, ByOffice))
        body = await _body(request, route.body) if route.body else None
        query = _query(request, route.query) if route.query else None
        if actor is not None and route.act != "signed_in" and "inspector" in actor.roles:
            await note_view(deps.database, actor, route, request, now)
        call = Call(deps, request, caller, now, body, query, actor, route.act)
        return _written(route, await route.handler(call), deps)

    return handle


async def _actor(route: Route, caller: Caller, deps: Deps, now: int) -> Actor | None:
    """Of who is signed in the act is asked here; handlers of tokens know their own rules, and may ask `reach`."""
    if route.act is None:
        return None
    actor = await actor_of(caller, deps, now)
    if isinstance(caller, ByOffice):
        _check_act(route.act, caller, actor)
    return actor


def _check_act(act: Act, caller: ByOffice, actor: Actor | None) -> None:
    """One's own account is open to everybody who is signed in."""
    if actor is None:
        raise ApiError("not_allowed")
    if act == "signed_in":
        return
    if caller.session.must_change:
        raise ApiError("must_change")
    if not actor.may(act):
        raise ApiError(_LAPSED[actor.lapsed])


_LAPSED: dict[Lapsed, str] = {"": "not_allowed", "over": "role_over", "early": "role_early"}


async def note_view(database: Database, actor: Actor, route: Route, request: web.Request, now: int) -> None:
    """What an inspector is about to see: the call and the ids in it. Words people typed are left out."""
    asked = [*request.match_info.items(), *request.query.items()]
    told = " ".join(f"{name}={value}" for name, value in asked if _CODE.fullmatch(f"{name}={value}"))
    person = request.match_info.get("id") if "/people/{id}" in route.path else None
    await viewed(database, actor, f"{route.method} {route.path}", now, person_id=person, detail=told)


def slow_down(limit: RateLimit, who: str, now: int) -> None:
    """Raises ApiError `too_fast` with Retry-After when `who` called too often."""
    wait_ms = limit.take(who, now)
    if wait_ms:
        raise ApiError("too_fast", headers={"Retry-After": str(-(-wait_ms // 1000))})


def slow_down_guesses(call: Call, account: str) -> None:
    """Before a password is looked at: `account` is what it is for."""
    limits, source = call.deps.limits, client_source(call.request, call.deps.settings)
    slow_down(limits.account, f"{account} {source}", call.now)
    slow_down(limits.everywhere, account, call.now)


async def _body(request: web.Request, shape: type[Struct]) -> Struct:
    if request.content_type != "application/json":
        raise ApiError("not_json")
    data = await request.read()
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ApiError("bad_message", _half_a_sign(error, data) or _reason(error)) from error


def _half_a_sign(error: Exception, data: bytes) -> str:
    """What a browser makes of a cut emoji, and UTF-8 does not know (RFC 8259 §8.2)."""
    cut = not isinstance(error, msgspec.ValidationError) and _SURROGATE.search(data)
    return "A text has an unpaired surrogate." if cut else ""


def _query(request: web.Request, shape: type[Struct]) -> Struct:
    try:
        return msgspec.convert(dict(request.query), shape, strict=False)
    except msgspec.ValidationError as error:
        raise ApiError("bad_query", _reason(error)) from error


def _reason(error: Exception) -> str:
    """msgspec names the place and the type wanted, not the value that came."""
    return str(error)[:200] if isinstance(error, msgspec.DecodeError) else ""


def _written(route: Route, answer: Answer, deps: Deps) -> web.StreamResponse:
    if isinstance(answer, web.StreamResponse):
        assert route.file
        return answer
    body = answer.body if isinstance(answer, Reply) else answer
    assert (body is None) == (route.answer is None)
    response = web.Response(status=route.status, headers={"Cache-Control": "no-store"})
    if body is not None:
        response.body = msgspec.json.encode(body)
        response.content_type = "application/json"
        if len(response.body) >= COMPRESS_BYTES:
            response.enable_compression()  # what the browser takes; by another thread when it is long
    if isinstance(answer, Reply):
        name, value = answer.cookie
        secure = deps.settings.secure
        response.set_cookie(
            name,
            value,
            max_age=answer.max_age,
            path=answer.path,
            httponly=True,
            samesite="Strict",
            secure=secure,
        )
    return response

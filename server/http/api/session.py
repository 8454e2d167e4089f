"""Signing in: the office's first account by a one-time link, then login and password, or the demo's one-time link."""

import unicodedata
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.http.auth import COOKIE, ByOffice, actor_of
from server.http.browsers import browser_of
from server.http.call import Call, Reply, Route, login_limit, setup_limit, slow_down_guesses
from server.http.endings import sessions_ended
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.people import person_by_id
from server.school.rights.actor import Lapsed
from server.school.rights.table import ACTS, Act, Role
from server.school.signin.access import (
    SESSION_MS,
    OfficeSession,
    close_session,
    good_link,
    open_session,
    session_of,
    use_link,
)
from server.school.signin.accounts import check_login, set_password

DISTINCT_SIGNS = 5
Login = Annotated[str, Meta(min_length=3, max_length=64, pattern=r"^\S+$")]
Password = Annotated[str, Meta(min_length=10, max_length=200)]
Secret = Annotated[str, Meta(min_length=1, max_length=100)]


class SetupRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Makes the office account, or gives the one with this login a new password."""

    token: Secret
    login: Login
    password: Password


class SessionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Either `login` and `password`, or the `token` of a one-time link."""

    login: Annotated[str, Meta(max_length=64)] = ""
    password: Annotated[str, Meta(max_length=200)] = ""
    token: Annotated[str, Meta(max_length=100)] = ""


class SessionAnswer(Struct, frozen=True):
    """Who is signed in and until when. `login` null: the demo's office; `person` null: an account of the office alone.

    `roles` count today, `acts` is what they allow, for the whole school or a part. `must_change`: nothing else is
    possible before the password was changed. `lapsed`: over or early when there are no roles on this day.
    """

    login: str | None
    name: str
    person: str | None
    title: str | None
    roles: tuple[Role, ...]
    acts: tuple[Act, ...]
    must_change: bool
    lapsed: Lapsed
    expires_at: datetime


async def create_account(call: Call) -> Reply:
    """POST /api/v1/setup"""
    asked, deps = call.read(SetupRequest), call.deps
    if not strong(asked.password, asked.login):
        raise ApiError("weak_password")
    if not await good_link(deps.database, asked.token, "setup", call.now):
        raise ApiError("used_link")
    hashed = await deps.passwords.hash(asked.password)
    async with deps.database.begin() as connection:
        if await use_link(connection, asked.token, "setup", call.now) is None:
            raise ApiError("used_link")
        account = await set_password(connection, same_login(asked.login), hashed, call.now)
        secret = await open_session(connection, account.id, call.now, browser_of(call.request))
    await sessions_ended(deps, account.ended, call.now)
    return await signed_in(call, secret)


async def create_session(call: Call) -> Reply:
    """POST /api/v1/session"""
    asked = call.read(SessionRequest)
    if asked.token and not (asked.login or asked.password):
        return await _by_link(call, asked.token)
    if asked.token or not (asked.login and asked.password):
        raise ApiError("bad_message", "Send login and password, or the token of a link.")
    login = same_login(asked.login)
    slow_down_guesses(call, f"login {login}")
    account = await check_login(call.deps.database, call.deps.passwords, login, asked.password, call.now)
    if account is None:
        raise ApiError("wrong_login")
    if account.over:
        raise ApiError("password_over")
    async with call.deps.database.begin() as connection:
        secret = await open_session(connection, account.id, call.now, browser_of(call.request))
    return await signed_in(call, secret)


async def get_session(call: Call) -> SessionAnswer:
    """GET /api/v1/session"""
    assert isinstance(call.caller, ByOffice)
    return await _answer(call, call.caller.session)


async def delete_session(call: Call) -> Reply:
    """DELETE /api/v1/session: links made with it end, too."""
    async with call.deps.database.begin() as connection:
        ended = await close_session(connection, call.request.cookies[COOKIE], call.now)
    await sessions_ended(call.deps, ended, call.now)
    return Reply(None, (COOKIE, ""))


def same_login(login: str) -> str:
    """How a login is stored and compared: phones write the first letter large."""
    return unicodedata.normalize("NFC", login.strip()).casefold()


def strong(password: str, login: str) -> bool:
    """The rules the set-up page shows (web/src/setup/rules.ts); its length stands in SetupRequest."""
    return len(set(password)) >= DISTINCT_SIGNS and same_login(password) != same_login(login)


async def _by_link(call: Call, token: str) -> Reply:
    """The demo's link has no account; a session without one counts in demo mode only."""
    async with call.deps.database.begin() as connection:
        used = await use_link(connection, token, "login", call.now)
        if used is None or (used.account_id is None and not call.deps.settings.demo):
            raise ApiError("used_link")
        secret = await open_session(connection, used.account_id, call.now, browser_of(call.request))
    return await signed_in(call, secret)


async def signed_in(call: Call, secret: str) -> Reply:
    """Who is signed in now, with the cookie."""
    session = await session_of(call.deps.database, secret, call.now)
    assert session is not None
    return Reply(await _answer(call, session), (COOKIE, secret), max_age=SESSION_MS // 1000)


async def _answer(call: Call, session: OfficeSession) -> SessionAnswer:
    actor = await actor_of(ByOffice(session), call.deps, call.now)
    person = await person_by_id(call.deps.database, session.person_id) if session.person_id else None
    return SessionAnswer(
        login=session.login,
        name=person.full_name if person else session.login or "",
        person=person.id if person else None,
        title=person.title if person else None,
        roles=tuple(sorted(actor.roles)) if actor else (),
        acts=tuple(act for act in ACTS if actor.may(act)) if actor else (),
        must_change=session.must_change,
        lapsed=actor.lapsed if actor else "",
        expires_at=moment(session.expires_at),
    )


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/setup", "Make the office account with a one-time link", create_account,
        body=SetupRequest, answer=SessionAnswer, status=201,
        errors=("used_link", "weak_password"), limit=setup_limit,
    ),
    Route(
        "POST", "/api/v1/session", "Sign in", create_session,
        body=SessionRequest, answer=SessionAnswer, status=201,
        errors=("wrong_login", "password_over", "used_link"), limit=login_limit,
    ),
    Route(
        "GET", "/api/v1/session", "Who is signed in", get_session,
        ("office",), answer=SessionAnswer, act="signed_in",
    ),
    Route("DELETE", "/api/v1/session", "Sign out", delete_session, ("office",), status=204, act="signed_in"),
)  # fmt: skip

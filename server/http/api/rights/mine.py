"""The own account by API: a new password (also by a one-time link), the own sessions, the way to the own day."""

from datetime import datetime

from msgspec import Struct

from lesson.messages import Role
from server.http.api.session import Password, Secret, SessionAnswer, same_login, signed_in, strong
from server.http.auth import ByOffice
from server.http.browsers import browser_of
from server.http.call import Call, Reply, Route, login_limit, setup_limit, slow_down_guesses
from server.http.endings import sessions_ended
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.people import person_by_id
from server.school.rights.audit import note
from server.school.signin.access import (
    OfficeSession,
    end_sessions,
    good_link,
    open_session,
    sessions_of,
    use_link,
)
from server.school.signin.accounts import change_password, check_own, login_of


class PasswordRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The password of today and the new one."""

    old: Password
    new: Password


class ResetRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A new password by a one-time link of the office."""

    token: Secret
    password: Password


class SessionLine(Struct, frozen=True):
    """`id` names the session and opens nothing. `label`: the browser, like "Chrome, Windows"."""

    id: str
    label: str
    created_at: datetime | None
    used_at: datetime | None
    expires_at: datetime
    current: bool


class SessionsAnswer(Struct, frozen=True):
    """The last used first; `used_at` is up to five minutes old."""

    sessions: tuple[SessionLine, ...]


class MyDayAnswer(Struct, frozen=True):
    """`url` of the own day page, relative to the server's address."""

    url: str
    expires_at: datetime


class WaysAnswer(Struct, frozen=True):
    """Besides login and password: what the school's own provider is called (null: there is none); see /oidc/start."""

    oidc: str | None


async def get_ways(call: Call) -> WaysAnswer:
    """GET /api/v1/session/ways"""
    settings = call.deps.settings
    return WaysAnswer(settings.oidc_name if settings.oidc_issuer else None)


async def put_password(call: Call) -> None:
    """PUT /api/v1/session/password: the other sessions end."""
    asked, (session, account_id) = call.read(PasswordRequest), _mine(call)
    slow_down_guesses(call, f"password {account_id}")
    known = await check_own(call.deps.database, call.deps.passwords, account_id, asked.old, call.now)
    if known is None or known.over:
        raise ApiError("wrong_password" if known is None else "password_over")
    if not strong(asked.new, session.login or "") or asked.new == asked.old:
        raise ApiError("weak_password")
    hashed = await call.deps.passwords.hash(asked.new)
    async with call.deps.database.begin() as connection:
        ended = await change_password(connection, account_id, hashed, call.now, keep=session.public_id)
        await note(
            connection, call.who, "account.password", call.now,
            object_id=account_id, person_id=session.person_id,
        )  # fmt: skip
    await sessions_ended(call.deps, ended, call.now)


async def reset_password(call: Call) -> Reply:
    """POST /api/v1/session/reset: all sessions end, a new one begins here."""
    asked, deps = call.read(ResetRequest), call.deps
    if not await good_link(deps.database, asked.token, "reset", call.now):
        raise ApiError("used_link")
    hashed = await deps.passwords.hash(asked.password)
    async with deps.database.begin() as connection:
        used = await use_link(connection, asked.token, "reset", call.now)
        login = await login_of(connection, used.account_id) if used and used.account_id else None
        if used is None or used.account_id is None or login is None:
            raise ApiError("used_link")
        if not strong(asked.password, same_login(login)):
            raise ApiError("weak_password")
        ended = await change_password(connection, used.account_id, hashed, call.now)
        secret = await open_session(connection, used.account_id, call.now, browser_of(call.request))
    await sessions_ended(deps, ended, call.now)
    return await signed_in(call, secret)


async def list_sessions(call: Call) -> SessionsAnswer:
    """GET /api/v1/sessions"""
    session, account_id = _mine(call)
    found = await sessions_of(call.deps.database, account_id, call.now)
    return SessionsAnswer(
        tuple(
            SessionLine(
                one.id, one.label, _moment(one.created_at), _moment(one.used_at),
                moment(one.expires_at), one.id == session.public_id,
            )
            for one in found
        )
    )  # fmt: skip


async def end_other_sessions(call: Call) -> None:
    """DELETE /api/v1/sessions: all but this one."""
    session, account_id = _mine(call)
    async with call.deps.database.begin() as connection:
        ended = await end_sessions(connection, account_id, call.now, but=session.public_id)
    await sessions_ended(call.deps, ended, call.now)


async def end_one_session(call: Call) -> None:
    """DELETE /api/v1/sessions/{id}: one of the own."""
    _, account_id = _mine(call)
    async with call.deps.database.begin() as connection:
        ended = await end_sessions(connection, account_id, call.now, only=call.part("id"))
    await sessions_ended(call.deps, ended, call.now)
    if not ended.open:
        raise ApiError("not_found")


async def create_my_day(call: Call) -> MyDayAnswer:
    """POST /api/v1/session/day-token: for teachers and staff, good as long as the session, which ends it."""
    session, _ = _mine(call)
    if session.must_change:
        raise ApiError("must_change")
    person = await person_by_id(call.deps.database, session.person_id) if session.person_id else None
    if person is None or person.kind not in ("teacher", "staff"):
        raise ApiError("no_person", "Only teachers and staff have a day.")
    role: Role = "teacher" if person.kind == "teacher" else "staff"
    ttl_s = (session.expires_at - call.now) // 1000
    card = call.deps.revocations.card_of(person.id)
    issued = call.deps.tokens.day(
        person.id, role, person.full_name, call.now, ttl_s, card=card, of=session.public_id
    )
    return MyDayAnswer(f"/day#{issued.token}", moment(issued.expires_at))


def _mine(call: Call) -> tuple[OfficeSession, str]:
    """The session and its account; the demo's office has none."""
    assert isinstance(call.caller, ByOffice)
    session = call.caller.session
    if session.account_id is None:
        raise ApiError("no_person", "The demo's office has no account.")
    return session, session.account_id


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


ROUTES = (
    Route("GET", "/api/v1/session/ways", "How one may sign in", get_ways, answer=WaysAnswer),
    Route(
        "PUT", "/api/v1/session/password", "Change the own password", put_password,
        ("office",), body=PasswordRequest, status=204, errors=("wrong_password", "password_over", "weak_password"),
        limit=login_limit, act="signed_in",
    ),
    Route(
        "POST", "/api/v1/session/reset", "A new password with a one-time link; signs in", reset_password,
        body=ResetRequest, answer=SessionAnswer, status=201, errors=("used_link", "weak_password"), limit=setup_limit,
    ),
    Route(
        "POST", "/api/v1/session/day-token", "The way to the own day page", create_my_day,
        ("office",), answer=MyDayAnswer, status=201, act="signed_in",
    ),
    Route(
        "GET", "/api/v1/sessions", "Where one is signed in", list_sessions,
        ("office",), answer=SessionsAnswer, act="signed_in",
    ),
    Route(
        "DELETE", "/api/v1/sessions", "Sign out everywhere else", end_other_sessions,
        ("office",), status=204, act="signed_in",
    ),
    Route(
        "DELETE", "/api/v1/sessions/{id}", "End one of the own sessions", end_one_session,
        ("office",), status=204, errors=("not_found",), act="signed_in",
    ),
)  # fmt: skip

"""Accounts by API, for the office: made for people of the staff, disabled, given a new password, signed out."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.session import Login, same_login
from server.http.auth import ByOffice
from server.http.call import SCHOOL, Call, Route
from server.http.endings import links_ended, sessions_ended
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.rights.audit import note
from server.school.signin.access import Ended, end_sessions, reset_link
from server.school.signin.accounts import (
    TEMPORARY_MS,
    HasAccount,
    LoginTaken,
    NoSuchStaff,
    add_account,
    all_accounts,
    change_password,
    login_of,
    person_of_account,
    set_disabled,
    temporary_password,
)
from server.school.signin.revocations import FIRST_CARD, end_links

Way = Literal["password", "link"]
"""A temporary password that is shown once, or a link that works once within 72 hours: to hand over."""


class AccountAnswer(Struct, frozen=True):
    """Somebody who may sign in, or could (`id` null: no account yet). `role` office: an account of the office alone."""

    id: str | None
    login: str | None
    person: str | None
    name: str
    given_name: str
    title: str | None
    kind: str | None
    role: str
    must_change: bool
    password_until: datetime | None
    """Of a temporary password: it opens nothing after that."""
    disabled: bool
    by_password: bool
    by_oidc: bool
    last_login: datetime | None
    open_sessions: int


class AccountsAnswer(Struct, frozen=True):
    """Accounts of the office first, then everybody of the staff."""

    accounts: tuple[AccountAnswer, ...]


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """An account for a teacher, a member of the staff or an inspector."""

    person: Annotated[str, Meta(min_length=1, max_length=64)]
    login: Login
    way: Way = "password"


class WayRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """How the person gets a new password."""

    way: Way


class SecretAnswer(Struct, frozen=True):
    """Shown this once: the password or the link (relative to the server's address), and until when it works."""

    id: str
    login: str
    password: str | None
    url: str | None
    expires_at: datetime


class AccountChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Disabled: nobody signs in with it; its sessions end and every link its person was given."""

    disabled: bool


class EndedAnswer(Struct, frozen=True):
    """How many sessions ended."""

    ended: int


async def list_accounts(call: Call) -> AccountsAnswer:
    """GET /api/v1/office/accounts"""
    found = await all_accounts(call.deps.database, call.now)
    return AccountsAnswer(
        tuple(
            AccountAnswer(
                one.id, one.login, one.person, one.name, one.given_name, one.title, one.kind, one.role,
                one.must_change, _moment(one.password_until), one.disabled, one.by_password, one.by_oidc,
                _moment(one.last_login), one.open_sessions,
            )
            for one in found
        )
    )  # fmt: skip


async def create_staff_account(call: Call) -> SecretAnswer:
    """POST /api/v1/office/accounts"""
    asked = call.read(NewAccount)
    password, hashed = await fresh_password(call, asked.way)
    async with call.deps.database.begin() as connection:
        made = await made_account(call, connection, asked.person, asked.login, hashed)
        secret = await secret_of(call, connection, made, password)
    return secret


async def reset_account(call: Call) -> SecretAnswer:
    """POST /api/v1/office/accounts/{id}/reset: a temporary password counts at once, a link when it is used."""
    way, account_id = call.read(WayRequest).way, call.part("id")
    password, hashed = await fresh_password(call, way)
    ended = Ended()
    async with call.deps.database.begin() as connection:
        login = await login_of(connection, account_id)
        if login is None:
            raise ApiError("unknown_account")
        if password:
            _not_oneself(call, account_id)
            ended = await change_password(connection, account_id, hashed, call.now, must_change=True)
        _, person = await person_of_account(connection, account_id)
        await note(
            connection,
            call.who,
            "account.reset",
            call.now,
            object_id=account_id,
            person_id=person,
            detail=way,
        )
        secret = await secret_of(call, connection, (account_id, login), password)
    await sessions_ended(call.deps, ended, call.now)
    return secret


async def change_account(call: Call) -> AccountChange:
    """PUT /api/v1/office/accounts/{id}"""
    asked, account_id = call.read(AccountChange), call.part("id")
    _not_oneself(call, account_id)
    gone = _Gone()
    async with call.deps.database.begin() as connection:
        if not await set_disabled(connection, account_id, asked.disabled):
            raise ApiError("unknown_account")
        _, person = await person_of_account(connection, account_id)
        if asked.disabled:
            gone = await _end_all(connection, account_id, person, call.now)
        act = "account.disabled" if asked.disabled else "account.enabled"
        await note(connection, call.who, act, call.now, object_id=account_id, person_id=person)
    await _tell(call, gone)
    return asked


async def end_account_sessions(call: Call) -> EndedAnswer:
    """DELETE /api/v1/office/accounts/{id}/sessions: every link the person was given ends, too."""
    account_id = call.part("id")
    async with call.deps.database.begin() as connection:
        known, person = await person_of_account(connection, account_id)
        if not known:
            raise ApiError("unknown_account")
        gone = await _end_all(connection, account_id, person, call.now)
        await note(
            connection, call.who, "account.signed_out", call.now,
            object_id=account_id, person_id=person, detail=str(gone.sessions.open),
        )  # fmt: skip
    await _tell(call, gone)
    return EndedAnswer(gone.sessions.open)


class _Gone(Struct, frozen=True):
    """All that was out of an account: its sessions, and the links of its person before `version`."""

    sessions: Ended = Ended()
    person: str | None = None
    version: int = FIRST_CARD


async def _end_all(connection: AsyncConnection, account_id: str, person: str | None, now: int) -> _Gone:
    sessions = await end_sessions(connection, account_id, now)
    return _Gone(sessions, person, await end_links(connection, person) if person else FIRST_CARD)


async def _tell(call: Call, gone: _Gone) -> None:
    await sessions_ended(call.deps, gone.sessions, call.now)
    if gone.person is not None:
        await links_ended(call.deps, gone.person, gone.version)


async def fresh_password(call: Call, way: Way) -> tuple[str, str]:
    """A temporary password and its hash; both "" for a link. Hashed before any transaction: it takes its time."""
    password = temporary_password() if way == "password" else ""
    return password, await call.deps.passwords.hash(password) if password else ""


async def made_account(
    call: Call, connection: AsyncConnection, person: str, login: str, hashed: str
) -> tuple[str, str]:
    """Its id and login. Raises ApiError unknown_person, has_account, login_taken."""
    try:
        made = await add_account(connection, person, same_login(login), hashed, call.now)
    except NoSuchStaff as error:
        raise ApiError("unknown_person") from error
    except HasAccount as error:
        raise ApiError("has_account") from error
    except LoginTaken as error:
        raise ApiError("login_taken") from error
    await note(connection, call.who, "account.made", call.now, object_id=made.id, person_id=person)
    return made.id, made.login


async def secret_of(
    call: Call, connection: AsyncConnection, account: tuple[str, str], password: str
) -> SecretAnswer:
    """What is handed over: the temporary password, or a new link."""
    if password:
        return SecretAnswer(*account, password, None, moment(call.now + TEMPORARY_MS))
    token, until = await reset_link(connection, account[0], call.now)
    return SecretAnswer(*account, None, f"/account#{token}", moment(until))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def _not_oneself(call: Call, account_id: str) -> None:
    """Nobody locks the own door from outside; the own password has its own page."""
    if isinstance(call.caller, ByOffice) and call.caller.session.account_id == account_id:
        raise ApiError("not_yourself")


_ALL = "/api/v1/office/accounts"
_ONE = f"{_ALL}/{{id}}"

ROUTES = (
    Route(
        "GET", _ALL, "Who may sign in", list_accounts,
        SCHOOL, answer=AccountsAnswer, act="roles.manage",
    ),
    Route(
        "POST", _ALL, "Make an account for somebody of the staff", create_staff_account,
        SCHOOL, body=NewAccount, answer=SecretAnswer, status=201,
        errors=("unknown_person", "has_account", "login_taken"), act="accounts.manage",
    ),
    Route(
        "PUT", _ONE, "Disable or enable an account", change_account,
        SCHOOL, body=AccountChange, answer=AccountChange, errors=("unknown_account", "not_yourself"),
        act="accounts.manage",
    ),
    Route(
        "POST", f"{_ONE}/reset", "A temporary password or a link for a new one", reset_account,
        SCHOOL, body=WayRequest, answer=SecretAnswer, errors=("unknown_account", "not_yourself"),
        act="accounts.manage",
    ),
    Route(
        "DELETE", f"{_ONE}/sessions", "Sign an account out everywhere", end_account_sessions,
        SCHOOL, answer=EndedAnswer, errors=("unknown_account",), act="accounts.manage",
    ),
)  # fmt: skip

"""Who signs in with a login and an argon2id password. Hashing runs in a thread, two at a time at most."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.signin.access import Ended, end_sessions, forget_reset_links
from server.store.database import Database
from server.store.tables import accounts, people, sessions

_EASY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0, 1: read aloud and typed from paper."""
_STAFF = ("teacher", "staff", "inspector")


TEMPORARY_MS = 7 * 86_400_000
"""A password the office gave opens nothing after so long."""


class Account(Struct, frozen=True):
    """Somebody who signs in. `over`: by a temporary password that is too old. `ended`: sessions that a new password
    ended."""

    id: str
    login: str
    over: bool = False
    ended: Ended = Ended()


class AccountLine(Struct, frozen=True):
    """Somebody who may sign in, or could (`id` null: has no account yet). `role`: office (the office account) or
    person. `password_until`: of a temporary one. `open_sessions`: that are not past. Times are UTC ms."""

    id: str | None
    login: str | None
    person: str | None
    name: str
    given_name: str
    title: str | None
    kind: str | None
    role: str
    must_change: bool
    password_until: int | None
    disabled: bool
    by_password: bool
    by_oidc: bool
    last_login: int | None
    open_sessions: int


class LoginTaken(Exception):
    """Somebody else signs in with this login."""


class HasAccount(Exception):
    """The person has an account already."""


class NoSuchStaff(Exception):
    """Nobody active of the school's staff has this id."""


class Passwords:
    """argon2id, second choice of RFC 9106 §4 (64 MiB, 3 passes): hence at most two at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(2)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """What is stored of a password."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Takes as long for a login that does not exist, or has no password (None, ""), as for one that does."""
        async with self._turns:
            fits = await asyncio.to_thread(self._verify, stored or self._nobody, password)
        return fits and bool(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def temporary_password() -> str:
    """Twelve signs in threes of four, about 59 bits: for a slip of paper, until it is changed."""
    signs = [secrets.choice(_EASY_SIGNS) for _ in range(12)]
    return "-".join("".join(signs[place : place + 4]) for place in (0, 4, 8))


async def check_login(
    database: Database, passwords: Passwords, login: str, password: str, now: int
) -> Account | None:
    """The account when login and password belong together and it is not disabled."""
    return await _checked(database, passwords, accounts.c.login == login, password, now)


async def check_own(
    database: Database, passwords: Passwords, account_id: str, password: str, now: int
) -> Account | None:
    """The same for who is signed in already and says the password again."""
    return await _checked(database, passwords, accounts.c.id == account_id, password, now)


async def _checked(
    database: Database, passwords: Passwords, which: ColumnElement[bool], password: str, now: int
) -> Account | None:
    query = select(
        accounts.c.id,
        accounts.c.login,
        accounts.c.password_hash,
        accounts.c.password_until,
        accounts.c.disabled,
    ).where(which)
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    fits = await passwords.verify(row.password_hash if row else None, password)
    if row is None or not fits or row.disabled:
        return None
    return Account(row.id, row.login, row.password_until is not None and row.password_until <= now)


async def login_of(connection: AsyncConnection, account_id: str) -> str | None:
    """How the account signs in; None when it is disabled or there is none."""
    query = select(accounts.c.login).where(accounts.c.id == account_id, ~accounts.c.disabled)
    return (await connection.execute(query)).scalar()


async def set_password(connection: AsyncConnection, login: str, password_hash: str, now: int) -> Account:
    """Makes the office account, or gives the account of this login the new password, enables it and ends its
    sessions."""
    new = {
        "id": secrets.token_urlsafe(9), "login": login, "password_hash": password_hash, "role": "office",
        "created_at": now,
    }  # fmt: skip
    await connection.execute(insert(accounts).values(new).on_conflict_do_nothing(index_elements=["login"]))
    account_id = (
        await connection.execute(select(accounts.c.id).where(accounts.c.login == login))
    ).scalar_one()
    mine = update(accounts).where(accounts.c.id == account_id)
    await connection.execute(mine.values(disabled=False))
    ended = await change_password(connection, account_id, password_hash, now)
    return Account(account_id, login, ended=ended)


async def change_password(
    connection: AsyncConnection,
    account_id: str,
    password_hash: str,
    now: int,
    *,
    must_change: bool = False,
    keep: str | None = None,
) -> Ended:
    """A new password, with `must_change` a temporary one; sessions end (see `end_sessions`), but for that of the
    public id `keep`, and links for a new password."""
    await forget_reset_links(connection, account_id)
    mine = update(accounts).where(accounts.c.id == account_id)
    until = now + TEMPORARY_MS if must_change else None
    await connection.execute(
        mine.values(password_hash=password_hash, must_change=must_change, password_until=until)
    )
    return await end_sessions(connection, account_id, now, but=keep)


async def add_account(
    connection: AsyncConnection, person_id: str, login: str, password_hash: str, now: int
) -> Account:
    """An account for somebody of the staff; `password_hash` "": none works before a reset link was used.

    Raises NoSuchStaff, HasAccount, LoginTaken.
    """
    person = select(people.c.kind).where(people.c.id == person_id, people.c.active)
    if (await connection.execute(person)).scalar() not in _STAFF:
        raise NoSuchStaff
    if (await connection.execute(select(accounts.c.id).where(accounts.c.person_id == person_id))).first():
        raise HasAccount
    if (await connection.execute(select(accounts.c.id).where(accounts.c.login == login))).first():
        raise LoginTaken
    account = Account(secrets.token_urlsafe(9), login)
    row = {
        "id": account.id, "login": login, "password_hash": password_hash, "role": "person",
        "person_id": person_id, "must_change": bool(password_hash), "disabled": False, "created_at": now,
        "password_until": now + TEMPORARY_MS if password_hash else None,
    }  # fmt: skip
    await connection.execute(insert(accounts).values(row))
    return account


async def set_disabled(connection: AsyncConnection, account_id: str, disabled: bool) -> bool:
    """Disabled: nobody signs in, no link gives a password; its sessions are the caller's to end. False: there is no
    such account."""
    if disabled:
        await forget_reset_links(connection, account_id)
    mine = update(accounts).where(accounts.c.id == account_id)
    return (await connection.execute(mine.values(disabled=disabled))).rowcount > 0


async def person_of_account(connection: AsyncConnection, account_id: str) -> tuple[bool, str | None]:
    """Whether there is such an account, and whose it is."""
    row = (await connection.execute(select(accounts.c.person_id).where(accounts.c.id == account_id))).first()
    return row is not None, row.person_id if row else None


async def all_accounts(database: Database, now: int) -> list[AccountLine]:
    """Everybody active of the staff with the account, if any, and the accounts of nobody or of who left."""
    alive = (
        select(sessions.c.account_id, func.count().label("n"))
        .where(sessions.c.expires_at > now)
        .group_by(sessions.c.account_id)
        .subquery()
    )
    columns = (
        accounts.c.id, accounts.c.login, people.c.id.label("person"), people.c.full_name, people.c.given_name,
        people.c.title, people.c.kind, accounts.c.role, accounts.c.must_change, accounts.c.password_until,
        accounts.c.disabled, accounts.c.password_hash, accounts.c.oidc_subject, accounts.c.last_login, alive.c.n,
    )  # fmt: skip
    belongs, counted = accounts.c.person_id == people.c.id, alive.c.account_id == accounts.c.id
    staff = people.c.kind.in_(_STAFF) & (people.c.active | accounts.c.id.is_not(None))
    of_people = (
        select(*columns).select_from(
            people.outerjoin(accounts, belongs).outerjoin(alive, counted)
        ).where(staff)
    )  # fmt: skip
    of_nobody = (
        select(*columns).select_from(
            accounts.outerjoin(people, belongs).outerjoin(alive, counted)
        ).where(people.c.id.is_(None))
    )  # fmt: skip
    async with database.read() as connection:
        rows = [*await connection.execute(of_nobody), *await connection.execute(of_people)]
    return [
        AccountLine(
            row.id, row.login, row.person, row.full_name or row.login, row.given_name or row.login, row.title,
            row.kind, row.role or "person", bool(row.must_change), row.password_until,
            bool(row.disabled), bool(row.password_hash), bool(row.oidc_subject), row.last_login, row.n or 0,
        )
        for row in rows
    ]  # fmt: skip

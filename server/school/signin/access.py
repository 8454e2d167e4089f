"""One-time links and sessions: random secrets of which only the SHA-256 is stored. server/links.py makes links, too."""

import secrets
from typing import Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.signin.onetime import one_time, token_hash
from server.school.signin.revocations import withdraw
from server.store.database import Database
from server.store.tables import accounts, one_time_links, sessions

Purpose = Literal["setup", "login", "reset", "family"]
"""setup: the office account, by who runs the machine; login: the demo's office; reset: a new password of an account;
family: who speaks for a pupil (families/links.py makes them)."""

SESSION_MS = 12 * 3600 * 1000
RESET_MS = 72 * 3600 * 1000
LINKS_MS = SESSION_MS + 24 * 3600 * 1000
"""No link made with a session is good for so long once the session ended: it opens today's lessons until some hours
after their bell."""
USED_EVERY_MS = 5 * 60 * 1000
"""`used_at` of a session is this old at most: not each call is worth a write."""


class UsedLink(Struct, frozen=True):
    """A link that has just been used up. No account: the demo's office, or an account still to be made.

    `person_id`: of a family's link, the pupil.
    """

    account_id: str | None
    person_id: str | None = None


class OfficeSession(Struct, frozen=True):
    """Who signed in. No account: the demo's office. `role` is the account's: office or person. `must_change`: by a
    temporary password."""

    account_id: str | None
    login: str | None
    expires_at: int
    role: str = "office"
    person_id: str | None = None
    must_change: bool = False
    public_id: str = ""
    used_at: int | None = None


class Ended(Struct, frozen=True):
    """Sessions that were ended: their public ids, and how many of them were not past anyway."""

    ids: tuple[str, ...] = ()
    open: int = 0


class OpenSession(Struct, frozen=True):
    """A session as lists show it. `id` opens nothing; `label` is like "Chrome, Windows"; times are UTC ms."""

    id: str
    label: str
    created_at: int | None
    used_at: int | None
    expires_at: int


async def good_link(database: Database, token: str, purpose: Purpose, now: int) -> bool:
    """Whether the link would work; asked before costly work is done for it."""
    links = one_time_links
    unused = links.c.used_at.is_(None) & (links.c.expires_at > now) & (links.c.purpose == purpose)
    query = select(links.c.token_hash).where(links.c.token_hash == token_hash(token), unused)
    async with database.read() as connection:
        return (await connection.execute(query)).first() is not None


async def use_link(connection: AsyncConnection, token: str, purpose: Purpose, now: int) -> UsedLink | None:
    """Uses the link up, in the caller's transaction. None: unknown, used, too old, for something else."""
    links = one_time_links
    unused = links.c.used_at.is_(None) & (links.c.expires_at > now) & (links.c.purpose == purpose)
    mine = links.c.token_hash == token_hash(token)
    change = update(links).where(mine, unused).values(used_at=now)
    change = change.returning(links.c.account_id, links.c.person_id)
    row = (await connection.execute(change)).first()
    return UsedLink(row.account_id, row.person_id) if row else None


async def reset_link(connection: AsyncConnection, account_id: str, now: int) -> tuple[str, int]:
    """The secret of a link that gives the account a new password, once, within 72 hours; and until when (UTC ms).

    Links made for the account before open nothing any more.
    """
    token, hashed = one_time()
    await forget_reset_links(connection, account_id)
    row = {
        "token_hash": hashed, "purpose": "reset", "account_id": account_id, "expires_at": now + RESET_MS,
    }  # fmt: skip
    await connection.execute(insert(one_time_links).values(row))
    return token, now + RESET_MS


async def forget_reset_links(connection: AsyncConnection, account_id: str) -> None:
    """None that is out gives this account a password any more."""
    links = one_time_links
    mine = (links.c.account_id == account_id) & (links.c.purpose == "reset")
    await connection.execute(delete(links).where(mine))


async def open_session(
    connection: AsyncConnection, account_id: str | None, now: int, label: str = "", *, by_oidc: bool = False
) -> str:
    """The secret of a new session (for the cookie). Sessions whose last links are past go away.

    `by_oidc`: the school's provider said who it is, no password did.
    """
    token, hashed = one_time()
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now - LINKS_MS))
    row = {
        "token_hash": hashed,
        "account_id": account_id,
        "purpose": "demo" if account_id is None else "oidc" if by_oidc else "account",
        "public_id": secrets.token_urlsafe(9),
        "label": label,
        "created_at": now,
        "used_at": now,
        "expires_at": now + SESSION_MS,
    }
    await connection.execute(insert(sessions).values(row))
    if account_id is not None:
        mine = accounts.c.id == account_id
        await connection.execute(update(accounts).where(mine).values(last_login=now))
    return token


async def session_of(database: Database, token: str, now: int) -> OfficeSession | None:
    """The session the cookie's secret belongs to, or None; notes that it was used."""
    found = sessions.c
    query = (
        select(
            found.account_id, accounts.c.login, found.expires_at, accounts.c.role,
            accounts.c.person_id, accounts.c.must_change, found.public_id, found.used_at, found.purpose,
        )
        .join_from(sessions, accounts, accounts.c.id == found.account_id, isouter=True)
        .where(found.token_hash == token_hash(token), found.expires_at > now)
        .where(or_(found.account_id.is_(None), accounts.c.id.is_not(None) & ~accounts.c.disabled))
    )  # fmt: skip
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None:
        return None
    if row.used_at is None or row.used_at <= now - USED_EVERY_MS:
        await _used(database, token, now)
    return OfficeSession(
        row.account_id, row.login, row.expires_at, row.role or "office", row.person_id,
        bool(row.must_change) and row.purpose != "oidc", row.public_id or "", row.used_at,
    )  # fmt: skip


async def _used(database: Database, token: str, now: int) -> None:
    async with database.begin() as connection:
        mine = sessions.c.token_hash == token_hash(token)
        await connection.execute(update(sessions).where(mine).values(used_at=now))


async def sessions_of(database: Database, account_id: str, now: int) -> list[OpenSession]:
    """The account's sessions that are not past, the last used first."""
    found = sessions.c
    query = (
        select(found.public_id, found.label, found.created_at, found.used_at, found.expires_at)
        .where(found.account_id == account_id, found.expires_at > now)
        .order_by(found.used_at.desc(), found.public_id)
    )
    async with database.read() as connection:
        return [OpenSession(*row) for row in await connection.execute(query)]


async def close_session(connection: AsyncConnection, token: str, now: int) -> Ended:
    """Ends the session of this secret; as `end_sessions`."""
    return await _end(connection, sessions.c.token_hash == token_hash(token), now)


async def end_sessions(
    connection: AsyncConnection,
    account_id: str,
    now: int,
    *,
    only: str | None = None,
    but: str | None = None,
) -> Ended:
    """Ends the account's sessions: all, `only` the one of this public id, or all `but` that one.

    Links made with them, also with those that are past, are withdrawn in the same transaction; `Revocations.withdrawn`
    (for LINKS_MS) follows it.
    """
    mine = sessions.c.account_id == account_id
    if only is not None:
        mine &= sessions.c.public_id == only
    if but is not None:
        mine &= sessions.c.public_id.is_distinct_from(but)
    return await _end(connection, mine, now)


async def _end(connection: AsyncConnection, which: ColumnElement[bool], now: int) -> Ended:
    gone = delete(sessions).where(which).returning(sessions.c.public_id, sessions.c.expires_at)
    rows = (await connection.execute(gone)).all()
    ids = tuple(row.public_id for row in rows if row.public_id is not None)
    await withdraw(connection, ids, now + LINKS_MS, now)
    return Ended(ids, sum(row.expires_at > now for row in rows))

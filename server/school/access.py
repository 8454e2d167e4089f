"""One-time links (made in server/links.py) and office sessions: random secrets, only their SHA-256 is stored."""

from typing import Literal

from msgspec import Struct
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.onetime import one_time, token_hash
from server.store.database import Database
from server.store.tables import accounts, one_time_links, sessions

Purpose = Literal["setup", "login"]
SESSION_MS = 12 * 3600 * 1000


class UsedLink(Struct, frozen=True):
    """A link that has just been used up. No account: the demo's office, or an account still to be made."""

    account_id: str | None


class OfficeSession(Struct, frozen=True):
    """Who signed in. No account: the demo's office. `role` is the account's: office or person."""

    account_id: str | None
    login: str | None
    expires_at: int
    role: str = "office"
    person_id: str | None = None
    must_change: bool = False


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
    change = update(links).where(mine, unused).values(used_at=now).returning(links.c.account_id)
    row = (await connection.execute(change)).first()
    return UsedLink(row.account_id) if row else None


async def open_session(connection: AsyncConnection, account_id: str | None, now: int) -> str:
    """The secret of a new session (for the cookie). Sessions that are past go away."""
    token, hashed = one_time()
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    row = {"token_hash": hashed, "account_id": account_id, "expires_at": now + SESSION_MS}
    await connection.execute(insert(sessions).values(row))
    return token


async def session_of(database: Database, token: str, now: int) -> OfficeSession | None:
    """The session the cookie's secret belongs to, or None."""
    query = (
        select(
            sessions.c.account_id,
            accounts.c.login,
            sessions.c.expires_at,
            accounts.c.role,
            accounts.c.person_id,
            accounts.c.must_change,
        )
        .join_from(sessions, accounts, accounts.c.id == sessions.c.account_id, isouter=True)
        .where(sessions.c.token_hash == token_hash(token), sessions.c.expires_at > now)
        .where(sessions.c.purpose != "family")
        .where(or_(sessions.c.account_id.is_(None), accounts.c.id.is_not(None) & ~accounts.c.disabled))
    )
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None:
        return None
    return OfficeSession(
        row.account_id, row.login, row.expires_at, row.role or "office", row.person_id, bool(row.must_change)
    )


async def close_session(database: Database, token: str) -> None:
    """Ends the session; none is no error."""
    async with database.begin() as connection:
        await connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash(token)))

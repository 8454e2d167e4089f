"""Accounts of the office: login and argon2id password. Hashing runs in a thread, two at a time at most."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.database import Database
from server.store.tables import accounts, sessions


class Account(Struct, frozen=True):
    """Somebody who runs the office page."""

    id: str
    login: str


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
        """Takes as long for a login that does not exist (None) as for one that does."""
        async with self._turns:
            return (
                await asyncio.to_thread(self._verify, stored or self._nobody, password) and stored is not None
            )

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


async def check_login(database: Database, passwords: Passwords, login: str, password: str) -> Account | None:
    """The account when login and password belong together."""
    query = select(accounts.c.id, accounts.c.password_hash).where(accounts.c.login == login)
    async with database.read() as connection:
        row = (await connection.execute(query)).first()
    fits = await passwords.verify(row.password_hash if row else None, password)
    return Account(row.id, login) if row is not None and fits else None


async def set_password(connection: AsyncConnection, login: str, password_hash: str) -> Account:
    """Makes the account, or gives the existing one the new password and ends its sessions."""
    new = {"id": secrets.token_urlsafe(9), "login": login, "password_hash": password_hash, "role": "office"}
    await connection.execute(insert(accounts).values(new).on_conflict_do_nothing(index_elements=["login"]))
    mine = accounts.c.login == login
    await connection.execute(update(accounts).where(mine).values(password_hash=password_hash))
    account_id = (await connection.execute(select(accounts.c.id).where(mine))).scalar_one()
    await connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
    return Account(account_id, login)

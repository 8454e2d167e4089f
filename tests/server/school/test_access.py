"""Accounts, one-time links, sessions, withdrawn tokens."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from server.links import one_time_link
from server.school.signin.access import (
    SESSION_MS,
    Purpose,
    close_session,
    good_link,
    open_session,
    session_of,
    use_link,
)
from server.school.signin.accounts import Passwords, check_login, set_password
from server.school.signin.revocations import Revocations
from server.store.database import Database
from server.store.tables import accounts, one_time_links, revoked_tokens, sessions

NOW = 1_800_000_000_000


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


async def test_login_needs_both(database: Database, passwords: Passwords) -> None:
    async with database.begin() as connection:
        made = await set_password(connection, "vanphong", await passwords.hash("trang-vo-xanh"), NOW)
    assert await check_login(database, passwords, "vanphong", "trang-vo-xanh", NOW) == made
    assert await check_login(database, passwords, "vanphong", "trang-vo-do", NOW) is None
    assert await check_login(database, passwords, "hieutruong", "trang-vo-xanh", NOW) is None


async def test_an_unknown_login_costs_a_verification_too() -> None:
    asked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            asked.append("verify")
            return super().verify(hash, password)

    counting = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    assert not await counting.verify(None, "anything at all")
    assert asked == ["verify"]


async def test_the_product_hashes_with_argon2id() -> None:
    hashed = await Passwords().hash("trang-vo-xanh")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_a_damaged_hash_opens_nothing(passwords: Passwords) -> None:
    assert not await passwords.verify("not a hash", "trang-vo-xanh")


async def test_a_new_password_ends_the_sessions(database: Database, passwords: Passwords) -> None:
    async with database.begin() as connection:
        made = await set_password(connection, "vanphong", await passwords.hash("trang-vo-xanh"), NOW)
        token = await open_session(connection, made.id, NOW)
    async with database.begin() as connection:
        again = await set_password(connection, "vanphong", await passwords.hash("bang-den-moi"), NOW)
    assert (again.id, again.ended.open) == (made.id, 1)
    assert await session_of(database, token, NOW) is None
    assert await check_login(database, passwords, "vanphong", "bang-den-moi", NOW) == made
    async with database.read() as connection:
        assert len((await connection.execute(select(accounts))).all()) == 1


async def test_a_session_lasts_twelve_hours(database: Database) -> None:
    async with database.begin() as connection:
        token = await open_session(connection, None, NOW)
    found = await session_of(database, token, NOW + SESSION_MS - 1)
    assert found is not None and (found.account_id, found.login) == (None, None)
    assert await session_of(database, token, NOW + SESSION_MS) is None
    assert await session_of(database, token + "x", NOW) is None
    async with database.begin() as connection:
        assert (await close_session(connection, token, NOW)).open == 1
    assert await session_of(database, token, NOW) is None


async def test_a_link_works_once_for_its_purpose_in_its_time(database: Database) -> None:
    token = await one_time_link(database, "login", NOW)
    wrong: tuple[tuple[Purpose, int], ...] = (("setup", NOW), ("login", NOW + 25 * 3_600_000))
    for purpose, now in wrong:
        async with database.begin() as connection:
            assert await use_link(connection, token, purpose, now) is None
        assert not await good_link(database, token, purpose, now)
    assert await good_link(database, token, "login", NOW)
    async with database.begin() as connection:
        assert await use_link(connection, token, "login", NOW) is not None
        assert await use_link(connection, token, "login", NOW) is None


async def test_secrets_are_not_in_the_database(database: Database) -> None:
    link = await one_time_link(database, "setup", NOW)
    async with database.begin() as connection:
        session = await open_session(connection, None, NOW)
    async with database.read() as connection:
        stored = [(await connection.execute(select(table))).all() for table in (one_time_links, sessions)]
    assert link not in str(stored) and session not in str(stored)


async def test_withdrawn_tokens_stay_withdrawn_until_they_are_too_old(database: Database) -> None:
    revocations = await Revocations.load(database, NOW)
    assert "a" not in revocations
    await revocations.revoke("a", "l1", NOW + 1000, NOW)
    await revocations.revoke("a", "l1", NOW + 1000, NOW)
    await revocations.revoke("b", "l1", NOW + 9000, NOW)
    assert "a" in revocations
    assert "a" in await Revocations.load(database, NOW)
    later = await Revocations.load(database, NOW + 1000)
    assert "a" not in later and "b" in later
    async with database.read() as connection:
        assert len((await connection.execute(select(revoked_tokens))).all()) == 1

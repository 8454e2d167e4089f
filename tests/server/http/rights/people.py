"""Signing in as somebody of the invented school, and calling as a page of ours would."""

from typing import Any

from aiohttp import ClientResponse
from sqlalchemy import insert, select
from yarl import URL

from server.http.auth import COOKIE
from server.school.rights.table import Role
from server.school.signin.access import open_session
from server.school.signin.accounts import add_account
from server.store.tables import accounts, people, roles
from tests.server.http.world import World

PASSWORD = "trang-vo-xanh-8a3"
HOMEROOM, SUBJECT, DEPARTMENT = "gv-01", "gv-08", "gv-06"
"""Homeroom teacher of 8A3; a teacher without homeroom class; head of the department of gv-01."""
HEAD, DEPUTY, OFFICE, TECHNICIAN, INSPECTOR = "cb-01", "cb-02", "nv-01", "nv-02", "kt-01"


async def signed_in(world: World, person: str) -> str:
    """From here on the client has the session of this person (an account is made); the account's id."""
    async with world.deps.database.begin() as connection:
        query = select(accounts.c.id).where(accounts.c.person_id == person)
        account = (await connection.execute(query)).scalar()
        if account is None:
            hashed = await world.deps.passwords.hash(PASSWORD)
            made = await add_account(connection, person, login_of(person), hashed, world.clock.now)
            account = made.id
            change = accounts.update().where(accounts.c.id == account).values(must_change=False)
            await connection.execute(change)
        secret = await open_session(connection, account, world.clock.now, "Chrome, Windows")
    bear(world, secret)
    return str(account)


def login_of(person: str) -> str:
    return f"u-{person}"


def bear(world: World, secret: str) -> None:
    """The client carries this session's cookie."""
    world.client.session.cookie_jar.clear()
    url = URL(f"http://{world.client.host}:{world.client.port}/")
    world.client.session.cookie_jar.update_cookies({COOKIE: secret}, url)


def secret(world: World) -> str:
    url = URL(f"http://{world.client.host}:{world.client.port}/")
    return world.client.session.cookie_jar.filter_cookies(url)[COOKIE].value


async def call(world: World, method: str, path: str, **more: Any) -> ClientResponse:
    """As a page of ours does: with the cookie and where the call comes from."""
    origin = {"Origin": f"http://{world.client.host}:{world.client.port}"}
    return await world.call(method, path, None, headers={**origin, **more.pop("headers", {})}, **more)


async def inspects(world: World, first: str, last: str) -> None:
    """The inspector's days (ISO dates) instead of those of the demo."""
    async with world.deps.database.begin() as connection:
        await connection.execute(roles.delete().where(roles.c.person_id == INSPECTOR))
        await _give(connection, INSPECTOR, "inspector", first, last)


async def _give(connection: Any, person: str, role: Role, first: str | None, last: str | None) -> None:
    row = {"person_id": person, "role": role, "from_day": first, "to_day": last, "decision": "QĐ 1", "at": 0}
    await connection.execute(insert(roles).values(row))


async def given(world: World, person: str, role: Role) -> None:
    async with world.deps.database.begin() as connection:
        await _give(connection, person, role, None, None)


async def named(world: World, person: str) -> str:
    async with world.deps.database.read() as connection:
        query = select(people.c.full_name).where(people.c.id == person)
        return str((await connection.execute(query)).scalar_one())

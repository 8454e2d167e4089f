"""The links a start prints and `bucgiang links` repeats: of teachers, a few pupils, the office, first set-up.

Also how control tells its supervisor that it is ready: these links as JSON through an inherited pipe.
"""

import os

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select

from lesson.messages import Role
from server.addresses import base_url
from server.http.tokens import Tokens
from server.school.access import Purpose
from server.school.onetime import one_time
from server.settings import PREFIX, Settings
from server.store.database import Database
from server.store.tables import accounts, classes, lessons, one_time_links, people

READY_FD = f"{PREFIX}READY_FD"
ONE_TIME_MS = 24 * 3600 * 1000
PUPILS = 3
JOIN_TTL_S = 12 * 3600


class Link(Struct, frozen=True):
    """`who` is a person's name, `what` says what the link opens."""

    role: Role | str
    who: str
    what: str
    url: str


class Links(Struct, frozen=True):
    """`setup` is the one-time link that creates the office account, while there is none."""

    url: str
    links: tuple[Link, ...] = ()
    setup: str | None = None


async def build_links(settings: Settings, database: Database, now: int) -> Links:
    """Links good from `now` (UTC ms) on. Each call makes new one-time links; older ones stay good."""
    url, tokens = base_url(settings), Tokens(settings.secret.encode())
    teachers = await _teachers(database, settings.demo, now)
    found = [
        Link(
            "teacher", f"{row['title'] or ''} {row['full_name']}".strip(), "day", url + "/day#" + token.token
        )
        for row in teachers
        for token in [tokens.day(row["id"], "teacher", row["full_name"], now)]
    ]
    if settings.demo:
        found += await _pupils(database, tokens, url, now)
        login = await one_time_link(database, "login", now)
        return Links(url, (*found, Link("office", "", "office", f"{url}/office#{login}")))
    if await _has_account(database):
        return Links(url, (*found, Link("office", "", "office", f"{url}/office")))
    return Links(url, tuple(found), await setup_link(settings, database, now))


async def setup_link(settings: Settings, database: Database, now: int) -> str:
    """A new link that creates (or resets) the office account, once, within 24 hours."""
    return f"{base_url(settings)}/setup#{await one_time_link(database, 'setup', now)}"


async def one_time_link(database: Database, purpose: Purpose, now: int) -> str:
    """The secret of a new link that works once; only its hash is kept. Links that are past go away."""
    token, hashed = one_time()
    row = {"token_hash": hashed, "purpose": purpose, "expires_at": now + ONE_TIME_MS}
    async with database.begin() as connection:
        await connection.execute(delete(one_time_links).where(one_time_links.c.expires_at <= now))
        await connection.execute(insert(one_time_links).values(row))
    return token


def announce_ready(links: Links) -> None:
    """Tells the supervisor, when there is one, that requests are answered now. Called once by control."""
    pipe = os.environ.pop(READY_FD, None)
    if pipe is not None:
        with open(int(pipe), "wb") as stream:
            stream.write(msgspec.json.encode(links))


def read_links(document: bytes) -> Links:
    """What `announce_ready` wrote. Raises ValueError."""
    return msgspec.json.decode(document, type=Links)


async def _has_account(database: Database) -> bool:
    async with database.read() as connection:
        return bool((await connection.execute(select(func.count()).select_from(accounts))).scalar())


async def _teachers(database: Database, demo: bool, now: int) -> list[RowMapping]:
    """In the demo the teacher whose period runs now; else all active ones."""
    query = select(people).where(people.c.kind == "teacher", people.c.active)
    if demo:
        query = query.where(people.c.id.in_(select(lessons.c.teacher_id).where(*_running(now))))
    async with database.read() as connection:
        return list((await connection.execute(query.order_by(people.c.id))).mappings())


async def _pupils(database: Database, tokens: Tokens, url: str, now: int) -> list[Link]:
    """The first pupils of each class that has a demo period now."""
    query = (
        select(
            people.c.id, people.c.full_name, lessons.c.id.label("lesson"), lessons.c.subject, classes.c.code
        )
        .join(lessons, lessons.c.class_id == people.c.class_id)
        .join(classes, classes.c.id == people.c.class_id)
        .where(*_running(now), people.c.kind == "student", people.c.active, people.c.stt <= PUPILS)
        .order_by(lessons.c.id, people.c.stt)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    return [
        Link("student", row.full_name, f"{row.subject} {row.code}", f"{url}/l/{row.lesson}#{token.token}")
        for row in rows
        for token in [tokens.join(row.lesson, row.id, row.full_name, "student", JOIN_TTL_S, now)]
    ]


def _running(now: int) -> tuple[ColumnElement[bool], ...]:
    return lessons.c.demo, lessons.c.starts_at <= now, lessons.c.ends_at > now

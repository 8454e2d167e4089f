"""The links a start prints and `bucgiang links` repeats: of teachers, pupils, the office, first set-up."""

from sqlalchemy import delete, func, insert, select

from server.addresses import base_url
from server.http.tokens import Tokens
from server.ready import Link, Links
from server.school.demo import ensure_running_demo
from server.school.people import Person, person_by_id, students_of, teachers
from server.school.signin.access import Purpose
from server.school.signin.onetime import one_time
from server.school.signin.revocations import Revocations
from server.settings import Settings
from server.store.database import Database
from server.store.tables import accounts, one_time_links

ONE_TIME_MS = 24 * 3600 * 1000
PUPILS = 3
JOIN_TTL_S = 12 * 3600


async def build_links(settings: Settings, database: Database, now: int) -> Links:
    """Links good from `now` (UTC ms) on. Each call makes new one-time links; older ones stay good."""
    url, tokens = base_url(settings), Tokens(settings.secret.encode())
    if settings.demo:
        return Links(
            url, (*await _of_demo(database, tokens, url, now), await _demo_office(database, url, now))
        )
    found = tuple(_day(tokens, url, person, now) for person in await teachers(database))
    if await _has_account(database):
        return Links(url, (*found, Link("office", "", "office page", f"{url}/office")))
    return Links(url, found, await setup_link(settings, database, now))


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


async def _has_account(database: Database) -> bool:
    async with database.read() as connection:
        return bool((await connection.execute(select(func.count()).select_from(accounts))).scalar())


async def _of_demo(database: Database, tokens: Tokens, url: str, now: int) -> list[Link]:
    """The teacher of the period that runs now, and the first pupils of its class."""
    lesson = await ensure_running_demo(database, now)
    assert lesson.teacher is not None
    assert lesson.class_id is not None
    teacher = await person_by_id(database, lesson.teacher.id)
    assert teacher is not None
    found = [_day(tokens, url, teacher, now)]
    issued = await Revocations.load(database, now)
    for pupil in (await students_of(database, lesson.class_id))[:PUPILS]:
        card = issued.card_of(pupil.id)
        token = tokens.join(lesson.id, pupil.id, pupil.full_name, "student", JOIN_TTL_S, now, card=card).token
        what = f"{lesson.subject} {lesson.class_name}, STT {pupil.stt}"
        found.append(Link("student", pupil.full_name, what, f"{url}/l/{lesson.id}#{token}"))
    return found


async def _demo_office(database: Database, url: str, now: int) -> Link:
    login = await one_time_link(database, "login", now)
    return Link("office", "", "office page, opens once", f"{url}/office#{login}")


def _day(tokens: Tokens, url: str, person: Person, now: int) -> Link:
    token = tokens.day(person.id, "teacher", person.full_name, now).token
    who = f"{person.title or ''} {person.full_name}".strip()
    return Link("teacher", who, "the day's periods", f"{url}/day#{token}")

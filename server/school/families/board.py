"""A class as its homeroom teacher asks the families: who answered what, who read the rules, who has a link."""

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.consents import Consent, ToldBy
from server.school.families.houserules import ReadBy
from server.school.people import students_of
from server.store.database import Database
from server.store.tables import consent_history, one_time_links, people, rules_accepted


class FamilyLine(Struct, frozen=True):
    """A pupil of the class. Times are UTC ms; None: never. `rules`: who read the newest version.

    `link_until`: a link is out and was not opened yet; `opened_at`: the newest link was opened then.
    """

    person: str
    stt: int
    name: str
    consent: Consent
    answered_at: int | None
    answered_by: ToldBy | None
    rules: tuple[ReadBy, ...]
    link_until: int | None
    opened_at: int | None
    email: bool


async def family_board(
    database: Database, class_id: str, version: int | None, now: int
) -> tuple[FamilyLine, ...]:
    """By STT. `version` of the rules that holds; None: there are none."""
    pupils = await students_of(database, class_id)
    ids = [one.id for one in pupils]
    async with database.read() as connection:
        known = select(people.c.id, people.c.recording_consent, people.c.email).where(people.c.id.in_(ids))
        kept = {row.id: row for row in await connection.execute(known)}
        answers = await _answers(connection, ids)
        read = await _readers(connection, ids, version)
        links = await _links(connection, ids, now)
    lines = []
    for place, pupil in enumerate(pupils, start=1):
        answered_at, answered_by = answers.get(pupil.id, (None, None))
        until, opened = links.get(pupil.id, (None, None))
        row = kept[pupil.id]
        lines.append(
            FamilyLine(
                pupil.id, pupil.stt or place, pupil.full_name, row.recording_consent or "chua_tra_loi", answered_at,
                answered_by, tuple(read.get(pupil.id, ())), until, opened, bool(row.email),
            )
        )  # fmt: skip
    return tuple(lines)


async def _answers(connection: AsyncConnection, ids: list[str]) -> dict[str, tuple[int, ToldBy]]:
    history = consent_history
    newest = select(func.max(history.c.id)).where(history.c.person_id.in_(ids)).group_by(history.c.person_id)
    query = select(history.c.person_id, history.c.at, history.c.from_kind).where(history.c.id.in_(newest))
    return {row.person_id: (row.at, row.from_kind) for row in await connection.execute(query)}


async def _readers(
    connection: AsyncConnection, ids: list[str], version: int | None
) -> dict[str, list[ReadBy]]:
    of = rules_accepted.c
    query = select(of.person_id, of.from_kind).where(of.version == version, of.person_id.in_(ids))
    found: dict[str, list[ReadBy]] = {}
    for row in await connection.execute(query.order_by(of.from_kind)):
        found.setdefault(row.person_id, []).append(row.from_kind)
    return found


async def _links(
    connection: AsyncConnection, ids: list[str], now: int
) -> dict[str, tuple[int | None, int | None]]:
    links = one_time_links.c
    query = select(links.person_id, links.expires_at, links.used_at).where(
        links.purpose == "family", links.person_id.in_(ids), links.expires_at > now
    )
    return {
        row.person_id: (row.expires_at if row.used_at is None else None, row.used_at)
        for row in await connection.execute(query)
    }

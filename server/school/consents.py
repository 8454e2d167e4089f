"""Who agreed to be recorded: the answer of a pupil and the representative, or of a teacher, with its history."""

from typing import Literal

from msgspec import Struct
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import consent_history, people

Consent = Literal["dong_y", "khong_dong_y", "chua_tra_loi", "da_rut"]
"""Agreed, declined, not answered yet, withdrawn. Only the first lets anything of the person be recorded."""

AGREED: Consent = "dong_y"

_KNOWN: dict[str, Consent] = {
    "dong_y": "dong_y",
    "khong_dong_y": "khong_dong_y",
    "chua_tra_loi": "chua_tra_loi",
    "da_rut": "da_rut",
}


def consent_of(kept: str | None) -> Consent:
    """The column `people.recording_consent` as an answer; nobody asked is `chua_tra_loi`."""
    return _KNOWN.get(kept or "", "chua_tra_loi")


ToldBy = Literal["family", "slip", "office"]
"""By the family's own link, by a paper slip that the office typed in, or as the office entered it before."""


class Told(Struct, frozen=True):
    """How an answer came; `note` is e.g. the slip's number."""

    by: ToldBy = "office"
    note: str = ""


class Answered(Struct, frozen=True):
    """One answer of the past; `at` is UTC ms."""

    answer: Consent
    by: ToldBy
    note: str
    at: int


async def consents(database: Database) -> dict[str, Consent]:
    """The answer of every active person by id."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(people.c.id, people.c.recording_consent).where(people.c.active)
        )
        return {row.id: consent_of(row.recording_consent) for row in rows}


async def agrees(connection: AsyncConnection, person_id: str) -> bool:
    """Whether an active person agreed, and did not withdraw."""
    query = select(people.c.recording_consent).where(people.c.id == person_id, people.c.active)
    return (await connection.execute(query)).scalar() == AGREED


async def set_consent(
    connection: AsyncConnection, actor: Actor, person_id: str, consent: Consent, told: Told, now: int
) -> bool:
    """Keeps the answer and how it came; lessons that are open already must be told. False: no such person."""
    change = update(people).where(people.c.id == person_id, people.c.active)
    if (await connection.execute(change.values(recording_consent=consent))).rowcount != 1:
        return False
    row = {
        "person_id": person_id, "answer": consent, "from_kind": told.by, "note": told.note, "by_id": actor.id, "at": now,
    }  # fmt: skip
    await connection.execute(insert(consent_history).values(row))
    await note(connection, actor, "consent.set", now, person_id=person_id, detail=f"{consent} {told.by}")
    return True


async def consent_answers(database: Database, person_id: str) -> list[Answered]:
    """Every answer of the person, oldest first; those from before the history began are not in it."""
    history = consent_history
    query = select(history.c.answer, history.c.from_kind, history.c.note, history.c.at).where(
        history.c.person_id == person_id
    )
    async with database.read() as connection:
        rows = await connection.execute(query.order_by(history.c.id))
        return [Answered(_KNOWN[row.answer], row.from_kind, row.note, row.at) for row in rows]

"""Who agreed to be recorded: the answer of a pupil and the representative, or of a teacher, as the office entered it."""

from typing import Literal

from sqlalchemy import select, update

from server.store.database import Database
from server.store.tables import people

Consent = Literal["dong_y", "khong_dong_y", "chua_tra_loi", "da_rut"]
"""Agreed, declined, not answered yet, withdrawn. Only the first lets anything of the person be recorded."""

AGREED: Consent = "dong_y"

_KNOWN: dict[str, Consent] = {
    "dong_y": "dong_y",
    "khong_dong_y": "khong_dong_y",
    "chua_tra_loi": "chua_tra_loi",
    "da_rut": "da_rut",
}


async def consents(database: Database) -> dict[str, Consent]:
    """The answer of every active person by id; nobody asked is `chua_tra_loi`."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(people.c.id, people.c.recording_consent).where(people.c.active)
        )
        return {row.id: _KNOWN.get(row.recording_consent, "chua_tra_loi") for row in rows}


async def set_consent(database: Database, person_id: str, consent: Consent) -> bool:
    """Keeps the answer; lessons that are open already must be told. False: there is no such person."""
    change = update(people).where(people.c.id == person_id, people.c.active)
    async with database.begin() as connection:
        return (await connection.execute(change.values(recording_consent=consent))).rowcount == 1

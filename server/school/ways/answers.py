"""A pupil's answer at the class's link, and a card held before the camera: who it is, and whether that is proved.

Each answer is one write transaction, so that guesses sent together are counted one after another.
"""

import hmac
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.signin.revocations import FIRST_CARD
from server.school.ways.admissions import admitted_since
from server.school.ways.links import linked
from server.school.ways.proof import Held, card_key, proves
from server.school.ways.tries import AFTER_ADMISSION, MAX_TRIES, judge
from server.store.database import Database
from server.store.tables import cards, classes, people


@dataclass(frozen=True)
class Came:
    """The pupil whose line was picked. Not `proved`: too many wrong answers, a teacher must admit."""

    person: str
    name: str
    version: int
    proved: bool


async def answer(
    database: Database, secret: bytes, class_id: str, link: str, person_id: str, digits: str, now: int
) -> Came | Literal["wrong", "nobody"]:
    """Who came. nobody: not this class's pupil, or not its link; who answered is told the same of both."""
    async with database.begin() as connection:
        pupil = await _pupil(connection, linked(class_id, link), person_id)
        if pupil is None:
            return "nobody"
        before = await _tries_before(connection, class_id, pupil)
        outcome, tries = judge(before, proves(secret, pupil.held, digits))
        if not before == tries == pupil.tries:  # nothing to write down: locked, or right at once
            await _keep_tries(connection, person_id, tries, now)
    return "wrong" if outcome == "wrong" else pupil.came(proved=outcome == "proved")


async def by_card(database: Database, secret: bytes, person_id: str, key: str, now: int) -> Came | None:
    """Who holds the card with this key; None: an older card, or none of ours. Holding it ends a lock."""
    async with database.begin() as connection:
        pupil = await _pupil(connection, true(), person_id)
        if pupil is None or not pupil.held.pin_hash:
            return None
        right = card_key(secret, person_id, pupil.held.version)
        if not hmac.compare_digest(right.encode(), key.encode()):
            return None
        if pupil.tries:
            await _keep_tries(connection, person_id, 0, now)
    return pupil.came(proved=True)


async def unlock(database: Database, person_id: str, actor: Actor, now: int) -> None:
    """The pupil may answer again."""
    change = update(cards).where(cards.c.person_id == person_id, cards.c.tries > 0).values(tries=0)
    async with database.begin() as connection:
        if (await connection.execute(change)).rowcount:
            await note(connection, actor, "tries.reset", now, person_id=person_id)


@dataclass(frozen=True)
class _Pupil:
    name: str
    held: Held
    tries: int
    tried_at: int

    def came(self, *, proved: bool) -> Came:
        return Came(self.held.person, self.name, self.held.version, proved)


async def _pupil(connection: AsyncConnection, which: ColumnElement[bool], person_id: str) -> _Pupil | None:
    query = (
        select(people, cards.c.version, cards.c.pin_hash, cards.c.tries, cards.c.tried_at)
        .join_from(people, classes, people.c.class_id == classes.c.id)
        .join(cards, cards.c.person_id == people.c.id, isouter=True)
        .where(which, people.c.id == person_id, people.c.kind == "student", people.c.active)
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    held = Held(row.id, row.version or FIRST_CARD, row.pin_hash or "", row.birth_date)
    return _Pupil(row.full_name, held, row.tries or 0, row.tried_at or 0)


async def _tries_before(connection: AsyncConnection, class_id: str, pupil: _Pupil) -> int:
    if pupil.tries < MAX_TRIES:
        return pupil.tries
    known = await admitted_since(connection, class_id, pupil.held.person, pupil.tried_at)
    return AFTER_ADMISSION if known else pupil.tries


async def _keep_tries(connection: AsyncConnection, person_id: str, tries: int, now: int) -> None:
    row = {
        "person_id": person_id, "version": FIRST_CARD, "pin_hash": "", "issued_at": 0, "tries": tries, "tried_at": now,
    }  # fmt: skip
    kept = insert(cards).values(row)
    change = {"tries": tries, "tried_at": now}
    await connection.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=change))

"""Pupils' cards: issued with a PIN and a QR that are shown once; what is kept opens nothing by itself."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.people import Person, students_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.signin.revocations import FIRST_CARD
from server.school.ways.proof import card_key, new_pin, pin_hash
from server.school.ways.tries import MAX_TRIES
from server.store.database import Database
from server.store.tables import cards, classes, people


class NewCard(Struct, frozen=True):
    """A card just issued. `key` stands in its link; `again`: it ended an older card and what came with it."""

    person: str
    version: int
    pin: str
    key: str
    again: bool


class CardState(Struct, frozen=True):
    """How a pupil of a class gets in. `issued_at` (UTC ms) None: no card yet. `tries`: wrong answers in a row."""

    person: str
    stt: int
    name: str
    issued_at: int | None
    version: int
    tries: int
    locked: bool


class ClassWays(Struct, frozen=True):
    """Whether the class's link is out, and its pupils by STT."""

    linked: bool
    pupils: tuple[CardState, ...]


async def issue_cards(
    database: Database, secret: bytes, pupils: Sequence[str], actor: Actor, now: int, *, ends_older: bool
) -> list[NewCard]:
    """New cards for these pupils, all or none; they may answer again.

    The first card ends nothing, unless `ends_older`: then what came before it opens nothing any more, like with each
    later card.
    """
    async with database.begin() as connection:
        known = await _versions(connection, pupils)
        issued = [_new_card(secret, person, known.get(person), ends_older) for person in pupils]
        for card in issued:
            await _keep(connection, secret, card, actor, now)
    return issued


async def class_ways(database: Database, class_id: str) -> ClassWays:
    """For the pages of who issues cards."""
    pupils = await students_of(database, class_id)
    async with database.read() as connection:
        link = select(classes.c.link_hash).where(classes.c.id == class_id)
        linked = (await connection.execute(link)).scalar() is not None
        theirs = cards.c.person_id.in_(select(people.c.id).where(people.c.class_id == class_id))
        rows = {row.person_id: row for row in await connection.execute(select(cards).where(theirs))}
    found: list[CardState] = []
    for place, person in enumerate(pupils, start=1):
        row = rows.get(person.id)
        found.append(_state(person, place, row.issued_at if row and row.pin_hash else None, row))
    return ClassWays(linked, tuple(found))


def _state(person: Person, place: int, issued_at: int | None, row: Row[Any] | None) -> CardState:
    version, tries = (row.version, row.tries) if row else (FIRST_CARD, 0)
    return CardState(
        person.id, person.stt or place, person.full_name, issued_at, version, tries, tries >= MAX_TRIES
    )


async def _versions(connection: AsyncConnection, pupils: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Version and whether a card was handed out under it."""
    query = select(cards.c.person_id, cards.c.version, cards.c.pin_hash).where(cards.c.person_id.in_(pupils))
    return {row.person_id: (row.version, bool(row.pin_hash)) for row in await connection.execute(query)}


def _new_card(secret: bytes, person: str, known: tuple[int, bool] | None, ends_older: bool) -> NewCard:
    version, handed_out = known or (FIRST_CARD, False)
    again = handed_out or ends_older
    version += again
    return NewCard(person, version, new_pin(), card_key(secret, person, version), again)


async def _keep(connection: AsyncConnection, secret: bytes, card: NewCard, actor: Actor, now: int) -> None:
    kept = {
        "version": card.version,
        "pin_hash": pin_hash(secret, card.person, card.version, card.pin),
        "issued_at": now,
        "by_id": actor.id,
        "tries": 0,
        "tried_at": None,
    }
    row = insert(cards).values({"person_id": card.person, **kept})
    await connection.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=kept))
    detail = f"version {card.version}"
    await note(connection, actor, "card.issued", now, person_id=card.person, detail=detail)

"""The class's link: one secret a class, of which only the SHA-256 is kept; a new one ends the old one."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, select, update

from server.school.people import students_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.signin.onetime import one_time, token_hash
from server.store.database import Database
from server.store.tables import cards, classes, people


class Tile(Struct, frozen=True):
    """A pupil as the class's page shows it before any proof: nothing that helps to prove."""

    person: str
    stt: int
    name: str
    called: str | None = None
    """What tells namesakes apart, when somebody entered it."""


class ClassBoard(Struct, frozen=True):
    """The class of a link and its pupils by STT."""

    id: str
    code: str
    pupils: tuple[Tile, ...]


async def renew_class_link(database: Database, class_id: str, actor: Actor, now: int) -> str | None:
    """The secret of a new link, shown this once; the old link opens nothing any more, and pupils whose way was locked
    at it may answer again. None: no such class."""
    token, hashed = one_time()
    change = update(classes).where(classes.c.id == class_id, classes.c.active).values(link_hash=hashed)
    pupils = select(people.c.id).where(people.c.class_id == class_id)
    unlock = update(cards).where(cards.c.person_id.in_(pupils), cards.c.tries > 0).values(tries=0)
    async with database.begin() as connection:
        if (await connection.execute(change)).rowcount != 1:
            return None
        unlocked = (await connection.execute(unlock)).rowcount
        await note(
            connection, actor, "class_link.made", now, object_id=class_id, detail=f"tries of {unlocked}"
        )
    return token


def linked(class_id: str, secret: str) -> ColumnElement[bool]:
    """The condition that `secret` is the class's link now."""
    return (classes.c.id == class_id) & classes.c.active & (classes.c.link_hash == token_hash(secret))


async def board(database: Database, class_id: str, secret: str) -> ClassBoard | None:
    """The class's pupils for who has its link; None: a link that is old or was never one."""
    async with database.read() as connection:
        code = (await connection.execute(select(classes.c.code).where(linked(class_id, secret)))).scalar()
    if code is None:
        return None
    pupils = await students_of(database, class_id)
    called = await _called(database, class_id)
    return ClassBoard(
        class_id,
        code,
        tuple(
            Tile(person.id, person.stt or place, person.full_name, called.get(person.id))
            for place, person in enumerate(pupils, start=1)
        ),
    )


async def _called(database: Database, class_id: str) -> dict[str, Any]:
    query = select(people.c.id, people.c.called).where(
        people.c.class_id == class_id, people.c.called.is_not(None)
    )
    async with database.read() as connection:
        return {row.id: row.called for row in await connection.execute(query)}

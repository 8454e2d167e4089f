"""A family's way in: a one-time link for a pupil, made by the office or the homeroom teacher, which opens the family's
page for a short time. A new link ends the one before and what it opened."""

from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.signin.access import use_link
from server.school.signin.onetime import one_time, token_hash
from server.store.tables import one_time_links, people

FAMILY_LINK_MS = 14 * 86_400_000


class FamilyLink(Struct, frozen=True):
    """A new link. `secret` is shown once; `ended`: ids of the tokens that older links of this pupil opened."""

    person: str
    secret: str
    expires_at: int
    ended: tuple[str, ...]


def family_actor(person_id: str) -> Actor:
    """How the log names who acts for the pupil: there is no account, and no right on the school's pages."""
    return Actor(f"family:{person_id}", "", frozenset())


def token_id(hashed: str) -> str:
    """The id of the token a link opens, from the link's hash."""
    return f"f{hashed[:24]}"


async def new_family_link(connection: AsyncConnection, actor: Actor, person_id: str, now: int) -> FamilyLink:
    """A link for 14 days; older ones of the pupil open nothing any more."""
    links = one_time_links
    mine = (links.c.person_id == person_id) & (links.c.purpose == "family")
    opened = select(links.c.token_hash).where(mine, links.c.used_at.is_not(None))
    older = (await connection.execute(opened)).scalars().all()
    await connection.execute(delete(links).where(mine | (links.c.expires_at <= now)))
    secret, hashed = one_time()
    row = {
        "token_hash": hashed, "purpose": "family", "person_id": person_id, "expires_at": now + FAMILY_LINK_MS,
    }  # fmt: skip
    await connection.execute(insert(links).values(row))
    await note(connection, actor, "family.linked", now, person_id=person_id)
    return FamilyLink(person_id, secret, now + FAMILY_LINK_MS, tuple(token_id(one) for one in older))


async def use_family_link(connection: AsyncConnection, secret: str, now: int) -> tuple[str, str] | None:
    """Uses the link up: the pupil's id and the id of the token to make. None: used, too old, or the pupil left."""
    used = await use_link(connection, secret, "family", now)
    if used is None or used.person_id is None:
        return None
    here = select(people.c.id).where(people.c.id == used.person_id, people.c.active)
    if (await connection.execute(here)).first() is None:
        return None
    await note(connection, family_actor(used.person_id), "family.came", now, person_id=used.person_id)
    return used.person_id, token_id(token_hash(secret))

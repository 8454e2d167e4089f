"""Addresses for notices by e-mail: a family's own, kept and removed by the family; nobody else writes them."""

from email.headerregistry import Address

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.families.letterbox import forget_address
from server.school.register.clean import BadField, clean_email
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import people


def mail_address(text: str) -> str:
    """An address that mail servers take, RFC 5321 §4.1.2 in ASCII. Raises BadField."""
    email = clean_email(text)
    try:
        Address(addr_spec=email)
    except ValueError as error:
        raise BadField("bad_email") from error
    if not email.isascii():
        raise BadField("bad_email")
    return email


async def set_address(
    connection: AsyncConnection, actor: Actor, person_id: str, email: str | None, now: int
) -> None:
    """Keeps the family's address, None forgets it. To one that no family has any more goes nothing that waits."""
    mine = (people.c.id == person_id) & (people.c.kind == "student")
    before = (await connection.execute(select(people.c.email).where(mine))).scalar()
    await connection.execute(update(people).where(mine).values(email=email))
    if before and before != email and before not in await addresses(connection, None, None):
        await forget_address(connection, before)
    detail = "removed" if email is None else "set"
    await note(connection, actor, "family.email", now, person_id=person_id, detail=detail)


async def address_of(database: Database, person_id: str) -> str:
    """The family's address; "" without one."""
    async with database.read() as connection:
        kept = (await connection.execute(select(people.c.email).where(people.c.id == person_id))).scalar()
    return kept or ""


async def addresses(connection: AsyncConnection, class_id: str | None, person_id: str | None) -> list[str]:
    """Of the families a notice is for, each once: one pupil's, a class's, or (both None) the whole school's."""
    of = people.c
    query = select(of.email).distinct().where(of.kind == "student", of.active, of.email.is_not(None))
    if person_id is not None:
        query = query.where(of.id == person_id)
    elif class_id is not None:
        query = query.where(of.class_id == class_id)
    return [str(one) for one in (await connection.execute(query.order_by(of.email))).scalars() if one]

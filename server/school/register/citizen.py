"""A person's số định danh cá nhân: set, shown masked, and whole with a line in the log. Off unless the school says."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.register.clean import BadField, clean_citizen
from server.school.register.codes import CodeTaken, code_row
from server.school.register.people import BadPerson
from server.school.register.secrecy import Secrecy, masked
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.tables import people, person_codes


async def set_citizen_id(
    connection: AsyncConnection,
    secrecy: Secrecy,
    person_id: str,
    number: str,
    why: str,
    actor: Actor,
    now: int,
) -> None:
    """Keeps the number, "" forgets it. The history has masked values only. Raises BadPerson, CodeTaken."""
    old = await _sealed(connection, person_id)
    before = masked(secrecy.open(old, person_id)) if old is not None else None
    if not number.strip():
        values: dict[str, object] = {"citizen_id": None, "citizen_hash": None}
        after = None
    else:
        try:
            number = clean_citizen(number)
        except BadField as error:
            raise BadPerson("citizen_id", error.code) from error
        mark = secrecy.mark(number)
        other = select(people.c.id).where(people.c.citizen_hash == mark, people.c.id != person_id)
        if (await connection.execute(other)).first():
            raise CodeTaken
        values, after = {"citizen_id": secrecy.seal(number, person_id), "citizen_hash": mark}, masked(number)
    await connection.execute(update(people).where(people.c.id == person_id).values(values))
    row = code_row(person_id, "citizen", before, after, actor.id, why, now)
    await connection.execute(insert(person_codes).values(row))
    await note(connection, actor, "code.changed", now, person_id=person_id, detail="citizen")


async def reveal_citizen_id(
    connection: AsyncConnection, secrecy: Secrecy, person_id: str, actor: Actor, now: int
) -> str | None:
    """The whole number; who looked stands in the log. Raises Unreadable."""
    sealed = await _sealed(connection, person_id)
    await note(connection, actor, "code.revealed", now, person_id=person_id, detail="citizen")
    return None if sealed is None else secrecy.open(sealed, person_id)


async def _sealed(connection: AsyncConnection, person_id: str) -> bytes | None:
    query = select(people.c.citizen_id).where(people.c.id == person_id)
    found: bytes | None = (await connection.execute(query)).scalar()
    return found

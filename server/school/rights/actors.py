"""Which roles somebody has today, out of the tables."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of
from server.school.classes import school_zone
from server.school.rights.actor import Actor, Lapsed
from server.school.rights.table import Act, Role
from server.store.database import Database
from server.store.tables import assignments, classes, departments, people, roles


async def actor_of_person(
    database: Database, person_id: str, today: str, *, given: bool = True
) -> Actor | None:
    """The active person with the roles of `today` (ISO date); None for who left.

    `given` False leaves out the roles given by hand: a link somebody holds says less than a password.
    """
    async with database.read() as connection:
        query = select(people.c.kind, people.c.full_name).where(people.c.id == person_id, people.c.active)
        person = (await connection.execute(query)).first()
        if person is None:
            return None
        held, lapsed = await _given(connection, person_id, today) if given else (set(), "")
        homerooms = await _ids(connection, classes.c.id, classes.c.homeroom == person_id, classes.c.active)
        headed = await _ids(connection, departments.c.id, departments.c.head_id == person_id)
        colleagues = (
            await _ids(connection, people.c.id, people.c.department_id.in_(headed)) if headed else frozenset()
        )
        taught = await _ids(connection, assignments.c.class_id, assignments.c.teacher_id == person_id)
    if person.kind == "teacher":
        held.add("teacher")
        held |= {"homeroom"} if homerooms else set()
        held |= {"department_head"} if headed else set()
    return Actor(
        person_id,
        person.full_name,
        frozenset(held),
        homerooms,
        colleagues | {person_id},
        taught | homerooms,
        "" if held else lapsed,
    )


async def may_now(database: Database, person_id: str, act: Act, now: int) -> bool:
    """Whether the person has the act on this day of the school. `now`: UTC ms."""
    today = day_of(now, await school_zone(database)).isoformat()
    actor = await actor_of_person(database, person_id, today)
    return actor is not None and actor.may(act)


async def _given(connection: AsyncConnection, person_id: str, today: str) -> tuple[set[Role], Lapsed]:
    """The roles of the day; without one, whether there was one before or one is still to come."""
    query = select(roles.c.role, roles.c.from_day, roles.c.to_day).where(roles.c.person_id == person_id)
    rows = (await connection.execute(query)).all()
    begun = [row for row in rows if row.from_day is None or row.from_day <= today]
    held = {row.role for row in begun if row.to_day is None or row.to_day >= today}
    if held or not rows:
        return held, ""
    return set(), "early" if len(begun) < len(rows) else "over"


async def _ids(connection: AsyncConnection, column: object, *where: object) -> frozenset[str]:
    found = await connection.execute(select(column).where(*where))  # type: ignore[call-overload]
    return frozenset(found.scalars())

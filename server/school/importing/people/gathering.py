"""The register as it is, for a dry run; read in one transaction."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of
from server.school.classes import zone_in
from server.school.importing.people.known import KnownPerson
from server.school.importing.people.roster import KnownClass, RosterContext
from server.school.importing.people.staff import KnownDepartment, StaffContext
from server.school.register.years import year_of
from server.store.tables import classes, departments, people


async def gather_roster(connection: AsyncConnection, now: int, _options: Mapping[str, str]) -> RosterContext:
    """All people (codes are one's own in the whole school) and the classes of this year."""
    today = await today_of(connection, now)
    year = await year_of(connection, today)
    query = select(classes.c.id, classes.c.code, classes.c.grade).where(
        classes.c.active, classes.c.year.in_((year, ""))
    )
    known = tuple(KnownClass(*row) for row in await connection.execute(query.order_by(classes.c.id)))
    return RosterContext(today, year, known, await _people(connection))


async def gather_staff(connection: AsyncConnection, now: int, _options: Mapping[str, str]) -> StaffContext:
    """All people and the departments."""
    query = select(departments.c.id, departments.c.name).order_by(departments.c.id)
    known = tuple(KnownDepartment(*row) for row in await connection.execute(query))
    return StaffContext(await today_of(connection, now), known, await _people(connection))


async def today_of(connection: AsyncConnection, now: int) -> str:
    """The ISO date in the school's zone."""
    return day_of(now, await zone_in(connection)).isoformat()


async def _people(connection: AsyncConnection) -> tuple[KnownPerson, ...]:
    columns = [people.c[name] for name in KnownPerson.__struct_fields__]
    rows = await connection.execute(select(*columns).order_by(people.c.id))
    return tuple(KnownPerson(*row) for row in rows)

"""The school itself and its classes as values."""

from datetime import tzinfo

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import VIET_NAM, zone_of
from server.school.names import word_key
from server.store.database import Database
from server.store.tables import classes, people, school


class School(Struct, frozen=True):
    """The one school of this server."""

    code: str
    name: str
    short_name: str
    time_zone: str
    period_minutes: int
    demo: bool


class SchoolClass(Struct, frozen=True):
    """A class and how many active students it has; `homeroom` is the teacher's person id."""

    id: str
    code: str
    grade: int
    homeroom: str | None
    size: int


NO_SCHOOL = School(code="", name="", short_name="", time_zone=VIET_NAM, period_minutes=45, demo=False)
"""Before anybody entered the school: defaults of the country."""


async def the_school(database: Database) -> School:
    """The school of this server, NO_SCHOOL before it is entered."""
    columns = [school.c[name] for name in School.__struct_fields__]
    async with database.read() as connection:
        row = (await connection.execute(select(*columns).where(school.c.id == 1))).first()
    return msgspec.convert(row, School, from_attributes=True) if row else NO_SCHOOL


async def school_zone(database: Database) -> tzinfo:
    """The school's time zone; Viet Nam's before the school is entered."""
    async with database.read() as connection:
        return await zone_in(connection)


async def zone_in(connection: AsyncConnection) -> tzinfo:
    """`school_zone`, read in a transaction of the caller's."""
    name = (await connection.execute(select(school.c.time_zone).where(school.c.id == 1))).scalar()
    return zone_of(name or VIET_NAM)


async def all_classes(database: Database) -> list[SchoolClass]:
    """Every class that is taught now, by grade and code."""
    students = (people.c.class_id == classes.c.id) & (people.c.kind == "student") & people.c.active
    query = (
        select(
            classes.c.id,
            classes.c.code,
            classes.c.grade,
            classes.c.homeroom,
            func.count(people.c.id).label("size"),
        )
        .join_from(classes, people, students, isouter=True)
        .where(classes.c.active)
        .group_by(classes.c.id)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    found = [msgspec.convert(row, SchoolClass, from_attributes=True) for row in rows]
    return sorted(found, key=lambda one: (one.grade, word_key(one.code), one.code))

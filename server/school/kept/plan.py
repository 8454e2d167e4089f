"""What was planned for a lesson, out of its row, the class, the school and the school year, as the record wants it."""

from typing import Any

import msgspec
from sqlalchemy import select

from recordings.record.plan import Plan
from server.school.calendar import day_of, zone_of
from server.school.classes import NO_SCHOOL
from server.school.planning.calendar import SchoolYear, week_of
from server.school.planning.year import year_of
from server.school.policy import policy_in
from server.store.database import Database
from server.store.tables import classes, lessons, people, school, school_years


async def plan_of(database: Database, lesson_id: str) -> Plan | None:
    """The plan, or None for an unknown lesson."""
    query = (
        select(
            lessons,
            classes.c.code.label("class_code"),
            classes.c.grade,
            people.c.full_name.label("replaced_name"),
        )
        .join_from(lessons, classes, classes.c.id == lessons.c.class_id, isouter=True)
        .join(people, people.c.id == lessons.c.replaced_id, isouter=True)
        .where(lessons.c.id == lesson_id)
    )
    async with database.read() as connection:
        row = (await connection.execute(query)).mappings().first()
        of_school = (await connection.execute(select(school).where(school.c.id == 1))).mappings().first()
        years = (await connection.execute(select(school_years))).all()
        superior = (await policy_in(connection)).superior
    if row is None:
        return None
    return _plan(row, of_school or {}, superior, [year_of(one) for one in years])


def _plan(row: Any, of_school: Any, superior: str, years: list[SchoolYear]) -> Plan:
    zone_name = of_school.get("time_zone", NO_SCHOOL.time_zone)
    day = day_of(row["starts_at"], zone_of(zone_name))
    columns = {name: row[name] for name in Plan.__struct_fields__ if name in row}
    return Plan(
        **{
            **columns,
            **msgspec.structs.asdict(week_of(day, years)),
            "date": day.isoformat(),
            "class_code": row["class_code"] or "",
            "replaced_name": row["replaced_name"] or "",
            "school_code": of_school.get("code", ""),
            "school_name": of_school.get("name", ""),
            "school_level": of_school.get("level", ""),
            "school_superior": superior,
            "time_zone": zone_name,
        }
    )

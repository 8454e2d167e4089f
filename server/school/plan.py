"""What was planned for a lesson, out of its row, the class, the school and the school year, as the record wants it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import select

from recordings.record.plan import Plan
from server.school.calendar import day_of, zone_of
from server.school.classes import NO_SCHOOL
from server.store.database import Database
from server.store.tables import classes, lessons, school, school_years

AUGUST = 8
"""A day before the first of August belongs to the school year that began the year before."""


class SchoolYear(Struct, frozen=True):
    """A school year; its semesters begin on a Monday and last so many weeks."""

    name: str
    first_day: date
    first_semester: date
    first_weeks: int
    second_semester: date
    second_weeks: int


class Week(Struct, frozen=True):
    """Where a day stands. Semester and week are None outside of the weeks the school entered."""

    school_year: str
    semester: int | None = None
    week: int | None = None


async def plan_of(database: Database, lesson_id: str) -> Plan | None:
    """The plan, or None for an unknown lesson."""
    query = (
        select(lessons, classes.c.code.label("class_code"), classes.c.grade)
        .join_from(lessons, classes, classes.c.id == lessons.c.class_id, isouter=True)
        .where(lessons.c.id == lesson_id)
    )
    async with database.read() as connection:
        row = (await connection.execute(query)).mappings().first()
        of_school = (await connection.execute(select(school).where(school.c.id == 1))).mappings().first()
        years = (await connection.execute(select(school_years))).all()
    if row is None:
        return None
    return _plan(row, of_school or {}, [_year(one) for one in years])


def week_of(day: date, years: Iterable[SchoolYear]) -> Week:
    """The school year, semester and week of a day. Weeks count through both semesters."""
    year = next((one for one in years if _covers(one, day)), None)
    if year is None:
        first = day.year if day.month >= AUGUST else day.year - 1
        return Week(f"{first}-{first + 1}")
    if year.first_semester <= day < year.first_semester + timedelta(weeks=year.first_weeks):
        return Week(year.name, 1, (day - year.first_semester).days // 7 + 1)
    if year.second_semester <= day < year.second_semester + timedelta(weeks=year.second_weeks):
        return Week(year.name, 2, (day - year.second_semester).days // 7 + 1 + year.first_weeks)
    return Week(year.name)


def _year(row: Any) -> SchoolYear:
    days = {
        name: date.fromisoformat(getattr(row, name))
        for name in ("first_day", "first_semester", "second_semester")
    }
    return SchoolYear(
        row.name, days["first_day"], days["first_semester"], row.first_weeks, days["second_semester"], row.second_weeks
    )  # fmt: skip


def _covers(year: SchoolYear, day: date) -> bool:
    """Until the next August."""
    begun = year.first_day.year
    until = date(begun + 1 if year.first_day.month >= AUGUST else begun, AUGUST, 1)
    return year.first_day <= day < until


def _plan(row: Any, of_school: Any, years: list[SchoolYear]) -> Plan:
    zone_name = of_school.get("time_zone", NO_SCHOOL.time_zone)
    day = day_of(row["starts_at"], zone_of(zone_name))
    columns = {name: row[name] for name in Plan.__struct_fields__ if name in row}
    return Plan(
        **{
            **columns,
            **msgspec.structs.asdict(week_of(day, years)),
            "date": day.isoformat(),
            "class_code": row["class_code"] or "",
            "school_code": of_school.get("code", ""),
            "school_name": of_school.get("name", ""),
            "school_level": of_school.get("level", ""),
            "time_zone": zone_name,
        }
    )

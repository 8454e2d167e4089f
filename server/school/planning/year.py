"""School years and days off as they are kept."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.calendar import DayOff, SchoolYear
from server.store.tables import days_off, school_years


async def school_years_of(connection: AsyncConnection) -> list[SchoolYear]:
    """All years the school entered, the newest first."""
    rows = await connection.execute(select(school_years).order_by(school_years.c.first_day.desc()))
    return [year_of(row) for row in rows]


def year_of(row: Any) -> SchoolYear:
    """A row of `school_years` as a value."""
    return SchoolYear(
        name=row.name,
        first_day=date.fromisoformat(row.first_day),
        first_semester=date.fromisoformat(row.first_semester),
        first_weeks=row.first_weeks,
        second_semester=date.fromisoformat(row.second_semester),
        second_weeks=row.second_weeks,
    )


async def keep_year(connection: AsyncConnection, year: SchoolYear) -> None:
    """Enters a year, or changes the one of that name."""
    values = {
        "name": year.name,
        "first_day": year.first_day.isoformat(),
        "first_semester": year.first_semester.isoformat(),
        "first_weeks": year.first_weeks,
        "second_semester": year.second_semester.isoformat(),
        "second_weeks": year.second_weeks,
    }
    row = upsert(school_years).values(values)
    await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))


async def all_days_off(connection: AsyncConnection) -> list[DayOff]:
    """All days off, in their order."""
    rows = await connection.execute(select(days_off).order_by(days_off.c.from_day, days_off.c.id))
    return [
        DayOff(row.id, row.name, date.fromisoformat(row.from_day), date.fromisoformat(row.to_day))
        for row in rows
    ]


async def add_day_off(connection: AsyncConnection, name: str, from_day: date, to_day: date) -> int:
    """Keeps days off, returns their id."""
    row = insert(days_off).values(name=name, from_day=from_day.isoformat(), to_day=to_day.isoformat())
    added = (await connection.execute(row)).inserted_primary_key
    return int(added[0]) if added else 0


async def change_day_off(connection: AsyncConnection, off: DayOff) -> bool:
    """Replaces the one of that id; False when there is none."""
    values = {"name": off.name, "from_day": off.from_day.isoformat(), "to_day": off.to_day.isoformat()}
    change = update(days_off).where(days_off.c.id == off.id).values(values)
    return (await connection.execute(change)).rowcount == 1


async def remove_day_off(connection: AsyncConnection, off_id: int) -> bool:
    """Forgets it; False when there is none."""
    return (await connection.execute(delete(days_off).where(days_off.c.id == off_id))).rowcount == 1

"""Programmes (PPCT): what each period of a subject teaches in a grade, and which number comes next."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.tables import classes, lessons, programme_units, programmes


class Unit(Struct, frozen=True):
    """A period of the programme. `title` is "" past its end; `outcomes` are the yêu cầu cần đạt."""

    number: int
    title: str
    outcomes: str | None = None
    week: int | None = None


class Programme(Struct, frozen=True):
    """One version of a subject's programme in a grade; `at` is UTC ms."""

    id: int
    subject_code: str
    grade: int
    year: str
    version: int
    at: int
    by_id: str | None


def counts(now: int) -> Any:
    """Of a row of `lessons`: whether it takes a number of the programme (SQL). What was begun does, and what was taught
    in person (no form, not marked as not taught); of online periods that nobody began those still to come."""
    held = lessons.c.started_at.is_not(None) | lessons.c.form.is_(None) | (lessons.c.ends_at > now)
    return lessons.c.not_taught.is_(None) & held


def unit_at(units: Iterable[Unit], number: int) -> Unit:
    """The unit of a number; without a title where the programme has none."""
    return next((unit for unit in units if unit.number == number), Unit(number, ""))


def first_unit(units: Sequence[Unit], week: int | None = None) -> Unit | None:
    """Where a class begins that was never taught: with the first unit of the week when the programme says weeks."""
    from_week = [unit for unit in units if week is not None and unit.week is not None and unit.week >= week]
    found = from_week or units
    return min(found, key=lambda unit: unit.number) if found else None


async def units_of_class(connection: AsyncConnection, class_id: str, subject_code: str) -> list[Unit]:
    """The units of the newest version for the class's grade and year."""
    query = select(classes.c.grade, classes.c.year).where(classes.c.id == class_id)
    found = (await connection.execute(query)).first()
    if found is None:
        return []
    newest = await newest_programme(connection, subject_code, found.grade, found.year)
    return [] if newest is None else await units_of(connection, newest.id)


async def newest_programme(
    connection: AsyncConnection, subject_code: str, grade: int, year: str
) -> Programme | None:
    """The version that counts: of the year, else of the newest year there is."""
    query = select(programmes).where(programmes.c.subject_code == subject_code, programmes.c.grade == grade)
    found = [Programme(**row._mapping) for row in await connection.execute(query)]
    found.sort(key=lambda one: (one.year == year, one.year, one.version))
    return found[-1] if found else None


async def units_of(connection: AsyncConnection, programme_id: int) -> list[Unit]:
    """The units of one version, by number."""
    columns = [programme_units.c[name] for name in Unit.__struct_fields__]
    query = select(*columns).where(programme_units.c.programme_id == programme_id)
    rows = await connection.execute(query.order_by(programme_units.c.number))
    return [Unit(**row._mapping) for row in rows]


async def versions(connection: AsyncConnection) -> list[Programme]:
    """All versions of all programmes, the newest first."""
    order = (
        programmes.c.subject_code,
        programmes.c.grade,
        programmes.c.year.desc(),
        programmes.c.version.desc(),
    )
    return [
        Programme(**row._mapping) for row in await connection.execute(select(programmes).order_by(*order))
    ]


async def add_version(
    connection: AsyncConnection, subject_code: str, grade: int, year: str, units: Sequence[Unit],
    by_id: str | None, now: int,
) -> Programme | None:  # fmt: skip
    """Keeps the units as the newest version; None when they are those of the newest one already."""
    newest = await newest_programme(connection, subject_code, grade, year)
    same_year = newest is not None and newest.year == year
    if newest is not None and same_year and await units_of(connection, newest.id) == list(units):
        return None
    version = newest.version + 1 if newest is not None and same_year else 1
    values = {
        "subject_code": subject_code, "grade": grade, "year": year,
        "version": version, "at": now, "by_id": by_id,
    }  # fmt: skip
    added = await connection.execute(insert(programmes).values(values))
    programme_id = added.inserted_primary_key[0] if added.inserted_primary_key else 0
    rows = [
        {"programme_id": programme_id, "number": unit.number, "title": unit.title,
         "outcomes": unit.outcomes, "week": unit.week}
        for unit in units
    ]  # fmt: skip
    await connection.execute(insert(programme_units), rows)
    return Programme(programme_id, **values)  # type: ignore[arg-type]

"""Which school year it is, and of what level the school is."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.tables import school, school_years


async def year_of(connection: AsyncConnection, today: str) -> str:
    """The name of the year that has begun last on `today` (ISO date), else of the first one; "" before any is entered."""
    query = select(school_years.c.name, school_years.c.first_day).order_by(school_years.c.first_day)
    years = [(row.first_day, row.name) for row in await connection.execute(query)]
    begun = [name for first_day, name in years if first_day <= today]
    return begun[-1] if begun else years[0][1] if years else ""


async def level_of(connection: AsyncConnection) -> str:
    """tieu_hoc | thcs | thpt | gdtx, "" before it is entered."""
    return (await connection.execute(select(school.c.level).where(school.c.id == 1))).scalar() or ""

"""What the school decided for all its lessons; one setting so far: whether new lessons are recorded."""

from sqlalchemy import select, update

from server.store.database import Database
from server.store.tables import school


async def records_lessons(database: Database) -> bool:
    """Whether a new lesson is recorded when nobody says otherwise; off until the school turns it on."""
    async with database.read() as connection:
        found = (await connection.execute(select(school.c.recording).where(school.c.id == 1))).scalar()
    return bool(found)


async def set_records_lessons(database: Database, recording: bool) -> bool:
    """Keeps it, for lessons planned from now on. False: nobody has entered the school yet."""
    change = update(school).where(school.c.id == 1).values(recording=recording)
    async with database.begin() as connection:
        return (await connection.execute(change)).rowcount == 1

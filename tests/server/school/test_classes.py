"""The school itself, out of a real database."""

from datetime import UTC, datetime, timedelta

from server.school.classes import school_zone
from server.school.identity import Identity, enter_school
from server.store.database import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_the_school_s_zone_is_viet_nam_s_until_another_is_entered(database: Database) -> None:
    assert NOON.astimezone(await school_zone(database)).utcoffset() == timedelta(hours=7)
    entered = Identity(
        name="Trường thử", short_name="Thử", level="thcs", period_minutes=45, time_zone="Asia/Tokyo"
    )
    async with database.begin() as connection:
        await enter_school(connection, entered)
    assert NOON.astimezone(await school_zone(database)).utcoffset() == timedelta(hours=9)

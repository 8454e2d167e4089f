"""The invented school's own timetable: planning makes the very lessons its file has."""

from datetime import date, time, timedelta

from sqlalchemy import delete, select

from server.school.calendar import utc_ms, zone_of
from server.school.demo import seed
from server.school.demo.data import demo_data
from server.school.demo.timetable import staff_id
from server.school.planning.planner import Replanned, plan_days
from server.school.planning.slots import slot_id
from server.store.database import Database
from server.store.tables import lessons
from tests.server.school.planning.schools import MONDAY, rows
from tests.server.school.times import at

SATURDAY = MONDAY + timedelta(days=5)
SUNDAY_BEFORE = at("2026-11-22 20:00")


async def test_planning_finds_the_demo_as_it_should_be(database: Database) -> None:
    await seed(database, at("2026-11-23 06:00"))
    async with database.begin() as connection:
        before = await rows(connection)
        assert await plan_days(connection, MONDAY, SATURDAY, SUNDAY_BEFORE) == Replanned()
        assert await rows(connection) == before


async def test_planning_makes_what_the_demos_file_has(database: Database) -> None:
    await seed(database, at("2026-11-23 06:00"))
    async with database.begin() as connection:
        await connection.execute(delete(lessons))
        assert await plan_days(connection, MONDAY, SATURDAY, SUNDAY_BEFORE) == Replanned(added=60)
        found = {one["slot"]: one for one in await rows(connection)}
    zone = zone_of("Asia/Ho_Chi_Minh")
    for period in demo_data().timetable.periods:
        one = found.pop(slot_id(period.class_code.lower(), period.date, period.session, period.period))
        assert (one["subject_code"], one["ppct_no"], one["title"]) == (
            period.subject,
            period.ppct_no,
            period.title,
        )
        assert one["teacher_id"] == staff_id(period.teacher)
        assert one["starts_at"] == utc_ms(period.date, time.fromisoformat(period.start), zone)
    assert not found


async def test_next_week_goes_on_in_the_programme(database: Database) -> None:
    await seed(database, at("2026-11-23 06:00"))
    async with database.begin() as connection:
        next_monday = date(2026, 11, 30)
        await plan_days(connection, next_monday, next_monday, SUNDAY_BEFORE)
        query = select(lessons.c.ppct_no, lessons.c.title).where(lessons.c.id == "8a3-20261130-s2")
        assert tuple((await connection.execute(query)).one()) == (
            49,
            "Bài 16. Đường trung bình của tam giác (tiết 2)",
        )

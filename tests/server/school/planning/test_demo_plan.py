"""The invented school's own timetable: planning makes the very lessons its file has."""

from datetime import date, timedelta

from sqlalchemy import delete, select

from server.school.demo import seed
from server.school.planning.planner import Replanned, plan_days
from server.store.database import Database
from server.store.tables import lessons
from tests.server.school.planning.schools import MONDAY, rows
from tests.server.school.times import at

SATURDAY = MONDAY + timedelta(days=5)
SUNDAY_BEFORE = at("2026-11-22 20:00")
_FORM = ("form", "form_reason", "decision_no", "decision_date")


async def test_planning_finds_the_demo_as_it_should_be(database: Database) -> None:
    await seed(database, at("2026-11-23 06:00"))
    async with database.begin() as connection:
        before = await rows(connection)
        assert await plan_days(connection, MONDAY, SATURDAY, SUNDAY_BEFORE) == Replanned()
        assert await rows(connection) == before


async def test_planning_makes_the_demo(database: Database) -> None:
    await seed(database, at("2026-11-23 06:00"))
    async with database.begin() as connection:
        before = await rows(connection)
        await connection.execute(delete(lessons))
        done = await plan_days(connection, MONDAY, SATURDAY, SUNDAY_BEFORE)
        after = await rows(connection)
    assert done == Replanned(added=60) and len(before) == 60
    for one in (*before, *after):
        for name in _FORM:  # no form is set for these days in the demo's table
            one.pop(name)
    assert after == before


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

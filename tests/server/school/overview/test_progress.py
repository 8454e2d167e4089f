"""Sums of periods: each line once, by class, teacher and subject, and only what is within reach."""

from sqlalchemy import insert, update

from server.school.overview.progress import Periods, overview
from server.school.rights.actor import Reach
from server.store.database import Database
from server.store.tables import lessons, sheets
from tests.server.school.times import MINUTE, at

MONDAY, TUESDAY = at("2026-11-23 00:00"), at("2026-11-24 00:00")
FIRST, SECOND = "8a3-20261123-s2", "8a3-20261123-s3"
ALL = Reach(everything=True)


async def _held(database: Database) -> None:
    """Of Monday morning one period was held late with its sheet, one was not taught."""
    async with database.begin() as connection:
        start = at("2026-11-23 07:50")
        held = {"phase": "ended", "started_at": start + 6 * MINUTE, "on_roll": 36, "attended": 34}
        await connection.execute(update(lessons).where(lessons.c.id == FIRST).values(held))
        await connection.execute(update(lessons).where(lessons.c.id == SECOND).values(not_taught="mưa lũ"))
        row = {
            "lesson_id": FIRST, "version": 1, "title": "", "remark": "", "homework": "",
            "by_id": "gv-01", "by_name": "", "at": start,
        }  # fmt: skip
        await connection.execute(insert(sheets).values(row))


async def test_all_three_tables_sum_the_same_periods(school: Database) -> None:
    await _held(school)
    found = await overview(school, ALL, MONDAY, TUESDAY, TUESDAY)
    of_class = next(one for one in found.classes if one.id == "8a3")
    assert of_class.periods.held == 1 and of_class.periods.not_taught == 1 and of_class.periods.late == 1
    assert (of_class.periods.expected, of_class.periods.present, of_class.periods.sheets) == (36, 34, 1)
    for parts in (found.classes, found.teachers, found.subjects):
        total = Periods()
        for one in parts:
            total = total.plus(one.periods)
        assert total.held == 1 and total.planned == sum(one.periods.planned for one in found.classes)


async def test_a_period_counts_from_its_last_bell_on(school: Database) -> None:
    await _held(school)
    for now, counted in (("08:34", (2, 0)), ("08:35", (4, 1))):  # tiết 1 of both classes, then tiết 2
        found = await overview(school, ALL, MONDAY, TUESDAY, at(f"2026-11-23 {now}"))
        sums = [(one.periods.planned, one.periods.held) for one in found.classes]
        assert (sum(planned for planned, _ in sums), sum(held for _, held in sums)) == counted


async def test_a_department_head_sees_the_departments_teachers_only(school: Database) -> None:
    found = await overview(school, Reach(False, teachers=frozenset({"gv-03"})), MONDAY, TUESDAY, TUESDAY)
    assert [one.id for one in found.teachers] == ["gv-03"]

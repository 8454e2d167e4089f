"""What was planned: school years and weeks, the lesson's row, a school that entered nothing."""

from datetime import date

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from recordings.record.plan import school as school_of
from server.school.demo import ensure_running_demo
from server.school.kept.plan import plan_of
from server.school.lessons import NewLesson, add_lesson
from server.school.planning.calendar import SchoolYear, Week, week_of
from server.school.policy import Policy, set_policy
from server.store.database import Database
from tests.server.school.times import MONDAY_0750, at

YEAR = SchoolYear("2026-2027", date(2026, 9, 5), date(2026, 9, 7), 18, date(2027, 1, 18), 17)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-09-05", Week("2026-2027")),
        ("2026-09-07", Week("2026-2027", 1, 1)),
        ("2026-11-23", Week("2026-2027", 1, 12)),
        ("2026-11-29", Week("2026-2027", 1, 12)),
        ("2027-01-10", Week("2026-2027", 1, 18)),
        ("2027-01-11", Week("2026-2027")),
        ("2027-01-18", Week("2026-2027", 2, 19)),
        ("2027-05-16", Week("2026-2027", 2, 35)),
        ("2027-05-17", Week("2026-2027")),
        ("2027-07-31", Week("2026-2027")),
        ("2027-08-01", Week("2027-2028")),
        ("2026-08-31", Week("2026-2027")),
        ("2026-07-31", Week("2025-2026")),
    ],
)
def test_weeks_of_the_school_year(day: str, week: Week) -> None:
    assert week_of(date.fromisoformat(day), [YEAR]) == week
    assert week_of(date.fromisoformat(day), []) == Week(week.school_year)


async def test_the_plan_of_a_period_of_the_timetable(school: Database) -> None:
    plan = await plan_of(school, "8a3-20261123-s2")
    assert plan is not None
    assert (plan.school_year, plan.semester, plan.week, plan.date) == ("2026-2027", 1, 12, "2026-11-23")
    assert (plan.class_id, plan.class_code, plan.grade) == ("8a3", "8A3", 8)
    assert (plan.session, plan.period_no, plan.ppct_no, plan.form) == ("sang", 2, 45, "thay_the")
    assert plan.required_outcomes is not None and "Thalès" in plan.required_outcomes
    assert (plan.decision_no, plan.decision_date) == ("00/QĐ-CBX", "2026-11-22")
    assert plan.form_reason is not None and "Mưa lũ" in plan.form_reason
    assert (plan.school_level, plan.school_code) == ("thcs", "00000000")


async def test_a_period_in_person_has_no_form(school: Database) -> None:
    plan = await plan_of(school, "8a4-20261128-s2")
    assert plan is not None
    assert (plan.form, plan.form_reason, plan.decision_no) == (None, None, None)
    assert plan.ppct_no == 48


async def test_the_period_that_always_runs_has_a_plan(school: Database) -> None:
    lesson = await ensure_running_demo(school, MONDAY_0750)
    plan = await plan_of(school, lesson.id)
    assert plan is not None and (plan.ppct_no, plan.form) == (45, "thay_the")


async def test_the_body_above_the_school_heads_its_papers(school: Database) -> None:
    async with school.begin() as connection:
        await set_policy(connection, Policy(superior="UBND xã Sông Thơm"))
    plan = await plan_of(school, "8a3-20261123-s2")
    assert plan is not None and school_of(plan).superior == "UBND xã Sông Thơm"
    assert school_of(replace(plan, school_superior="")).superior is UNSET


async def test_a_school_that_entered_nothing(database: Database) -> None:
    new = NewLesson(title="t", subject="s", starts_at=at("2026-11-29 23:50"), ends_at=at("2026-11-30 00:20"))
    plan = await plan_of(database, await add_lesson(database, new))
    assert plan is not None
    assert (plan.date, plan.school_year, plan.class_id, plan.grade) == ("2026-11-29", "2026-2027", None, None)
    assert (plan.time_zone, plan.school_name, plan.class_code) == ("Asia/Ho_Chi_Minh", "", "")


async def test_no_such_lesson(database: Database) -> None:
    assert await plan_of(database, "x") is None

"""A unit set by hand: planning leaves it, counts on from it, and takes it along to a new teacher of the subject."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from server.school.planning.byhand import Counted, give_back, set_by_hand, unit_of
from server.school.planning.planner import Replanned, plan_days
from server.school.planning.programmes import Unit, add_version
from server.store.database import Database
from server.store.tables import assignments
from tests.server.school.planning.schools import MONDAY, NOW, cell, enter, rows, timetable

SUNDAY = MONDAY + timedelta(days=6)
WEEK = [cell(f"{day} sang 1 TOAN") for day in (1, 2, 3)]


@pytest.fixture
async def planned(database: Database) -> Database:
    await enter(database)
    async with database.begin() as connection:
        await timetable(connection, WEEK)
        units = [Unit(n, f"Bài {n}", None, (n + 2) // 3) for n in range(1, 106)]
        await add_version(connection, "TOAN", 6, "2026-2027", units, None, NOW)
        await plan_days(connection, MONDAY, SUNDAY, NOW)
        second = _counted((await rows(connection))[1])
        await set_by_hand(connection, second, 50, "Ôn tập", "Nhớ", NOW)
    return database


def _counted(row: dict[str, Any]) -> Counted:
    return Counted(row["id"], row["class_id"], row["subject_code"], row["starts_at"])


async def _units(database: Database) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        return [(one["ppct_no"], one["title"], one["unit_by_hand"]) for one in await rows(connection)]


async def test_planning_leaves_it_and_counts_on(planned: Database) -> None:
    expected = [(34, "Bài 34", False), (50, "Ôn tập", True), (51, "Bài 51", False)]
    assert await _units(planned) == expected
    async with planned.begin() as connection:
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned()
    assert await _units(planned) == expected


async def test_given_back_it_is_offered_again(planned: Database) -> None:
    async with planned.begin() as connection:
        second = _counted((await rows(connection))[1])
        assert len(await give_back(connection, second, NOW)) == 2
        assert (await unit_of(connection, second.id)).required_outcomes is None
    assert [one[0] for one in await _units(planned)] == [34, 35, 36]


async def test_it_goes_to_the_subjects_new_teacher(planned: Database) -> None:
    async with planned.begin() as connection:
        await connection.execute(update(assignments).values(teacher_id="gv-4"))
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned(added=3, removed=3)
        assert {one["teacher_id"] for one in await rows(connection)} == {"gv-4"}
    assert [one[0] for one in await _units(planned)] == [34, 50, 51]


async def test_it_ends_with_its_subject(planned: Database) -> None:
    other = cell("2 sang 1 NGUVAN", teacher="gv-1")
    async with planned.begin() as connection:
        await timetable(connection, [WEEK[0], other, WEEK[2]])
        await plan_days(connection, MONDAY, SUNDAY, NOW)
    assert await _units(planned) == [(34, "Bài 34", False), (None, "Ngữ văn", False), (35, "Bài 35", False)]


async def test_other_classes_are_not_numbered_anew(planned: Database) -> None:
    async with planned.begin() as connection:
        await timetable(connection, [*WEEK, cell("1 sang 2 TOAN", "6a2")])
        await plan_days(connection, MONDAY, SUNDAY, NOW)
        first = (await rows(connection))[0]
        assert len(await set_by_hand(connection, _counted(first), 10, "Bài 10", None, NOW)) == 0
        assert [one["ppct_no"] for one in await rows(connection)] == [10, 34, 50, 51]

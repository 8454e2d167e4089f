"""A new year: who stays homeroom teacher is said, kept or cleared, never inherited unseen."""

import pytest
from sqlalchemy import select, update

from server.school.register.promotion import Step, promote, proposed
from server.school.rights.actor import Actor
from server.store.database import Database
from server.store.tables import audit, classes, people
from tests.server.school.times import MONDAY_0750

OFFICE = Actor("nv-01", "Lâm Thị Tuyết Sương", frozenset({"office"}))
YEAR = "2027-2028"


async def begun(database: Database, *steps: Step) -> dict[str, str | None]:
    """The homeroom teachers of the new year's classes."""
    async with database.begin() as connection:
        await promote(connection, steps, YEAR, "2027-08-31", OFFICE, MONDAY_0750)
        rows = await connection.execute(
            select(classes.c.code, classes.c.homeroom).where(classes.c.year == YEAR)
        )
        return {row.code: row.homeroom for row in rows}


def step(class_id: str, to: str | None, keeps: bool) -> Step:
    return Step(class_id, "", to, 0, keeps_homeroom=keeps)


async def test_the_plan_names_who_has_each_class(school: Database) -> None:
    async with school.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "gv-02").values(active=False))
        plan = await proposed(connection, "thcs", YEAR)
    assert [(one.homeroom, one.keeps_homeroom) for one in plan] == [("gv-01", True), (None, False)]
    assert plan[0].homeroom_name == "Nguyễn Thị Ngọc Lan"


@pytest.mark.parametrize("keeps", [True, False])
async def test_a_teacher_goes_up_with_the_class_only_when_the_office_says_so(
    school: Database, keeps: bool
) -> None:
    assert await begun(school, step("8a3", "9A3", keeps)) == {"9A3": "gv-01" if keeps else None}
    async with school.read() as connection:
        noted = select(audit.c.person_id).where(audit.c.act == "class.added")
        assert (await connection.execute(noted)).scalars().all() == ["gv-01" if keeps else None]


async def test_of_classes_that_become_one_the_first_kept_teacher_stays(school: Database) -> None:
    assert await begun(school, step("8a3", "9A", False), step("8a4", "9a", True)) == {"9A": "gv-02"}


async def test_who_left_the_school_keeps_no_class(school: Database) -> None:
    async with school.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "gv-01").values(active=False))
    assert await begun(school, step("8a3", "9A3", True)) == {"9A3": None}

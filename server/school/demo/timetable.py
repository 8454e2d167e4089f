"""The invented school's plan as rows: subjects, bells, days off, assignments, programmes, its timetable."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.demo.data import DemoData
from server.school.demo.plan import kind_of
from server.school.planning.assignments import Assignment, keep_assignments
from server.school.planning.bells import keep_bells
from server.school.planning.programmes import Unit, add_version
from server.school.planning.slots import Bell
from server.school.planning.subjects import Subject, keep_subjects
from server.school.planning.timetables import Cell, keep_version
from server.school.planning.year import add_day_off
from server.store.tables import timetables

GRADE = 8


def staff_id(demo_id: str) -> str:
    """ "GV01" of the file is "gv-01" in the database."""
    return f"{demo_id[:2].lower()}-{demo_id[2:]}"


def student_id(class_code: str, stt: int) -> str:
    """The 5th of 8A3 is "hs-8a3-05"."""
    return f"hs-{class_code.lower()}-{stt:02d}"


async def enter_plan(connection: AsyncConnection, data: DemoData, monday: date, now: int) -> None:
    """Enters what the office would, unless it is there. The timetable holds from `monday` on."""
    if (await connection.execute(select(timetables.c.id))).first():
        return
    await keep_subjects(
        connection, [Subject(one.code, one.name, one.short, one.periods_per_year) for one in data.subjects]
    )
    await keep_bells(
        connection, [Bell(one.session, one.period, one.start, one.end) for one in data.bell_schedule]
    )
    for off in data.school_year.days_off:
        await add_day_off(connection, off.name, off.from_day, off.to_day)
    await keep_assignments(connection, _assignments(data))
    for subject, units in data.ppct.items():
        found = [Unit(one.no, one.title, one.yeu_cau_can_dat, one.week) for one in units]
        await add_version(connection, subject, GRADE, data.school_year.name, found, None, now)
    first_day = min(monday, data.school_year.sample_week.monday)
    await keep_version(connection, data.timetable.version, first_day, timetable_cells(data), None, now)


def timetable_cells(data: DemoData) -> list[Cell]:
    """The sample week as cells of a timetable."""
    return [
        Cell(
            class_id=period.class_code.lower(),
            weekday=period.date.isoweekday(),
            session=period.session,
            period=period.period,
            kind=kind_of(period),
            subject_code=period.subject,
            teacher_id=staff_id(period.teacher),
        )
        for period in data.timetable.periods
    ]


def _assignments(data: DemoData) -> list[Assignment]:
    found = {(one.class_code.lower(), one.subject): staff_id(one.teacher) for one in data.timetable.periods}
    return [Assignment(class_id, subject, teacher) for (class_id, subject), teacher in found.items()]

"""Everything planning goes by, read in one moment: calendar, bells, timetables, assignments, forms, names."""

from collections.abc import Mapping
from datetime import date, tzinfo
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import VIET_NAM, zone_of
from server.school.planning.assignments import all_assignments
from server.school.planning.bells import all_bells
from server.school.planning.calendar import DayOff, SchoolYear, covers, off_on, week_of
from server.school.planning.slots import Bell
from server.school.planning.subjects import all_subjects
from server.school.planning.timetables import Cell, Version, all_versions, cells_of, version_on
from server.school.planning.year import all_days_off, school_years_of
from server.store.tables import classes, forms, people, school

IN_PERSON = "truc_tiep"
"""Trực tiếp, of the table `forms`: ends an earlier order of online teaching. A lesson's own form is None then."""


class OfClass(Struct, frozen=True):
    """What planning knows of a class."""

    code: str
    grade: int
    year: str
    homeroom: str | None


class SetForm(Struct, frozen=True):
    """Online teaching ordered for days and classes (none: all), and perhaps one session or period only; ISO dates, both
    included."""

    form: str
    reason: str
    decision_no: str
    decision_date: str | None
    from_day: str
    to_day: str
    class_ids: tuple[str, ...]
    session: str | None = None
    period_no: int | None = None

    def covers(self, class_id: str, day: str, session: str, period_no: int) -> bool:
        """Whether the period of the class is one of those it is about."""
        return (
            self.from_day <= day <= self.to_day
            and (not self.class_ids or class_id in self.class_ids)
            and self.session in (None, session)
            and self.period_no in (None, period_no)
        )


class Basis(Struct, frozen=True):
    """`cells` of the versions that hold on the days asked for, by version id; `forms` in the order they were set."""

    zone: tzinfo
    demo: bool
    recording: bool
    years: list[SchoolYear]
    days_off: list[DayOff]
    bells: list[Bell]
    versions: list[Version]
    cells: Mapping[int, list[Cell]]
    classes: Mapping[str, OfClass]
    subjects: Mapping[str, str]
    assigned: Mapping[tuple[str, str], str]
    teachers: frozenset[str]
    forms: list[SetForm]

    def taught(self, day: date) -> bool:
        """Whether lessons are given on the day: in a week of the school year, and no day off.

        A school that entered no year that covers the day teaches on it.
        """
        if off_on(day, self.days_off) is not None:
            return False
        known = any(covers(year, day) for year in self.years)
        return not known or week_of(day, self.years).week is not None

    def cells_on(self, day: date) -> list[Cell]:
        """The periods of that weekday in the version that holds."""
        version = version_on(self.versions, day)
        if version is None:
            return []
        return [cell for cell in self.cells.get(version.id, ()) if cell.weekday == day.isoweekday()]

    def teacher_of(self, cell: Cell) -> str | None:
        """Who gives a period: as the timetable says, else as assigned; nobody who left."""
        found = cell.teacher_id
        if found is None and cell.kind != "tiet_hoc":
            of = self.classes.get(cell.class_id)
            found = of.homeroom if of else None
        if found is None and cell.subject_code is not None:
            found = self.assigned.get((cell.class_id, cell.subject_code))
        return found if found in self.teachers else None

    def form_of(self, class_id: str, day: date, session: str, period_no: int) -> SetForm | None:
        """The newest form that holds for a period of the class; None: in person."""
        iso = day.isoformat()
        fitting = [one for one in self.forms if one.covers(class_id, iso, session, period_no)]
        return fitting[-1] if fitting and fitting[-1].form != IN_PERSON else None


async def read_basis(connection: AsyncConnection, from_day: date, to_day: date) -> Basis:
    """The school as it is now, with the timetables that hold between the days."""
    of_school = (await connection.execute(select(school).where(school.c.id == 1))).first()
    versions = await all_versions(connection)
    first = version_on(versions, from_day)
    needed = [one for one in versions if one == first or from_day <= one.first_day <= to_day]
    active = await connection.execute(select(classes).where(classes.c.active))
    staff = select(people.c.id).where(people.c.kind != "student", people.c.active)
    return Basis(
        zone=zone_of(of_school.time_zone if of_school else VIET_NAM),
        demo=bool(of_school and of_school.demo),
        recording=bool(of_school and of_school.recording),
        years=await school_years_of(connection),
        days_off=await all_days_off(connection),
        bells=await all_bells(connection),
        versions=versions,
        cells={one.id: await cells_of(connection, one.id) for one in needed},
        classes={row.id: OfClass(row.code, row.grade, row.year, row.homeroom) for row in active},
        subjects={one.code: one.name for one in await all_subjects(connection)},
        assigned={
            (one.class_id, one.subject_code): one.teacher_id
            for one in await all_assignments(connection)
            if one.teacher_id is not None
        },
        teachers=frozenset((await connection.execute(staff)).scalars()),
        forms=await _forms(connection, from_day, to_day),
    )


async def _forms(connection: AsyncConnection, from_day: date, to_day: date) -> list[SetForm]:
    overlap = (forms.c.from_day <= to_day.isoformat()) & (forms.c.to_day >= from_day.isoformat())
    return [_form(row) for row in await connection.execute(select(forms).where(overlap).order_by(forms.c.id))]


def _form(row: Any) -> SetForm:
    ids = msgspec.json.decode(row.class_ids, type=tuple[str, ...])
    return SetForm(
        row.form, row.reason, row.decision_no, row.decision_date, row.from_day, row.to_day, ids, row.session,
        row.period_no,
    )  # fmt: skip

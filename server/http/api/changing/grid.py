"""The day grid: period × class with who teaches, how far it is, how many are there, whether the sheet is filled."""

from collections import Counter
from datetime import date, datetime, tzinfo

from msgspec import Struct

from server.http.api.lessons import phase_of
from server.http.api.office import YEARS, DateQuery
from server.http.call import Call
from server.http.errors import ApiError
from server.school.calendar import day_of, moment
from server.school.changing.grid import DayGrid, day_grid, state_of
from server.school.classes import school_zone
from server.school.lessons import Form, Kind, Lesson, Teacher


class GridClass(Struct, frozen=True):
    """A column: a class and how many are on its roll."""

    id: str
    code: str
    grade: int
    size: int


class GridCell(Struct, frozen=True, kw_only=True):
    """A lesson. `room`: the lesson whose room it is held in, `lines` how many share it. `state`: planned, missed (its
    bell rang, nobody opened it), waiting, running, done, not_held (opened, never begun), not_taught.

    `present` of `on_roll`: who is there now, or was there as the system found; null: nothing is known yet. `form` null:
    in person. `change` is the kind of its newest change. `double_with`: the next period, when both could share a room.
    """

    id: str
    class_id: str | None
    class_name: str
    session: str | None
    period_no: int | None
    period: str
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    subject: str
    title: str
    ppct_no: int | None
    teacher: Teacher | None
    replaced: Teacher | None
    form: Form | None
    state: str
    present: int | None
    on_roll: int | None
    sheet: bool
    not_taught: str | None
    makes_up: str | None
    room: str
    lines: int
    change_id: int | None
    change: str | None
    double_with: str | None


class GridAnswer(Struct, frozen=True, kw_only=True):
    """Cells by start and class; those without a class or a period number belong beside the grid. `off`: why nobody
    teaches on the day. `may_change`: whether the caller may change the day."""

    date: date
    now: datetime
    off: str | None
    classes: tuple[GridClass, ...]
    cells: tuple[GridCell, ...]
    may_change: bool


async def get_grid(call: Call) -> GridAnswer:
    """GET /api/v1/office/day-grid"""
    zone = await school_zone(call.deps.database)
    day = day_asked(call, zone)
    grid = await day_grid(call.deps.database, day, zone)
    seen = [one for one in grid.lessons if _reaches(call, one)]
    classes = {one.class_id for one in seen}
    lines = Counter(one.room_id for one in grid.lessons if one.not_taught is None)
    return GridAnswer(
        date=day,
        now=moment(call.now),
        off=grid.off,
        classes=tuple(
            GridClass(one.id, one.code, one.grade, one.size)
            for one in grid.classes
            if one.id in classes or call.reach.everything
        ),
        cells=tuple(_cell(call, grid, one, lines[one.room_id]) for one in seen),
        may_change=call.who.may("day.change"),
    )


def day_asked(call: Call, zone: tzinfo) -> date:
    """The day of the query. Raises ApiError `bad_query`."""
    day = call.asked(DateQuery).date or day_of(call.now, zone)
    if not YEARS[0] <= day.year < YEARS[1]:
        raise ApiError("bad_query", "The date lies outside the years of this program.")
    return day


def _reaches(call: Call, lesson: Lesson) -> bool:
    return call.reach.has_lesson(lesson.class_id, lesson.teacher.id if lesson.teacher else None)


def _cell(call: Call, grid: DayGrid, lesson: Lesson, lines: int) -> GridCell:
    phase = phase_of(call.deps, lesson)
    present, on_roll = _counts(call, lesson)
    return GridCell(
        id=lesson.id,
        class_id=lesson.class_id,
        class_name=lesson.class_name,
        session=lesson.session,
        period_no=lesson.period_no,
        period=lesson.period,
        starts_at=moment(lesson.starts_at),
        ends_at=moment(lesson.ends_at),
        kind=lesson.kind,
        subject=lesson.subject,
        title=lesson.title,
        ppct_no=lesson.ppct_no,
        teacher=lesson.teacher,
        replaced=grid.names.get(lesson.replaced_id or ""),
        form=lesson.form,
        state=state_of(lesson, phase, call.now),
        present=present,
        on_roll=on_roll,
        sheet=lesson.id in grid.written,
        not_taught=lesson.not_taught,
        makes_up=lesson.makes_up,
        room=lesson.room_id,
        lines=lines,
        change_id=lesson.change_id,
        change=grid.kinds.get(lesson.change_id or 0),
        double_with=grid.doubles.get(lesson.id),
    )


def _counts(call: Call, lesson: Lesson) -> tuple[int | None, int | None]:
    if lesson.phase == "ended":
        return lesson.attended, lesson.on_roll
    there = call.deps.hub.there(lesson.room_id).get(lesson.class_id)
    return there or (None, None)

"""What people ask for in words of the timetable, turned into a change of single lessons: which periods a day of a
class has, when a bell rings."""

from datetime import date, time, timedelta, tzinfo
from typing import Annotated, Any

from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_window, utc_ms
from server.school.changing.asked import (
    AnyChange,
    Change,
    Double,
    Drop,
    Join,
    LessonId,
    LessonIds,
    MakeUp,
    PersonId,
    Refusal,
    SetForm,
    Split,
    Substitute,
    Swap,
    Target,
)
from server.school.lessons import Form
from server.school.planning.slots import Bell, Clock, Session, period_name, slot_times
from server.store.tables import bells, lessons

LONGEST_DROP = 14
"""Days of lessons that can be called off at once; longer ones are days off."""
LONGEST_FORM = 400
MOST_LESSONS = 10_000
"""Of one change: sixty classes for a month."""
ClassIds = Annotated[tuple[str, ...], Meta(max_length=200)]
PeriodNo = Annotated[int, Meta(ge=1, le=12)]


class Stretch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Periods by day, both ends included; of these classes, or of the whole school (none named)."""

    from_day: date
    to_day: date
    class_ids: ClassIds = ()
    session: Session | None = None
    period_no: PeriodNo | None = None


class MakeUpWanted(Change, frozen=True, kw_only=True, tag="day_bu"):
    """Dạy bù on any weekday: at the bell of session and period, or at other times."""

    lesson: LessonId
    date: date
    session: Session
    period_no: PeriodNo
    start: Clock | None = None
    end: Clock | None = None
    form: Form | None = None
    teacher_id: PersonId | None = None


class DropWanted(Change, frozen=True, kw_only=True, tag="khong_day"):
    """Tiết không dạy: these periods, or all of a stretch."""

    lessons: LessonIds = ()
    stretch: Stretch | None = None


class FormWanted(Change, frozen=True, kw_only=True, tag="hinh_thuc"):
    """Hình thức for dates and classes at once, also of periods planned later. `form` None: in person."""

    stretch: Stretch
    form: Form | None
    decision_no: Annotated[str, Meta(max_length=100)] = ""
    decision_date: date | None = None


Wanted = Substitute | Swap | MakeUpWanted | DropWanted | Join | Double | Split | FormWanted


async def meant(connection: AsyncConnection, wanted: Wanted, zone: tzinfo) -> AnyChange:
    """The change of single lessons. Raises Refusal."""
    match wanted:
        case MakeUpWanted():
            target = await _target(connection, wanted, zone)
            return MakeUp(
                reason=wanted.reason,
                lesson=wanted.lesson,
                target=target,
                form=wanted.form,
                teacher_id=wanted.teacher_id,
            )
        case DropWanted():
            if wanted.stretch is None:
                return Drop(reason=wanted.reason, lessons=wanted.lessons)
            found = await _within(connection, wanted.stretch, zone, LONGEST_DROP)
            return Drop(reason=wanted.reason, lessons=found, skip=True)
        case FormWanted():
            decided = wanted.decision_date
            return SetForm(
                reason=wanted.reason,
                lessons=await _within(
                    connection,
                    wanted.stretch,
                    zone,
                    LONGEST_FORM,
                    lessons.c.phase.in_(("planned", "waiting")),
                ),
                form=wanted.form,
                decision_no=wanted.decision_no,
                decision_date=None if decided is None else decided.isoformat(),
            )
    return wanted


async def _target(connection: AsyncConnection, wanted: MakeUpWanted, zone: tzinfo) -> Target:
    if not 2000 <= wanted.date.year < 2100:
        raise Refusal("bad_times")
    if wanted.start is not None and wanted.end is not None:
        begin, end = time.fromisoformat(wanted.start), time.fromisoformat(wanted.end)
        times = utc_ms(wanted.date, begin, zone), utc_ms(wanted.date, end, zone)
    else:
        columns = [bells.c[name] for name in Bell.__struct_fields__]
        rung = [Bell(**row) for row in (await connection.execute(select(*columns))).mappings()]
        found = slot_times(rung, wanted.date, wanted.session, wanted.period_no, zone)
        if found is None:
            raise Refusal("no_bell")
        times = found
    return Target(
        date=wanted.date.isoformat(),
        starts_at=times[0],
        ends_at=times[1],
        session=wanted.session,
        period_no=wanted.period_no,
        period=period_name(wanted.session, wanted.period_no),
    )


async def _within(
    connection: AsyncConnection, stretch: Stretch, zone: tzinfo, longest: int, *conditions: Any
) -> tuple[str, ...]:
    """The lessons of classes in the stretch, by start."""
    if not timedelta() <= stretch.to_day - stretch.from_day < timedelta(days=longest):
        raise Refusal("bad_days")
    if not (stretch.from_day.year >= 2000 and stretch.to_day.year < 2100):
        raise Refusal("bad_days")
    start, end = day_window(stretch.from_day, zone)[0], day_window(stretch.to_day, zone)[1]
    query = select(lessons.c.id).where(
        lessons.c.starts_at >= start,
        lessons.c.starts_at < end,
        lessons.c.class_id.is_not(None),
        *conditions,
    )
    if stretch.class_ids:
        query = query.where(lessons.c.class_id.in_(stretch.class_ids))
    if stretch.session is not None:
        query = query.where(lessons.c.session == stretch.session)
    if stretch.period_no is not None:
        query = query.where(lessons.c.period_no == stretch.period_no)
    ordered = query.order_by(lessons.c.starts_at, lessons.c.id).limit(MOST_LESSONS + 1)
    found = tuple((await connection.execute(ordered)).scalars())
    if len(found) > MOST_LESSONS:
        raise Refusal("bad_days")
    return found

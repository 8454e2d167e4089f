"""The changes of the sample week: chào cờ in one room, a double period, a substitute, two periods not taught and made
up on Saturday. Entered as the office would, before the week begins."""

from collections.abc import Iterator
from datetime import date, time, timedelta, tzinfo

from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import utc_ms
from server.school.changing.asked import Double, Join, Substitute
from server.school.changing.store import change_in
from server.school.changing.wanted import DropWanted, MakeUpWanted, Wanted
from server.school.demo.data import DemoChange, DemoData
from server.school.demo.timetable import staff_id
from server.school.lessons import Phase
from server.school.rights.actor import Actor

DEMO = Actor("demo", "", frozenset({"office"}))


async def enter_changes(connection: AsyncConnection, data: DemoData, monday: date, zone: tzinfo) -> None:
    """Makes the week's changes; its periods stand in the table and nobody has opened one."""
    moved = monday - data.school_year.sample_week.monday
    before = utc_ms(monday, time(), zone)
    for change in data.timetable.changes:
        for wanted in _wanted(change, moved):
            await change_in(connection, wanted, DEMO, _asleep, zone, before)


def _wanted(change: DemoChange, moved: timedelta) -> Iterator[Wanted]:
    lessons = tuple(_moved(period, moved) for period in change.periods)
    reason = change.reason or change.note or ""
    match change.kind:
        case "mot_phong_nhieu_lop":
            yield Join(lessons=lessons, reason=reason)
        case "tiet_doi":
            yield Double(first=lessons[0], second=lessons[1], reason=reason)
        case "day_thay":
            yield Substitute(lessons=lessons, teacher_id=staff_id(change.substitute or ""), reason=reason)
        case "tiet_khong_day":
            yield DropWanted(lessons=lessons, reason=reason)
            for lesson, again in zip(lessons, change.make_up, strict=True):
                yield MakeUpWanted(
                    lesson=lesson,
                    date=again.date + moved,
                    session=again.session,
                    period_no=again.period,
                    start=again.start,
                    end=again.end,
                    reason=reason,
                )


def _moved(period: str, moved: timedelta) -> str:
    """ "8A3-20261123-S1" of the file is "8a3-20261123-s1", so many days later."""
    of, day, slot = period.lower().split("-")
    return f"{of}-{date.fromisoformat(day) + moved:%Y%m%d}-{slot}"


def _asleep(_room: str) -> Phase | None:
    return None

"""The plan of the invented school's periods: programme (PPCT), form of teaching with its decision, school year."""

from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from server.school.demo.data import DemoData, DemoPeriod, Year
from server.school.lessons import Kind
from server.school.planning.making.wanted import KIND_NAMES
from server.school.planning.slots import slot_id

FORMS = {"truc_tuyen_thay_the": "thay_the", "truc_tuyen_ho_tro": "ho_tro"}
"""Periods planned in person have no form."""


class DemoPlan(Struct, frozen=True):
    """The plan columns of the table `lessons`."""

    session: str
    period_no: int
    ppct_no: int
    required_outcomes: str | None
    form: str | None
    form_reason: str | None
    decision_no: str | None
    decision_date: str | None


def plan_of(data: DemoData, period: DemoPeriod, moved: timedelta) -> DemoPlan:
    """The plan of a period that stands `moved` later than in the file; so does the decision on its form."""
    form = FORMS.get(period.mode)
    decision = next(one for one in data.documents if one.kind == "quyet_dinh_hinh_thuc")
    decided = form == "thay_the"
    return DemoPlan(
        session=period.session,
        period_no=period.period,
        ppct_no=period.ppct_no,
        required_outcomes=_outcomes(data, period.subject, period.ppct_no),
        form=form,
        form_reason=decision.reason if decided else None,
        decision_no=decision.number if decided else None,
        decision_date=(decision.date + moved).isoformat() if decided else None,
    )


def kind_of(period: DemoPeriod) -> Kind:
    """Chào cờ and sinh hoạt lớp are periods of HDTN; the title says which."""
    if period.title.startswith("Sinh hoạt dưới cờ"):
        return "chao_co"
    return "sinh_hoat_lop" if period.title.startswith("Sinh hoạt lớp") else "tiet_hoc"


def subject_of(data: DemoData, period: DemoPeriod) -> str:
    """What the period is called as a lesson."""
    named = next(subject.name for subject in data.subjects if subject.code == period.subject)
    return KIND_NAMES.get(kind_of(period), named)


def place_of(period: DemoPeriod, moved: timedelta) -> dict[str, Any]:
    """Where the timetable has the period: columns of `lessons`."""
    slot = slot_id(period.class_code.lower(), period.date + moved, period.session, period.period)
    return {"slot": slot, "subject_code": period.subject, "kind": kind_of(period)}


def periods_by_slot(data: DemoData) -> dict[tuple[str, int, str], DemoPeriod]:
    """Periods by class id, weekday (Monday 0) and slot ("s2"): what an id of the table `lessons` says."""
    return {
        (period.class_code.lower(), period.date.weekday(), slot_of(period)): period
        for period in data.timetable.periods
    }


def slot_of(period: DemoPeriod) -> str:
    """The second period of the morning is "s2"."""
    return period.id.rsplit("-", 1)[-1].lower()


def planned(data: DemoData, lesson_id: str, running: str) -> tuple[DemoPeriod, timedelta] | None:
    """Which period a demo lesson is and how far it was moved; None for an id the demo does not make."""
    if lesson_id.startswith(running):
        return next(one for one in data.timetable.periods if one.id == data.demo_lesson.period), timedelta()
    class_id, _, rest = lesson_id.partition("-")
    day, _, slot = rest.partition("-")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    period = periods_by_slot(data).get((class_id, on.weekday(), slot))
    return None if period is None else (period, on - period.date)


def year_row(year: Year) -> dict[str, Any]:
    """The school year as a row of `school_years`."""
    first, second = year.semesters
    return {
        "name": year.name,
        "first_day": year.opening.isoformat(),
        "first_semester": first.first_monday.isoformat(),
        "first_weeks": first.weeks,
        "second_semester": second.first_monday.isoformat(),
        "second_weeks": second.weeks,
    }


def columns(plan: DemoPlan) -> dict[str, Any]:
    """The plan as values of the table's columns."""
    return msgspec.structs.asdict(plan)


def _outcomes(data: DemoData, subject: str, number: int) -> str | None:
    units = data.ppct.get(subject, ())
    return next((unit.yeu_cau_can_dat for unit in units if unit.no == number), None)

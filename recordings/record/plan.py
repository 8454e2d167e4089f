"""What the school planned for a lesson, as the record takes it: filled by server/school/kept/plan.py."""

from msgspec import Struct

from lesson.messages import LessonKind
from recordings.record.fields import Content, OfClass, School, Slot, known


class Plan(Struct, frozen=True, kw_only=True):
    """The period in timetable and programme. `date` in the school's zone; None: not known, or there is none."""

    school_code: str
    school_name: str
    school_level: str
    school_superior: str = ""
    time_zone: str
    school_year: str
    semester: int | None
    week: int | None
    date: str
    class_id: str | None
    class_code: str
    grade: int | None
    subject: str
    title: str
    period: str
    session: str | None
    period_no: int | None
    room: str | None
    ppct_no: int | None
    required_outcomes: str | None
    form: str | None
    form_reason: str | None
    decision_no: str | None
    decision_date: str | None
    kind: LessonKind = "tiet_hoc"
    teacher_id: str | None = None
    replaced_id: str | None = None
    replaced_name: str = ""
    makes_up: str | None = None
    host_id: str | None = None


def school(plan: Plan) -> School:
    """The school."""
    level, superior = known(plan.school_level or None), known(plan.school_superior or None)
    return School(plan.school_code, plan.school_name, level, superior)


def slot(plan: Plan) -> Slot:
    """Where the period stands."""
    of = None
    if plan.class_id is not None and plan.grade is not None:
        of = OfClass(plan.class_id, plan.class_code, plan.grade)
    return Slot(
        date=plan.date,
        period=plan.period,
        session=known(plan.session),
        period_no=known(plan.period_no),
        of=known(of),
        room=known(plan.room),
        kind=known(None if plan.kind == "tiet_hoc" else plan.kind),
        makes_up=known(plan.makes_up),
        shared_with=known(plan.host_id),
        time_zone=plan.time_zone,
    )


def content(plan: Plan) -> Content:
    """What was to be taught."""
    return Content(
        subject=plan.subject,
        title=plan.title,
        ppct_no=known(plan.ppct_no),
        required_outcomes=known(plan.required_outcomes),
        form=known(plan.form),
        form_reason=known(plan.form_reason),
        decision_no=known(plan.decision_no),
        decision_date=known(plan.decision_date),
    )

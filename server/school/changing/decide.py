"""A change of day → edits, or a refusal. Pure: the days are given, the time too.

Nothing may come of it that puts a class or a teacher at two places at one time; clashes that were there before are
not this change's fault.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from server.school.changing.asked import (
    AnyChange,
    Double,
    Drop,
    Edit,
    Join,
    MakeUp,
    Outcome,
    Refusal,
    SetForm,
    Split,
    Substitute,
    Swap,
)
from server.school.changing.period import Days, Fields, Period, clashes
from server.school.changing.sharing import double, join, split
from server.school.changing.standing import (
    known,
    refuse_begun,
    refuse_held,
    refuse_past,
    refuse_untaught,
)


def decide(days: Days, change: AnyChange, number: int, new_id: str) -> Outcome:
    """What the change with this number does; `new_id` names a lesson it makes. Raises Refusal."""
    if isinstance(change, MakeUp):
        made = (_made_up(days, change, number, new_id),)
        refuse_clashes(days, days.changed({}, made), [new_id])
        return Outcome((), made)
    after = {lesson: replace(fields, change_id=number) for lesson, fields in _after(days, change).items()}
    if not after and not isinstance(change, SetForm):
        raise Refusal("nothing_changes")
    if not isinstance(change, Drop | SetForm):
        refuse_clashes(days, days.changed(after), after)
    return Outcome(
        tuple(Edit(lesson, days.periods[lesson].fields, fields) for lesson, fields in after.items())
    )


def _after(days: Days, change: AnyChange) -> Mapping[str, Fields]:
    """What is touched: a host, too, when guests come or go, so that its earlier changes are not undone under them."""
    match change:
        case Substitute():
            return _substituted(days, change)
        case Swap():
            return _swapped(days, change)
        case Drop():
            return _dropped(days, change)
        case Join():
            return join(days, change)
        case Double():
            return double(days, change)
        case Split():
            return split(days, change)
        case SetForm():
            return _formed(days, change)
        case MakeUp():
            return {}


def refuse_clashes(before: Days, after: Days, lessons: Iterable[str]) -> None:
    """Raises Refusal for the first clash that was not there before."""
    touched = list(lessons)
    new = sorted(clashes(after, touched) - clashes(before, touched))
    if new:
        raise Refusal(new[0].code, new[0].other)


def _substituted(days: Days, change: Substitute) -> Mapping[str, Fields]:
    if change.teacher_id not in days.teachers:
        raise Refusal("unknown_teacher")
    after = {}
    for lesson in dict.fromkeys(change.lessons):
        period = known(days, lesson)
        refuse_untaught(period)
        if period.phase == "ended":
            raise Refusal("lesson_held", lesson)
        if period.phase == "planned":
            refuse_past(days, period)
        fields = period.fields
        if fields.teacher_id == change.teacher_id:
            raise Refusal("same_teacher", lesson)
        planned = fields.replaced_id or fields.teacher_id
        replaced = None if planned == change.teacher_id else planned
        after[lesson] = replace(fields, teacher_id=change.teacher_id, replaced_id=replaced)
    return after


def _swapped(days: Days, change: Swap) -> Mapping[str, Fields]:
    first, second = known(days, change.first), known(days, change.second)
    if first.id == second.id:
        raise Refusal("same_lesson", first.id)
    for period in (first, second):
        refuse_untaught(period)
        refuse_begun(period)
        refuse_past(days, period)
        if len(days.lines(period.room)) > 1:
            raise Refusal("joint", period.id)
        if days.is_off(period.fields.date):
            raise Refusal("day_off", period.id)
    one, other = first.fields, second.fields
    return {first.id: _at(one, other), second.id: _at(other, one)}


def _at(fields: Fields, place: Fields) -> Fields:
    return replace(
        fields,
        date=place.date,
        session=place.session,
        period_no=place.period_no,
        period=place.period,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
    )


def _made_up(days: Days, change: MakeUp, number: int, new_id: str) -> Period:
    missed, target = known(days, change.lesson), change.target
    if missed.taught:
        raise Refusal("is_taught", missed.id)
    again = next((one for one in days.periods.values() if one.makes_up == missed.id and one.taught), None)
    if again is not None:
        raise Refusal("made_up", again.id)
    if change.teacher_id is not None and change.teacher_id not in days.teachers:
        raise Refusal("unknown_teacher")
    if not target.starts_at < target.ends_at:
        raise Refusal("bad_times")
    if target.starts_at < days.now:
        raise Refusal("lesson_past")
    if days.is_off(target.date):
        raise Refusal("day_off")
    decided = change.form == missed.fields.form
    fields = replace(
        missed.fields,
        teacher_id=change.teacher_id or missed.fields.replaced_id or missed.fields.teacher_id,
        replaced_id=None,
        date=target.date,
        session=target.session,
        period_no=target.period_no,
        period=target.period,
        starts_at=target.starts_at,
        ends_at=target.ends_at,
        host_id=None,
        not_taught=None,
        form=change.form,
        form_reason=missed.fields.form_reason if decided else None,
        decision_no=missed.fields.decision_no if decided else None,
        decision_date=missed.fields.decision_date if decided else None,
        change_id=number,
    )
    _refuse_bare(change.form, fields.form_reason, fields.decision_no)
    return replace(missed, id=new_id, makes_up=missed.id, phase="planned", written=False, fields=fields)


def _dropped(days: Days, change: Drop) -> Mapping[str, Fields]:
    if not change.reason.strip():
        raise Refusal("reason_needed")
    asked = {lesson: known(days, lesson) for lesson in change.lessons}
    after = {}
    for period in asked.values():
        open_to_it = not period.begun or period.never_begun
        if change.skip and not (open_to_it and period.taught):
            continue
        refuse_untaught(period)
        refuse_held(period)
        guests = [one for one in days.lines(period.id) if one.id not in asked]
        if period.fields.host_id is None and guests and not period.never_begun:
            raise Refusal("joint", period.id)
        host = period.fields.host_id if period.never_begun else None
        after[period.id] = replace(period.fields, not_taught=change.reason.strip(), host_id=host)
    return after


def _formed(days: Days, change: SetForm) -> Mapping[str, Fields]:
    reason, decision = change.reason.strip(), change.decision_no.strip()
    _refuse_bare(change.form, reason, decision)
    after = {}
    for lesson in change.lessons:
        period = known(days, lesson)
        bare = change.form is None
        in_person = period.fields.ends_at <= days.now  # a period past that nobody opened was held in class
        if period.begun or (in_person and not bare):
            continue
        fields = replace(
            period.fields,
            form=change.form,
            form_reason=None if bare else reason or None,
            decision_no=None if bare else decision or None,
            decision_date=None if bare else change.decision_date,
        )
        if fields != period.fields:
            after[lesson] = fields
    return after


def _refuse_bare(form: str | None, reason: str | None, decision: str | None) -> None:
    """Replacing face-to-face teaching needs the head's decision (TT 09/2021 Đ.5)."""
    if form == "thay_the" and not reason:
        raise Refusal("reason_needed")
    if form == "thay_the" and not decision:
        raise Refusal("decision_needed")

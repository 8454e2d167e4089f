"""A change of day taken back: possible while it is the newest of all its lessons and nothing came of it yet. Pure."""

from operator import attrgetter

from msgspec.structs import replace

from server.school.changing.asked import Edit, Outcome, Refusal
from server.school.changing.decide import refuse_clashes
from server.school.changing.period import Days, Fields
from server.school.changing.sharing import refuse_stray
from server.school.changing.standing import known, refuse_begun, refuse_held, refuse_past

_WHERE = attrgetter("teacher_id", "host_id", "starts_at", "ends_at")
"""Who was to teach when and where: once its time is over, it stays as it was announced."""

_form = attrgetter("form", "form_reason", "decision_no", "decision_date")


def undo(days: Days, done: Outcome) -> Outcome:
    """The edits that restore what was before; `made` of the answer: the lessons that go. Raises Refusal.

    What a change did not touch of the form stays as it is now: an order of online teaching may have been taken back
    since, under a change that was about something else.
    """
    edits = tuple(_about_form(edit, known(days, edit.lesson).fields) for edit in done.edits)
    for edit in edits:
        period = known(days, edit.lesson)
        if period.fields != edit.after:
            raise Refusal("changed_since", edit.lesson)
        if _WHERE(edit.before) == _WHERE(edit.after):
            refuse_held(period)
        else:
            refuse_begun(period)
            refuse_past(days, period)
        if not period.taught:
            _refuse_made_up(days, edit.lesson)
    for made in done.made:
        period = known(days, made.id)
        refuse_begun(period)
        if period.fields != made.fields or period.written:
            raise Refusal("changed_since", made.id)
    back = tuple(Edit(edit.lesson, edit.after, edit.before) for edit in edits)
    gone = [made.id for made in done.made]
    after = days.changed({edit.lesson: edit.after for edit in back}, gone=gone)
    refuse_stray(after, [edit.lesson for edit in back])
    refuse_clashes(days, after, [edit.lesson for edit in back])
    return Outcome(back, done.made)


def _about_form(edit: Edit, now: Fields) -> Edit:
    """The edit, with the form of now on both sides when it left the form alone."""
    if _form(edit.before) != _form(edit.after):
        return edit
    before, after = (
        replace(
            fields, form=now.form, form_reason=now.form_reason, decision_no=now.decision_no,
            decision_date=now.decision_date,
        )
        for fields in (edit.before, edit.after)
    )  # fmt: skip
    return Edit(edit.lesson, before, after)


def _refuse_made_up(days: Days, lesson: str) -> None:
    again = next((one for one in days.periods.values() if one.makes_up == lesson and one.taught), None)
    if again is not None:
        raise Refusal("made_up", again.id)

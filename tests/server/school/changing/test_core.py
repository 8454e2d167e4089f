"""Whatever is asked of a day, in whatever order: nobody is at two places, every line has one room, undo restores."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.school.changing.asked import (
    AnyChange,
    Double,
    Drop,
    Join,
    MakeUp,
    Outcome,
    Refusal,
    SetForm,
    Split,
    Substitute,
    Swap,
    Target,
)
from server.school.changing.period import Days, clashes
from server.school.changing.undo import undo
from tests.server.school.changing.days import BELLS, DATES, TEACHERS, after, done, lesson, week
from tests.server.school.times import MINUTE, at

_LESSONS = st.builds(
    lesson, st.sampled_from(("8a3", "8a4")), st.integers(0, len(DATES) - 1), st.integers(0, len(BELLS) - 1)
)
_SOME = st.lists(_LESSONS, min_size=1, max_size=3).map(tuple)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    day = draw(st.sampled_from((*DATES, "2026-11-26", "2026-11-28")))
    start = at(f"{day} {draw(st.sampled_from((*BELLS, '13:30')))}")
    return Target(date=day, starts_at=start, ends_at=start + 45 * MINUTE)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Mostly such that fit: the same time, or one after the other."""
    day, number = draw(st.integers(0, 2)), draw(st.integers(0, 3))
    return draw(
        st.sampled_from(
            (
                (lesson("8a3", day, number), lesson("8a4", day, number)),
                (lesson("8a3", day, number), lesson("8a3", day, number + 1)),
            )
        )
    )


_CHANGES: st.SearchStrategy[AnyChange] = st.one_of(
    st.builds(Substitute, lessons=_SOME, teacher_id=st.sampled_from((*TEACHERS, "gv-99"))),
    st.builds(Swap, first=_LESSONS, second=_LESSONS),
    st.builds(MakeUp, lesson=_LESSONS, target=targets()),
    st.builds(Drop, lessons=_SOME, reason=st.just("Bão"), skip=st.booleans()),
    st.builds(Join, lessons=pairs()),
    pairs().map(lambda pair: Double(first=pair[0], second=pair[1])),
    st.builds(Split, lesson=_LESSONS),
    st.builds(
        SetForm, lessons=_SOME, form=st.just("thay_the"), reason=st.just("Lũ"), decision_no=st.just("1")
    ),
)
_STEPS = st.lists(st.one_of(_CHANGES, st.integers(0, 20)), min_size=1, max_size=25)


@settings(max_examples=150, deadline=None)
@given(_STEPS)
def test_no_order_of_changes_and_undos_breaks_a_day(steps: list[AnyChange | int]) -> None:
    days, history = week(), dict[int, tuple[Days, Outcome]]()
    for number, step in enumerate(steps, start=1):
        try:
            if isinstance(step, int):
                days = _undone(days, history, step)
            else:
                before = days
                days, outcome = done(days, step, number)
                history[number] = (before, outcome)
        except Refusal:
            pass
        _check(days)


def _undone(days: Days, history: dict[int, tuple[Days, Outcome]], step: int) -> Days:
    if not history:
        return days
    number = sorted(history)[step % len(history)]
    before, outcome = history[number]
    back = undo(days, outcome)
    gone = [made.id for made in back.made]
    days = days.changed(after(back.edits), gone=gone)
    del history[number]
    for edit in outcome.edits:  # what it touched is as it was
        assert days.periods[edit.lesson].fields == before.periods[edit.lesson].fields
    assert not any(one in days.periods for one in gone)
    return days


def _check(days: Days) -> None:
    assert not clashes(days, days.periods)
    for period in days.periods.values():
        host = days.periods[period.room]
        assert host.fields.host_id is None and (period.taught or period.fields.host_id is None)
        assert host.taught or host is period
        if host is not period:
            at_once = host.fields.starts_at == period.fields.starts_at
            assert at_once or host.class_id == period.class_id
        if period.makes_up is not None and period.taught:
            assert not days.periods[period.makes_up].taught


@settings(max_examples=100, deadline=None)
@given(_CHANGES)
def test_a_change_undone_at_once_leaves_no_trace(change: AnyChange) -> None:
    days = week()
    try:
        changed, outcome = done(days, change, 1)
    except Refusal:
        return
    back = undo(changed, outcome)
    assert changed.changed(after(back.edits), gone=[made.id for made in back.made]).periods == days.periods


def _ended(days: Days, lesson_id: str, held: bool) -> Days:
    return structs.replace(
        days,
        periods={
            **days.periods,
            lesson_id: structs.replace(days.periods[lesson_id], phase="ended", held=held),
        },
    )


def test_a_period_that_nobody_began_is_called_off_and_made_up_for_later() -> None:
    one = lesson("8a3", 0, 0)
    days = structs.replace(_ended(week(), one, held=False), now=at("2026-11-23 09:00"))
    dropped, outcome = done(days, Drop(lessons=(one,), reason="Cô ốm"), 1)
    assert dropped.periods[one].fields.not_taught == "Cô ốm"
    assert undo(dropped, outcome).edits[0].after == days.periods[one].fields
    start = at("2026-11-28 07:00")
    target = Target(date="2026-11-28", starts_at=start, ends_at=start + 45 * MINUTE)
    made, _ = done(dropped, MakeUp(lesson=one, target=target), 2)
    assert made.periods["made-2"].phase == "planned"
    with pytest.raises(Refusal, match="lesson_held"):
        done(days, Substitute(lessons=(one,), teacher_id="gv-04"), 1)


def test_a_period_that_was_held_is_history() -> None:
    one = lesson("8a3", 0, 0)
    days = _ended(week(), one, held=True)
    with pytest.raises(Refusal, match="lesson_held"):
        done(days, Drop(lessons=(one,), reason="Cô ốm"), 1)
    dropped, _ = done(days, Drop(lessons=(one, lesson("8a3", 0, 1)), reason="Bão", skip=True), 1)
    assert dropped.periods[one].taught and not dropped.periods[lesson("8a3", 0, 1)].taught


def test_an_order_of_online_teaching_leaves_what_was_held_in_class() -> None:
    past, to_come = lesson("8a3", 0, 0), lesson("8a3", 0, 4)
    order = SetForm(lessons=(past, to_come), form="thay_the", reason="Lũ", decision_no="1")
    changed, _ = done(week(at("2026-11-23 09:00")), order, 1)
    assert changed.periods[past].fields.form is None
    assert changed.periods[to_come].fields.form == "thay_the"

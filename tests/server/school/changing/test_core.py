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
from server.school.changing.vacating import Occupied, refuse_occupied
from server.school.lessons import Phase
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


def _phase(days: Days, lesson_id: str, phase: Phase) -> Days:
    periods = {**days.periods, lesson_id: structs.replace(days.periods[lesson_id], phase=phase)}
    return structs.replace(days, periods=periods)


_NEW_ROOMS: tuple[tuple[AnyChange, frozenset[str]], ...] = (
    (Join(lessons=("8a3-0-0", "8a4-0-0")), frozenset(("8a3-0-0", "8a4-0-0"))),
    (Double(first="8a3-0-0", second="8a3-0-1"), frozenset(("8a3-0-0", "8a3-0-1"))),
    (Swap(first="8a3-0-0", second="8a3-2-3"), frozenset(("8a3-0-0", "8a3-2-3"))),
    (Drop(lessons=("8a3-0-0",), reason="Bão"), frozenset(("8a3-0-0",))),
)


@pytest.mark.parametrize(("change", "rooms"), _NEW_ROOMS)
def test_a_room_where_people_wait_is_named_to_be_vacated_and_one_that_runs_is_left(
    change: AnyChange, rooms: frozenset[str]
) -> None:
    waiting = _phase(week(), "8a3-0-0", "waiting")
    with pytest.raises(Occupied) as occupied:
        refuse_occupied(waiting, done(waiting, change, 1)[1])
    assert (occupied.value.rooms, occupied.value.lesson) == (rooms, "8a3-0-0")
    refuse_occupied(week(), done(week(), change, 1)[1])
    with pytest.raises(Refusal, match="lesson_running"):
        done(_phase(week(), "8a3-0-0", "live"), change, 1)


def test_a_room_stays_when_only_its_teacher_or_form_is_another() -> None:
    waiting = _phase(week(), "8a3-0-0", "waiting")
    for change in (
        Substitute(lessons=("8a3-0-0",), teacher_id="gv-04"),
        SetForm(lessons=("8a3-0-0",), form="thay_the", reason="Lũ", decision_no="1"),
    ):
        _, outcome = done(waiting, change, 1)
        assert outcome.edits
        refuse_occupied(waiting, outcome)


def test_taking_back_vacates_the_room_that_was_shared() -> None:
    shared, outcome = done(week(), Join(lessons=("8a3-0-0", "8a4-0-0")), 1)
    waiting = _phase(_phase(shared, "8a3-0-0", "waiting"), "8a4-0-0", "waiting")
    back = undo(waiting, outcome)
    with pytest.raises(Occupied) as occupied:
        refuse_occupied(waiting, back)
    assert occupied.value.rooms == {"8a3-0-0", "8a4-0-0"}

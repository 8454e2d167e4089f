"""The fold: the state after one more event, `apply(state, kept)`. What an event does to the class, to its people and
to their talk stands beside it; this file has the lesson itself and its recording."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce, singledispatch

from lesson.messages import (
    ClockJumped,
    ConsentChanged,
    Event,
    Interrupted,
    Kept,
    LessonEnded,
    LessonOpened,
    LessonStarted,
    RecordingLimited,
    RecordingPaused,
    RecordingResumed,
    StageSet,
)
from lesson.state.values import Interval, Pause, Person, State


def opening(kept: Kept) -> State:
    """The state after event 1; ValueError when it is something else."""
    opened = kept.event
    if kept.number != 1 or not isinstance(opened, LessonOpened):
        raise ValueError(f"event {kept.number} does not open a lesson")
    people = {
        entry.person: Person(
            entry.person,
            entry.name,
            entry.role,
            entry.title,
            entry.stt,
            on_roster=True,
            class_id=entry.class_id,
            consent=entry.consent,
        )
        for entry in opened.roster
    }
    return State(opened, number=1, at=kept.at, controls=opened.controls, people=people)


def apply(state: State, kept: Kept) -> State:
    """The state after one more event; ValueError when it does not follow."""
    if kept.number != state.number + 1 or kept.at < state.at:
        raise ValueError(f"event {kept.number} does not follow event {state.number}")
    return replace(folded(kept.event, state, kept), number=kept.number, at=kept.at)


def fold(events: Iterable[Kept]) -> State:
    """The state after all events of a lesson; ValueError for none, a gap or times that go back."""
    rest = iter(events)
    first = next(rest, None)
    if first is None:
        raise ValueError("a lesson has at least one event")
    return reduce(apply, rest, opening(first))


def with_person(state: State, person: Person) -> State:
    """The state with this person as they are now."""
    return replace(state, people={**state.people, person.person: person})


def left_class(person: Person, last_seen: int) -> Person:
    """The open presence, or the time at the door, ends; all sources are off."""
    person = replace(left_door(person, last_seen), sources=frozenset(), unclear_since=None)
    if person.present_since is None:
        return person
    ended = Interval(person.present_since, max(person.present_since, last_seen))
    return replace(person, present_since=None, intervals=(*person.intervals, ended))


def left_door(person: Person, at: int) -> Person:
    """The open time at the door, if any, ends."""
    if person.door_since is None:
        return person
    ended = Interval(person.door_since, max(person.door_since, at))
    return replace(person, door_since=None, knocks=(*person.knocks, ended))


def left_school(person: Person, at: int) -> Person:
    """The open time in the classroom, if any, ends."""
    if person.school_since is None:
        return person
    ended = Interval(person.school_since, max(person.school_since, at))
    return replace(person, school_since=None, school=(*person.school, ended))


def _resumed(state: State, at: int) -> tuple[Pause, ...]:
    """The pauses with the open one, if any, closed."""
    if not state.recording_paused:
        return state.pauses
    return (*state.pauses[:-1], replace(state.pauses[-1], end=at))


@singledispatch
def folded(event: Event, state: State, kept: Kept) -> State:
    """What the event makes of the state, but for its number and time."""
    raise ValueError(f"{type(event).__name__} may not stand at {kept.number}")


@folded.register
def _started(event: LessonStarted, state: State, kept: Kept) -> State:
    return replace(state, phase="live", started_at=kept.at)


@folded.register
def _ended(event: LessonEnded, state: State, kept: Kept) -> State:
    """Who stood at the door stays outside."""
    people = {
        name: left_school(left_class(person, kept.at), kept.at) for name, person in state.people.items()
    }
    ended = replace(state, phase="ended", ended_at=kept.at, ended_reason=event.reason)
    ended = replace(ended, pauses=_resumed(ended, kept.at), teacher_lost_since=None)
    return replace(ended, people=people, hands={}, lowered={}, floors={}, stage={})


@folded.register
def _recording_paused(event: RecordingPaused, state: State, kept: Kept) -> State:
    return replace(state, pauses=(*state.pauses, Pause(kept.at)))


@folded.register
def _recording_resumed(event: RecordingResumed, state: State, kept: Kept) -> State:
    return replace(state, pauses=_resumed(state, kept.at))


@folded.register
def _recording_limited(event: RecordingLimited, state: State, kept: Kept) -> State:
    return replace(state, recording_limit=event.to)


@folded.register
def _consent_changed(event: ConsentChanged, state: State, kept: Kept) -> State:
    return with_person(state, replace(state.people[event.person], consent=event.consent))


@folded.register
def _stage_set(event: StageSet, state: State, kept: Kept) -> State:
    return replace(state, stage=event.slots)


@folded.register(ClockJumped)
@folded.register(Interrupted)
def _noted(event: ClockJumped | Interrupted, state: State, kept: Kept) -> State:
    return state

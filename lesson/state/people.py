"""What events make of the people: who is there, at the door or in the classroom, and what they send."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from lesson.messages import (
    Admitted,
    AtSchoolSet,
    Joined,
    Kept,
    Knocked,
    Left,
    ModeSet,
    PersonId,
    Removed,
    SourceSet,
    Unclear,
    UnclearOver,
)
from lesson.state.fold import folded, left_class, left_door, left_school, with_person
from lesson.state.values import Person, State

T = TypeVar("T")


@folded.register
def _joined(event: Joined, state: State, kept: Kept) -> State:
    known = left_door(_met(event, state), kept.at)
    return with_person(state, replace(known, present_since=kept.at, door=None))


@folded.register
def _left(event: Left, state: State, kept: Kept) -> State:
    """Who waited and went away waits no more; who was removed stays so."""
    gone = left_class(state.people[event.person], event.last_seen)
    return with_person(state, replace(gone, door=None if gone.door == "waiting" else gone.door))


@folded.register
def _knocked(event: Knocked, state: State, kept: Kept) -> State:
    known = _met(event, state)
    return with_person(
        state, replace(known, door=known.door or "waiting", door_since=kept.at, unproved=event.unproved)
    )


@folded.register
def _admitted(event: Admitted, state: State, kept: Kept) -> State:
    known = state.people[event.person]
    known = replace(known, door=None, admitted=True, vouched=known.vouched or known.unproved)
    if known.door_since is not None:
        known = replace(left_door(known, kept.at), present_since=kept.at)
    return with_person(state, known)


@folded.register
def _removed(event: Removed, state: State, kept: Kept) -> State:
    """Who was in the class is at the door from here."""
    known = state.people[event.person]
    there = kept.at if known.present else known.door_since
    if known.present:
        known = left_class(known, kept.at)
    known = replace(known, door="removed", door_since=there, admitted=False, vouched=False)
    return replace(
        with_person(state, known),
        hands=_without(state.hands, event.person),
        lowered=_without(state.lowered, event.person),
        floors=_without(state.floors, event.person),
    )


@folded.register
def _at_school(event: AtSchoolSet, state: State, kept: Kept) -> State:
    changed: dict[str, Person] = {}
    for name in event.people:
        known = state.people[name]
        if not event.on:
            changed[name] = left_school(known, kept.at)
        elif known.school_since is None:
            changed[name] = replace(known, school_since=kept.at)
    return replace(state, people={**state.people, **changed})


@folded.register
def _unclear(event: Unclear, state: State, kept: Kept) -> State:
    known = state.people[event.person]
    since = kept.at if known.unclear_since is None else known.unclear_since
    return with_person(state, replace(known, unclear_since=since, unclear_at=kept.at))


@folded.register
def _unclear_over(event: UnclearOver, state: State, kept: Kept) -> State:
    return with_person(state, replace(state.people[event.person], unclear_since=None))


@folded.register
def _mode_set(event: ModeSet, state: State, kept: Kept) -> State:
    return with_person(state, replace(state.people[event.person], mode=event.mode))


@folded.register
def _source_set(event: SourceSet, state: State, kept: Kept) -> State:
    person = state.people[event.person]
    sources = person.sources | {event.source} if event.on else person.sources - {event.source}
    return with_person(state, replace(person, sources=sources))


def _met(event: Joined | Knocked, state: State) -> Person:
    """The person who came; the roster's name and role count."""
    known = state.people.get(event.person)
    if known is not None and known.on_roster:
        return known
    known = known or Person(event.person, event.name, event.role)
    return replace(known, name=event.name, role=event.role)


def _without(found: Mapping[PersonId, T], person: PersonId) -> dict[PersonId, T]:
    return {name: value for name, value in found.items() if name != person}

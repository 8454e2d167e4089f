"""The floor: the teacher offers it, the student accepts or declines, either ends it. No mic opens without a tap."""

from lesson.acts.hands import answered, away
from lesson.messages import (
    AnyEvent,
    FloorAccepted,
    FloorDeclined,
    FloorOffered,
    FloorTaken,
    PersonId,
    Refused,
)
from lesson.permissions import INVITED
from lesson.rules import Rules
from lesson.state import State


def give(state: State, person: PersonId, by: PersonId) -> list[AnyEvent]:
    """Invite a student who is there; invitations count as floors, so an accepted one always has room."""
    if state.quiet:
        raise Refused("quiet")
    known = state.people.get(person)
    if known is None:
        raise Refused("unknown_person")
    if known.role not in INVITED:
        raise Refused("not_allowed")
    if not known.present:
        raise Refused("not_present")
    if person in state.floors:
        raise Refused("already")
    if len(state.floors) >= state.controls.floors:
        raise Refused("floor_full")
    return [FloorOffered(person, by)]


def accept(state: State, person: PersonId) -> list[AnyEvent]:
    """The invited person speaks; the own hand goes down by itself when that lasted (hands.spoken)."""
    floor = state.floors.get(person)
    if floor is None:
        raise Refused("not_invited")
    if floor.state == "held":
        raise Refused("already")
    return [FloorAccepted(person)]


def decline(state: State, person: PersonId) -> list[AnyEvent]:
    """The invited person does not speak; the own hand goes down, or it would be first in line again."""
    floor = state.floors.get(person)
    if floor is None or floor.state == "held":
        raise Refused("not_invited")
    return [FloorDeclined(person), *answered(state, person)]


def take(state: State, person: PersonId, by: PersonId) -> list[AnyEvent]:
    """A floor or an invitation ends."""
    if person not in state.people:
        raise Refused("unknown_person")
    if person not in state.floors:
        raise Refused("no_floor")
    return [FloorTaken(person, by)]


def unanswered(state: State, person: PersonId) -> list[AnyEvent]:
    """The invitation of a person who just left ends; a held floor waits for a short gap."""
    floor = state.floors.get(person)
    return [FloorTaken(person)] if floor is not None and floor.state == "offered" else []


def abandoned(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Floors of those away longer than a short gap."""
    return [FloorTaken(person) for person in state.floors if away(state, person, now, rules)]

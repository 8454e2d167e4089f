"""The queue of raised hands: first up, first in line; one hand a person."""

from lesson.messages import AnyEvent, HandLowered, HandRaised, PersonId, Refused
from lesson.rules import Rules
from lesson.state import State


def raise_hand(state: State, person: PersonId, question: str) -> list[AnyEvent]:
    """Up, or with a new question at the same place; a second tap changes nothing."""
    floor = state.floors.get(person)
    if floor is not None and floor.state == "held":
        raise Refused("already")
    hand = state.hands.get(person)
    if hand is not None and question in ("", hand.question):
        return []
    return [HandRaised(person, question)]


def lower_hand(state: State, person: PersonId, by: PersonId) -> list[AnyEvent]:
    """Down, by the own wish or the teacher's."""
    if person not in state.people:
        raise Refused("unknown_person")
    if person not in state.hands:
        raise Refused("no_hand")
    return [HandLowered(person, by)]


def answered(state: State, person: PersonId) -> list[AnyEvent]:
    """The hand, if any, goes down by itself once its owner answered an invitation."""
    return [HandLowered(person)] if person in state.hands else []


def abandoned(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Hands of those away longer than a short gap."""
    return [HandLowered(person) for person in state.hands if away(state, person, now, rules)]


def away(state: State, person: PersonId, now: int, rules: Rules) -> bool:
    """Not there for longer than a bridged gap."""
    known = state.people[person]
    return not known.present and now - (known.last_seen or 0) > rules.bridge_ms

"""The queue of raised hands: first up, first in line; one hand a person."""

from lesson.messages import AnyEvent, HandLowered, HandRaised, HandRestored, PersonId, Refused
from lesson.rules import UNDO_MS, Rules
from lesson.state import State


def raise_hand(state: State, person: PersonId, question: str) -> list[AnyEvent]:
    """Up, or with a new question at the same place; a second tap changes nothing."""
    if state.quiet:
        raise Refused("quiet")
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


def restore_hand(state: State, person: PersonId, by: PersonId, now: int) -> list[AnyEvent]:
    """Up again at its old place, when the rules lowered it lately."""
    known = state.people.get(person)
    if known is None:
        raise Refused("unknown_person")
    lowered = state.lowered.get(person)
    if lowered is None or now - lowered.at > UNDO_MS:
        raise Refused("no_undo")
    if person in state.hands:
        raise Refused("already")
    if not known.present:
        raise Refused("not_present")
    return [HandRestored(person, by)]


def spoken(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Hands of those who held the floor for a while; once for a floor, as a teacher may restore them."""
    return [
        HandLowered(person)
        for person, floor in state.floors.items()
        if floor.state == "held"
        and not floor.hand_done
        and person in state.hands
        and state.people[person].present
        and now - floor.since >= rules.spoken_ms
    ]


def answered(state: State, person: PersonId) -> list[AnyEvent]:
    """The hand, if any, goes down by itself once its owner declined an invitation."""
    return [HandLowered(person)] if person in state.hands else []


def abandoned(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Hands of those away longer than a short gap."""
    return [HandLowered(person) for person in state.hands if away(state, person, now, rules)]


def away(state: State, person: PersonId, now: int, rules: Rules) -> bool:
    """Not there for longer than a bridged gap."""
    known = state.people[person]
    return not known.present and now - (known.last_seen or 0) > rules.bridge_ms

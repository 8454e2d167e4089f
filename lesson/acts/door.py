"""The door: who waits before it, who is let in, who is sent out. It knows people, never devices or links."""

from lesson.acts.asked import Asked
from lesson.messages import Admitted, AnyEvent, PersonId, Refused, Removed, Role
from lesson.state import LEARNERS, State


def must_wait(state: State, person: PersonId, role: Role, unproved: bool) -> bool:
    """Whether who comes now stays outside.

    Who was in the class comes back without asking; but not who was removed, nor somebody who only says who they are
    (`unproved`) before a teacher admitted exactly that.
    """
    known = state.people.get(person)
    if known is not None and known.door == "removed":
        return True
    if unproved:
        return known is None or not known.vouched
    if known is not None and known.admitted:
        return False
    if role not in LEARNERS or role == "room" or (known is not None and known.been_in):
        return False
    return state.controls.waiting_room or state.controls.locked


def outside(state: State, person: PersonId, role: Role, unproved: bool = False) -> bool:
    """Whether the person, as who shows this link, knows and does no more than somebody at the door."""
    known = state.people.get(person)
    if known is not None and known.door is not None:
        return True
    if unproved and (known is None or not known.vouched):
        return True
    return role in LEARNERS and (known is None or not known.been_in)


def admit(asked: Asked, person: PersonId) -> list[AnyEvent]:
    """Who waits or was removed comes in; for good, as far as this lesson goes."""
    if asked.known(person).door is None:
        raise Refused("already")
    return [Admitted(person, asked.person)]


def admit_all(asked: Asked) -> list[AnyEvent]:
    """Everybody who waits."""
    waiting = (known.person for known in asked.state.people.values() if known.door == "waiting")
    return [Admitted(person, asked.person) for person in waiting]


def remove(asked: Asked, person: PersonId, reason: str) -> list[AnyEvent]:
    """A pupil or guest goes out, or is not let in."""
    known = asked.known(person)
    if known.role not in LEARNERS:
        raise Refused("not_allowed")
    if known.door == "removed":
        raise Refused("already")
    return [Removed(person, asked.person, reason.strip())]

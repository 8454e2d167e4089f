"""What is noted of pupils: that they do not hear well, and that they sit in the classroom."""

from lesson.acts.asked import Asked
from lesson.messages import AnyEvent, AtSchoolSet, PersonId, Refused, Unclear, UnclearOver
from lesson.rules import Rules
from lesson.state import State


def cannot_hear(asked: Asked) -> list[AnyEvent]:
    """Said by a pupil, not too often."""
    said_at = asked.me.unclear_at
    if said_at is not None and asked.now - said_at < asked.rules.unclear_every_ms:
        raise Refused("too_soon")
    return [Unclear(asked.person)]


def clear_unclear(asked: Asked, person: PersonId) -> list[AnyEvent]:
    """Taken note of."""
    return [] if asked.known(person).unclear_since is None else [UnclearOver(person, asked.person)]


def unclear_over(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Nobody took note, and it was long ago."""
    said = (person for person in state.people.values() if person.unclear_since is not None)
    return [UnclearOver(one.person) for one in said if now - (one.unclear_at or 0) > rules.unclear_ms]


def at_school(asked: Asked, people: tuple[PersonId, ...], on: bool) -> list[AnyEvent]:
    """Those of them who were not marked so already."""
    known = [asked.known(person) for person in dict.fromkeys(people)]
    if any(one.role != "student" for one in known):
        raise Refused("not_allowed")
    changed = tuple(one.person for one in known if (one.school_since is not None) != on)
    return [AtSchoolSet(changed, on, asked.person)] if changed else []

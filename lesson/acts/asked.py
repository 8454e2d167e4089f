"""Who asks for something, when, in which state of the lesson."""

from dataclasses import dataclass

from lesson.messages import PersonId, Refused, Role
from lesson.permissions import MANAGERS
from lesson.rules import Rules
from lesson.state import Person, State


@dataclass(frozen=True, slots=True)
class Asked:
    """`role` is the token's, `now` lesson time."""

    state: State
    person: PersonId
    role: Role
    rules: Rules
    now: int

    @property
    def me(self) -> Person:
        """Who asks, who is in the class."""
        return self.state.people[self.person]

    def target(self, person: PersonId | None) -> PersonId:
        """Whom a command means: oneself, or another one when the role manages the class."""
        if person is None or person == self.person:
            return self.person
        if self.role not in MANAGERS:
            raise Refused("not_allowed")
        return person

    def known(self, person: PersonId) -> Person:
        """Somebody of the lesson."""
        known = self.state.people.get(person)
        if known is None:
            raise Refused("unknown_person")
        return known

"""Somebody who calls the school's pages or API, with the roles that count now. Pure."""

from dataclasses import dataclass
from typing import Literal

from server.school.rights.table import RIGHTS, Act, Role

Lapsed = Literal["", "over", "early"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a person's, or an account's without a person, or "key" (a program of the school)."""

    id: str
    name: str
    roles: frozenset[Role]
    homerooms: frozenset[str] = frozenset()
    """Class ids this person is homeroom teacher of."""
    teachers: frozenset[str] = frozenset()
    """Person ids whose lessons are the own ones: oneself; for a department's head its teachers, too."""
    classes: frozenset[str] = frozenset()
    """Class ids this person teaches."""
    lapsed: Lapsed = ""
    """Why there are no roles, when there are none: over (their last day is past) or early (none has begun)."""

    def may(self, act: Act) -> bool:
        """Whether any role has the act, for the whole school or a part."""
        return any(role in RIGHTS[act] for role in self.roles)

    def reach(self, act: Act) -> "Reach":
        """For whom the roles have the act."""
        mine = {role: RIGHTS[act][role] for role in self.roles if role in RIGHTS[act]}
        everything = "school" in mine.values()
        own = {role for role, reach in mine.items() if reach == "own"}
        return Reach(
            everything,
            (self.homerooms if "homeroom" in own else frozenset())
            | (self.classes if "teacher" in own and act == "people.read" else frozenset()),
            (self.teachers if "department_head" in own else frozenset())
            | (frozenset({self.id}) if "teacher" in own else frozenset()),
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What an act reaches: the whole school, or these classes and these teachers' lessons."""

    everything: bool
    classes: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()

    def has_class(self, class_id: str | None) -> bool:
        """Whether the class (None: of no class) is within reach."""
        return self.everything or class_id in self.classes

    def has_lesson(self, class_id: str | None, teacher_id: str | None) -> bool:
        """Whether a lesson of this class and teacher is within reach."""
        return self.has_class(class_id) or teacher_id in self.teachers


PROGRAM = Actor("key", "", frozenset({"office"}))
"""A program with the school's API key."""

"""What is true in a lesson after event N: plain frozen values (values.py) and the fold `apply(state, kept)` (fold.py).

Invariants: events are numbered from 1 without gaps and `at` never goes back; hands stand in order of raising and
floors in order of offering; an offered or held floor, a hand and a pupil's source exist only in a live lesson; nobody is
present and at the door at once; after lesson_ended nobody is present or at the door and no pause is open.
"""

from lesson.state import people as _people
from lesson.state import talk as _talk
from lesson.state.fold import apply, fold, opening
from lesson.state.values import (
    FLOOR_SOURCES,
    LEARNERS,
    TEACHING,
    VIDEO_SOURCES,
    Floor,
    FloorState,
    Hand,
    Interval,
    Lowered,
    Pause,
    Person,
    Phase,
    SaidLine,
    State,
    Tally,
)

RULES_OF_EVENTS = (_people, _talk)
"""Imported for what they register with the fold."""

__all__ = [
    "FLOOR_SOURCES",
    "LEARNERS",
    "TEACHING",
    "VIDEO_SOURCES",
    "Floor",
    "FloorState",
    "Hand",
    "Interval",
    "Lowered",
    "Pause",
    "Person",
    "Phase",
    "SaidLine",
    "State",
    "Tally",
    "apply",
    "fold",
    "opening",
]

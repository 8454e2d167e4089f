"""Pupils who share one device and have lessons at the same time. Pure.

In one room both attend on the one device; in two rooms at once only one of them can learn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson of a pupil's class; `room` is the lesson whose room it shares; times are UTC ms."""

    lesson: str
    room: str
    class_id: str
    starts_at: int
    ends_at: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two pupils of one device in two rooms from `starts_at` to `ends_at`."""

    device: str
    people: tuple[str, str]
    lessons: tuple[str, str]
    subjects: tuple[str, str]
    starts_at: int
    ends_at: int


def clashes(
    sharing: Mapping[str, Iterable[tuple[str, str]]], lessons: Mapping[str, list[Planned]]
) -> list[Clash]:
    """By time. `sharing`: device → (person, class id) of its pupils; `lessons`: class id → its lessons."""
    found = []
    for device, members in sharing.items():
        pupils = sorted(members)
        for index, (person, class_id) in enumerate(pupils):
            for other, other_class in pupils[index + 1 :]:
                if class_id == other_class:
                    continue  # always the same rooms
                for mine in lessons.get(class_id, ()):
                    for theirs in lessons.get(other_class, ()):
                        start = max(mine.starts_at, theirs.starts_at)
                        end = min(mine.ends_at, theirs.ends_at)
                        if start < end and mine.room != theirs.room:
                            pair = (mine.lesson, theirs.lesson)
                            subjects = (mine.subject, theirs.subject)
                            found.append(Clash(device, (person, other), pair, subjects, start, end))
    return sorted(found, key=lambda one: (one.starts_at, one.device, one.people))

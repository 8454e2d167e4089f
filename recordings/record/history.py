"""A lesson's kept events as steps from its opening to its end: what every group of the record is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lesson.attendance import Attendance, Taught, attendance, taught_time
from lesson.messages import Kept, LessonEnded, Line, PersonId
from lesson.rules import Rules
from lesson.state import Floor, Interval, State, apply, opening


@dataclass(frozen=True, slots=True)
class Step:
    """One event and the states around it."""

    before: State
    kept: Kept
    after: State


@dataclass(frozen=True, slots=True)
class History:
    """An ended lesson, or one `line` of it (lines.py). `final` is the state right after lesson_ended: what was noted
    later changes no record. `steps` and `whole` are the whole lesson's; what counts of it lies between `since` and
    `ended_at`."""

    steps: tuple[Step, ...]
    opened_at: int
    final: State
    ended_at: int
    since: int
    whole: State
    line: Line | None = None

    @property
    def taught(self) -> Taught | None:
        """Its taught time; None when it was not held."""
        return taught_time(self.whole, self.line, self.whole.at)

    def attendance(self, rules: Rules) -> tuple[Attendance, ...]:
        """Of its pupils."""
        return attendance(self.whole, self.whole.ended_at or self.ended_at, rules, self.line)

    def has(self, at: int) -> bool:
        """Whether what happened then belongs to this history."""
        return self.since <= at <= self.ended_at

    def cut(self, intervals: Iterable[Interval]) -> tuple[Interval, ...]:
        """What of the intervals lies within."""
        return tuple(
            Interval(max(part.start, self.since), min(part.end, self.ended_at))
            for part in intervals
            if part.start <= self.ended_at and part.end >= self.since
        )


def history(kept: Sequence[Kept]) -> History:
    """Raises ValueError when these are not the events of a lesson that has ended."""
    if not kept:
        raise ValueError("a lesson has at least one event")
    steps = tuple(_steps(kept))
    final = steps[-1].after if steps else opening(kept[0])
    if final.ended_at is None:
        raise ValueError("the lesson has not ended")
    return History(steps, kept[0].at, final, final.ended_at, kept[0].at, final)


def held_floors(state: State) -> dict[PersonId, Floor]:
    """Who may speak: not the invited ones."""
    return {person: floor for person, floor in state.floors.items() if floor.state == "held"}


def _steps(kept: Sequence[Kept]) -> Iterable[Step]:
    state = opening(kept[0])
    until = sum(1 for _ in takewhile(lambda one: not isinstance(one.event, LessonEnded), kept)) + 1
    for one in kept[1:until]:
        after = apply(state, one)
        yield Step(state, one, after)
        state = after

"""What the teacher allows the class: controls, order, and what is locked while no teacher is there."""

from msgspec.structs import asdict

from lesson.acts.asked import Asked
from lesson.messages import (
    AnyEvent,
    ClassSet,
    PersonId,
    QuietSet,
    Refused,
    SetClass,
    TeacherBack,
    TeacherLost,
)
from lesson.rules import Rules
from lesson.state import TEACHING, State


def set_class(asked: Asked, command: SetClass) -> list[AnyEvent]:
    """What the command names; nothing when all is so already."""
    named = {name: value for name, value in asdict(command).items() if value is not None}
    before = asdict(asked.state.controls)
    return [] if {**before, **named} == before else [ClassSet(asked.person, **{**before, **named})]


def quiet_class(asked: Asked, on: bool) -> list[AnyEvent]:
    """Order begins or is over."""
    return [] if asked.state.quiet == on else [QuietSet(on, asked.person)]


def check_order(state: State) -> None:
    """Refuses pupils what nobody may do in a class that is to be quiet or has no teacher."""
    if state.quiet:
        raise Refused("quiet")
    if state.teacher_lost_since is not None:
        raise Refused("teacher_lost")


def late_lock(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """Late entry is locked some minutes after the bell, once."""
    if rules.lock_late_ms is None or state.late_locked or state.phase != "live":
        return []
    if now < max(state.opened.starts_at, state.started_at or 0) + rules.lock_late_ms:
        return []
    return [ClassSet(None, **{**asdict(state.controls), "locked": True})]


def teacher_lost(state: State, now: int, rules: Rules) -> list[AnyEvent]:
    """No teacher was heard for long, in a lesson that runs."""
    if state.phase != "live" or state.teacher_lost_since is not None:
        return []
    teachers = [person for person in state.people.values() if person.role in TEACHING]
    if any(teacher.present for teacher in teachers):
        return []
    seen = [teacher.last_seen for teacher in teachers if teacher.last_seen is not None]
    since = max(seen, default=state.started_at or 0)
    return [TeacherLost(since)] if now - since > rules.teacher_lost_ms else []


def teacher_back(state: State, person: PersonId) -> list[AnyEvent]:
    """A teacher came (back)."""
    known = state.people[person]
    if state.teacher_lost_since is None or known.role not in TEACHING:
        return []
    return [TeacherBack(person)]

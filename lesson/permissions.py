"""Who may do what, and when: one table, read by the decisions, the stage and the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass

from lesson.messages import (
    AcceptFloor,
    AnyCommand,
    Command,
    DeclineFloor,
    EndLesson,
    GiveFloor,
    LowerHand,
    Mute,
    MuteAll,
    PauseRecording,
    PersonId,
    RaiseHand,
    Refused,
    ResumeRecording,
    Role,
    Say,
    SetMode,
    SetSource,
    SetTiles,
    SourceName,
    StartLesson,
    TakeFloor,
)
from lesson.state import FLOOR_SOURCES, VIDEO_SOURCES, Phase, State


@dataclass(frozen=True, slots=True)
class Right:
    """The roles that may, in these phases of the lesson."""

    roles: frozenset[Role]
    phases: frozenset[Phase]


_TEACHER: frozenset[Role] = frozenset({"teacher"})
_LEARNERS: frozenset[Role] = frozenset({"student", "guest"})
_TALKERS: frozenset[Role] = frozenset({"teacher", "student", "guest", "staff"})
_ALL: frozenset[Role] = frozenset({"teacher", "student", "guest", "staff", "observer"})
_WAITING: frozenset[Phase] = frozenset({"waiting"})
_LIVE: frozenset[Phase] = frozenset({"live"})
_OPEN: frozenset[Phase] = frozenset({"waiting", "live"})

RIGHTS: Mapping[type[Command], Right] = {
    StartLesson: Right(_TEACHER, _WAITING),
    EndLesson: Right(_TEACHER, _LIVE),
    RaiseHand: Right(_LEARNERS, _LIVE),
    LowerHand: Right(_TEACHER | _LEARNERS, _LIVE),
    GiveFloor: Right(_TEACHER, _LIVE),
    AcceptFloor: Right(_LEARNERS, _LIVE),
    DeclineFloor: Right(_LEARNERS, _LIVE),
    TakeFloor: Right(_TEACHER | _LEARNERS, _LIVE),
    MuteAll: Right(_TEACHER, _LIVE),
    Mute: Right(_TEACHER, _OPEN),
    PauseRecording: Right(_TEACHER, _LIVE),
    ResumeRecording: Right(_TEACHER, _LIVE),
    Say: Right(_TALKERS, _OPEN),
    SetMode: Right(_ALL, _OPEN),
    SetSource: Right(_TEACHER | _LEARNERS, _OPEN),
    SetTiles: Right(_ALL, _OPEN),
}

MANAGERS: frozenset[Role] = _TEACHER
"""May lower another's hand and take another's floor."""

INVITED: frozenset[Role] = _LEARNERS
"""May be given the floor."""

TRUSTED: frozenset[Role] = frozenset({"teacher", "staff"})
"""See attendance, the questions behind raised hands, and who consented to recording."""


def permit(phase: Phase, role: Role, command: AnyCommand) -> None:
    """Refuses what the role may never do, or not in this phase."""
    right = RIGHTS[type(command)]
    if role not in right.roles:
        raise Refused("not_allowed")
    if phase in right.phases:
        return
    if phase == "ended":
        raise Refused("lesson_ended")
    raise Refused("lesson_not_live" if phase == "waiting" else "already")


def check_source(state: State, person: PersonId, role: Role, source: SourceName) -> None:
    """Refuses a source the person may not send now: students need the floor and never share a screen."""
    if role == "teacher":
        return
    if role not in INVITED or source not in FLOOR_SOURCES:
        raise Refused("not_allowed")
    floor = state.floors.get(person)
    if floor is None or floor.state != "held":
        raise Refused("no_floor")


def may_send(state: State, person: PersonId, source: SourceName) -> bool:
    """Whether this source is on and permitted now: only then may the media worker pass it to anybody."""
    known = state.people.get(person)
    if known is None or not known.present or source not in known.sources or state.phase == "ended":
        return False
    try:
        check_source(state, person, known.role, source)
    except Refused:
        return False
    return True


def may_record(state: State, person: PersonId, source: SourceName) -> bool:
    """Whether what this source sends now is kept: consent, policy, the teacher's pause, the room on the disk."""
    if not state.opened.recording or state.phase != "live" or state.recording_paused:
        return False
    if state.recording_limit == "nothing" or (state.recording_limit == "audio" and source in VIDEO_SOURCES):
        return False
    known = state.people.get(person)
    return known is not None and known.consent and may_send(state, person, source)

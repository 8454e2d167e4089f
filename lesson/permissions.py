"""Who may do what, and when: one table, read by the decisions, the stage and the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass

from lesson.messages import (
    COMPANION,
    AcceptFloor,
    Admit,
    AdmitAll,
    AnyCommand,
    CannotHear,
    ClearUnclear,
    Command,
    DeclineFloor,
    DeleteSaid,
    EndLesson,
    GiveFloor,
    LowerHand,
    MarkAtSchool,
    Mute,
    MuteAll,
    PauseRecording,
    PersonId,
    QuietClass,
    RaiseHand,
    Refused,
    Remove,
    RestoreHand,
    ResumeRecording,
    Role,
    Say,
    SetClass,
    SetMode,
    SetSource,
    SetTiles,
    SourceName,
    StartLesson,
    TakeFloor,
)
from lesson.state import FLOOR_SOURCES, LEARNERS, TEACHING, VIDEO_SOURCES, Phase, State


@dataclass(frozen=True, slots=True)
class Right:
    """The roles that may, in these phases of the lesson."""

    roles: frozenset[Role]
    phases: frozenset[Phase]


_TEACHER: frozenset[Role] = frozenset({"teacher"})
_PUPILS: frozenset[Role] = frozenset({"student", "guest"})
_TALKERS: frozenset[Role] = TEACHING | _PUPILS | {"staff"}
_WATCHERS: frozenset[Role] = TEACHING | LEARNERS | {"staff", "observer"}
_WAITING: frozenset[Phase] = frozenset({"waiting"})
_LIVE: frozenset[Phase] = frozenset({"live"})
_OPEN: frozenset[Phase] = frozenset({"waiting", "live"})

RIGHTS: Mapping[type[Command], Right] = {
    StartLesson: Right(TEACHING, _WAITING),
    EndLesson: Right(_TEACHER, _LIVE),
    RaiseHand: Right(LEARNERS, _LIVE),
    LowerHand: Right(TEACHING | LEARNERS, _LIVE),
    RestoreHand: Right(TEACHING, _LIVE),
    GiveFloor: Right(TEACHING, _LIVE),
    AcceptFloor: Right(LEARNERS, _LIVE),
    DeclineFloor: Right(LEARNERS, _LIVE),
    TakeFloor: Right(TEACHING | LEARNERS, _LIVE),
    MuteAll: Right(TEACHING, _LIVE),
    Mute: Right(TEACHING, _OPEN),
    QuietClass: Right(TEACHING, _OPEN),
    SetClass: Right(TEACHING, _OPEN),
    Admit: Right(TEACHING, _OPEN),
    AdmitAll: Right(TEACHING, _OPEN),
    Remove: Right(TEACHING, _OPEN),
    MarkAtSchool: Right(TEACHING, _OPEN),
    CannotHear: Right(LEARNERS, _OPEN),
    ClearUnclear: Right(TEACHING, _OPEN),
    PauseRecording: Right(TEACHING, _LIVE),
    ResumeRecording: Right(TEACHING, _LIVE),
    Say: Right(_TALKERS, _OPEN),
    DeleteSaid: Right(_TALKERS, _OPEN),
    SetMode: Right(_WATCHERS, _OPEN),
    SetSource: Right(TEACHING | LEARNERS | {"camera"}, _OPEN),
    SetTiles: Right(_WATCHERS, _OPEN),
}

MANAGERS: frozenset[Role] = TEACHING
"""May lower another's hand and take another's floor."""

INVITED: frozenset[Role] = LEARNERS
"""May be given the floor."""

TRUSTED: frozenset[Role] = TEACHING | {"staff"}
"""See attendance, the door, the questions behind raised hands, private lines, and who consented to recording."""


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
    if role in TEACHING or (role == "camera" and source == "camera"):
        return
    if role not in INVITED or source not in FLOOR_SOURCES:
        raise Refused("not_allowed")
    if state.teacher_lost_since is not None:
        raise Refused("teacher_lost")
    floor = state.floors.get(person)
    if floor is None or floor.state != "held":
        raise Refused("quiet" if state.quiet else "no_floor")
    if not (state.controls.mics if source == "mic" else state.controls.cameras):
        raise Refused("locked")


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
    return _agreed(state, person) and may_send(state, person, source)


def _agreed(state: State, person: PersonId) -> bool:
    """What a teacher's second phone shows is the teacher's."""
    known = state.people.get(person)
    if known is not None and known.role == "camera":
        known = state.people.get(person.removesuffix(COMPANION))
    return known is not None and known.consent

"""A command becomes events, or is refused. Pure: reads the state, changes nothing."""

from functools import singledispatch

from lesson.acts import chat, controls, door, floor, hands, notes
from lesson.acts.asked import Asked
from lesson.messages import (
    AcceptFloor,
    Admit,
    AdmitAll,
    AnyCommand,
    AnyEvent,
    CannotHear,
    ClearUnclear,
    Command,
    DeclineFloor,
    DeleteSaid,
    EndLesson,
    GiveFloor,
    LessonEnded,
    LessonStarted,
    LowerHand,
    MarkAtSchool,
    ModeSet,
    Mute,
    MuteAll,
    Muted,
    MutedAll,
    PauseRecording,
    PersonId,
    QuietClass,
    RaiseHand,
    RecordingPaused,
    RecordingResumed,
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
    SourceSet,
    StartLesson,
    TakeFloor,
)
from lesson.permissions import check_source, permit
from lesson.rules import Rules
from lesson.state import State


def decide(
    state: State, person: PersonId, role: Role, command: AnyCommand, rules: Rules, now: int
) -> list[AnyEvent]:
    """The events a command causes, possibly none; raises Refused. `now`: lesson time."""
    permit(state.phase, role, command)
    known = state.people.get(person)
    if known is not None and known.door is not None:
        raise Refused("not_admitted")
    if known is None or not known.present:
        raise Refused("not_present")
    return _answer(command, Asked(state, person, role, rules, now))


@singledispatch
def _answer(command: Command, asked: Asked) -> list[AnyEvent]:
    raise TypeError(f"no rule for {type(command).__name__}")


@_answer.register
def _start(command: StartLesson, asked: Asked) -> list[AnyEvent]:
    return [LessonStarted(asked.person)]


@_answer.register
def _end(command: EndLesson, asked: Asked) -> list[AnyEvent]:
    return [LessonEnded("button", asked.person)]


@_answer.register
def _raise(command: RaiseHand, asked: Asked) -> list[AnyEvent]:
    return hands.raise_hand(asked.state, asked.person, command.question.strip())


@_answer.register
def _lower(command: LowerHand, asked: Asked) -> list[AnyEvent]:
    return hands.lower_hand(asked.state, asked.target(command.person), asked.person)


@_answer.register
def _restore(command: RestoreHand, asked: Asked) -> list[AnyEvent]:
    return hands.restore_hand(asked.state, command.person, asked.person, asked.now)


@_answer.register
def _give(command: GiveFloor, asked: Asked) -> list[AnyEvent]:
    return floor.give(asked.state, command.person, asked.person)


@_answer.register
def _accept(command: AcceptFloor, asked: Asked) -> list[AnyEvent]:
    return floor.accept(asked.state, asked.person)


@_answer.register
def _decline(command: DeclineFloor, asked: Asked) -> list[AnyEvent]:
    return floor.decline(asked.state, asked.person)


@_answer.register
def _take(command: TakeFloor, asked: Asked) -> list[AnyEvent]:
    return floor.take(asked.state, asked.target(command.person), asked.person)


@_answer.register
def _mute_all(command: MuteAll, asked: Asked) -> list[AnyEvent]:
    return [MutedAll(asked.person)]


@_answer.register
def _mute(command: Mute, asked: Asked) -> list[AnyEvent]:
    known = asked.known(command.person)
    return [Muted(command.person, asked.person)] if "mic" in known.sources else []


@_answer.register
def _quiet(command: QuietClass, asked: Asked) -> list[AnyEvent]:
    return controls.quiet_class(asked, command.on)


@_answer.register
def _set_class(command: SetClass, asked: Asked) -> list[AnyEvent]:
    return controls.set_class(asked, command)


@_answer.register
def _admit(command: Admit, asked: Asked) -> list[AnyEvent]:
    return door.admit(asked, command.person)


@_answer.register
def _admit_all(command: AdmitAll, asked: Asked) -> list[AnyEvent]:
    return door.admit_all(asked)


@_answer.register
def _remove(command: Remove, asked: Asked) -> list[AnyEvent]:
    return door.remove(asked, command.person, command.reason)


@_answer.register
def _at_school(command: MarkAtSchool, asked: Asked) -> list[AnyEvent]:
    return notes.at_school(asked, command.people, command.on)


@_answer.register
def _cannot_hear(command: CannotHear, asked: Asked) -> list[AnyEvent]:
    return notes.cannot_hear(asked)


@_answer.register
def _clear_unclear(command: ClearUnclear, asked: Asked) -> list[AnyEvent]:
    return notes.clear_unclear(asked, command.person)


@_answer.register(PauseRecording)
@_answer.register(ResumeRecording)
def _recording(command: PauseRecording | ResumeRecording, asked: Asked) -> list[AnyEvent]:
    if not asked.state.opened.recording:
        raise Refused("not_recorded")
    pausing = isinstance(command, PauseRecording)
    if asked.state.recording_paused == pausing:
        raise Refused("already")
    return [RecordingPaused(asked.person) if pausing else RecordingResumed(asked.person)]


@_answer.register
def _say(command: Say, asked: Asked) -> list[AnyEvent]:
    return chat.say(asked, command)


@_answer.register
def _delete(command: DeleteSaid, asked: Asked) -> list[AnyEvent]:
    return chat.delete(asked, command)


@_answer.register
def _mode(command: SetMode, asked: Asked) -> list[AnyEvent]:
    if asked.me.mode == command.mode:
        return []
    return [ModeSet(asked.person, command.mode)]


@_answer.register
def _source(command: SetSource, asked: Asked) -> list[AnyEvent]:
    """Off is always allowed: nobody is kept from closing the own mic."""
    if command.on:
        check_source(asked.state, asked.person, asked.role, command.source)
    if (command.source in asked.me.sources) == command.on:
        return []
    return [SourceSet(asked.person, command.source, command.on)]


@_answer.register
def _tiles(command: SetTiles, asked: Asked) -> list[AnyEvent]:
    """Of one device, not of the lesson: whoever feeds the devices keeps it."""
    return []

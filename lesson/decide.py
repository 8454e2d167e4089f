"""A command becomes events, or is refused. Pure: reads the state, changes nothing."""

from dataclasses import dataclass
from functools import singledispatch

from lesson import floor, hands
from lesson.messages import (
    AcceptFloor,
    AnyCommand,
    AnyEvent,
    Command,
    DeclineFloor,
    EndLesson,
    GiveFloor,
    LessonEnded,
    LessonStarted,
    LowerHand,
    ModeSet,
    Mute,
    MuteAll,
    Muted,
    MutedAll,
    PauseRecording,
    PersonId,
    RaiseHand,
    RecordingPaused,
    RecordingResumed,
    Refused,
    ResumeRecording,
    Role,
    Said,
    Say,
    SetMode,
    SetSource,
    SetTiles,
    SourceSet,
    StartLesson,
    TakeFloor,
)
from lesson.permissions import MANAGERS, check_source, permit
from lesson.rules import Rules
from lesson.state import State


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, in which role (of the token), in which lesson."""

    state: State
    person: PersonId
    role: Role
    rules: Rules

    def target(self, person: PersonId | None) -> PersonId:
        """Whom a command means: oneself, or another one when the role manages the class."""
        if person is None or person == self.person:
            return self.person
        if self.role not in MANAGERS:
            raise Refused("not_allowed")
        return person


def decide(state: State, person: PersonId, role: Role, command: AnyCommand, rules: Rules) -> list[AnyEvent]:
    """The events a command causes, possibly none; raises Refused."""
    permit(state.phase, role, command)
    known = state.people.get(person)
    if known is None or not known.present:
        raise Refused("not_present")
    return _answer(command, Asked(state, person, role, rules))


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
def _give(command: GiveFloor, asked: Asked) -> list[AnyEvent]:
    return floor.give(asked.state, command.person, asked.person, asked.rules)


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
    known = asked.state.people.get(command.person)
    if known is None:
        raise Refused("unknown_person")
    return [Muted(command.person, asked.person)] if "mic" in known.sources else []


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
    if not any(letter.isprintable() and not letter.isspace() for letter in command.text):
        raise Refused("blank")
    if command.reply_to is not None and command.reply_to not in asked.state.said:
        raise Refused("unknown_message")
    return [Said(asked.person, command.text.strip(), command.reply_to)]


@_answer.register
def _mode(command: SetMode, asked: Asked) -> list[AnyEvent]:
    if asked.state.people[asked.person].mode == command.mode:
        return []
    return [ModeSet(asked.person, command.mode)]


@_answer.register
def _source(command: SetSource, asked: Asked) -> list[AnyEvent]:
    """Off is always allowed: nobody is kept from closing the own mic."""
    if command.on:
        check_source(asked.state, asked.person, asked.role, command.source)
    if (command.source in asked.state.people[asked.person].sources) == command.on:
        return []
    return [SourceSet(asked.person, command.source, command.on)]


@_answer.register
def _tiles(command: SetTiles, asked: Asked) -> list[AnyEvent]:
    """Of one device, not of the lesson: whoever feeds the devices keeps it."""
    return []

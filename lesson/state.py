"""What is true in a lesson after event N: plain frozen values and the fold `apply(state, kept)`.

Invariants: events are numbered from 1 without gaps and `at` never goes back; hands stand in order of raising and
floors in order of offering; an offered or held floor, a hand and a source exist only in a live lesson (teachers'
sources also before it); after lesson_ended nobody is present and no pause is open. Mappings are never changed in place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce, singledispatch
from typing import Literal

from lesson.messages import (
    ClockJumped,
    ConsentChanged,
    EndReason,
    Event,
    Feed,
    FloorAccepted,
    FloorDeclined,
    FloorOffered,
    FloorTaken,
    HandLowered,
    HandRaised,
    Interrupted,
    Joined,
    Kept,
    KeptMedia,
    Left,
    LessonEnded,
    LessonOpened,
    LessonStarted,
    Mode,
    ModeSet,
    Muted,
    MutedAll,
    PersonId,
    RecordingLimited,
    RecordingPaused,
    RecordingResumed,
    Role,
    Said,
    SlotName,
    SourceName,
    SourceSet,
    StageSet,
)

Phase = Literal["waiting", "live", "ended"]
FloorState = Literal["offered", "held"]

FLOOR_SOURCES: frozenset[SourceName] = frozenset({"mic", "camera"})
VIDEO_SOURCES: frozenset[SourceName] = frozenset({"camera", "screen"})


@dataclass(frozen=True, slots=True)
class Interval:
    """Presence from `start` until `end`, UTC ms."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster, or who joined besides. Keyed on the person, not on a connection or device."""

    person: PersonId
    name: str
    role: Role
    title: str | None = None
    stt: int | None = None
    on_roster: bool = False
    consent: bool = False
    """To being recorded, as of now; who is not on the roster gave none."""
    present_since: int | None = None
    intervals: tuple[Interval, ...] = ()
    """Ended presences, as they were (not bridged)."""
    mode: Mode = "full"
    sources: frozenset[SourceName] = frozenset()

    @property
    def present(self) -> bool:
        """Whether any device of the person was heard lately."""
        return self.present_since is not None

    @property
    def last_seen(self) -> int | None:
        """End of the last ended presence; None for who never left."""
        return self.intervals[-1].end if self.intervals else None


@dataclass(frozen=True, slots=True)
class Hand:
    """A raised hand."""

    since: int
    question: str


@dataclass(frozen=True, slots=True)
class Floor:
    """The right to speak, offered or held."""

    state: FloorState
    since: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing was kept from `start` to `end`, UTC ms; `end` None: it goes on."""

    start: int
    end: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The lesson after event `number`."""

    opened: LessonOpened
    number: int
    at: int
    """Lesson time of the newest event."""
    phase: Phase = "waiting"
    started_at: int | None = None
    ended_at: int | None = None
    ended_reason: EndReason | None = None
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    hands: Mapping[PersonId, Hand] = field(default_factory=dict)
    floors: Mapping[PersonId, Floor] = field(default_factory=dict)
    stage: Mapping[SlotName, Feed] = field(default_factory=dict)
    said: frozenset[int] = frozenset()
    """Numbers of the chat's lines."""
    last_said: int = 0
    pauses: tuple[Pause, ...] = ()
    """Of the recording, by the teacher."""
    recording_limit: KeptMedia = "all"

    @property
    def recording_paused(self) -> bool:
        """Whether the teacher paused the recording."""
        return bool(self.pauses) and self.pauses[-1].end is None


def opening(kept: Kept) -> State:
    """The state after event 1; ValueError when it is something else."""
    opened = kept.event
    if kept.number != 1 or not isinstance(opened, LessonOpened):
        raise ValueError(f"event {kept.number} does not open a lesson")
    people = {
        entry.person: Person(
            entry.person,
            entry.name,
            entry.role,
            entry.title,
            entry.stt,
            on_roster=True,
            consent=entry.consent,
        )
        for entry in opened.roster
    }
    return State(opened, number=1, at=kept.at, people=people)


def apply(state: State, kept: Kept) -> State:
    """The state after one more event; ValueError when it does not follow."""
    if kept.number != state.number + 1 or kept.at < state.at:
        raise ValueError(f"event {kept.number} does not follow event {state.number}")
    return replace(_fold(kept.event, state, kept), number=kept.number, at=kept.at)


def fold(events: Iterable[Kept]) -> State:
    """The state after all events of a lesson; ValueError for none, a gap or times that go back."""
    rest = iter(events)
    first = next(rest, None)
    if first is None:
        raise ValueError("a lesson has at least one event")
    return reduce(apply, rest, opening(first))


def _with(state: State, person: Person) -> State:
    return replace(state, people={**state.people, person.person: person})


def _silenced(person: Person) -> Person:
    """Mic and camera off."""
    return replace(person, sources=person.sources - FLOOR_SOURCES)


def _gone(person: Person, last_seen: int) -> Person:
    """The open presence ends; all sources are off."""
    if person.present_since is None:
        return replace(person, sources=frozenset())
    ended = Interval(person.present_since, max(person.present_since, last_seen))
    return replace(person, present_since=None, intervals=(*person.intervals, ended), sources=frozenset())


def _resumed(state: State, at: int) -> tuple[Pause, ...]:
    """The pauses with the open one, if any, closed."""
    if not state.recording_paused:
        return state.pauses
    return (*state.pauses[:-1], replace(state.pauses[-1], end=at))


@singledispatch
def _fold(event: Event, state: State, kept: Kept) -> State:
    raise ValueError(f"{type(event).__name__} may not stand at {kept.number}")


@_fold.register
def _started(event: LessonStarted, state: State, kept: Kept) -> State:
    return replace(state, phase="live", started_at=kept.at)


@_fold.register
def _ended(event: LessonEnded, state: State, kept: Kept) -> State:
    people = {name: _gone(person, kept.at) for name, person in state.people.items()}
    ended = replace(state, phase="ended", ended_at=kept.at, ended_reason=event.reason)
    ended = replace(ended, pauses=_resumed(ended, kept.at))
    return replace(ended, people=people, hands={}, floors={}, stage={})


@_fold.register
def _joined(event: Joined, state: State, kept: Kept) -> State:
    known = state.people.get(event.person)
    if known is None or not known.on_roster:
        known = replace(
            known or Person(event.person, event.name, event.role), name=event.name, role=event.role
        )
    return _with(state, replace(known, present_since=kept.at))


@_fold.register
def _left(event: Left, state: State, kept: Kept) -> State:
    return _with(state, _gone(state.people[event.person], event.last_seen))


@_fold.register
def _hand_raised(event: HandRaised, state: State, kept: Kept) -> State:
    known = state.hands.get(event.person)
    hand = Hand(known.since if known else kept.at, event.question)
    return replace(state, hands={**state.hands, event.person: hand})


@_fold.register
def _hand_lowered(event: HandLowered, state: State, kept: Kept) -> State:
    return replace(state, hands={name: hand for name, hand in state.hands.items() if name != event.person})


@_fold.register
def _floor_offered(event: FloorOffered, state: State, kept: Kept) -> State:
    return replace(state, floors={**state.floors, event.person: Floor("offered", kept.at, event.by)})


@_fold.register
def _floor_accepted(event: FloorAccepted, state: State, kept: Kept) -> State:
    held = replace(state.floors[event.person], state="held", since=kept.at)
    return replace(state, floors={**state.floors, event.person: held})


@_fold.register(FloorDeclined)
@_fold.register(FloorTaken)
def _floor_ended(event: FloorDeclined | FloorTaken, state: State, kept: Kept) -> State:
    floors = {name: floor for name, floor in state.floors.items() if name != event.person}
    return _with(replace(state, floors=floors), _silenced(state.people[event.person]))


@_fold.register
def _muted_all(event: MutedAll, state: State, kept: Kept) -> State:
    people = {
        name: person if person.role == "teacher" else _silenced(person)
        for name, person in state.people.items()
    }
    return replace(state, people=people, floors={})


@_fold.register
def _muted(event: Muted, state: State, kept: Kept) -> State:
    person = state.people[event.person]
    return _with(state, replace(person, sources=person.sources - {"mic"}))


@_fold.register
def _recording_paused(event: RecordingPaused, state: State, kept: Kept) -> State:
    return replace(state, pauses=(*state.pauses, Pause(kept.at)))


@_fold.register
def _recording_resumed(event: RecordingResumed, state: State, kept: Kept) -> State:
    return replace(state, pauses=_resumed(state, kept.at))


@_fold.register
def _recording_limited(event: RecordingLimited, state: State, kept: Kept) -> State:
    return replace(state, recording_limit=event.to)


@_fold.register
def _consent_changed(event: ConsentChanged, state: State, kept: Kept) -> State:
    return _with(state, replace(state.people[event.person], consent=event.consent))


@_fold.register
def _said(event: Said, state: State, kept: Kept) -> State:
    return replace(state, said=state.said | {kept.number}, last_said=kept.number)


@_fold.register
def _mode_set(event: ModeSet, state: State, kept: Kept) -> State:
    return _with(state, replace(state.people[event.person], mode=event.mode))


@_fold.register
def _source_set(event: SourceSet, state: State, kept: Kept) -> State:
    person = state.people[event.person]
    sources = person.sources | {event.source} if event.on else person.sources - {event.source}
    return _with(state, replace(person, sources=sources))


@_fold.register
def _stage_set(event: StageSet, state: State, kept: Kept) -> State:
    return replace(state, stage=event.slots)


@_fold.register(ClockJumped)
@_fold.register(Interrupted)
def _noted(event: ClockJumped | Interrupted, state: State, kept: Kept) -> State:
    return state

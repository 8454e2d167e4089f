"""What events make of the talk in class: hands, floors, chat, and what the teacher allows."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from lesson.messages import (
    ClassControls,
    ClassSet,
    FloorAccepted,
    FloorDeclined,
    FloorOffered,
    FloorTaken,
    HandLowered,
    HandRaised,
    HandRestored,
    Kept,
    Muted,
    MutedAll,
    PersonId,
    QuietSet,
    Said,
    SaidDeleted,
    SourceName,
    TeacherBack,
    TeacherLost,
)
from lesson.rules import UNDO_MS
from lesson.state.fold import folded, with_person
from lesson.state.values import (
    FLOOR_SOURCES,
    LEARNERS,
    Floor,
    Hand,
    Lowered,
    Person,
    SaidLine,
    State,
    Tally,
)


@folded.register
def _hand_raised(event: HandRaised, state: State, kept: Kept) -> State:
    known = state.hands.get(event.person)
    hand = Hand(known.since if known else kept.at, event.question)
    return replace(state, hands={**state.hands, event.person: hand})


@folded.register
def _hand_lowered(event: HandLowered, state: State, kept: Kept) -> State:
    hands = dict(state.hands)
    hand = hands.pop(event.person, None)
    floor = state.floors.get(event.person)
    state = replace(state, hands=hands)
    if hand is None or event.by is not None or floor is None or floor.state == "offered":
        return state
    lowered = {name: one for name, one in state.lowered.items() if kept.at - one.at <= UNDO_MS}
    lowered[event.person] = Lowered(hand, kept.at)
    return replace(
        state, lowered=lowered, floors={**state.floors, event.person: replace(floor, hand_done=True)}
    )


@folded.register
def _hand_restored(event: HandRestored, state: State, kept: Kept) -> State:
    lowered = dict(state.lowered)
    hands = {**state.hands, event.person: lowered.pop(event.person).hand}
    in_order = dict(sorted(hands.items(), key=lambda one: one[1].since))
    return replace(state, lowered=lowered, hands=in_order)


@folded.register
def _floor_offered(event: FloorOffered, state: State, kept: Kept) -> State:
    return replace(state, floors={**state.floors, event.person: Floor("offered", kept.at, event.by)})


@folded.register
def _floor_accepted(event: FloorAccepted, state: State, kept: Kept) -> State:
    held = replace(state.floors[event.person], state="held", since=kept.at)
    return replace(state, floors={**state.floors, event.person: held})


@folded.register(FloorDeclined)
@folded.register(FloorTaken)
def _floor_ended(event: FloorDeclined | FloorTaken, state: State, kept: Kept) -> State:
    floors = {name: floor for name, floor in state.floors.items() if name != event.person}
    return with_person(replace(state, floors=floors), _silenced(state.people[event.person], FLOOR_SOURCES))


@folded.register
def _muted_all(event: MutedAll, state: State, kept: Kept) -> State:
    return replace(state, people=_all_silenced(state, FLOOR_SOURCES), floors={})


@folded.register
def _muted(event: Muted, state: State, kept: Kept) -> State:
    return with_person(state, _silenced(state.people[event.person], frozenset({"mic"})))


@folded.register
def _class_set(event: ClassSet, state: State, kept: Kept) -> State:
    controls = ClassControls(
        event.waiting_room, event.locked, event.mics, event.cameras, event.chat, event.slow_s, event.floors
    )
    locked = {name for name, may in (("mic", event.mics), ("camera", event.cameras)) if not may}
    off: frozenset[SourceName] = FLOOR_SOURCES & locked
    return replace(
        state,
        controls=controls,
        late_locked=state.late_locked or event.by is None,
        people=_all_silenced(state, off) if off else state.people,
    )


@folded.register
def _quiet_set(event: QuietSet, state: State, kept: Kept) -> State:
    if not event.on:
        return replace(state, quiet=False)
    return replace(state, quiet=True, people=_all_silenced(state, FLOOR_SOURCES), floors={})


@folded.register
def _teacher_lost(event: TeacherLost, state: State, kept: Kept) -> State:
    return replace(state, teacher_lost_since=event.since, people=_all_silenced(state, FLOOR_SOURCES))


@folded.register
def _teacher_back(event: TeacherBack, state: State, kept: Kept) -> State:
    return replace(state, teacher_lost_since=None)


@folded.register
def _said(event: Said, state: State, kept: Kept) -> State:
    line = SaidLine(event.person, event.to, kept.at)
    state = replace(
        state,
        said={**state.said, kept.number: line},
        spoke_at={**state.spoke_at, event.person: kept.at},
    )
    return _counted(state, line, lambda tally: Tally(kept.number, tally.count + 1, tally.deleted))


@folded.register
def _said_deleted(event: SaidDeleted, state: State, kept: Kept) -> State:
    line = replace(state.said[event.line], deleted=True)
    state = replace(state, said={**state.said, event.line: line})
    return _counted(state, line, lambda tally: replace(tally, deleted=tally.deleted + 1))


def _counted(state: State, line: SaidLine, step: Callable[[Tally], Tally]) -> State:
    """The tallies of everybody who may read the line."""
    state = replace(state, chat=step(state.chat))
    if not line.private:
        return replace(state, class_chat=step(state.class_chat))
    ends = {line.person, line.to} & state.people.keys()
    known = state.private_chat
    return replace(state, private_chat={**known, **{end: step(known.get(end, Tally())) for end in ends}})


def _silenced(person: Person, off: frozenset[SourceName]) -> Person:
    return replace(person, sources=person.sources - off) if person.sources & off else person


def _all_silenced(state: State, off: frozenset[SourceName]) -> Mapping[PersonId, Person]:
    """Everybody with these sources of pupils and guests off."""
    return {
        name: _silenced(person, off) if person.role in LEARNERS else person
        for name, person in state.people.items()
    }

"""The class as a student saw it, from a lesson's events, for its replay. Pure.

Who did not agree to be recorded is taken out: an alias stands for the id and "" for the name; what they wrote, their
raised hands and their pictures are left out; when they had the floor is an interval of `unrecorded`. So is all of one
who withdrew at any time of the lesson; of one who agreed in its midst only what was before. While the teacher paused
the recording nothing is shown, and what changed meanwhile is there when it goes on, but for the chat's lines. Private
lines, the door and the text of deleted lines are never in it; who was removed just left. Times are ms since the
recording's zero. Used by server/http/replays.py.
"""

import dataclasses
import hmac
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from lesson.broadcast import Broadcast
from lesson.messages import (
    COMPANION,
    AnyEvent,
    AtSchoolSet,
    ClockJumped,
    ConsentChanged,
    Feed,
    FloorAccepted,
    HandLowered,
    HandRaised,
    HandRestored,
    Joined,
    Kept,
    Knocked,
    LessonEnded,
    LessonOpened,
    LessonStarted,
    LimitReason,
    PersonId,
    RecordingLimited,
    RecordingResumed,
    Removed,
    RosterEntry,
    Said,
    SaidDeleted,
    SlotName,
    StageSet,
)
from lesson.patch import JsonObject
from lesson.rules import Rules
from lesson.state import State, apply, opening
from lesson.view import shared_view

ALIAS = "unrecorded-"
"""How the ids begin that stand for people who are not recorded."""

_HIDDEN = ClockJumped(0)
"""An event the class is not told: it changes nothing, and lesson/broadcast.py says `hidden`."""


class Jump(Struct, frozen=True, omit_defaults=True):
    """A moment to jump to. `person`: who got the floor, raised a hand or shares a screen, when recorded."""

    at_ms: int
    kind: Literal["start", "floor", "question", "screen", "resume"]
    person: PersonId | None = None


class Span(Struct, frozen=True):
    """Somebody who is not recorded had the floor, or sent; `to_ms` None: still does."""

    from_ms: int
    to_ms: int | None


class Limited(Struct, frozen=True):
    """The disk took sound only, or nothing: little room (`disk`) or a `fault`; `to_ms` None: still so."""

    from_ms: int
    to_ms: int | None
    to: Literal["audio", "nothing"]
    reason: LimitReason


def recorded_since(opened: LessonOpened, changes: Sequence[Kept]) -> dict[PersonId, int]:
    """From which event on who is in the replay; who is in it at no time, or withdrew at any, is left out.

    `changes`: every event `consent_changed` of the lesson so far, in order.
    """
    since = {entry.person: 1 for entry in opened.roster if entry.consent}
    withdrawn: set[PersonId] = set()
    for kept in changes:
        if isinstance(kept.event, ConsentChanged):
            if kept.event.consent:
                since.setdefault(kept.event.person, kept.number)
            else:
                withdrawn.add(kept.event.person)
    return {person: number for person, number in since.items() if person not in withdrawn}


class Redactor:
    """Makes every event one that may be replayed; must see them all, in order, from number 1.

    `since`: see recorded_since. `key`: makes aliases that stay the same and that nobody else can work out from a
    class list.
    """

    def __init__(self, since: Mapping[PersonId, int], key: bytes) -> None:
        self._key = key
        self._since = since
        self._dropped: set[int] = set()
        self._stage: Mapping[SlotName, Feed] = {}

    def agreed(self, person: PersonId) -> bool:
        """Whether the person is named in the replay. A teacher's second phone is the teacher."""
        return person.removesuffix(COMPANION) in self._since

    def recorded(self, person: PersonId, number: int) -> bool:
        """Whether what the person does in event `number` may be seen and heard; an alias never is."""
        since = self._since.get(person.removesuffix(COMPANION))
        return since is not None and since <= number

    def alias(self, person: PersonId) -> PersonId:
        """The id itself of who agreed."""
        if self.agreed(person):
            return person
        return ALIAS + hmac.digest(self._key, person.encode(), "sha256").hex()[:12]

    def event(self, event: AnyEvent, number: int, paused: bool) -> AnyEvent:
        """What may be told of it; `paused`: the recording is while it happens."""
        match event:
            case HandRaised() | HandLowered() | HandRestored():
                return self._hand(event, number)
            case Said() | SaidDeleted():
                return self._chat(event, number, paused)
            case StageSet():
                self._stage = event.slots
                return self._staged(number)
            case ConsentChanged():  # who is sending when agreeing is seen from here on
                shown = self._staged(number)
                return _HIDDEN if shown == self._staged(number - 1) else shown
        return self._named(event)

    def _hand(self, event: HandRaised | HandLowered | HandRestored, number: int) -> AnyEvent:
        if not self.recorded(event.person, number):
            return _HIDDEN
        return HandRaised(event.person) if isinstance(event, HandRaised) else self._aliased(event)

    def _chat(self, event: Said | SaidDeleted, number: int, paused: bool) -> AnyEvent:
        if isinstance(event, SaidDeleted):
            return _HIDDEN if event.line in self._dropped else self._aliased(event)
        if paused or event.to != "class" or not self.recorded(event.person, number):
            self._dropped.add(number)
            return _HIDDEN
        return replace(event, reply_to=None) if event.reply_to in self._dropped else event

    def _named(self, event: AnyEvent) -> AnyEvent:
        """With aliases; what else names people or tells of them is taken out."""
        match event:
            case LessonOpened():
                return self._opened(event)
            case Joined() | Knocked() if not self.agreed(event.person):
                return replace(event, person=self.alias(event.person), name="")
            case AtSchoolSet():
                people = tuple(self.alias(person) for person in event.people)
                return replace(event, people=people, by=self.alias(event.by))
            case Removed():
                return Removed(self.alias(event.person), self.alias(event.by))
        return self._aliased(event)

    def _aliased(self, event: AnyEvent) -> AnyEvent:
        named = {name: getattr(event, name, None) for name in ("person", "by")}
        aliased = {name: self.alias(who) for name, who in named.items() if who is not None}
        return replace(event, **aliased) if aliased else event

    def _opened(self, event: LessonOpened) -> LessonOpened:
        lines = tuple(
            replace(line, teacher=None if line.teacher is None else self.alias(line.teacher))
            for line in event.lines
        )
        return replace(event, roster=self._roster(event.roster), lines=lines)

    def _staged(self, number: int) -> StageSet:
        slots = self._stage.items()
        return StageSet({slot: feed for slot, feed in slots if self.recorded(feed.person, number)})

    def _roster(self, roster: tuple[RosterEntry, ...]) -> tuple[RosterEntry, ...]:
        """Who is not recorded comes last, in no order: a place in the list would be a name."""
        known = [entry for entry in roster if self.agreed(entry.person)]
        others = [
            RosterEntry(self.alias(entry.person), "", entry.role)
            for entry in roster
            if not self.agreed(entry.person)
        ]
        return (*known, *sorted(others, key=lambda entry: entry.person))


class Replay:
    """A lesson's events as a list of steps after a snapshot; more may be added while the lesson goes on.

    `snapshot` is the class's view before `zero_at` (lesson time, UTC ms), `number` its newest event. A step is the
    message a student got, with `at_ms`; those that tell nothing are left out. `last` is the newest event's number.
    A change of consent reaches back: with a new one the replay is made anew (`changes`: all of them).
    """

    def __init__(
        self, opened: Kept, zero_at: int, key: bytes, rules: Rules, changes: Sequence[Kept] = ()
    ) -> None:
        """ValueError when `opened` does not open a lesson."""
        event = opening(opened).opened
        self.changed = changes[-1].number if changes else 0
        """Number of the newest change of consent; what was given out before it is of another replay."""
        self._redactor = Redactor(recorded_since(event, changes), key)
        self._zero_at = zero_at
        self._state = opening(replace(opened, event=self._redactor.event(event, 1, paused=False)))
        self._broadcast = Broadcast(self._state, "", rules)
        self._rules = rules
        self._shown = self._state
        self._before = self._state
        self.steps: list[JsonObject] = []
        self._numbers: list[int] = []
        self.jumps: list[tuple[int, Jump]] = []
        """With the number of their event."""
        self.unrecorded: list[Span] = []
        self.limited: list[Limited] = []

    @property
    def last(self) -> int:
        """Number of the newest event added."""
        return self._state.number

    @property
    def number(self) -> int:
        """Number of the newest event in the snapshot."""
        return self._before.number

    @property
    def snapshot(self) -> JsonObject:
        """The class's view at zero (lesson/view.py `View`)."""
        return shared_view(self._before, "class", self._rules)

    @property
    def shown(self) -> State:
        """The state the newest step leads to."""
        return self._shown

    def steps_after(self, number: int) -> list[JsonObject]:
        """The steps of later events."""
        return self.steps[bisect_right(self._numbers, number) :]

    def add(self, kept: Kept) -> None:
        """The next event. ValueError when it does not follow, or changes a consent unknown at the beginning."""
        if isinstance(kept.event, ConsentChanged) and kept.number > self.changed:
            raise ValueError(f"event {kept.number} changes the replay from its beginning")
        old = self._state
        event = self._redactor.event(kept.event, kept.number, old.recording_paused)
        self._state = apply(old, replace(kept, event=event))
        hidden = old.recording_paused and not isinstance(event, RecordingResumed | LessonEnded)
        if hidden:
            self._shown = _frozen(self._shown, self._state)
            event = _HIDDEN
        else:
            self._shown = self._state
        step = self._broadcast.step(replace(kept, event=event), self._shown)
        at_ms = max(0, kept.at - self._zero_at)
        if kept.at < self._zero_at:
            self._before = self._shown
        else:
            self._keep(step.personal("observer", ""), at_ms)
        jump = self._jump(event, kept.number, old, at_ms)
        if jump is not None and (kept.at >= self._zero_at or jump.kind == "start"):
            self.jumps.append((kept.number, jump))
        self._note_unrecorded(at_ms)
        self._note_limit(kept.event, at_ms)

    def _keep(self, told: JsonObject, at_ms: int) -> None:
        if told["type"] == "hidden" and not told["patch"]:
            return
        if told["type"] == "removed":
            told = {"type": "left", "person": told["person"], "last_seen": told["at"], "patch": told["patch"]}
        elif told["type"] == "said_deleted":
            self._blank(cast(int, told["line"]))
        fields = {name: value for name, value in told.items() if name not in ("epoch", "number", "at")}
        self._numbers.append(self._state.number)
        self.steps.append({"number": self._state.number, "at_ms": at_ms, **fields})

    def _blank(self, number: int) -> None:
        """A deleted line keeps its place; what it said is given out no more."""
        at = bisect_right(self._numbers, number) - 1
        if at >= 0 and self._numbers[at] == number:
            self.steps[at] = {**self.steps[at], "text": ""}

    def _jump(self, event: AnyEvent, number: int, old: State, at_ms: int) -> Jump | None:
        match event:
            case LessonStarted():
                return Jump(at_ms, "start")
            case RecordingResumed():
                return Jump(at_ms, "resume")
            case FloorAccepted():
                known = self._redactor.recorded(event.person, number)
                return Jump(at_ms, "floor", event.person if known else None)
            case HandRaised() if event.person not in old.hands:
                return Jump(at_ms, "question", event.person)
            case StageSet():
                before = set(old.stage.values())
                screens = (feed for feed in event.slots.values() if feed.source == "screen")
                new = next((feed for feed in screens if feed not in before), None)
                return None if new is None else Jump(at_ms, "screen", new.person)
            case _:
                return None

    def _note_unrecorded(self, at_ms: int) -> None:
        open_span = self.unrecorded[-1] if self.unrecorded and self.unrecorded[-1].to_ms is None else None
        sending = self._unrecorded_sends()
        if sending and open_span is None:
            self.unrecorded.append(Span(at_ms, None))
        elif open_span is not None and not sending:
            self.unrecorded.pop()
            if at_ms > open_span.from_ms:
                self.unrecorded.append(Span(open_span.from_ms, at_ms))

    def _note_limit(self, event: AnyEvent, at_ms: int) -> None:
        """The class is not told, and it counts in a pause, too."""
        if not isinstance(event, RecordingLimited | LessonEnded):
            return
        if self.limited and self.limited[-1].to_ms is None:
            last = self.limited.pop()
            if at_ms > last.from_ms:
                self.limited.append(replace(last, to_ms=at_ms))
        if isinstance(event, RecordingLimited) and event.to != "all":
            self.limited.append(Limited(at_ms, None, event.to, event.reason))

    def _unrecorded_sends(self) -> bool:
        """Whether somebody who is not recorded holds the floor, or sends."""
        state = self._state
        floors = (person for person, floor in state.floors.items() if floor.state == "held")
        senders = (person.person for person in state.people.values() if person.sources)
        return state.phase == "live" and any(
            not self._redactor.recorded(who, state.number) for who in (*floors, *senders)
        )


def _frozen(shown: State, state: State) -> State:
    """What is shown stays, only the numbering goes on."""
    return dataclasses.replace(shown, number=state.number, at=state.at)

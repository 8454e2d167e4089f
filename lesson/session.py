"""One lesson at work: commands and signs of life in, kept events out to listeners.

Not async and never re-entered, so no two commands interleave. A listener is told after each single event, when
`state` is exactly the state after it; it may read the session, enqueue, and nothing else. The caller (the hub in
server/classroom) owns clock and timer: every `now` is lesson time (lesson/clock.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, Self

from lesson.acts import controls, floor, hands, notes
from lesson.acts.decide import decide
from lesson.acts.door import must_wait, outside
from lesson.attendance import Attendance, attendance
from lesson.messages import (
    AnyCommand,
    AnyEvent,
    ClockJumped,
    ConsentChanged,
    EndReason,
    Feed,
    Interrupted,
    Joined,
    Kept,
    KeptMedia,
    Knocked,
    Left,
    LessonEnded,
    LessonOpened,
    LimitReason,
    PersonId,
    RecordingLimited,
    Refused,
    Role,
    SlotName,
    StageSet,
)
from lesson.patch import JsonObject
from lesson.presence import Presence
from lesson.rules import Rules
from lesson.state import TEACHING, Phase, State, fold, opening
from lesson.state import apply as applied
from lesson.view import view

Listener = Callable[[Kept], None]


class Session:
    """A lesson's truth. `opening_event` (number 1) is not told to listeners: store it yourself."""

    def __init__(self, opened: LessonOpened, epoch: str, now: int, rules: Rules | None = None) -> None:
        self.opening_event = Kept(1, now, opened)
        self._begin(opening(self.opening_event), epoch, rules)

    @classmethod
    def restore(
        cls, kept: Sequence[Kept], epoch: str, alive_at: int, now: int, rules: Rules | None = None
    ) -> Self:
        """The lesson as its stored events tell it; ValueError when they are not a lesson.

        `alive_at` is the last time the service is known to have run. Who was there gets `silent_ms` from `now`
        to be heard again, as if nothing had happened; who is not, was last seen at `alive_at`.
        """
        state = fold(kept)
        session = cls.__new__(cls)
        session.opening_event = kept[0]
        session._begin(state, epoch, rules)
        for person in session.state.people.values():
            if person.present or person.door_since is not None:
                session._presence.resume(person.person, alive_at, now)
        return session

    def _begin(self, state: State, epoch: str, rules: Rules | None) -> None:
        self.state = state
        self.epoch = epoch
        self.rules = rules or Rules()
        self._presence = Presence()
        self._listeners: list[Listener] = []
        self._telling = False

    @property
    def number(self) -> int:
        """Number of the newest event."""
        return self.state.number

    @property
    def phase(self) -> Phase:
        """Before, during or after the period."""
        return self.state.phase

    def listen(self, listener: Listener) -> None:
        """Tell every later event to `listener`, in order of listening."""
        self._listeners.append(listener)

    def handle(
        self, person: PersonId, role: Role, command: AnyCommand, now: int, unproved: bool = False
    ) -> list[Kept]:
        """Do what a person asks; raises Refused and then has changed nothing.

        `unproved`: the link only says who the person is; without a teacher's admission it counts for nothing.
        """
        if unproved and outside(self.state, person, role, unproved):
            raise Refused("not_admitted")
        events = decide(self.state, person, role, command, self.rules, now)
        if any(isinstance(event, LessonEnded) for event in events):
            events = [*self._closing(now), *events]
        return self._keep(events, now)

    def heard(self, person: PersonId, name: str, role: Role, now: int, unproved: bool = False) -> list[Kept]:
        """A sign of life of any of the person's devices; the first one is Joined, or Knocked for who has to wait.

        Nobody joins an ended lesson. `unproved` as for handle: it never speaks for who is in the class.
        """
        if self.state.phase == "ended":
            return []
        known = self.state.people.get(person)
        waits = must_wait(self.state, person, role, unproved)
        if waits and known is not None and (known.present or self._kept_for(person)):
            return []
        self._presence.heard(person, now)
        if known is not None and (known.door_since is not None if waits else known.present):
            return []
        if known is not None and known.on_roster:
            name, role = known.name, known.role
        if waits:
            return self._keep([Knocked(person, name, role, unproved)], now)
        kept = self._keep([Joined(person, name, role)], now)
        return [*kept, *self._keep(controls.teacher_back(self.state, person), now)]

    def _kept_for(self, person: PersonId) -> bool:
        """Away for a moment: hand and floor wait, and so does whoever says to be the same person."""
        return person in self.state.floors or person in self.state.hands

    def staged(self, slots: Mapping[SlotName, Feed], now: int) -> list[Kept]:
        """Which source feeds which slot from now on; nothing when that is so already."""
        if self.state.phase == "ended" or slots == self.state.stage:
            return []
        return self._keep([StageSet(dict(slots))], now)

    def interrupted(self, part: Literal["control", "media"], since: int, now: int) -> list[Kept]:
        """A part of the service was away; evidence for attendance and replay."""
        return self._keep([Interrupted(part, since)], now)

    def limited(self, to: KeptMedia, reason: LimitReason, now: int) -> list[Kept]:
        """How much of a recorded live lesson can be kept from now on; nothing when that is so already."""
        state = self.state
        if state.phase != "live" or not state.opened.recording or state.recording_limit == to:
            return []
        return self._keep([RecordingLimited(to, reason)], now)

    def consented(self, person: PersonId, consent: bool, now: int) -> list[Kept]:
        """What the school knows counts from now on: of the roster, and of teachers who came besides (dạy thay). Nothing
        for others, or who said so already."""
        known = self.state.people.get(person)
        if self.state.phase == "ended" or known is None or known.consent == consent:
            return []
        if not known.on_roster and known.role not in TEACHING:
            return []
        return self._keep([ConsentChanged(person, consent)], now)

    def clock_jumped(self, delta: int, now: int) -> list[Kept]:
        """The machine's wall clock moved by `delta` ms against the lesson's."""
        return self._keep([ClockJumped(delta)], now)

    def end(self, reason: EndReason, by: PersonId | None, now: int) -> list[Kept]:
        """End the lesson, also before it was started; Refused("lesson_ended") when it has ended."""
        if self.state.phase == "ended":
            raise Refused("lesson_ended")
        return self._keep([*self._closing(now), LessonEnded(reason, by)], now)

    def tick(self, now: int) -> list[Kept]:
        """What time alone brings about; call it about once a second."""
        if self.state.phase == "ended":
            return []
        kept = self._keep(self._departures(now, self.rules.silent_ms), now)
        kept += self._keep(self._due(now), now)
        if self._teacher_missing(now):
            kept += self.end("no_teacher", None, now)
        return kept

    def snapshot(
        self, role: Role, person: PersonId, unproved: bool = False, also: tuple[PersonId, ...] = ()
    ) -> JsonObject:
        """The view (lesson/view) of a person, or of two pupils at one device, after event `number`."""
        return view(self.state, role, person, self.rules, unproved, also)

    def waits(self, person: PersonId, role: Role, unproved: bool = False) -> bool:
        """Whether who comes with this link now stays at the door."""
        return must_wait(self.state, person, role, unproved)

    def outside(self, person: PersonId, role: Role, unproved: bool = False) -> bool:
        """Whether who shows this link is at the door, or was removed: no view of the class, no media."""
        return outside(self.state, person, role, unproved)

    def missed(self, epoch: str | None, number: int | None) -> bool:
        """Whether a resuming client needs a snapshot.

        A patch needs the views around its event, which are not kept; so only who missed nothing in this epoch
        goes on without a snapshot.
        """
        return epoch != self.epoch or number != self.state.number

    def attendance(self, now: int) -> tuple[Attendance, ...]:
        """Every student's attendance so far."""
        return attendance(self.state, max(now, self.state.at), self.rules)

    def _departures(self, now: int, silent_ms: int) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for person, last_seen in self._presence.silent(now, silent_ms):
            known = self.state.people[person]
            since = known.present_since if known.present_since is not None else known.door_since
            if since is not None:
                events.append(Left(person, max(last_seen, since)))
                events += floor.unanswered(self.state, person)
            self._presence.forget(person)
        return events

    def _closing(self, now: int) -> list[AnyEvent]:
        """Who had gone just before the end was not there until the end."""
        return self._departures(now, self.rules.closing_silent_ms)

    def _due(self, now: int) -> list[AnyEvent]:
        """Hands before floors: with a floor goes what the rules know of its hand."""
        state, rules = self.state, self.rules
        lowered = [*hands.spoken(state, now, rules), *hands.abandoned(state, now, rules)]
        over = [*floor.abandoned(state, now, rules), *notes.unclear_over(state, now, rules)]
        return [
            *lowered,
            *over,
            *controls.late_lock(state, now, rules),
            *controls.teacher_lost(state, now, rules),
        ]

    def _teacher_missing(self, now: int) -> bool:
        """Long after the bell, and no teacher there for more than a short gap."""
        if now < self.state.opened.ends_at + self.rules.overtime_ms:
            return False
        teachers = [person for person in self.state.people.values() if person.role in TEACHING]
        return all(hands.away(self.state, teacher.person, now, self.rules) for teacher in teachers)

    def _keep(self, events: Iterable[AnyEvent], now: int) -> list[Kept]:
        if self._telling:
            raise AssertionError("a listener may not change the lesson")
        return [self._keep_one(event, now) for event in events]

    def _keep_one(self, event: AnyEvent, now: int) -> Kept:
        kept = Kept(self.state.number + 1, max(now, self.state.at), event)
        self.state = applied(self.state, kept)
        self._telling = True
        try:
            for listener in self._listeners:
                listener(kept)
        finally:
            self._telling = False
        return kept

"""Any commands by anybody in any order: what a browser merges stays what the server would show it."""

import json
from typing import get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lesson.broadcast import Broadcast
from lesson.messages import (
    AcceptFloor,
    AnyCommand,
    DeclineFloor,
    EndLesson,
    GiveFloor,
    Kept,
    KeptMedia,
    LowerHand,
    Mute,
    MuteAll,
    PauseRecording,
    RaiseHand,
    Refused,
    ResumeRecording,
    Say,
    SetMode,
    SetSource,
    SetTiles,
    SourceName,
    StartLesson,
    TakeFloor,
)
from lesson.patch import JsonObject, merge
from lesson.permissions import TRUSTED, may_record, may_send
from lesson.session import Session
from server.classroom.stage import Stage
from tests.lesson.school import BELL, OPENED, ROLES, TEACHER

PEOPLE = st.sampled_from(sorted(ROLES))
SOURCE_NAMES: tuple[SourceName, ...] = get_args(SourceName)
SOURCES: st.SearchStrategy[SourceName] = st.sampled_from(SOURCE_NAMES)
COMMANDS: st.SearchStrategy[AnyCommand] = st.one_of(
    st.just(RaiseHand()),
    st.builds(LowerHand, st.none() | PEOPLE),
    st.builds(GiveFloor, PEOPLE),
    st.just(AcceptFloor()),
    st.just(DeclineFloor()),
    st.builds(TakeFloor, st.none() | PEOPLE),
    st.just(MuteAll()),
    st.builds(Mute, PEOPLE),
    st.just(PauseRecording()),
    st.just(ResumeRecording()),
    st.builds(Say, st.sampled_from(["chào", "  ", "<b>đậm</b>"]), st.none() | st.integers(1, 40)),
    st.builds(SetMode, st.sampled_from(["full", "listen"])),
    st.builds(SetSource, SOURCES, st.booleans()),
    st.builds(SetTiles, st.dictionaries(st.sampled_from(["v0", "v1", "v2"]), st.integers(0, 1080))),
)


class Browsers:
    """Everybody's browser: a snapshot, then only patches."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.views = {person: session.snapshot(role, person) for person, role in ROLES.items()}
        self.seen: dict[str, list[JsonObject]] = {person: [] for person in ROLES}
        self.broadcast = Broadcast(session.state, session.epoch, session.rules)
        session.listen(self.tell)

    def tell(self, kept: Kept) -> None:
        step = self.broadcast.step(kept, self.session.state)
        for person, role in ROLES.items():
            message = step.personal(role, person)
            patch = message["patch"]
            assert isinstance(patch, dict)
            self.views[person] = merge(self.views[person], patch)
            self.seen[person].append(message)


class Classroom(RuleBasedStateMachine):
    """One lesson; the time between two rules is random."""

    @initialize()
    def begin(self) -> None:
        self.now = BELL
        self.session = Session(OPENED, "epoch-1", self.now)
        self.follow(self.session, [self.session.opening_event])
        self.stage = Stage()
        self.come(list(ROLES))
        self.command(TEACHER, StartLesson())

    def follow(self, session: Session, kept: list[Kept]) -> None:
        self.session = session
        self.kept = kept
        session.listen(kept.append)
        self.browsers = Browsers(session)

    @rule(people=st.lists(PEOPLE, unique=True))
    def come(self, people: list[str]) -> None:
        for person in people:
            self.session.heard(person, f"Tên {person}", ROLES[person], self.now)

    @rule(person=PEOPLE, command=COMMANDS)
    def command(self, person: str, command: AnyCommand) -> None:
        if isinstance(command, RaiseHand):
            command = RaiseHand(f"bí mật của {person}.")
        before = self.session.state
        try:
            self.session.handle(person, ROLES[person], command, self.now)
        except Refused:
            assert self.session.state is before

    @rule(person=PEOPLE, answer=st.sampled_from([AcceptFloor(), DeclineFloor()]), source=SOURCES)
    def speak(self, person: str, answer: AnyCommand, source: SourceName) -> None:
        """A whole turn at the floor, as random commands seldom make one."""
        self.command(person, RaiseHand())
        self.command(TEACHER, GiveFloor(person))
        self.command(person, answer)
        self.command(person, SetSource(source, True))

    @rule(seconds=st.sampled_from([0, 1, 5, 9, 10, 60, 95]), staying=st.lists(PEOPLE, unique=True))
    def wait(self, seconds: int, staying: list[str]) -> None:
        for _ in range(0, seconds, 5):
            self.now += 5000
            self.come(staying)
            self.session.tick(self.now)

    @rule()
    def direct(self) -> None:
        self.session.staged(self.stage.slots(self.session.state, {}, self.now / 1000), self.now)

    @rule(delta=st.integers(-5000, 5000))
    def note(self, delta: int) -> None:
        self.session.clock_jumped(delta, self.now)
        self.session.interrupted("media", self.now, self.now)

    @rule(to=st.sampled_from(["all", "audio", "nothing"]))
    def limit(self, to: KeptMedia) -> None:
        before = self.session.state
        kept = self.session.limited(to, "" if to == "all" else "disk", self.now)
        assert bool(kept) == (before.phase == "live" and before.recording_limit != to)

    @rule(person=PEOPLE, consent=st.booleans())
    def consent(self, person: str, consent: bool) -> None:
        before = self.session.state
        told = {one: len(seen) for one, seen in self.browsers.seen.items()}
        kept = self.session.consented(person, consent, self.now)
        roster = {entry.person for entry in OPENED.roster}
        assert bool(kept) == (
            before.phase != "ended" and person in roster and before.people[person].consent != consent
        )
        for one, role in ROLES.items():
            for message in self.browsers.seen[one][told[one] :]:
                if role not in TRUSTED:
                    assert message["type"] == "hidden"
                    assert message["patch"] == ({"recorded": consent} if one == person else {})

    @rule(person=PEOPLE, dice=st.integers(0, 9))
    def end(self, person: str, dice: int) -> None:
        if dice == 0:
            self.command(person, EndLesson())

    @rule()
    def restart(self) -> None:
        alive, self.now = self.now, self.now + 3000
        session = Session.restore(self.kept, "epoch-2", alive_at=alive, now=self.now)
        assert session.state == self.session.state
        self.follow(session, list(self.kept))

    @invariant()
    def browsers_show_what_the_server_would(self) -> None:
        for person, role in ROLES.items():
            assert self.browsers.views[person] == self.session.snapshot(role, person)

    @invariant()
    def nothing_private_reaches_the_class(self) -> None:
        for person, role in ROLES.items():
            if role in TRUSTED:
                continue
            known = json.dumps([self.browsers.views[person], self.browsers.seen[person]], ensure_ascii=False)
            secrets = [other for other in ROLES if other != person and f"bí mật của {other}." in known]
            assert not secrets
            assert "attendance" not in self.browsers.views[person]
            assert "clock_jumped" not in known
            assert "consent" not in known and "recording_limited" not in known
            known_self = self.session.state.people.get(person)
            agreed = None if known_self is None else known_self.consent
            assert self.browsers.views[person].get("recorded") == agreed

    @invariant()
    def only_the_consenting_are_recorded_and_all_are_told(self) -> None:
        state = self.session.state
        kept = {
            (person, source)
            for person in ROLES
            for source in SOURCE_NAMES
            if may_record(state, person, source)
        }
        agreed = {person.person for person in state.people.values() if person.consent}
        assert {person for person, _ in kept} <= agreed <= {entry.person for entry in OPENED.roster}
        assert all(may_send(state, person, source) for person, source in kept)
        if state.recording_limit != "all":
            assert not {"camera", "screen"} & {source for _, source in kept}
        for person, role in ROLES.items():
            lesson = self.session.snapshot(role, person)["lesson"]
            assert isinstance(lesson, dict)
            shown = lesson.get("recording")
            assert shown == (None if state.phase != "live" else "paused" if state.recording_paused else "on")
            assert shown == "on" or not kept

    @invariant()
    def hands_and_floors_are_in_order(self) -> None:
        state = self.session.state
        raised = [hand.since for hand in state.hands.values()]
        assert raised == sorted(raised)
        hands = self.session.snapshot("teacher", TEACHER)["hands"]
        assert isinstance(hands, dict)
        assert [hand["place"] for hand in hands.values()] == list(range(1, len(hands) + 1))  # type: ignore
        assert len(state.floors) <= 6

    @invariant()
    def nobody_sends_without_the_right(self) -> None:
        state = self.session.state
        for person in state.people.values():
            for source in person.sources:
                assert may_send(state, person.person, source)

    @invariant()
    def an_ended_lesson_is_still(self) -> None:
        state = self.session.state
        if state.phase == "ended":
            assert not state.hands and not state.floors and not state.stage
            assert not any(person.present for person in state.people.values())

    @invariant()
    def no_null_in_a_view(self) -> None:
        assert "null" not in json.dumps(
            [self.session.snapshot(role, person) for person, role in ROLES.items()]
        )


Classroom.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestClassroom = Classroom.TestCase

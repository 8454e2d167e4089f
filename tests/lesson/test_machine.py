"""Any commands by anybody in any order: what a browser merges stays what the server would show it, nobody learns what
they may not, and a refusal changes nothing."""

import json
from dataclasses import dataclass
from typing import get_args

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lesson.acts.door import outside
from lesson.broadcast import Broadcast
from lesson.messages import (
    AcceptFloor,
    Admit,
    AdmitAll,
    AnyCommand,
    CannotHear,
    ClearUnclear,
    DeclineFloor,
    DeleteSaid,
    EndLesson,
    GiveFloor,
    Kept,
    KeptMedia,
    LowerHand,
    MarkAtSchool,
    Mute,
    MuteAll,
    PauseRecording,
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
from lesson.patch import Json, JsonObject, merge
from lesson.permissions import TRUSTED, may_record, may_send
from lesson.rules import MINUTE, Rules
from lesson.session import Session
from lesson.state import LEARNERS, TEACHING
from lesson.view import Audience, audience
from server.classroom.showing.stage import Stage
from tests.lesson.school import AN, BELL, BINH, DUNG, OPENED, ROLES, TEACHER

CAST: dict[str, Role] = {
    **ROLES, "gv-03": "co_teacher", "phong-1": "room", "gv-01.cam": "camera", "hs-la": "student",
}  # fmt: skip
RULES = Rules(lock_late_ms=2 * MINUTE)
PEOPLE = st.sampled_from(sorted(CAST))
SOURCE_NAMES: tuple[SourceName, ...] = get_args(SourceName)
SOURCES: st.SearchStrategy[SourceName] = st.sampled_from(SOURCE_NAMES)
SAYS: st.SearchStrategy[AnyCommand] = st.builds(
    Say,
    st.sampled_from(["chào", "  ", "<b>đậm</b>"]),
    st.none() | st.integers(1, 60),
    st.just("class") | st.just("teachers") | PEOPLE,
)
CLASS: st.SearchStrategy[AnyCommand] = st.one_of(
    st.builds(
        SetClass,
        waiting_room=st.none() | st.booleans(),
        locked=st.none() | st.booleans(),
        mics=st.none() | st.booleans(),
        cameras=st.none() | st.booleans(),
        chat=st.sampled_from([None, "class", "class", "questions", "off"]),
        slow_s=st.sampled_from([None, 0, 0, 5]),
        floors=st.none() | st.integers(1, 6),
    ),
    st.builds(QuietClass, st.booleans()),
    st.builds(Admit, PEOPLE),
    st.just(AdmitAll()),
    st.builds(Remove, PEOPLE),
    st.builds(MarkAtSchool, st.lists(PEOPLE, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(RestoreHand, PEOPLE),
    st.builds(ClearUnclear, PEOPLE),
)
COMMANDS: st.SearchStrategy[AnyCommand] = st.one_of(
    st.just(RaiseHand()),
    st.builds(LowerHand, st.none() | PEOPLE),
    st.builds(GiveFloor, PEOPLE),
    st.just(AcceptFloor()),
    st.just(DeclineFloor()),
    st.builds(TakeFloor, st.none() | PEOPLE),
    st.just(MuteAll()),
    st.builds(Mute, PEOPLE),
    st.just(CannotHear()),
    CLASS,
    st.just(PauseRecording()),
    st.just(ResumeRecording()),
    SAYS,
    st.builds(DeleteSaid, st.integers(1, 60)),
    st.builds(SetMode, st.sampled_from(["full", "listen"])),
    st.builds(SetSource, SOURCES, st.booleans()),
    st.builds(SetTiles, st.dictionaries(st.sampled_from(["v0", "v1", "v2"]), st.integers(0, 1080))),
)
AT_THE_DOOR = {"hidden", "lesson_started", "lesson_ended", "knocked", "admitted", "removed"}


@dataclass(frozen=True)
class Device:
    """`people`: whose it is, and a second pupil's."""

    role: Role
    people: tuple[str, ...]
    unproved: bool = False

    def audience(self, session: Session) -> Audience:
        return audience(session.state, self.role, self.people, self.unproved)

    def snapshot(self, session: Session) -> JsonObject:
        return session.snapshot(self.role, self.people[0], self.unproved, self.people[1:])


DEVICES = (
    *(Device(role, (person,)) for person, role in CAST.items()),
    Device("student", (DUNG,), unproved=True),
    Device("student", (AN, BINH)),
)


class Browsers:
    """Everybody's browser: a snapshot, then only patches."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.views = {device: device.snapshot(session) for device in DEVICES}
        self.seen: dict[Device, list[JsonObject]] = {device: [] for device in DEVICES}
        self.broadcast = Broadcast(session.state, session.epoch, session.rules)
        session.listen(self.tell)

    def tell(self, kept: Kept) -> None:
        step = self.broadcast.step(kept, self.session.state)
        for device in DEVICES:
            first, *also = device.people
            message = step.personal(device.role, first, device.unproved, tuple(also))
            assert message["number"] == kept.number
            patch = message["patch"]
            assert isinstance(patch, dict)
            self.views[device] = merge(self.views[device], patch)
            self.seen[device].append(message)
            told_well(device, message, self.session)


def told_well(device: Device, message: JsonObject, session: Session) -> None:
    """What the event itself tells, beside the patch."""
    side = device.audience(session)
    if side == "staff":
        return
    fields = {name: value for name, value in message.items() if name != "patch"}
    kind, about = message["type"], message.get("person")
    if side == "door":
        assert kind in AT_THE_DOOR
    if kind in ("knocked", "admitted", "unclear", "unclear_over"):
        assert about in device.people
    if kind in ("joined", "left", "mode_set", "source_set") and about not in device.people:
        assert CAST[str(about)] not in ("observer", "camera")
    if kind == "said" and message["to"] != "class":
        assert {message["to"], about} & set(device.people)
    said = str(fields)
    assert not [who for who in CAST if who not in device.people and f"bí mật của {who}." in said]
    assert "lý do về" not in said


class Classroom(RuleBasedStateMachine):
    """One lesson; the time between two rules is random."""

    @initialize(waiting=st.booleans())
    def begin(self, waiting: bool) -> None:
        self.now = BELL
        opened = msgspec.structs.replace(
            OPENED, controls=msgspec.structs.replace(OPENED.controls, waiting_room=waiting)
        )
        self.session = Session(opened, "epoch-1", self.now, RULES)
        self.follow(self.session, [self.session.opening_event])
        self.stage = Stage()
        self.come(list(CAST))
        self.command(TEACHER, StartLesson())

    def follow(self, session: Session, kept: list[Kept]) -> None:
        self.session = session
        self.kept = kept
        session.listen(kept.append)
        self.browsers = Browsers(session)

    @rule(people=st.lists(PEOPLE, unique=True))
    def come(self, people: list[str]) -> None:
        for person in people:
            self.session.heard(person, f"Tên {person}", CAST[person], self.now)

    @rule(command=COMMANDS)
    def claim(self, command: AnyCommand) -> None:
        """Somebody says to be Dũng, and proves nothing."""
        before = self.session.state
        self.session.heard(DUNG, "Dũng", "student", self.now, unproved=True)
        if before.people[DUNG].vouched:
            return
        assert self.session.state.people[DUNG].present == before.people[DUNG].present
        if outside(self.session.state, DUNG, "student", unproved=True):
            self.command(DUNG, command, unproved=True)
            assert self.session.state.spoke_at == before.spoke_at

    @rule(person=PEOPLE, command=COMMANDS)
    def command(self, person: str, command: AnyCommand, unproved: bool = False) -> None:
        if isinstance(command, RaiseHand):
            command = RaiseHand(f"bí mật của {person}.")
        if isinstance(command, Remove):
            command = Remove(command.person, f"lý do về {command.person}.")
        before = self.session.state
        try:
            self.session.handle(person, CAST[person], command, self.now, unproved)
        except Refused:
            assert self.session.state is before
        else:
            assert not outside(before, person, CAST[person], unproved)

    @rule(command=CLASS)
    def manage(self, command: AnyCommand) -> None:
        self.come([TEACHER])
        self.command(TEACHER, command)

    @rule(command=CLASS)
    def manage_more(self, command: AnyCommand) -> None:
        """Oftener than other rules."""
        self.manage(command)

    @rule(person=PEOPLE, command=SAYS, deleted=st.none() | st.integers(0, 3))
    def write(self, person: str, command: AnyCommand, deleted: int | None) -> None:
        self.come([person])
        self.command(person, command)
        lines = list(self.session.state.said)
        if deleted is not None and deleted < len(lines):
            self.command(person, DeleteSaid(lines[-1 - deleted]))

    @rule(person=PEOPLE, command=COMMANDS)
    def act(self, person: str, command: AnyCommand) -> None:
        """As command, by who is there."""
        self.come([person])
        self.command(person, command)

    @rule(person=PEOPLE, answer=st.sampled_from([AcceptFloor(), DeclineFloor()]), source=SOURCES)
    def speak(self, person: str, answer: AnyCommand, source: SourceName) -> None:
        """A whole turn at the floor, as random commands seldom make one."""
        self.come([person, TEACHER])
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
        told = {device: len(seen) for device, seen in self.browsers.seen.items()}
        kept = self.session.consented(person, consent, self.now)
        known = before.people.get(person)
        asked = known is not None and (known.on_roster or known.role in TEACHING)
        assert bool(kept) == (
            before.phase != "ended" and asked and known is not None and known.consent != consent
        )
        for device in DEVICES:
            for message in self.browsers.seen[device][told[device] :]:
                if device.role not in TRUSTED:
                    assert message["type"] == "hidden"
                    own = device.people[0] == person and device.audience(self.session) == "class"
                    assert message["patch"] == ({"recorded": consent} if own else {})

    @rule(person=PEOPLE, dice=st.integers(0, 9))
    def end(self, person: str, dice: int) -> None:
        if dice == 0:
            self.command(person, EndLesson())

    @rule()
    def restart(self) -> None:
        """The events come back from the disk."""
        alive, self.now = self.now, self.now + 3000
        stored = msgspec.json.decode(msgspec.json.encode(self.kept), type=list[Kept])
        session = Session.restore(stored, "epoch-2", alive_at=alive, now=self.now, rules=RULES)
        assert session.state == self.session.state
        self.follow(session, stored)

    @invariant()
    def browsers_show_what_the_server_would(self) -> None:
        for device in DEVICES:
            assert self.browsers.views[device] == device.snapshot(self.session)

    @invariant()
    def nothing_private_reaches_the_class(self) -> None:
        for device in DEVICES:
            if device.role in TRUSTED:
                continue
            view = self.browsers.views[device]
            known = json.dumps([view, self.browsers.seen[device]], ensure_ascii=False)
            secrets = [who for who in CAST if who not in device.people and f"bí mật của {who}." in known]
            assert not secrets
            assert "lý do về" not in known
            assert "attendance" not in view and "lowered" not in view
            assert "clock_jumped" not in known
            assert "consent" not in known and "recording_limited" not in known
            self.knows_own_things_only(device, view)

    def knows_own_things_only(self, device: Device, view: JsonObject) -> None:
        state = self.session.state
        people = part(view, "people")
        if device.audience(self.session) == "door":
            assert people.keys() <= set(device.people)
            assert not any(part(view, name) for name in ("hands", "floor", "stage"))
            assert view["chat"] == {"last": 0, "count": 0} and "recorded" not in view
            return
        assert view.get("recorded") == state.people[device.people[0]].consent
        for name, shown in people.items():
            assert isinstance(shown, dict)
            if name in device.people:
                continue
            known = state.people[name]
            assert "door" not in shown and "unclear_since" not in shown
            assert known.role not in ("observer", "camera") and (known.on_roster or known.been_in)

    @invariant()
    def the_chat_counts_what_one_may_read(self) -> None:
        state = self.session.state
        for device in DEVICES:
            side = device.audience(self.session)
            if side == "door":
                continue
            lines = {
                number: line
                for number, line in state.said.items()
                if any(line.reaches(person, side == "staff") for person in device.people)
            }
            chat = part(self.browsers.views[device], "chat")
            assert (chat["last"], chat["count"]) == (max(lines, default=0), len(lines))
            assert chat.get("deleted", 0) == sum(line.deleted for line in lines.values())

    @invariant()
    def nobody_is_inside_and_at_the_door(self) -> None:
        for person in self.session.state.people.values():
            assert not (person.present and person.door_since is not None)
            assert not (person.present and person.door is not None)
            if person.door is not None:
                assert person.person not in self.session.state.floors and not person.sources
                assert person.person not in self.session.state.hands

    @invariant()
    def only_the_consenting_are_recorded_and_all_are_told(self) -> None:
        state = self.session.state
        kept = {
            (person, source)
            for person in CAST
            for source in SOURCE_NAMES
            if may_record(state, person, source)
        }
        agreed = {person.person for person in state.people.values() if person.consent}
        kept_people = {person.removesuffix(".cam") for person, _ in kept}
        besides = {person.person for person in state.people.values() if person.role in TEACHING}
        assert kept_people <= agreed <= {entry.person for entry in OPENED.roster} | besides
        assert all(may_send(state, person, source) for person, source in kept)
        if state.recording_limit != "all":
            assert not {"camera", "screen"} & {source for _, source in kept}
        for device in DEVICES:
            if device.audience(self.session) == "door":
                continue
            lesson = part(self.browsers.views[device], "lesson")
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
        assert not (state.quiet and state.floors)

    @invariant()
    def nobody_sends_without_the_right(self) -> None:
        state = self.session.state
        for person in state.people.values():
            for source in person.sources:
                assert may_send(state, person.person, source)
            if person.role in LEARNERS and (state.quiet or state.teacher_lost_since is not None):
                assert not person.sources

    @invariant()
    def an_ended_lesson_is_still(self) -> None:
        state = self.session.state
        if state.phase == "ended":
            assert not state.hands and not state.floors and not state.stage
            assert not any(person.present or person.school_since for person in state.people.values())

    @invariant()
    def no_null_in_a_view(self) -> None:
        assert "null" not in json.dumps([device.snapshot(self.session) for device in DEVICES])


def part(view: JsonObject, name: str) -> dict[str, Json]:
    found = view[name]
    assert isinstance(found, dict)
    return found


def test_a_claim_while_the_floor_is_kept_for_who_is_away() -> None:
    classroom = Classroom()
    classroom.begin(waiting=False)
    classroom.speak(answer=AcceptFloor(), person=DUNG, source="mic")
    classroom.wait(seconds=9, staying=[])
    assert DUNG in classroom.session.state.floors
    classroom.claim(command=RaiseHand(""))
    classroom.nobody_is_inside_and_at_the_door()


Classroom.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestClassroom = Classroom.TestCase

"""The door: who waits, who comes in, who is sent out, and who is told."""

import pytest
from msgspec.structs import replace

from lesson.broadcast import Broadcast
from lesson.messages import (
    AcceptFloor,
    Admit,
    AdmitAll,
    AnyCommand,
    ClassControls,
    EndLesson,
    GiveFloor,
    Knocked,
    RaiseHand,
    Refused,
    Remove,
    Say,
    SetClass,
    SetSource,
    StartLesson,
)
from lesson.patch import JsonObject
from lesson.rules import MINUTE, Rules
from tests.lesson.school import AN, BELL, BINH, CHI, OPENED, ROLES, TEACHER, Lesson, refused


def lesson(waiting_room: bool = True, rules: Rules | None = None) -> Lesson:
    """Started, with only the teacher there."""
    found = Lesson(opened=replace(OPENED, controls=ClassControls(waiting_room=waiting_room)), rules=rules)
    found.come(TEACHER)
    found.do(TEACHER, StartLesson())
    return found


def view(lesson: Lesson, person: str) -> JsonObject:
    return lesson.session.snapshot(ROLES[person], person)


def people(lesson: Lesson, person: str) -> JsonObject:
    found = view(lesson, person)["people"]
    assert isinstance(found, dict)
    return found


def test_pupils_and_guests_wait_until_admitted() -> None:
    room = lesson()
    room.come(AN, "khach", "du-gio", "gv-02", "kt")
    state = room.session.state
    assert {name for name, one in state.people.items() if one.door == "waiting"} == {AN, "khach"}
    assert state.people["du-gio"].present and state.people["gv-02"].present
    assert refused(room, AN, Say("cho em vào")) == "not_admitted"
    assert refused(room, AN, RaiseHand()) == "not_admitted"
    room.do(TEACHER, Admit(AN))
    assert room.session.state.people[AN].present
    assert room.do(AN, RaiseHand()) == ["hand_raised"]
    assert refused(room, TEACHER, Admit(AN)) == "already"
    assert refused(room, TEACHER, Admit("hs-99")) == "unknown_person"


def test_all_are_admitted_at_once_but_who_was_removed() -> None:
    room = lesson()
    room.come(AN, BINH, CHI)
    room.do(TEACHER, Remove(CHI, "người lạ"))
    assert room.do(TEACHER, AdmitAll()) == ["admitted", "admitted"]
    assert room.do(TEACHER, AdmitAll()) == []
    assert room.session.state.people[CHI].door == "removed"


def test_who_was_in_comes_back_without_asking() -> None:
    room = lesson(waiting_room=False)
    room.come(AN)
    room.do(TEACHER, SetClass(waiting_room=True))
    assert "left" in room.stay(12, TEACHER)
    room.come(AN)
    assert room.session.state.people[AN].present


def test_who_waits_comes_in_when_the_waiting_room_is_over() -> None:
    room = lesson()
    room.come(AN)
    room.do(TEACHER, SetClass(waiting_room=False))
    room.come(AN)
    assert room.session.state.people[AN].present and room.session.state.people[AN].door is None


def test_who_waits_and_goes_away_waits_no_more() -> None:
    room = lesson()
    room.come(AN)
    assert room.stay(11, TEACHER) == ["left"]
    known = room.session.state.people[AN]
    assert (known.door, known.door_since, len(known.knocks), known.intervals) == (None, None, 1, ())
    assert view(room, AN)["stage"] == {} and people(room, AN).keys() == {AN}


def test_late_entry_is_locked_by_the_rules_once() -> None:
    room = lesson(waiting_room=False, rules=Rules(lock_late_ms=10 * MINUTE))
    room.stay(599, TEACHER)
    room.come(AN)
    assert room.session.state.people[AN].present
    assert room.stay(1, TEACHER, AN) == ["class_set"]
    room.come(BINH)
    assert room.session.state.people[BINH].door == "waiting"
    room.do(TEACHER, SetClass(locked=False))
    assert room.stay(5, TEACHER, AN) == []
    room.come(BINH)
    assert room.session.state.people[BINH].present


def test_removing_takes_everything_and_holds_for_the_person() -> None:
    room = lesson(waiting_room=False)
    room.come(AN)
    room.do(AN, RaiseHand("bí mật"))
    room.do(TEACHER, GiveFloor(AN))
    room.do(AN, AcceptFloor())
    room.do(AN, SetSource("mic", True))
    assert room.do(TEACHER, Remove(AN, "gây ồn")) == ["removed"]
    state = room.session.state
    known = state.people[AN]
    assert not state.floors and not state.hands and not known.sources
    assert (known.door, known.present, known.intervals[0].end) == ("removed", False, room.now)
    room.session.heard(AN, "tên khác", "guest", room.now + 1000)
    assert not room.session.state.people[AN].present
    assert refused(room, TEACHER, Remove(AN)) == "already"
    assert room.stay(20, TEACHER) == ["left"]
    room.come(AN)
    assert room.session.state.people[AN].door == "removed"
    room.do(TEACHER, Admit(AN))
    assert room.session.state.people[AN].present


@pytest.mark.parametrize("person", ["gv-02", "du-gio", "kt", TEACHER])
def test_only_pupils_and_guests_are_removed(person: str) -> None:
    room = lesson()
    room.come(*ROLES)
    assert refused(room, TEACHER, Remove(person)) == "not_allowed"


def test_somebody_who_only_says_to_be_a_pupil_waits_even_with_open_doors() -> None:
    room = lesson(waiting_room=False)
    (knocked,) = room.session.heard(AN, "An", "student", room.now, unproved=True)
    assert knocked.event == Knocked(AN, "Học sinh 1", "student", unproved=True)
    room.come(AN)  # the pupil, by the own link
    assert room.session.state.people[AN].present
    assert room.session.outside(AN, "student", unproved=True)
    assert room.session.snapshot("student", AN, unproved=True)["people"] == {
        AN: {"name": "Học sinh 1", "role": "student", "present": False, "mode": "full", "sources": {}, "door": "waiting"}
    }  # fmt: skip
    with pytest.raises(Refused, match="not_admitted"):
        room.session.handle(AN, "student", RaiseHand(), room.now, unproved=True)


def test_a_claim_keeps_nobody_present() -> None:
    room = lesson(waiting_room=False)
    room.come(AN)
    for _ in range(12):
        room.now += 1000
        room.come(TEACHER)
        room.session.heard(AN, "An", "student", room.now, unproved=True)
        room.session.tick(room.now)
    assert not room.session.state.people[AN].present


def test_admitting_the_pupil_admits_no_claim_and_admitting_the_claim_does() -> None:
    room = lesson()
    room.come(AN)
    room.do(TEACHER, Admit(AN))
    assert room.session.waits(AN, "student", unproved=True)
    room.stay(12, TEACHER)
    room.session.heard(AN, "An", "student", room.now, unproved=True)
    assert people(room, TEACHER)[AN]["unproved"] is True  # type: ignore[index,call-overload]
    room.do(TEACHER, Admit(AN))
    assert not room.session.waits(AN, "student", unproved=True)
    assert not room.session.outside(AN, "student", unproved=True)


def told(room: Lesson, person: str, command: AnyCommand) -> dict[str, JsonObject]:
    before = room.session.state
    room.do(person, command)
    step = Broadcast(before, "epoch-1", room.session.rules).step(room.kept[-1], room.session.state)
    return {who: step.personal(role, who) for who, role in ROLES.items()}


def test_what_the_class_hears_of_the_door() -> None:
    room = lesson()
    room.come(AN, BINH, "khach")
    room.do(TEACHER, Admit(BINH))
    assert "khach" not in people(room, BINH) and people(room, TEACHER)["khach"]
    admitted = told(room, TEACHER, Admit(AN))
    assert (admitted[AN]["type"], admitted[TEACHER]["type"]) == ("admitted", "admitted")
    assert admitted[BINH]["type"] == "joined" and "by" not in admitted[BINH]
    assert admitted["khach"]["type"] == "hidden" and admitted["khach"]["patch"] == {}
    removed = told(room, TEACHER, Remove(AN, "gây ồn"))
    assert removed[TEACHER]["reason"] == removed["kt"]["reason"] == "gây ồn"
    assert removed[BINH]["reason"] == removed[AN]["reason"] == ""
    refused_guest = told(room, TEACHER, Remove("khach", "không quen"))
    assert refused_guest[BINH]["type"] == "hidden" and refused_guest[BINH]["patch"] == {}
    assert refused_guest["khach"]["type"] == "removed"


def test_who_waited_to_the_end_learns_nothing_of_the_class() -> None:
    room = lesson()
    room.come(AN)
    room.do(TEACHER, EndLesson())
    assert people(room, AN).keys() == {AN}
    seen = next(one for one in room.session.attendance(room.now) if one.person == AN)
    assert (seen.state, seen.counted_ms, len(seen.door)) == ("absent_unknown", 0, 1)
    assert seen.door[0].start == BELL


def test_observers_are_hidden_and_known_to_be_there() -> None:
    room = lesson(waiting_room=False)
    room.come(AN, "du-gio")
    pupil, observer = view(room, AN), view(room, "du-gio")
    assert "du-gio" not in str(pupil)
    assert pupil["lesson"]["observed"] is True  # type: ignore[index,call-overload]
    assert "du-gio" in people(room, TEACHER) and "du-gio" in observer["people"]  # type: ignore[operator]
    room.stay(12, TEACHER, AN)
    assert "observed" not in view(room, AN)["lesson"]  # type: ignore[operator]

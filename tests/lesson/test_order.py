"""What the teacher allows: controls, order in class, chat modes; hands after the floor; the teacher lost."""

import pytest

from lesson.broadcast import Broadcast
from lesson.messages import (
    AnyCommand,
    CannotHear,
    ClearUnclear,
    DeclineFloor,
    DeleteSaid,
    EndLesson,
    GiveFloor,
    LowerHand,
    MuteAll,
    QuietClass,
    RaiseHand,
    Refused,
    RestoreHand,
    Say,
    SetClass,
    SetSource,
    StartLesson,
    TakeFloor,
)
from lesson.patch import JsonObject
from lesson.permissions import may_send
from lesson.session import Session
from tests.lesson.school import AN, BINH, CHI, DUNG, ROLES, TEACHER, Lesson, refused, speak


def test_mics_and_cameras_are_locked_apart(lesson: Lesson) -> None:
    speak(lesson, AN, "mic", "camera")
    assert lesson.do(TEACHER, SetClass(cameras=False)) == ["class_set"]
    assert lesson.session.state.people[AN].sources == {"mic"}
    assert refused(lesson, AN, SetSource("camera", True)) == "locked"
    lesson.do(TEACHER, SetClass(mics=False, cameras=True))
    assert lesson.session.state.people[AN].sources == frozenset()
    assert lesson.do(AN, SetSource("camera", True)) == ["source_set"]
    assert refused(lesson, AN, SetSource("mic", True)) == "locked"
    assert lesson.do(TEACHER, SetSource("mic", True)) == ["source_set"]
    assert lesson.do(TEACHER, SetClass(mics=False)) == []


def test_up_to_six_floors(lesson: Lesson) -> None:
    lesson.do(TEACHER, SetClass(floors=1))
    lesson.do(TEACHER, GiveFloor(AN))
    assert refused(lesson, TEACHER, GiveFloor(BINH)) == "floor_full"
    lesson.do(TEACHER, SetClass(floors=6))
    for person in (BINH, CHI, DUNG, "khach"):
        lesson.do(TEACHER, GiveFloor(person))
    assert len(lesson.session.state.floors) == 5


def test_order_in_class(lesson: Lesson) -> None:
    lesson.do(BINH, RaiseHand())
    speak(lesson, AN)
    assert lesson.do(TEACHER, QuietClass(True)) == ["quiet_set"]
    assert lesson.do(TEACHER, QuietClass(True)) == []
    state = lesson.session.state
    assert not state.floors and not state.people[AN].sources and list(state.hands) == [BINH]
    for command in (RaiseHand(), Say("hi"), Say("hi", to="teachers"), SetSource("mic", True)):
        assert refused(lesson, AN, command) == "quiet"
    assert refused(lesson, TEACHER, GiveFloor(AN)) == "quiet"
    assert lesson.do(BINH, LowerHand()) == ["hand_lowered"]
    assert lesson.do(TEACHER, Say("trật tự")) == ["said"]
    lesson.do(TEACHER, QuietClass(False))
    assert lesson.do(AN, RaiseHand()) == ["hand_raised"]


def test_chat_modes(lesson: Lesson) -> None:
    lesson.do(TEACHER, SetClass(chat="questions"))
    assert refused(lesson, AN, Say("chào")) == "questions_only"
    assert lesson.do(AN, Say("em hỏi", to="teachers")) == ["said"]
    lesson.do(TEACHER, SetClass(chat="off"))
    assert refused(lesson, AN, Say("em hỏi", to="teachers")) == "chat_off"
    assert lesson.do("kt", Say("máy chiếu đã sửa")) == ["said"]
    lesson.do(TEACHER, SetClass(chat="class", slow_s=10))
    lesson.stay(9, *ROLES)
    assert refused(lesson, AN, Say("nhanh quá")) == "too_soon"
    lesson.stay(1, *ROLES)
    assert lesson.do(AN, Say("vừa")) == ["said"]
    assert lesson.do(TEACHER, Say("một")) == lesson.do(TEACHER, Say("hai")) == ["said"]


def test_no_private_chat_but_with_the_teachers(lesson: Lesson) -> None:
    assert refused(lesson, AN, Say("ê", to=BINH)) == "not_allowed"
    assert refused(lesson, "kt", Say("ê", to=BINH)) == "not_allowed"
    assert lesson.do(TEACHER, Say("em thử lại", to=AN)) == ["said"]
    assert lesson.do("gv-02", Say("em thử lại", to="khach")) == ["said"]
    assert refused(lesson, TEACHER, Say("chào", to="gv-02")) == "not_allowed"
    assert refused(lesson, TEACHER, Say("chào", to="hs-99")) == "unknown_person"


def test_answers_only_where_all_may_read_the_question(lesson: Lesson) -> None:
    lesson.do(AN, Say("em hỏi riêng", to="teachers"))
    private = lesson.session.number
    assert refused(lesson, BINH, Say("trả lời", private)) == "unknown_message"
    assert refused(lesson, TEACHER, Say("trả lời", private)) == "unknown_message"
    assert refused(lesson, TEACHER, Say("trả lời", private, BINH)) == "unknown_message"
    assert lesson.do(TEACHER, Say("trả lời", private, AN)) == ["said"]
    assert lesson.do(AN, Say("em cảm ơn", lesson.session.number, "teachers")) == ["said"]


def test_deleting_lines(lesson: Lesson) -> None:
    lesson.do(AN, Say("một"))
    first = lesson.session.number
    lesson.do(AN, Say("hai", to="teachers"))
    private = lesson.session.number
    assert refused(lesson, BINH, DeleteSaid(first)) == "not_yours"
    assert refused(lesson, BINH, DeleteSaid(private)) == "unknown_message"
    assert refused(lesson, "kt", DeleteSaid(first)) == "not_yours"
    assert refused(lesson, AN, DeleteSaid(first - 1)) == "unknown_message"
    assert lesson.do(AN, DeleteSaid(private)) == ["said_deleted"]
    assert refused(lesson, AN, DeleteSaid(private)) == "already"
    lesson.stay(61, *ROLES)
    assert refused(lesson, AN, DeleteSaid(first)) == "too_late"
    assert lesson.do(TEACHER, DeleteSaid(first)) == ["said_deleted"]
    assert refused(lesson, BINH, Say("ừ", first)) == "unknown_message"
    chat = lesson.session.snapshot("student", BINH)["chat"]
    assert chat == {"last": first, "count": 1, "deleted": 1}
    assert lesson.session.snapshot("student", AN)["chat"] == {"last": private, "count": 2, "deleted": 2}


def test_the_hand_goes_down_by_itself_after_five_seconds_of_floor(lesson: Lesson) -> None:
    lesson.do(BINH, RaiseHand())
    lesson.stay(1, *ROLES)
    lesson.do(AN, RaiseHand("Vì sao ạ?"))
    since = lesson.session.state.hands[AN].since
    lesson.stay(1, *ROLES)
    lesson.do(CHI, RaiseHand())
    speak(lesson, AN)
    assert lesson.stay(4, *ROLES) == []
    assert lesson.stay(1, *ROLES) == ["hand_lowered"]
    assert lesson.session.snapshot("teacher", TEACHER)["lowered"] == {AN: {"since": since, "at": lesson.now}}
    assert "lowered" not in lesson.session.snapshot("student", AN)
    lesson.stay(30, *ROLES)
    assert lesson.do(TEACHER, RestoreHand(AN)) == ["hand_restored"]
    hands = lesson.session.state.hands
    assert list(hands) == [BINH, AN, CHI] and hands[AN].since == since and hands[AN].question == "Vì sao ạ?"
    assert lesson.stay(10, *ROLES) == []
    assert refused(lesson, TEACHER, RestoreHand(AN)) == "no_undo"
    assert refused(lesson, AN, RestoreHand(AN)) == "not_allowed"


def test_a_floor_of_four_seconds_leaves_the_hand(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    speak(lesson, AN)
    lesson.stay(4, *ROLES)
    lesson.do(TEACHER, TakeFloor(AN))
    assert lesson.stay(10, *ROLES) == [] and AN in lesson.session.state.hands


def test_the_undo_is_good_for_a_minute(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    speak(lesson, AN)
    lesson.stay(66, *ROLES)
    assert refused(lesson, TEACHER, RestoreHand(AN)) == "no_undo"
    lesson.do(BINH, RaiseHand())
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do(BINH, DeclineFloor())
    assert refused(lesson, TEACHER, RestoreHand(BINH)) == "no_undo"


def test_a_hand_raised_anew_needs_no_undo(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    speak(lesson, AN)
    lesson.stay(5, *ROLES)
    lesson.do(TEACHER, MuteAll())
    lesson.do(AN, RaiseHand())
    assert refused(lesson, TEACHER, RestoreHand(AN)) == "already"


PUPILS = [person for person, role in ROLES.items() if role != "teacher"]


def test_the_teacher_is_lost_after_twenty_seconds_and_comes_back(lesson: Lesson) -> None:
    speak(lesson, AN)
    assert lesson.stay(20, *PUPILS) == ["left", "left"]
    assert lesson.stay(1, *PUPILS) == ["teacher_lost"]
    state = lesson.session.state
    assert state.teacher_lost_since == lesson.now - 21_000
    assert not state.people[AN].sources and state.floors[AN].state == "held"
    assert refused(lesson, AN, SetSource("mic", True)) == "teacher_lost"
    assert refused(lesson, BINH, Say("cô đâu rồi")) == "teacher_lost"
    assert lesson.do(BINH, RaiseHand()) == ["hand_raised"]
    header = lesson.session.snapshot("student", AN)["lesson"]
    assert header["teacher_lost_since"] == state.teacher_lost_since  # type: ignore[index,call-overload]
    assert lesson.stay(5, *PUPILS) == []
    kept = lesson.session.heard("gv-02", "Hoa", "co_teacher", lesson.now)
    assert [type(one.event).__name__ for one in kept] == ["Joined", "TeacherBack"]
    assert not may_send(lesson.session.state, AN, "mic")
    assert lesson.do(AN, SetSource("mic", True)) == ["source_set"]


def test_a_co_teacher_or_a_lesson_not_begun_keeps_it_open(lesson: Lesson) -> None:
    assert lesson.stay(60, "gv-02", *PUPILS) == ["left"]
    early = Lesson()
    early.come(TEACHER, AN)
    assert early.stay(60, AN) == ["left"]


def test_a_second_phone_is_no_teacher(lesson: Lesson) -> None:
    lesson.session.heard("gv-01.cam", "Lan", "camera", lesson.now)
    for _ in range(21):
        lesson.now += 1000
        lesson.session.heard("gv-01.cam", "Lan", "camera", lesson.now)
        lesson.session.tick(lesson.now)
    assert lesson.session.state.teacher_lost_since is not None


def test_a_restart_gives_the_teacher_time_to_come_back(lesson: Lesson) -> None:
    back = lesson.now + 30_000
    session = Session.restore(lesson.kept, "epoch-2", alive_at=lesson.now, now=back)
    assert session.tick(back + 5000) == []
    session.heard(TEACHER, "Lan", "teacher", back + 6000)
    session.tick(back + 12_000)
    assert session.state.teacher_lost_since is None


def test_who_cannot_hear(lesson: Lesson) -> None:
    assert lesson.do(AN, CannotHear()) == ["unclear"]
    since = lesson.now
    assert refused(lesson, AN, CannotHear()) == "too_soon"
    assert refused(lesson, "du-gio", CannotHear()) == "not_allowed"
    known = {who: lesson.session.snapshot(ROLES[who], who)["people"][AN] for who in (TEACHER, AN, BINH)}  # type: ignore
    assert known[TEACHER]["unclear_since"] == known[AN]["unclear_since"] == since  # type: ignore
    assert "unclear_since" not in known[BINH]  # type: ignore
    lesson.stay(20, *ROLES)
    assert lesson.do(AN, CannotHear()) == ["unclear"]
    assert lesson.session.state.people[AN].unclear_since == since
    assert lesson.stay(90, *ROLES) == [] and lesson.stay(1, *ROLES) == ["unclear_over"]
    lesson.do(AN, CannotHear())
    assert lesson.do(TEACHER, ClearUnclear(AN)) == ["unclear_over"]
    assert lesson.do(TEACHER, ClearUnclear(AN)) == []


def test_private_events_reach_their_ends(lesson: Lesson) -> None:
    def told(person: str, command: AnyCommand) -> dict[str, JsonObject]:
        before = lesson.session.state
        lesson.do(person, command)
        step = Broadcast(before, "e", lesson.session.rules).step(lesson.kept[-1], lesson.session.state)
        return {who: step.personal(role, who) for who, role in ROLES.items()}

    said = told(AN, Say("riêng cô", to="teachers"))
    assert {who for who, one in said.items() if one["type"] == "said"} == {AN, TEACHER, "gv-02", "kt"}
    assert said[BINH]["patch"] == {} and said[AN]["patch"]["chat"]["count"] == 1  # type: ignore
    gone = told(AN, DeleteSaid(lesson.session.number))
    assert {who for who, one in gone.items() if one["type"] == "said_deleted"} == {AN, TEACHER, "gv-02", "kt"}
    assert gone[TEACHER]["line"] == said[TEACHER]["number"] != gone[TEACHER]["number"]
    unclear = told(AN, CannotHear())
    assert {who for who, one in unclear.items() if one["type"] == "unclear"} == {AN, TEACHER, "gv-02", "kt"}


def test_the_second_of_two_teachers_starting_gets_already() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, "gv-02")
    assert lesson.do("gv-02", StartLesson()) == ["lesson_started"]
    assert refused(lesson, TEACHER, StartLesson()) == "already"
    with pytest.raises(Refused, match="not_allowed"):
        lesson.session.handle("gv-02", "co_teacher", EndLesson(), lesson.now)

"""What each command does, and why it may be refused."""

from lesson.messages import (
    AcceptFloor,
    DeclineFloor,
    EndLesson,
    GiveFloor,
    LowerHand,
    Mute,
    MuteAll,
    RaiseHand,
    Say,
    SetMode,
    SetSource,
    SetTiles,
    StartLesson,
    TakeFloor,
)
from tests.lesson.school import AN, BINH, CHI, DUNG, ROLES, TEACHER, Lesson, refused, speak


def test_only_who_is_there_may_command() -> None:
    lesson = Lesson()
    assert refused(lesson, TEACHER, StartLesson()) == "not_present"
    assert refused(lesson, "khach", Say("chào")) == "not_present"


def test_hands_stand_in_order_of_raising(lesson: Lesson) -> None:
    for person in (BINH, AN, CHI):
        assert lesson.do(person, RaiseHand()) == ["hand_raised"]
    assert list(lesson.session.state.hands) == [BINH, AN, CHI]
    assert lesson.do(BINH, LowerHand()) == ["hand_lowered"]
    assert lesson.do(TEACHER, LowerHand(CHI)) == ["hand_lowered"]
    assert list(lesson.session.state.hands) == [AN]


def test_a_second_tap_keeps_the_place(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand("Vì sao ạ?"))
    lesson.do(BINH, RaiseHand())
    assert lesson.do(AN, RaiseHand()) == []
    assert lesson.do(AN, RaiseHand("Vì sao ạ?")) == []
    assert lesson.do(AN, RaiseHand("Bài 3 thì sao?")) == ["hand_raised"]
    hands = lesson.session.state.hands
    assert list(hands) == [AN, BINH]
    assert hands[AN].question == "Bài 3 thì sao?"


def test_hands_that_may_not_be_lowered(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    assert refused(lesson, BINH, LowerHand(AN)) == "not_allowed"
    assert refused(lesson, BINH, LowerHand()) == "no_hand"
    assert refused(lesson, TEACHER, LowerHand(BINH)) == "no_hand"
    assert refused(lesson, TEACHER, LowerHand("hs-99")) == "unknown_person"


def test_the_floor_opens_no_source_by_itself(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    assert lesson.do(TEACHER, GiveFloor(AN)) == ["floor_offered"]
    assert refused(lesson, AN, SetSource("mic", True)) == "no_floor"
    assert lesson.do(AN, AcceptFloor()) == ["floor_accepted"]
    assert lesson.session.state.people[AN].sources == frozenset()
    assert lesson.do(AN, SetSource("mic", True)) == ["source_set"]
    assert lesson.do(AN, SetSource("mic", True)) == []
    assert refused(lesson, AN, SetSource("screen", True)) == "not_allowed"
    assert refused(lesson, AN, RaiseHand()) == "already"
    assert lesson.do(TEACHER, TakeFloor(AN)) == ["floor_taken"]
    assert lesson.session.state.people[AN].sources == frozenset()
    assert refused(lesson, AN, SetSource("mic", True)) == "no_floor"
    assert lesson.do(AN, SetSource("mic", False)) == []


def test_a_student_declines(lesson: Lesson) -> None:
    lesson.do(AN, RaiseHand())
    lesson.do(TEACHER, GiveFloor(AN))
    assert lesson.do(AN, DeclineFloor()) == ["floor_declined", "hand_lowered"]
    assert refused(lesson, AN, AcceptFloor()) == "not_invited"
    assert refused(lesson, AN, DeclineFloor()) == "not_invited"
    assert refused(lesson, AN, TakeFloor()) == "no_floor"


def test_floors_that_cannot_be_given(lesson: Lesson) -> None:
    assert refused(lesson, TEACHER, GiveFloor("hs-99")) == "unknown_person"
    assert refused(lesson, TEACHER, GiveFloor("du-gio")) == "not_allowed"
    lesson.do(TEACHER, GiveFloor(AN))
    assert refused(lesson, TEACHER, GiveFloor(AN)) == "already"
    lesson.do(AN, AcceptFloor())
    assert refused(lesson, AN, AcceptFloor()) == "already"
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do(TEACHER, GiveFloor("khach"))
    assert refused(lesson, TEACHER, GiveFloor(CHI)) == "floor_full"
    lesson.stay(11, TEACHER)
    assert refused(lesson, TEACHER, GiveFloor(DUNG)) == "not_present"


def test_who_may_take_a_floor(lesson: Lesson) -> None:
    speak(lesson, AN)
    assert refused(lesson, BINH, TakeFloor(AN)) == "not_allowed"
    assert refused(lesson, TEACHER, TakeFloor()) == "no_floor"
    assert refused(lesson, TEACHER, TakeFloor("hs-99")) == "unknown_person"
    assert lesson.do(AN, TakeFloor()) == ["floor_taken"]


def test_mute_all_spares_teachers(lesson: Lesson) -> None:
    speak(lesson, AN)
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do("gv-02", SetSource("mic", True))
    assert lesson.do(TEACHER, MuteAll()) == ["muted_all"]
    state = lesson.session.state
    assert not state.floors
    assert not state.people[AN].sources
    assert state.people["gv-02"].sources == {"mic"}
    assert refused(lesson, BINH, AcceptFloor()) == "not_invited"


def test_students_answer_each_other_in_the_chat(lesson: Lesson) -> None:
    lesson.do(AN, Say("  Bài 2 làm thế nào?\n"))
    number = lesson.session.number
    assert lesson.do(BINH, Say("Chuyển vế.", number)) == ["said"]
    assert lesson.kept[-2].event.text == "Bài 2 làm thế nào?"  # type: ignore[union-attr]
    assert refused(lesson, BINH, Say("ừ", number + 99)) == "unknown_message"
    assert refused(lesson, BINH, Say("ừ", 1)) == "unknown_message"
    assert refused(lesson, BINH, Say(" \n\u200b\u202e ")) == "blank"
    assert refused(lesson, "du-gio", Say("chào")) == "not_allowed"


def test_mode_is_kept_once(lesson: Lesson) -> None:
    assert lesson.do(AN, SetMode("listen")) == ["mode_set"]
    assert lesson.do(AN, SetMode("listen")) == []
    assert lesson.do("du-gio", SetMode("listen")) == ["mode_set"]


def test_the_end_closes_everything(lesson: Lesson) -> None:
    speak(lesson, AN)
    lesson.do(BINH, RaiseHand())
    lesson.do(TEACHER, SetSource("mic", True))
    assert lesson.do(TEACHER, EndLesson()) == ["lesson_ended"]
    state = lesson.session.state
    assert (state.phase, state.ended_reason, state.ended_at) == ("ended", "button", lesson.now)
    assert not state.hands and not state.floors and not state.stage
    assert not any(person.sources or person.present for person in state.people.values())
    assert refused(lesson, TEACHER, StartLesson()) == "lesson_ended"
    assert refused(lesson, AN, Say("tạm biệt")) == "lesson_ended"


def test_one_open_mic_is_muted_and_the_floor_stays(lesson: Lesson) -> None:
    speak(lesson, AN)
    lesson.do(AN, SetSource("camera", True))
    assert lesson.do(TEACHER, Mute(AN)) == ["muted"]
    assert lesson.session.state.people[AN].sources == {"camera"}
    assert lesson.session.state.floors[AN].state == "held"
    assert lesson.do(TEACHER, Mute(AN)) == []
    assert lesson.do(AN, SetSource("mic", True)) == ["source_set"]
    assert refused(lesson, TEACHER, Mute("hs-99")) == "unknown_person"
    assert refused(lesson, BINH, Mute(AN)) == "not_allowed"


def test_a_co_teachers_open_mic_is_muted_too(lesson: Lesson) -> None:
    lesson.do("gv-02", SetSource("mic", True))
    assert lesson.do(TEACHER, Mute("gv-02")) == ["muted"]
    assert lesson.session.state.people["gv-02"].sources == frozenset()


def test_tiles_are_no_affair_of_the_lessons(lesson: Lesson) -> None:
    for person in ROLES:
        assert lesson.do(person, SetTiles({"v0": 360})) == []

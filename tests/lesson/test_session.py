"""Presence, time, restarts: what happens without a command."""

import pytest

from lesson.messages import (
    AcceptFloor,
    AnyEvent,
    EndLesson,
    Feed,
    GiveFloor,
    Kept,
    Left,
    RaiseHand,
    Refused,
    SetSource,
    StartLesson,
)
from lesson.rules import MINUTE
from lesson.session import Session
from tests.lesson.school import AN, BELL, BINH, CHI, END, OPENED, TEACHER, Lesson


def lefts(events: list[Kept]) -> list[AnyEvent]:
    return [kept.event for kept in events if isinstance(kept.event, Left)]


def test_two_devices_are_one_person() -> None:
    lesson = Lesson()
    assert [kept.number for kept in lesson.session.heard(AN, "?", "student", BELL)] == [2]
    assert lesson.session.heard(AN, "?", "student", BELL + 1) == []
    assert lesson.session.state.people[AN].name == "Học sinh 1"


def test_an_interval_ends_at_the_last_sign_of_life() -> None:
    lesson = Lesson()
    lesson.come(AN)
    assert lesson.session.tick(BELL + 9_999) == []
    assert lefts(lesson.session.tick(BELL + 10_000)) == [Left(AN, BELL)]
    assert lesson.session.tick(BELL + 11_000) == []
    assert not lesson.session.state.people[AN].present


def live(*people: str) -> Lesson:
    lesson = Lesson()
    lesson.come(TEACHER, *people)
    lesson.do(TEACHER, StartLesson())
    return lesson


def test_hand_and_floor_survive_a_short_gap() -> None:
    lesson = live(AN, BINH, CHI)
    lesson.do(BINH, RaiseHand())
    for person in (AN, CHI):
        lesson.do(TEACHER, GiveFloor(person))
    lesson.do(AN, AcceptFloor())
    lesson.do(AN, SetSource("camera", True))
    assert sorted(lesson.stay(12, TEACHER)) == ["floor_taken", "left", "left", "left"]
    state = lesson.session.state
    assert list(state.floors) == [AN] and list(state.hands) == [BINH]
    assert not state.people[AN].sources
    lesson.stay(78, TEACHER)
    assert list(lesson.session.state.floors) == [AN]
    lesson.come(AN)
    assert sorted(lesson.stay(2, TEACHER, AN)) == ["hand_lowered"]
    assert list(lesson.session.state.floors) == [AN]
    lesson.stay(95, TEACHER)
    assert not lesson.session.state.floors


def test_ends_by_itself_ten_minutes_after_the_bell() -> None:
    lesson = live(AN)
    lesson.now = END - 1000
    assert lesson.stay(1, TEACHER, AN) == []
    lesson.stay(9 * 60 + 58, AN)
    assert lesson.session.phase == "live"
    assert lesson.stay(2, AN) == ["lesson_ended"]
    assert lesson.session.state.ended_reason == "no_teacher"
    assert lesson.stay(5, AN) == []


def test_does_not_end_while_the_teacher_overruns_even_through_a_short_gap() -> None:
    lesson = live(AN)
    lesson.now = END + 20 * MINUTE
    lesson.stay(5, TEACHER, AN)
    assert lesson.stay(85, AN) == ["left", "teacher_lost"]
    assert lesson.session.phase == "live"
    assert lesson.stay(10, AN) == ["lesson_ended"]


def test_a_lesson_nobody_opened_ends_too() -> None:
    lesson = Lesson()
    assert [kept.event.reason for kept in lesson.session.tick(END + 10 * MINUTE)] == ["no_teacher"]  # type: ignore[union-attr]


def test_the_office_ends_a_lesson_once() -> None:
    lesson = live(AN)
    assert len(lesson.session.end("office", None, BELL)) == 1
    with pytest.raises(Refused, match="lesson_ended"):
        lesson.session.end("office", None, BELL)
    assert lesson.session.heard(AN, "An", "student", BELL) == []
    assert lesson.session.staged({"a0": Feed(TEACHER, "mic")}, BELL) == []


def test_who_had_gone_before_the_end_is_not_counted_to_the_end() -> None:
    lesson = live(AN, BINH)
    lesson.stay(60, TEACHER, AN, BINH)
    lesson.stay(6, TEACHER, AN)
    kept = lesson.session.handle(TEACHER, "teacher", EndLesson(), lesson.now)
    assert lefts(kept) == [Left(BINH, BELL + 60_000)]
    people = lesson.session.state.people
    assert people[AN].last_seen == lesson.now


def test_staged_is_told_once() -> None:
    lesson = live()
    slots = {"a0": Feed(TEACHER, "mic")}
    assert len(lesson.session.staged(slots, BELL)) == 1  # type: ignore[arg-type]
    assert lesson.session.staged(slots, BELL) == []  # type: ignore[arg-type]


def test_times_never_go_back() -> None:
    lesson = Lesson(now=BELL)
    lesson.session.heard(AN, "An", "student", BELL + 5000)
    (kept,) = lesson.session.heard(BINH, "Bình", "student", BELL + 3000)
    assert kept.at == BELL + 5000


def test_a_listener_may_not_change_the_lesson() -> None:
    lesson = Lesson()

    def changing(_kept: Kept) -> None:
        lesson.session.tick(BELL + 20_000)

    lesson.session.listen(changing)
    with pytest.raises(AssertionError):
        lesson.session.interrupted("media", BELL, BELL)


class TestRestart:
    def lesson(self) -> Lesson:
        lesson = live(AN, BINH)
        lesson.do(AN, RaiseHand("Vì sao?"))
        lesson.stay(30, TEACHER, AN, BINH)
        return lesson

    def restored(self, lesson: Lesson, away_ms: int) -> Session:
        back = lesson.now + away_ms
        return Session.restore(lesson.kept, "epoch-2", alive_at=lesson.now, now=back)

    def test_the_state_is_the_same(self) -> None:
        lesson = self.lesson()
        assert self.restored(lesson, 3000).state == lesson.session.state

    def test_who_comes_back_in_time_never_left(self) -> None:
        lesson = self.lesson()
        session = self.restored(lesson, 20_000)
        back = lesson.now + 20_000
        assert session.heard(AN, "An", "student", back + 9000) == []
        left = lefts(session.tick(back + 10_000))
        assert left == [Left(TEACHER, lesson.now), Left(BINH, lesson.now)]
        assert list(session.state.hands) == [AN]

    def test_a_client_that_missed_nothing_needs_no_snapshot(self) -> None:
        session = self.lesson().session
        assert not session.missed("epoch-1", session.number)
        assert session.missed("epoch-1", session.number - 1)
        assert session.missed("epoch-0", session.number)
        assert session.missed(None, None)

    def test_broken_stores_are_refused(self) -> None:
        kept = self.lesson().kept
        for broken in ([], kept[1:], [*kept[:2], *kept[3:]], [kept[0], kept[0]]):
            with pytest.raises(ValueError, match="event"):
                Session.restore(broken, "e", alive_at=0, now=BELL)

    def test_times_that_go_back_are_refused(self) -> None:
        first = Kept(1, BELL, OPENED)
        with pytest.raises(ValueError, match="follow"):
            Session.restore([first, Kept(2, BELL - 1, Left(AN, BELL))], "e", alive_at=0, now=BELL)

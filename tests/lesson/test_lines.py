"""Attendance of a lesson's lines, of who sits in the classroom, and at the door."""

from typing import Any

import pytest
from msgspec.structs import replace

from lesson.attendance import Attendance, attendance, taught_time
from lesson.messages import EndLesson, Line, MarkAtSchool, Refused, RosterEntry, StartLesson
from lesson.rules import MINUTE, SECOND
from lesson.state import Interval, fold
from tests.lesson.school import AN, BELL, BINH, CHI, DUNG, END, OPENED, TEACHER, Lesson

SECOND_BELL = END + 5 * MINUTE
SECOND_END = SECOND_BELL + 45 * MINUTE


def line(lesson: str, class_id: str, starts_at: int = BELL, ends_at: int = END) -> Line:
    return Line(
        lesson=lesson,
        class_id=class_id,
        class_name=class_id.upper(),
        subject="Toán",
        title="",
        period="tiết 2",
        starts_at=starts_at,
        ends_at=ends_at,
    )


DOUBLE = (line("t2", "8a3"), line("t3", "8a3", SECOND_BELL, SECOND_END))
JOINT = (line("a", "8a3"), line("b", "8a4"))


def opened(lines: tuple[Line, ...]) -> Lesson:
    roster = tuple(
        entry
        if entry.role == "teacher"
        else RosterEntry(
            entry.person,
            entry.name,
            "student",
            entry.stt,
            class_id="8a4" if entry.person in (CHI, DUNG) and lines is JOINT else "8a3",
        )
        for entry in OPENED.roster
    )
    first = replace(OPENED, lines=lines, roster=roster, ends_at=max(one.ends_at for one in lines))
    lesson = Lesson(opened=first)
    lesson.come(TEACHER)
    lesson.do(TEACHER, StartLesson())
    return lesson


def of(lesson: Lesson, person: str, line: Line | None = None) -> Attendance:
    found = attendance(lesson.session.state, lesson.now, lesson.session.rules, line)
    return next(one for one in found if one.person == person)


def test_each_period_of_a_double_one_is_counted_apart() -> None:
    lesson = opened(DOUBLE)
    lesson.come(AN, BINH)
    lesson.stay(45 * 60, TEACHER, AN, BINH)
    assert (of(lesson, AN, DOUBLE[0]).counted_ms, of(lesson, AN, DOUBLE[1]).counted_ms) == (45 * MINUTE, 0)
    lesson.stay(5 * 60, TEACHER, AN)
    lesson.stay(15 * 60, TEACHER, AN)
    lesson.come(CHI)
    lesson.stay(30 * 60, TEACHER, AN, CHI)
    lesson.do(TEACHER, EndLesson())
    states = {person: [of(lesson, person, one).state for one in DOUBLE] for person in (AN, BINH, CHI, DUNG)}
    assert states == {
        AN: ["present", "present"],
        BINH: ["present", "absent_unknown"],
        CHI: ["absent_unknown", "late"],
        DUNG: ["absent_unknown", "absent_unknown"],
    }
    assert of(lesson, AN, DOUBLE[0]).counted_ms == of(lesson, AN, DOUBLE[1]).counted_ms == 45 * MINUTE
    assert of(lesson, CHI, DOUBLE[1]).late_ms == 15 * MINUTE
    assert of(lesson, BINH, DOUBLE[0]).left_early_ms == 0


def test_the_first_line_has_the_early_start_and_the_last_the_overrun() -> None:
    lesson = Lesson(now=BELL - 3 * MINUTE, opened=opened(DOUBLE).session.state.opened)
    lesson.come(TEACHER, AN)
    lesson.do(TEACHER, StartLesson())
    lesson.stay(100 * 60, TEACHER, AN)
    lesson.do(TEACHER, EndLesson())
    assert of(lesson, AN, DOUBLE[0]).counted_ms == 48 * MINUTE
    assert of(lesson, AN, DOUBLE[1]).counted_ms == (100 - 3 - 50) * MINUTE


def test_a_line_that_the_lesson_did_not_reach_was_not_taught() -> None:
    lesson = opened(DOUBLE)
    lesson.stay(40 * 60, TEACHER, AN)
    lesson.do(TEACHER, EndLesson())
    assert taught_time(lesson.session.state, DOUBLE[1]) is None
    assert taught_time(lesson.session.state, DOUBLE[0]) is not None
    assert (
        of(lesson, AN, DOUBLE[1]).state == "absent_unknown" and of(lesson, AN, DOUBLE[0]).state == "present"
    )


def test_a_period_that_no_teacher_saw_was_not_taught_when_the_lesson_ended_by_itself() -> None:
    lesson = opened(DOUBLE)
    lesson.come(AN)
    lesson.stay(40 * 60, TEACHER, AN)
    lesson.stay(70 * 60, AN)
    assert lesson.session.state.ended_reason == "no_teacher"
    assert taught_time(lesson.session.state, DOUBLE[1]) is None
    assert of(lesson, AN, DOUBLE[0]).counted_ms == 45 * MINUTE


def test_a_teacher_lost_in_the_second_period_taught_it_to_its_bell() -> None:
    lesson = opened(DOUBLE)
    lesson.stay(70 * 60, TEACHER, AN)
    lesson.stay(40 * 60, AN)
    taught = [taught_time(lesson.session.state, line) for line in DOUBLE]
    assert [(one.start, one.end) for one in taught if one] == [(BELL, END), (SECOND_BELL, SECOND_END)]


def test_a_joint_lesson_has_each_class_by_itself() -> None:
    lesson = opened(JOINT)
    lesson.stay(45 * 60, TEACHER, AN, CHI)
    lesson.session.heard("hs-moi", "Mới", "student", lesson.now)
    lesson.do(TEACHER, EndLesson())
    state, rules = lesson.session.state, lesson.session.rules
    found = [[one.person for one in attendance(state, lesson.now, rules, line)] for line in JOINT]
    assert found == [[AN, BINH, "hs-moi"], [CHI, DUNG]]
    assert [one.person for one in attendance(state, lesson.now, rules)] == [AN, BINH, CHI, DUNG, "hs-moi"]


def test_at_school_counts_from_the_mark_to_the_end() -> None:
    lesson = opened(JOINT)
    lesson.stay(2 * 60, TEACHER)
    lesson.do(TEACHER, MarkAtSchool((AN, BINH, AN), True))
    assert lesson.do(TEACHER, MarkAtSchool((AN,), True)) == []
    lesson.stay(10 * 60, TEACHER, AN)
    lesson.do(TEACHER, MarkAtSchool((BINH,), False))
    lesson.stay(33 * 60, TEACHER)
    lesson.do(TEACHER, EndLesson())
    an, binh = of(lesson, AN), of(lesson, BINH)
    marked = BELL + 2 * MINUTE
    assert (an.state, an.at_school, an.counted_ms) == ("present", True, 43 * MINUTE)
    assert an.school == (Interval(marked, lesson.now),) and len(an.intervals) == 1
    assert (binh.state, binh.counted_ms, binh.last_seen) == (
        "absent_unknown",
        10 * MINUTE,
        marked + 10 * MINUTE,
    )
    assert not of(lesson, CHI).at_school
    assert fold(lesson.kept) == lesson.session.state


def test_who_is_marked() -> None:
    lesson = opened(JOINT)
    for people, code in (((TEACHER,), "not_allowed"), (("hs-99",), "unknown_person")):
        with pytest.raises(Refused, match=code):
            lesson.do(TEACHER, MarkAtSchool((AN, *people), True))
    assert lesson.session.state.people[AN].school_since is None


def test_the_live_view_counts_a_device_and_the_classroom_once() -> None:
    lesson = opened(JOINT)
    lesson.come(AN)
    lesson.stay(60, TEACHER, AN)
    lesson.do(TEACHER, MarkAtSchool((AN,), True))
    lesson.stay(30, TEACHER, AN)
    lesson.do(TEACHER, MarkAtSchool((AN,), False))
    lesson.stay(5, TEACHER, AN)
    view: Any = lesson.session.snapshot("teacher", TEACHER)
    seen = view["attendance"][AN]
    assert seen["at_school"] is True
    assert seen["counted_ms"] + lesson.now - seen["present_since"] == of(lesson, AN).counted_ms == 95 * SECOND

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lesson.attendance import Attendance, bridge
from lesson.messages import EndLesson, StartLesson
from lesson.rules import MINUTE, SECOND, Rules
from lesson.state import Interval
from tests.lesson.school import AN, BELL, BINH, STUDENTS, TEACHER, Lesson


def of(lesson: Lesson, person: str) -> Attendance:
    return next(one for one in lesson.session.attendance(lesson.now) if one.person == person)


def started(minutes_after_bell: int = 0, *people: str) -> Lesson:
    lesson = Lesson(now=BELL + minutes_after_bell * MINUTE)
    lesson.come(TEACHER, *people)
    lesson.do(TEACHER, StartLesson())
    return lesson


def test_the_waiting_room_is_no_taught_time() -> None:
    lesson = Lesson(now=BELL - 5 * MINUTE)
    lesson.come(TEACHER, AN)
    lesson.stay(300, TEACHER, AN)
    assert (of(lesson, AN).state, of(lesson, AN).counted_ms) == ("present", 0)
    assert of(lesson, BINH).state == "absent_unknown"
    lesson.do(TEACHER, StartLesson())
    lesson.stay(60, TEACHER, AN)
    seen = of(lesson, AN)
    assert (seen.state, seen.counted_ms, seen.late_ms) == ("present", MINUTE, 0)
    assert seen.first_joined == BELL - 5 * MINUTE
    assert (seen.last_seen, seen.present_now) == (None, True)


def test_late_is_more_than_ten_minutes_after_the_bell() -> None:
    lesson = started()
    lesson.stay(600, TEACHER)
    lesson.come(AN)
    assert (of(lesson, AN).state, of(lesson, AN).late_ms) == ("present", 10 * MINUTE)
    lesson.stay(1, TEACHER, AN)
    lesson.come(BINH)
    assert (of(lesson, BINH).state, of(lesson, BINH).late_ms) == ("late", 10 * MINUTE + SECOND)


def test_nobody_is_late_before_a_late_teacher() -> None:
    lesson = started(15)
    lesson.stay(60, TEACHER)
    lesson.come(AN)
    assert (of(lesson, AN).state, of(lesson, AN).late_ms) == ("present", MINUTE)


def test_an_early_start_makes_nobody_late_before_the_bell() -> None:
    lesson = started(-5)
    lesson.stay(400, TEACHER)
    lesson.come(AN)
    assert of(lesson, AN).late_ms == 100 * SECOND


def test_short_gaps_count_and_long_ones_do_not() -> None:
    lesson = started(0, AN)
    lesson.stay(60, TEACHER, AN)
    lesson.stay(89, TEACHER)
    lesson.stay(60, TEACHER, AN)
    assert of(lesson, AN).counted_ms == 209 * SECOND
    assert len(of(lesson, AN).intervals) == 2 and len(of(lesson, AN).bridged) == 1
    lesson.stay(100, TEACHER)
    lesson.stay(60, TEACHER, AN)
    assert of(lesson, AN).counted_ms == (209 + 59) * SECOND
    assert len(of(lesson, AN).bridged) == 2


def test_left_early_and_absent_once_ended() -> None:
    lesson = started(0, AN, BINH)
    lesson.stay(20 * 60, TEACHER, AN, BINH)
    lesson.stay(10 * 60, TEACHER, AN)
    assert (of(lesson, BINH).state, of(lesson, BINH).left_early_ms) == ("present", 0)
    lesson.do(TEACHER, EndLesson())
    an, binh = of(lesson, AN), of(lesson, BINH)
    assert (an.state, an.left_early_ms, an.counted_ms) == ("present", 0, 30 * MINUTE)
    assert (binh.state, binh.left_early_ms, binh.counted_ms) == ("absent_unknown", 10 * MINUTE, 20 * MINUTE)
    assert binh.last_seen == BELL + 20 * MINUTE


def test_who_came_late_and_stayed_is_late_not_absent() -> None:
    lesson = started()
    lesson.stay(25 * 60, TEACHER)
    lesson.stay(20 * 60, TEACHER, AN)
    lesson.do(TEACHER, EndLesson())
    assert of(lesson, AN).state == "late"


def test_an_overrunning_lesson_makes_nobody_leave_early() -> None:
    lesson = started(0, AN)
    lesson.stay(45 * 60, TEACHER, AN)
    lesson.stay(5 * 60, TEACHER)
    lesson.do(TEACHER, EndLesson())
    assert (of(lesson, AN).state, of(lesson, AN).left_early_ms) == ("present", 0)


def test_who_stayed_to_the_planned_end_was_there_however_long_the_teacher_overruns() -> None:
    lesson = started(0, AN)
    lesson.stay(45 * 60, TEACHER, AN)
    lesson.stay(30 * 60, TEACHER)
    lesson.come(BINH)
    lesson.stay(10 * 60, TEACHER)
    lesson.do(TEACHER, EndLesson())
    assert (of(lesson, AN).state, of(lesson, AN).counted_ms) == ("present", 45 * MINUTE)
    assert of(lesson, BINH).state == "absent_unknown"


def test_a_lesson_begun_after_its_planned_end_is_measured_to_its_own() -> None:
    lesson = started(50, AN, BINH)
    lesson.stay(10 * 60, TEACHER, AN, BINH)
    lesson.stay(10 * 60, TEACHER, AN)
    lesson.do(TEACHER, EndLesson())
    assert (of(lesson, AN).state, of(lesson, BINH).state) == ("present", "absent_unknown")


def test_a_lesson_that_ended_by_itself_was_taught_until_the_bell() -> None:
    lesson = started(0, AN, BINH)
    lesson.stay(44 * 60, TEACHER, AN, BINH)
    lesson.stay(11 * 60, AN)
    assert lesson.session.phase == "ended"
    assert of(lesson, AN).counted_ms == 45 * MINUTE
    assert of(lesson, BINH).left_early_ms == MINUTE


def test_a_student_outside_the_roster_counts_after_it_and_a_guest_does_not() -> None:
    lesson = started(0, "khach")
    lesson.session.heard("hs-moi", "Học sinh mới", "student", lesson.now)
    assert [one.person for one in lesson.session.attendance(lesson.now)] == [*STUDENTS, "hs-moi"]
    assert (of(lesson, "hs-moi").stt, of(lesson, "hs-moi").state) == (None, "present")
    attended = lesson.session.snapshot("teacher", TEACHER)["attendance"]
    assert isinstance(attended, dict) and list(attended) == [*STUDENTS, "hs-moi"]


PARTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=6)


@given(PARTS, st.integers(0, 20))
def test_bridging_against_a_set_of_moments(parts: list[tuple[int, int]], gap: int) -> None:
    intervals = sorted(
        (Interval(start, start + length) for start, length in parts), key=lambda part: part.start
    )
    truth = set()
    for part in intervals:
        truth |= set(range(part.start, part.end))
    for first, second in pairwise(intervals):
        reached = max(part.end for part in intervals if part.start <= first.start)
        if second.start - max(reached, first.end) <= gap:
            truth |= set(range(first.start, second.start))
    joint = bridge(intervals, gap)
    assert sum(part.end - part.start for part in joint) == len(truth)
    assert all(later.start - earlier.end > gap for earlier, later in pairwise(joint))


SPANS = st.lists(st.tuples(st.integers(-60, 600), st.integers(1, 200)), min_size=1, max_size=12)


def truth(heard: list[int], end: int) -> int:
    """Attended seconds of a lesson from 0 to `end`, by hand: moments heard, gaps up to 90 s filled."""
    attended: set[int] = set()
    for first, second in pairwise(heard):
        if second - first <= 90:
            attended |= set(range(first, second))
    if heard and end - heard[-1] < 5:
        attended |= set(range(heard[-1], end))
    return len([moment for moment in attended if 0 <= moment < end])


@settings(max_examples=40, deadline=None)
@given(phone=SPANS, laptop=SPANS, end=st.integers(60, 700))
def test_minutes_of_two_devices_that_come_and_go(
    phone: list[tuple[int, int]], laptop: list[tuple[int, int]], end: int
) -> None:
    online = {second for start, length in phone + laptop for second in range(start, start + length)}
    lesson = Lesson(now=BELL - 61 * SECOND, rules=Rules())
    heard = []
    for second in range(-60, end + 1):
        lesson.stay(1, TEACHER, *([AN] if second in online and second < end else []))
        if second in online and second < end:
            heard.append(second)
        if second == 0:
            lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, EndLesson())
    assert of(lesson, AN).counted_ms == truth(heard, end) * SECOND

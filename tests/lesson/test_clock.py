import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.clock import LessonClock

WALL = 1_800_000_000_000


def test_follows_monotonic_time() -> None:
    clock = LessonClock(WALL, 50.0)
    assert clock.now(50.0) == WALL
    assert clock.now(51.5) == WALL + 1500


def test_starts_at_the_newest_kept_event_when_the_wall_is_behind_it() -> None:
    clock = LessonClock(WALL, 50.0, not_before=WALL + 90_000)
    assert clock.now(51.0) == WALL + 91_000
    assert clock.jump(WALL + 1000, 51.0) is None


@given(st.lists(st.floats(0, 1e6), min_size=2))
def test_never_goes_back(moments: list[float]) -> None:
    clock = LessonClock(WALL, 0.0)
    times = [clock.now(moment) for moment in moments]
    assert times == sorted(times)


@pytest.mark.parametrize("delta", [-3_600_000, -2001, 2001, 86_400_000])
def test_reports_a_jump_of_the_wall_once(delta: int) -> None:
    clock = LessonClock(WALL, 0.0)
    assert clock.jump(WALL + 1000 + delta, 1.0) == delta
    assert clock.jump(WALL + 2000 + delta, 2.0) is None
    assert clock.jump(WALL + 3000, 3.0) == -delta
    assert clock.now(3.0) == WALL + 3000


@pytest.mark.parametrize("delta", [-2000, 0, 2000])
def test_small_drift_is_no_jump(delta: int) -> None:
    assert LessonClock(WALL, 0.0).jump(WALL + 1000 + delta, 1.0) is None


def test_a_monotonic_time_becomes_lesson_time() -> None:
    clock = LessonClock(1_800_000_000_000, 1234.5678, not_before=1_800_000_000_500)
    for monotonic in (1234.5678, 1240.0, 9999.9):
        assert abs(clock.now(monotonic) - (round(monotonic * 1000) + clock.since_boot)) <= 1

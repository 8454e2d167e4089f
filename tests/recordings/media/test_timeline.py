"""RTP timestamps become times when media was captured, whatever clocks drift, reports jitter and senders lie."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.media.timeline import MOST, STEP, Timeline

SECOND = 1_000_000


class Clocked:
    """A sender with a clock of its own, heard over a network that delays."""

    def __init__(
        self, rate: int, drift: int, delay: int, jitter: int, seed: int, first: int = 0xFFFF_0000
    ) -> None:
        self.timeline = Timeline(rate)
        self.rate, self.drift, self.delay, self.jitter, self.first = rate, drift, delay, jitter, first
        self.random = Random(seed)

    def ticks(self, true: int) -> int:
        own = true + true * self.drift // SECOND
        return self.first + own * self.rate // SECOND

    def captured(self, true: int) -> int:
        """What the timeline makes of media captured at that true time."""
        arrival = true + self.delay + self.random.randint(0, self.jitter)
        arrival = arrival // 1000 * 1000
        ticks = self.timeline.arrived(self.ticks(true) & 0xFFFFFFFF, arrival)
        return self.timeline.capture(ticks, arrival)

    def report(self, true: int, wrong: int) -> None:
        self.timeline.point(self.ticks(true + wrong) & 0xFFFFFFFF, true)


@pytest.mark.parametrize(("audio", "video"), [(200, -200), (-200, 200), (500, 480), (0, 0)])
def test_sound_and_picture_stay_in_step_for_two_hours(audio: int, video: int) -> None:
    """Video takes 150 ms longer to encode and jitters more; reports are wrong by up to 25 ms."""
    sound = Clocked(48_000, audio, 30_000, 40_000, seed=1)
    picture = Clocked(90_000, video, 180_000, 120_000, seed=2)
    jitter = Random(3)
    worst = 0
    for true in range(0, 7200 * SECOND, SECOND // 5):
        if true % (5 * SECOND) == 0:
            sound.report(true, jitter.randint(-25_000, 25_000))
        if true % SECOND == 0:
            picture.report(true, jitter.randint(-25_000, 25_000))
        heard, seen = sound.captured(true), picture.captured(true)
        if true > 10 * SECOND:
            worst = max(worst, abs(heard - seen), abs(heard - true), abs(seen - true))
    assert worst <= 80_000


@given(st.integers(-500, 500), st.sampled_from([0, 50_000, 200_000]), st.integers(0, 0xFFFFFFFF))
@settings(max_examples=30, deadline=None)
def test_without_reports_arrival_decides(drift: int, jitter: int, first: int) -> None:
    sender = Clocked(90_000, drift, 40_000, jitter, seed=4, first=first)
    last = None
    for true in range(0, 600 * SECOND, SECOND // 10):
        at = sender.captured(true)
        assert true <= at + 1000 and at <= true + 40_000 + jitter + 1000
        if last is not None and true > 60 * SECOND:
            assert 96_000 <= at - last <= 104_000, "slews by 2 % at most, and a little drift"
        last = at


def test_six_hours_wrap_a_video_clock_only_in_numbers() -> None:
    sender = Clocked(90_000, 100, 20_000, 30_000, seed=5, first=0x7000_0000)
    for true in range(0, 6 * 3600 * SECOND, 10 * SECOND):
        sender.report(true, 0)
        assert abs(sender.captured(true) - true) < (30_000 if true else 50_001)


def test_a_long_pause_keeps_its_length() -> None:
    sender = Clocked(48_000, 300, 20_000, 0, seed=6)
    for true in range(0, 60 * SECOND, 20_000):
        sender.captured(true)
    assert abs(sender.captured(3600 * SECOND) - 3600 * SECOND) < 40_000


def test_late_reports_move_slowly_when_near_and_at_once_when_far() -> None:
    for wrong, steps in ((150_000, False), (400_000, True)):
        sender = Clocked(48_000, 0, 20_000, 0, seed=7)
        before = [sender.captured(true) for true in range(0, 2 * SECOND, 20_000)][-1]
        sender.report(2 * SECOND, wrong)
        after = sender.captured(2 * SECOND)
        moved = abs(after - before - 20_000)
        assert (moved > STEP) if steps else (0 < moved <= 400)


@pytest.mark.parametrize("wrong", [-3600 * SECOND, -5 * SECOND, 5 * SECOND, 7 * 3600 * SECOND])
def test_reports_that_lie_are_left_aside(wrong: int) -> None:
    sender = Clocked(90_000, 0, 20_000, 0, seed=8)
    for true in range(0, 60 * SECOND, SECOND // 10):
        if true % SECOND == 0:
            sender.report(true, wrong)
        assert abs(sender.captured(true) - true) <= 25_000


@pytest.mark.parametrize(
    "jump", [-3000 * SECOND, -30 * SECOND, -3 * SECOND, 3 * SECOND, 30 * SECOND, 20_000 * SECOND]
)
def test_timestamps_that_jump_are_bounded_by_arrival(jump: int) -> None:
    timeline = Timeline(90_000)
    for number in range(600):
        true = number * SECOND // 10
        lie = jump if number >= 300 else 0
        ticks = timeline.arrived((true + lie) * 9 // 100 & 0xFFFFFFFF, true)
        at = timeline.capture(ticks, true)
        assert -MOST <= at - true <= 25_000
        if not 300 <= number < 311:
            assert abs(at - true) <= 25_000, "after one second arrival decides"


@given(st.lists(st.tuples(st.integers(0, 0xFFFFFFFF), st.integers(0, 3000), st.booleans()), max_size=60))
def test_nonsense_stays_within_its_bounds(steps: list[tuple[int, int, bool]]) -> None:
    timeline = Timeline(48_000)
    now = 0
    for timestamp, elapsed, report in steps:
        now += elapsed * 1000
        ticks = timeline.arrived(timestamp, now)
        if report:
            timeline.point(timestamp ^ 0x5555, now)
        assert -MOST <= timeline.capture(ticks, now) - now <= SECOND // 2


def test_a_clock_without_a_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        Timeline(0)

"""The whole estimate on lines in virtual time: what is promised of it, trace by trace."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.sfu.congestion.line import Classroom, Line, Trace, classroom

LINES: dict[str, Callable[[], Line]] = {
    "200 kbit/s": lambda: Line(lambda t: 200e3, queue_bytes=25_000),
    "500 kbit/s": lambda: Line(lambda t: 500e3, queue_bytes=40_000),
    "5 % loss": lambda: Line(lambda t: 1e6, loss=0.05),
    "10 % loss": lambda: Line(lambda t: 1e6, loss=0.10),
    "jitter 30 ms": lambda: Line(lambda t: 1e6, jitter=0.03),
    "no queue to speak of": lambda: Line(lambda t: 500e3, queue_bytes=5_000),
    "half of it taken by others": lambda: Line(lambda t: 500e3 if t >= 20 else 1e6),
}


def between(room: Classroom, begin: float, end: float) -> list[Trace]:
    return [each for each in room.trace if begin <= each.at < end]


def ratios(room: Classroom, begin: float, end: float) -> list[float]:
    return [each.estimate / each.capacity for each in between(room, begin, end)]


@pytest.mark.parametrize("name", LINES)
def test_the_estimate_comes_near_the_capacity_and_stays(name: str) -> None:
    room = classroom(LINES[name]())
    room.run(60)
    found = ratios(room, 30, 60)
    assert min(found) >= 0.6
    assert max(found) <= 1.15
    assert 0.75 <= sum(found) / len(found) <= 1.1


@pytest.mark.parametrize("name", ["200 kbit/s", "500 kbit/s", "jitter 30 ms", "half of it taken by others"])
def test_no_sound_is_lost_by_us(name: str) -> None:
    room = classroom(LINES[name]())
    room.run(60)
    assert room.line.dropped == 0
    assert room.audio_sent - room.audio_came <= 20  # still under way
    settled = sorted(delay for at, delay in room.audio_delays if at > 25)
    assert settled[int(0.95 * len(settled))] < 0.35


def test_a_slow_line_shows_the_screen_once_a_second() -> None:
    room = classroom(LINES["200 kbit/s"]())
    room.run(60)
    shown = [at for at, _, _ in room.videos[0].frames if at > 5]
    assert max(later - at for at, later in pairwise(shown)) < 2.0
    assert len(shown) >= 55


def test_quality_is_back_ten_seconds_after_the_line() -> None:
    room = classroom(Line(lambda t: 200e3 if 30 <= t < 60 else 1e6))
    room.run(72)
    assert max(ratios(room, 40, 60)) <= 1.15
    assert room.line.dropped == 0
    assert max(each.estimate for each in between(room, 60, 70)) >= 600e3
    choice = between(room, 69.9, 70.1)[0].choice["v0"]
    assert choice is not None
    assert choice.layer == 1  # the large screen again


def test_a_blackout_is_over_soon_after_its_end() -> None:
    room = classroom(Line(lambda t: 0.0 if 30 <= t < 35 else 1e6))
    room.run(50)
    dead = between(room, 32.5, 34.9)
    assert all(each.sent < 100e3 for each in dead), "hardly more than sound goes into the void"
    assert max(each.estimate for each in between(room, 35, 45)) >= 600e3


def test_a_probe_never_asks_for_more_than_is_wanted() -> None:
    room = classroom(Line(lambda t: 8e6))
    room.run(30)
    assert room.down.bandwidth.estimate < 4e6
    padding_after = room.padding
    room.run(60)
    assert room.padding == padding_after, "all that is wanted is sent: no byte of padding"


def test_stamps_end_on_a_line_with_room_and_come_back() -> None:
    room = classroom(Line(lambda t: 150e3 if t > 60 else 8e6))
    room.run(40)
    assert not room.down.bandwidth.stamping.on
    told = room.feedbacks
    room.run(58)
    assert room.feedbacks == told, "no feedback without stamps"
    room.run(63)
    assert room.down.bandwidth.stamping.on, "the reports of a line that fell are enough"
    room.run(80)
    assert room.feedbacks > told
    assert room.down.bandwidth.estimate < 190e3


def test_what_waits_is_bounded() -> None:
    room = classroom(Line(lambda t: 60e3 if t > 20 else 2e6))
    room.run(40)
    assert room.longest_queue < 6.0

"""Sounds on the grid: where they should be, without clicks, whatever a sender's clock does."""

import numpy as np
import pytest

from recordings.mix.grid import FRAME, KNEE, Grid, Sound, limited
from recordings.mix.voice import JUMP, Voice


def tone(begin: int, length: int, hertz: float = 440.0, level: float = 0.5) -> Sound:
    times = np.arange(begin, begin + length, dtype=np.float64) / 48_000
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def played(placed: list[tuple[int, Sound] | None], frames: int) -> Sound:
    grid = Grid(0)
    for one in placed:
        if one is not None:
            grid.add(*one)
    silence = np.zeros(FRAME, np.float32)
    return np.concatenate([silence if (frame := grid.take()) is None else frame for _ in range(frames)])


def test_unbroken_packets_are_unbroken_sound() -> None:
    voice = Voice()
    placed = [voice.place(960 + n * 960, tone(960 + n * 960, 960)) for n in range(50)]
    sound = played([*placed, voice.end()], 20)
    inside = slice(960 + 120, 960 * 51 - 120)
    assert np.allclose(sound[inside], tone(0, 60_000)[inside], atol=1e-6)
    assert not sound[:960].any()
    assert not sound[960 * 51 :].any()


@pytest.mark.parametrize("ppm", [-500, -100, 100, 500])
def test_a_drifting_clock_is_followed_without_seams(ppm: int) -> None:
    voice, placed, worst = Voice(), [], 0
    for number in range(3000):  # a minute
        at = round(number * 960 * (1 + ppm / 1e6))
        placed.append(voice.place(at, tone(number * 960, 960)))
        if placed[-1] is not None:
            worst = max(worst, abs(placed[-1][0] - round((number - 1) * 960 * (1 + ppm / 1e6))))
    assert worst < 48_000 * 20 // 1000
    sound = played([*placed, voice.end()], 990)
    step = np.abs(np.diff(sound[2000:-6000]))
    assert step.max() < 0.5 * 2 * np.pi * 440 / 48_000 * 1.1  # no steeper than the tone itself: no click


def test_a_jittering_time_makes_no_seam() -> None:
    voice = Voice()
    random = np.random.default_rng(3)
    placed = [
        voice.place(4800 + n * 960 + int(random.integers(-300, 300)), tone(n * 960, 960)) for n in range(200)
    ]
    sound = played([*placed, voice.end()], 70)[5000 : 4800 + 190 * 960]
    assert np.abs(np.diff(sound)).max() < 0.5 * 2 * np.pi * 440 / 48_000 * 1.1


def test_a_loss_is_faded() -> None:
    voice = Voice()
    packets = [n for n in range(30) if n != 13]
    sound = played([*(voice.place(n * 960, tone(n * 960, 960)) for n in packets), voice.end()], 12)
    assert not sound[13 * 960 + 5 : 14 * 960 - 5].any()
    assert np.abs(np.diff(sound)).max() < 0.05
    assert np.allclose(
        sound[14 * 960 + 120 : 15 * 960], tone(0, 28_800)[14 * 960 + 120 : 15 * 960], atol=1e-6
    )


def test_a_clock_set_back_says_nothing_twice() -> None:
    voice = Voice()
    placed = [voice.place(n * 960, tone(n * 960, 960)) for n in range(10)]
    placed += [voice.place(n * 960, tone(n * 960, 960)) for n in range(6, 20)]
    sound = played([*placed, voice.end()], 8)
    assert np.abs(sound).max() <= 0.5 + 1e-6


def test_levels_add_up_and_are_bent_below_full_scale() -> None:
    grid = Grid(0)
    for _ in range(2):
        grid.add(0, tone(0, FRAME, level=0.3))
    frame = grid.take()
    assert frame is not None
    assert np.allclose(frame, tone(0, FRAME, level=0.6), atol=1e-6)
    loud = limited(tone(0, FRAME, level=3.0))
    assert loud is not None
    assert KNEE < np.abs(loud).max() <= 1
    quiet = np.abs(tone(0, FRAME, level=3.0)) <= KNEE
    assert np.array_equal(loud[quiet], tone(0, FRAME, level=3.0)[quiet])
    assert limited(tone(0, FRAME, level=5e-5)) is None


def test_what_comes_too_late_is_counted() -> None:
    grid = Grid(0)
    grid.take()
    assert grid.add(0, tone(0, FRAME + 100)) == FRAME
    assert grid.add(-50, tone(0, 20)) == 20
    assert grid.take() is not None


def test_jump_is_less_than_a_packet() -> None:
    assert JUMP < 960  # or one lost packet would be stretched over

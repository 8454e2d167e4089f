"""Who echoes: found within seconds in speech, real and invented, through jitter and noise; and hardly ever wrongly."""

import random
import time

import numpy
import pytest

from sfu.routing.sound import echo as echoes
from sfu.routing.sound.echo import MAX_MICS, EchoFinder, Mic
from sfu.routing.sound.trace import Trace
from tests.sfu.routing.sound.talk import (
    PACKET,
    Levels,
    Meeting,
    both,
    echo,
    measured,
    music,
    only,
    real,
    talk,
)
from tests.support.known import speech

ECHO = [("pupil", "teacher")]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("jitter", "every"), [(0.0, 1), (0.01, 1), (0.04, 1), (0.01, 3)])
def test_an_echo_is_found_within_seconds(seed: int, jitter: float, every: int) -> None:
    chance = random.Random(seed)
    teacher = talk(chance, 20)
    pupil = echo(chance, teacher, chance.uniform(8, 28), chance.uniform(0.12, 0.7), chance.uniform(35, 55))
    meeting = Meeting(chance, jitter, every)
    assert meeting.hear({"teacher": teacher, "pupil": pupil}) == ECHO
    assert 7 < meeting.found[0][0] < 16


@pytest.mark.parametrize(("late", "part"), [(0.11, 0.3), (0.25, 0.1), (0.6, 0.06)])
def test_real_speech_comes_back(late: float, part: float) -> None:
    """Samples, not levels: the teacher's voice, delayed and attenuated, in a room with noise and an own voice in it."""
    chance, noise = random.Random(3), numpy.random.default_rng(3)
    said = numpy.resize(speech("teacher"), 28 * 48_000)
    returned = part * numpy.roll(said, int(late * 48_000)) + 0.001 * noise.standard_normal(len(said))
    own = numpy.resize(speech("pupil1"), 3 * 48_000)
    returned[18 * 48_000 : 21 * 48_000] += own
    found = Meeting(chance).hear({"teacher": measured(said), "pupil": measured(returned)})
    assert found == ECHO, "and it stays found while the pupil says something of their own"


def test_it_is_over_when_the_pupil_puts_on_headphones() -> None:
    chance = random.Random(1)
    teacher = talk(chance, 40)
    pupil = only(echo(chance, teacher, 15, 0.3, 40), chance, lambda at: at < 16)
    meeting = Meeting(chance)
    assert meeting.hear({"teacher": teacher, "pupil": pupil}) == [*ECHO, ("pupil", "")]
    assert 17 < meeting.found[1][0] < 32


def test_it_is_over_at_once_when_the_mic_closes() -> None:
    chance = random.Random(1)
    teacher = talk(chance, 15)
    meeting = Meeting(chance)
    assert meeting.hear({"teacher": teacher, "pupil": echo(chance, teacher, 15, 0.3, 40)}) == ECHO
    assert meeting.hear({"teacher": talk(chance, 3)}, 1015.0) == [*ECHO, ("pupil", "")]


def test_silence_of_the_teacher_says_nothing() -> None:
    chance = random.Random(4)
    teacher = only(talk(chance, 60), chance, lambda at: at < 18 or at > 42)
    pupil = echo(chance, teacher, 15, 0.3, 40)
    assert Meeting(chance).hear({"teacher": teacher, "pupil": pupil}) == ECHO


def test_two_that_echo_are_both_told_with_the_true_source() -> None:
    chance = random.Random(2)
    teacher = talk(chance, 25)
    levels = {"teacher": teacher} | {
        name: echo(chance, teacher, down, late, 40) for name, down, late in (("p1", 10, 0.2), ("p2", 20, 0.5))
    }
    assert sorted(Meeting(chance).hear(levels)) == [("p1", "teacher"), ("p2", "teacher")]


def test_of_the_loudest_eight_only_and_never_of_the_own_sender() -> None:
    chance = random.Random(2)
    teacher = talk(chance, 20)
    levels = {"teacher": teacher} | {f"p{number}": talk(chance, 20) for number in range(MAX_MICS)}
    levels["pupil"] = echo(chance, teacher, 40, 0.3, 30)
    assert Meeting(chance).hear(levels) == []

    class OneSender(Meeting):
        def _look(self, open_mics: dict[str, Levels], now: float, at: float) -> None:
            if self.finder.due(now):
                self.finder.begin([Mic(name, "r", "one", self.traces[name]) for name in open_mics], now)
            assert self.finder.step(now) is None

    OneSender(chance).hear({"teacher": teacher, "pupil": echo(chance, teacher, 15, 0.3, 40)})


def quarrel(chance: random.Random, seconds: float) -> dict[str, Levels]:
    """Three at once, of unlike loudness."""
    return {
        name: [level - 6 * number for level in talk(chance, seconds)] for number, name in enumerate("abc")
    }


def turns(chance: random.Random, seconds: float, shortest: float, longest: float) -> dict[str, Levels]:
    """Question and answer: one begins when the other stops."""
    ends, at = list[float](), 0.0
    while at < seconds:
        at += chance.uniform(shortest, longest)
        ends.append(at)

    def teachers(at: float) -> bool:
        return sum(end <= at for end in ends) % 2 == 0

    return {
        "a": only(talk(chance, seconds), chance, teachers),
        "b": only([x - 10 for x in talk(chance, seconds)], chance, lambda at: not teachers(at - 0.15)),
    }


def song(chance: random.Random, seconds: float) -> dict[str, Levels]:
    """The teacher speaks, plays a song, a pupil has another one on, another pupil talks."""
    return {
        "a": only(talk(chance, seconds), chance, lambda at: at < seconds / 2),
        "b": music(chance, seconds),
        "c": [level - 15 for level in music(chance, seconds)],
        "d": [level - 10 for level in talk(chance, seconds)],
    }


def one_room(chance: random.Random, seconds: float) -> dict[str, Levels]:
    """Two mics in the teacher's room: both have the voice at once."""
    voice = talk(chance, seconds)
    return {"a": voice, "b": [both(level - 12, chance.gauss(40, 2)) for level in voice]}


def voices(chance: random.Random, seconds: float) -> dict[str, Levels]:
    """The recorded ones, at once."""
    return {
        name: [level - 6 * number for level in real(name, seconds, chance.uniform(0, 28))]
        for number, name in enumerate(("teacher", "pupil1", "pupil2"))
    }


@pytest.mark.parametrize("make", [quarrel, song, one_room, voices], ids=lambda make: make.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_no_false_alarm(make: object, seed: int) -> None:
    chance = random.Random(seed)
    assert callable(make)
    assert Meeting(chance, 0.005).hear(make(chance, 60)) == []


@pytest.mark.parametrize(("shortest", "longest"), [(0.4, 1.2), (1, 3), (2, 6)])
@pytest.mark.parametrize("seed", range(3))
def test_no_false_alarm_of_people_who_speak_in_turns(seed: int, shortest: float, longest: float) -> None:
    chance = random.Random(seed)
    assert Meeting(chance).hear(turns(chance, 60, shortest, longest)) == []


def test_a_step_is_short_with_eight_mics_that_all_speak() -> None:
    """One comparison a step; the longest one counts against the 20 ms of a tick."""
    chance = random.Random(0)
    teacher, traces = talk(chance, 8), [Trace() for _ in range(MAX_MICS)]
    for number, trace in enumerate(traces):
        levels = echo(chance, teacher, 5.0 * number, 0.1 * number, 40)
        for place, level in enumerate(levels):
            trace.heard(round(level), place * 960, 1000 + place * PACKET)
    finder, steps, began = EchoFinder(), 0, time.thread_time()
    finder.begin([Mic(f"p{n}", "r", f"p{n}", trace) for n, trace in enumerate(traces)], 1008.0)
    while not finder.due(1010.0):
        finder.step(1008.0)
        steps += 1
    spent = time.thread_time() - began
    assert steps <= MAX_MICS * (MAX_MICS + 1) + 1
    assert spent / steps < 0.005, f"{spent * 1e3:.1f} ms for {steps} steps"


def test_traces_and_suspects_are_bounded() -> None:
    trace, chance = Trace(), random.Random(0)
    for _ in range(5000):
        trace.heard(chance.randrange(128), chance.getrandbits(32), chance.uniform(0, 1e6))
    assert len(trace._bins) == 128
    assert len(trace.window(chance.randrange(10**8), 96)) == 96
    finder = EchoFinder()
    for number in range(200):
        finder.begin([Mic(f"{number}-{n}", "r", f"{n}", trace) for n in range(20)], number * 2.0)
        for _ in range(500):
            finder.step(number * 2.0)
    assert len(finder._suspects) <= MAX_MICS
    assert echoes.echo_lag(trace, Trace(), 10) is None

"""Levels of invented and of real speech, packet by packet, and the room they meet in (for test_echo)."""

import math
import random
from collections.abc import Callable

import numpy

from sfu.routing.sound.echo import EchoFinder, Found, Mic
from sfu.routing.sound.trace import Trace
from tests.support.known import speech

PACKET = 0.02
QUIET = 33.0
Levels = list[float]
"""Loudness 0…127 of each 20 ms."""


def talk(chance: random.Random, seconds: float) -> Levels:
    """Phrases of syllables with pauses between them."""
    rate, top, levels = chance.uniform(3.5, 6.5), chance.uniform(95, 115), Levels()
    while len(levels) < seconds / PACKET:
        phrase = chance.uniform(0.6, 4)
        while phrase > 0:
            length = max(0.08, chance.gauss(1 / rate, 0.3 / rate))
            peak, depth, count = top + chance.gauss(0, 5), chance.uniform(5, 30), int(length / PACKET)
            for place in range(count):
                shape = math.sin(math.pi * (place + 0.5) / count)
                levels.append(peak - depth * (1 - shape) + chance.gauss(0, 1.5))
            phrase -= length
        levels += [chance.gauss(QUIET, 3) for _ in range(8 + int(chance.expovariate(1 / 30)))]
    return [min(127.0, max(0.0, level)) for level in levels[: round(seconds / PACKET)]]


def music(chance: random.Random, seconds: float) -> Levels:
    """A steady beat, swelling and falling."""
    beats, top, depth = chance.uniform(1.2, 3), chance.uniform(90, 110), chance.uniform(4, 25)
    return [
        top - depth * (at * PACKET * beats % 1) + 5 * math.sin(at * PACKET / 4) + chance.gauss(0, 2)
        for at in range(round(seconds / PACKET))
    ]


def real(name: str, seconds: float, begin: float = 0.0) -> Levels:
    """Of loadtest/media, again and again, from `begin` (s) on."""
    return measured(numpy.resize(numpy.roll(speech(name), -int(begin * 48_000)), round(seconds * 48_000)))


def measured(samples: numpy.ndarray[tuple[int], numpy.dtype[numpy.float64]]) -> Levels:
    """As a sender measures its own samples (48 kHz): RMS of each packet."""
    blocks = samples[: len(samples) // 960 * 960].reshape(-1, 960)
    return [max(0.0, 127 + 10 * math.log10(power + 1e-13)) for power in (blocks**2).mean(axis=1)]


def echo(chance: random.Random, of: Levels, down: float, late: float, noise: float) -> Levels:
    """`of` comes back `late` seconds later and `down` dB quieter out of a room with `noise`; the browser's echo
    canceller takes more and less of it away."""
    shift, held, heard = round(late / PACKET), 0.0, Levels()
    for place in range(len(of)):
        held = 0.97 * held + chance.gauss(0, 0.7)
        level = of[place - shift] - down + held if place >= shift else 0.0
        heard.append(both(level, chance.gauss(noise, 2)))
    return heard


def both(first: float, second: float) -> float:
    """Two sounds at once."""
    return min(127.0, max(0.0, 10 * math.log10(10 ** (first / 10) + 10 ** (second / 10))))


def only(levels: Levels, chance: random.Random, speaks: Callable[[float], bool]) -> Levels:
    """Nothing but a quiet room while it is not this one's turn."""
    return [level if speaks(place * PACKET) else chance.gauss(QUIET, 3) for place, level in enumerate(levels)]


class Meeting:
    """Senders whose packets arrive late by chance; what the finder says, and when (s from the begin)."""

    def __init__(self, chance: random.Random, jitter: float = 0.01, every: int = 1) -> None:
        """`every`: packets of 20 ms put into one (60 ms: 3)."""
        self.chance, self.jitter, self.every = chance, jitter, every
        self.finder = EchoFinder()
        self.traces: dict[str, Trace] = {}
        self.found: list[tuple[float, Found]] = []

    def hear(self, levels: dict[str, Levels], begin: float = 1000.0) -> list[tuple[str, str]]:
        """All of it; who was said to echo whom, in order."""
        self.traces |= {name: Trace() for name in levels}
        arrivals = sorted(each for name in levels for each in self._arrivals(name, levels[name], begin))
        now, place = begin, 0
        while now < begin + len(next(iter(levels.values()))) * PACKET:
            while place < len(arrivals) and arrivals[place][0] <= now:
                at, name, timestamp, loudness = arrivals[place]
                self.traces[name].heard(loudness, timestamp, at)
                place += 1
            self._look(levels, now, now - begin)
            now += PACKET
        return [(one, other) for _, (one, other) in self.found]

    def _arrivals(self, name: str, levels: Levels, begin: float) -> list[tuple[float, str, int, int]]:
        first, late, last = self.chance.getrandbits(32), self.chance.uniform(0, 0.05), 0.0
        arrivals = []
        for place in range(0, len(levels), self.every):
            delay = self.chance.expovariate(1 / self.jitter) if self.jitter else 0.0
            last = max(last, begin + place * PACKET + late + delay)
            loudness = max(0, min(127, round(levels[place])))
            arrivals.append((last, name, (first + place * 960) & 0xFFFFFFFF, loudness))
        return arrivals

    def _look(self, open_mics: dict[str, Levels], now: float, at: float) -> None:
        if self.finder.due(now):
            mics = [Mic(name, "room", name, self.traces[name]) for name in open_mics]
            self.found += [(at, found) for found in self.finder.begin(mics, now)]
        found = self.finder.step(now)
        if found is not None:
            self.found.append((at, found))

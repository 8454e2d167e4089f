"""Who echoes: the open microphone whose level follows that of another source, some tenths of a second later.

Pure; `now` in seconds. No sound is looked at, only the levels that senders write into every packet (RFC 6464), by
arrival. An echo is a quieter copy: both the level and its changes correlate at one steady lag, far better than at
lag 0 or the other way round (people who speak in turns correlate both ways, two mics of one room at lag 0).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from operator import mul
from typing import NamedTuple

from msgspec import Struct

from sfu.routing.sound.trace import BIN, Trace

WINDOW = 80
"""Bins compared: 4 s."""
MAX_LAG = 16
"""Bins, 800 ms: network, jitter buffer and loudspeaker of who echoes. Shorter than one bin is no echo by us."""
SETTLED = 6
"""Newest bins left out: late packets still fill them."""
MAX_MICS = 8
"""Of a room; the loudest ones. Each is compared with each."""
INTERVAL = 1.0

VARIES = 8.0
"""dB of standard deviation: steady noise or silence proves nothing."""
ANSWERS = 2.0
"""The same of the mic that may echo."""
QUIETER = 3.0
"""dB by which an echo is below its source while that is loud."""
LEVELS_ALIKE, CHANGES_ALIKE, ONE_WAY = 0.68, 0.35, 0.55
"""Least correlation of levels, of their changes, and by how much both together exceed every lag that is no echo."""
FOUND, SURE = 5, 8
"""Looks (one a second) in agreement after which it is told, and up to which they count; told as over at none."""
FORGET = 30.0
"""Seconds without a chance to tell after which an echo counts as over."""


class Mic(Struct, frozen=True, gc=False):
    """An open source. Compared are those of one room that do not come from one sender."""

    name: str
    room: str
    sender: str
    trace: Trace


class Found(NamedTuple):
    """`source` returns the sound of `of`; "": no longer."""

    source: str
    of: str


class _Suspect:
    """What was seen of one mic."""

    __slots__ = ("lag", "looks", "of", "seen", "told")

    def __init__(self, of: str, lag: int, now: float) -> None:
        self.of, self.lag, self.looks, self.seen, self.told = of, lag, 1, now, False


class EchoFinder:
    """All rooms of a worker. `begin` a round when one is `due`, then `step` each tick: one comparison a step."""

    def __init__(self) -> None:
        self._suspects: dict[str, _Suspect] = {}
        self._round: Iterator[Found | None] = iter(())
        self._working = False
        self._next = 0.0
        self._now = 0.0

    @property
    def found(self) -> tuple[Found, ...]:
        """The echoes that were told and are not over."""
        return tuple(Found(name, each.of) for name, each in self._suspects.items() if each.told)

    def due(self, now: float) -> bool:
        """The last round is through and it began INTERVAL ago."""
        return not self._working and now >= self._next

    def begin(self, mics: Iterable[Mic], now: float) -> list[Found]:
        """A round over these open mics; the echoes that ended because their mic closed."""
        self._next, self._now = now + INTERVAL, now
        rooms: dict[str, list[Mic]] = {}
        for mic in mics:
            rooms.setdefault(mic.room, []).append(mic)
        compared = [_loudest(room, _end(now)) for room in rooms.values() if len(room) > 1]
        opened = {mic.name for room in compared for mic in room}
        gone = [name for name in self._suspects if name not in opened]
        told = [Found(name, "") for name in gone if self._suspects[name].told]
        for name in gone:
            del self._suspects[name]
        self._round, self._working = self._compare(compared), True
        return told

    def step(self, now: float) -> Found | None:
        """One comparison, at most; what it changed."""
        self._now = now
        for found in self._round:
            return found
        self._working = False
        return None

    def _compare(self, rooms: Sequence[Sequence[Mic]]) -> Iterator[Found | None]:
        for room in rooms:
            for mic in room:
                origin, lag, chance = "", 0, False
                for source in room:  # the loudest first: of several echoes each is told with the true source
                    if source.sender == mic.sender or origin:
                        continue
                    found = echo_lag(mic.trace, source.trace, _end(self._now))
                    chance = chance or found is not None
                    if found:
                        origin, lag = source.name, found
                    if found is not None:
                        yield None
                yield self._note(mic.name, origin, lag, chance)

    def _note(self, name: str, origin: str, lag: int, chance: bool) -> Found | None:
        """One look at a mic; without a `chance` to tell nothing changes for a while."""
        suspect = self._suspects.get(name)
        if origin and (suspect is None or not suspect.told) and not _agrees(suspect, origin, lag):
            self._suspects[name] = _Suspect(origin, lag, self._now)
            return None
        if suspect is None:
            return None
        if origin:
            suspect.looks, suspect.seen = min(SURE, suspect.looks + 1), self._now
            suspect.lag = lag
        elif chance:
            suspect.looks, suspect.seen = suspect.looks - 1, self._now
        elif self._now - suspect.seen > FORGET:
            suspect.looks = 0
        if suspect.looks >= FOUND and not suspect.told:
            suspect.told = True
            return Found(name, suspect.of)
        if suspect.looks <= 0:
            del self._suspects[name]
            return Found(name, "") if suspect.told else None
        return None


def _agrees(suspect: _Suspect | None, origin: str, lag: int) -> bool:
    return suspect is not None and suspect.of == origin and abs(suspect.lag - lag) <= 1


def _end(now: float) -> int:
    return int(now / BIN) - SETTLED


def _loudest(room: list[Mic], end: int) -> list[Mic]:
    return sorted(room, key=lambda mic: -sum(mic.trace.window(end, WINDOW)))[:MAX_MICS]


def echo_lag(mic: Trace, source: Trace, end: int) -> int | None:
    """Bins by which `mic` repeats `source` in the 4 s before bin `end`; 0: it does not; None: the source is too
    steady or no louder (its own voice is in the mic), or one of them too new, to tell."""
    if not (mic.covers(end, WINDOW + MAX_LAG) and source.covers(end, WINDOW + MAX_LAG)):
        return None
    late, early = mic.window(end, WINDOW + MAX_LAG), source.window(end, WINDOW + MAX_LAG)
    if _spread(early) < VARIES:
        return None
    if _spread(late[MAX_LAG:]) < ANSWERS:
        return 0
    if not _quieter(late, early):
        return None
    forward = [_correlation(late[MAX_LAG:], early[MAX_LAG - lag : -lag]) for lag in range(1, MAX_LAG + 1)]
    if max(forward) < LEVELS_ALIKE:
        return 0
    changes = [
        _correlation(_changes(late[MAX_LAG:]), _changes(early[MAX_LAG - lag : -lag]))
        for lag in range(1, MAX_LAG + 1)
    ]
    both = [level + change for level, change in zip(forward, changes, strict=True)]
    best = both.index(max(both))
    if forward[best] < LEVELS_ALIKE or changes[best] < CHANGES_ALIKE:
        return 0
    return best + 1 if both[best] - _best_other_way(late, early) >= ONE_WAY else 0


def _best_other_way(late: list[int], early: list[int]) -> float:
    """The same measure at lag 0 and below: the source repeats the mic."""
    size, window = len(early), early[MAX_LAG:]
    changes = _changes(window)
    shifted = (late[MAX_LAG - lag : size - lag] for lag in range(MAX_LAG + 1))
    return max(_correlation(window, other) + _correlation(changes, _changes(other)) for other in shifted)


def _quieter(late: list[int], early: list[int]) -> bool:
    """While the source is loud it is the louder one (lag or not: over seconds)."""
    count = len(early) // 4
    return sum(sorted(late)[-count:]) + QUIETER * count <= sum(sorted(early)[-count:])


def _changes(levels: list[int]) -> list[int]:
    return [after - before for before, after in pairwise(levels)]


def _spread(values: list[int]) -> float:
    size, total = len(values), sum(values)
    return sqrt(max(0.0, sum(map(mul, values, values)) / size - (total / size) ** 2))


def _correlation(first: list[int], second: list[int]) -> float:
    """Pearson's, −1…1; 0 when one of them does not vary."""
    size, sum_1, sum_2 = len(first), sum(first), sum(second)
    square_1 = size * sum(map(mul, first, first)) - sum_1 * sum_1
    square_2 = size * sum(map(mul, second, second)) - sum_2 * sum_2
    if square_1 <= 0 or square_2 <= 0:
        return 0.0
    product: int = size * sum(map(mul, first, second)) - sum_1 * sum_2
    return product / sqrt(square_1 * square_2)

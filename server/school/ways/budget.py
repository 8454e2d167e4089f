"""How many wrong answers a class's link takes from one source, and from all of them together. Pure; `now` in UTC ms.

Five wrong answers lock a pupil's way. Whoever holds the class's link could so lock the whole class in a minute; this is
what makes it slow. An answer counts as wrong until it turns out right, and what a pupil typed wrong before is forgiven
then: a class that types behind one address is not held up by its slips.
"""

from collections import OrderedDict
from typing import NamedTuple

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
OF_A_SOURCE = 20
"""Wrong answers of a source in an hour: four pupils locked. Past it each pupil's first answer of the day is heard, no
second one."""
OF_ALL = 60
"""Wrong answers of all sources in an hour. Past it a flood goes on, and each source has OF_A_STRANGER."""
OF_A_STRANGER = 2
MOST = 500
"""Answers remembered of a link, the newest; more only a flood has."""
MOST_DOORS = 1000


class Wrong(NamedTuple):
    """An answer that was not right (yet)."""

    at: int
    source: str
    person: str


def heard(wrongs: list[Wrong], source: str, person: str, now: int) -> bool:
    """Whether an answer for this pupil from this source is looked at."""
    mine = [one for one in wrongs if one.source == source and one.at > now - DAY_MS]
    lately = sum(one.at > now - HOUR_MS for one in mine)
    if sum(one.at > now - HOUR_MS for one in wrongs) >= OF_ALL:
        return lately < OF_A_STRANGER
    return lately < OF_A_SOURCE or all(one.person != person for one in mine)


class Budget:
    """Of all doors (class links) of this process; a restart forgets it, and the pupils' own tries are in the table."""

    def __init__(self) -> None:
        self._doors: OrderedDict[str, list[Wrong]] = OrderedDict()

    def take(self, door: str, source: str, person: str, now: int) -> bool:
        """Whether the answer is looked at. If so it counts as wrong from here on: see `right` and `nobody`."""
        wrongs = [one for one in self._doors.get(door, ()) if now - DAY_MS < one.at]
        if not heard(wrongs, source, person, now):
            return False
        self._doors[door] = [*wrongs, Wrong(now, source, person)][-MOST:]
        self._doors.move_to_end(door)
        if len(self._doors) > MOST_DOORS:
            self._doors.popitem(last=False)
        return True

    def right(self, door: str, source: str, person: str) -> None:
        """The pupil came in from there: what was typed wrong before is forgiven."""
        self._keep(door, [one for one in self._doors.get(door, ()) if one[1:] != (source, person)])

    def nobody(self, door: str, source: str, person: str) -> None:
        """The answer was about no pupil of this link: it does not count, and a door that is none is forgotten."""
        wrongs = self._doors.get(door, [])
        last = next(
            (place for place in reversed(range(len(wrongs))) if wrongs[place][1:] == (source, person)), None
        )
        self._keep(door, [one for place, one in enumerate(wrongs) if place != last])

    def _keep(self, door: str, wrongs: list[Wrong]) -> None:
        if wrongs:
            self._doors[door] = wrongs
        else:
            self._doors.pop(door, None)

    def __len__(self) -> int:
        return len(self._doors)

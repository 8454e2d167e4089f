"""Who feeds which slot: a pure decision over the lesson's state and the loudness of its sources.

    a0 the teacher's mic      v0 the screen
    a1 the floor's mic        v1 the teacher's camera
    a2 the loudest other      v2 the teacher's second phone, else the floor's camera

Only sources that are on and permitted now (lesson/permissions.py) are ever staged, so the media of one who may not
speak goes nowhere. A source keeps its slot while it may: a change costs every receiver a keyframe or a gap.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import get_args

from lesson.messages import Feed, Mode, PersonId, SlotName, SourceName
from lesson.permissions import may_send
from lesson.state import TEACHING, State

Levels = Mapping[tuple[PersonId, SourceName], int]
"""Loudness 0 (silent) to 127 (loudest); a source that is not there is silent."""

HOLD_S = 1.0
LOUDER = 6
SILENT = 55
"""About -72 dBov: below is background noise, not speech."""

AUDIO: tuple[SlotName, ...] = ("a0", "a1", "a2")
VIDEO: tuple[SlotName, ...] = ("v0", "v1", "v2")
SOURCES: tuple[SourceName, ...] = get_args(SourceName)

Wanted = Callable[[Feed], bool]


class Stage:
    """The slots of one lesson; remembers only what keeps them steady."""

    def __init__(self) -> None:
        self._slots: dict[SlotName, Feed] = {}
        self._changed_at = float("-inf")
        """When a2 last got another source, monotonic s."""

    def slots(self, state: State, levels: Levels, now: float) -> dict[SlotName, Feed]:
        """Every staged slot at `now` (monotonic s); call it after each event and a few times a second."""
        sending = list(permitted(state))
        on_floor = list(state.floors)
        taught = _sources(sending, "mic", lambda feed: _teaches(state, feed))
        floor = _sources(sending, "mic", lambda feed: feed.person in state.floors)
        floor.sort(key=lambda feed: on_floor.index(feed.person))
        chosen: dict[SlotName, Feed | None] = {"a0": self._steady("a0", taught)}
        rest = [feed for feed in sending if feed.source in ("mic", "screen_audio") and feed != chosen["a0"]]
        chosen["a1"] = self._floor_mic(floor, rest)
        others = [feed for feed in rest if feed != chosen["a1"]]
        chosen["a2"] = self._loudest(others, levels, now)
        chosen["v0"] = self._steady("v0", _sources(sending, "screen", lambda feed: True))
        chosen["v1"], chosen["v2"] = self._cameras(state, sending, chosen)
        self._slots = {slot: feed for slot, feed in chosen.items() if feed is not None}
        return dict(self._slots)

    def _cameras(
        self, state: State, sending: list[Feed], chosen: Mapping[SlotName, Feed | None]
    ) -> tuple[Feed | None, Feed | None]:
        """A second phone stands after its teacher's camera, and before the floor's."""
        cameras = _sources(sending, "camera", lambda feed: True)
        teachers = _first([feed for feed in cameras if _teaches(state, feed)], chosen["a0"])
        phones = [feed for feed in cameras if state.people[feed.person].role == "camera"]
        v1 = self._steady("v1", teachers or phones)
        floor = _first([feed for feed in cameras if feed.person in state.floors], chosen["a1"])
        rest = [feed for feed in phones if feed != v1]
        return v1, self._steady("v2", rest or floor)

    def _steady(self, slot: SlotName, candidates: list[Feed]) -> Feed | None:
        """Who has the slot keeps it while still a candidate; else the first one gets it."""
        current = self._slots.get(slot)
        if current in candidates:
            return current
        return candidates[0] if candidates else None

    def _floor_mic(self, floor: list[Feed], rest: list[Feed]) -> Feed | None:
        """The floor's slot. A second speaker already heard in a2 stays there unless somebody else needs a2."""
        heard = self._slots.get("a2")
        alone = all(feed == heard for feed in rest)
        current = self._slots.get("a1")
        if current in floor:
            return current
        fresh = [feed for feed in floor if feed != heard]
        if fresh:
            return fresh[0]
        return None if alone or not floor else floor[0]

    def _loudest(self, others: list[Feed], levels: Levels, now: float) -> Feed | None:
        """The loudest, held for a second, and left only for a clearly louder one or when silent."""
        current = self._slots.get("a2")
        if not others:
            return None
        loudest = max(others, key=lambda feed: (_level(levels, feed), feed == current))
        if current not in others:
            self._changed_at = now
            return loudest
        assert current is not None
        if loudest == current or now - self._changed_at < HOLD_S:
            return current
        mine, best = _level(levels, current), _level(levels, loudest)
        if best >= mine + LOUDER or (mine < SILENT <= best):
            self._changed_at = now
            return loudest
        return current


def permitted(state: State) -> Iterator[Feed]:
    """Every source that is on and may be sent now, in the order of people."""
    for person in state.people:
        for source in SOURCES:
            if may_send(state, person, source):
                yield Feed(person, source)


def feeds_for(
    person: PersonId, mode: Mode, slots: Mapping[SlotName, Feed], audio: int = 3, video: int = 3
) -> dict[SlotName, Feed]:
    """What one receiver with `audio` and `video` slots gets: never the own sources, no video in `listen`.

    A receiver with all slots gets the stage's. One with fewer (a WHEP player has one of each) gets the first
    active ones of a0, a1, a2 and of v0, v1, v2; a feed whose own slot the receiver has stays in that one.
    """
    shown = {slot: feed for slot, feed in slots.items() if feed.person != person}
    heard = _fit(AUDIO, shown, audio)
    return heard if mode == "listen" else {**heard, **_fit(VIDEO, shown, video)}


def _fit(names: tuple[SlotName, ...], shown: Mapping[SlotName, Feed], room: int) -> dict[SlotName, Feed]:
    """The active slots of a kind, by priority, in the receiver's slots of that kind."""
    active = [slot for slot in names if slot in shown][:room]
    fitted = {slot: shown[slot] for slot in active if slot in names[:room]}
    free = [slot for slot in names[:room] if slot not in fitted]
    moved = [shown[slot] for slot in active if slot not in fitted]
    return {**fitted, **dict(zip(free, moved, strict=False))}


def _sources(sending: Iterable[Feed], source: SourceName, wanted: Wanted) -> list[Feed]:
    return [feed for feed in sending if feed.source == source and wanted(feed)]


def _first(candidates: list[Feed], speaker: Feed | None) -> list[Feed]:
    """The speaker's own source before the others."""
    return sorted(candidates, key=lambda feed: speaker is None or feed.person != speaker.person)


def _teaches(state: State, feed: Feed) -> bool:
    return state.people[feed.person].role in TEACHING


def _level(levels: Levels, feed: Feed) -> int:
    return levels.get((feed.person, feed.source), 0)

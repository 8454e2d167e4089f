"""What each slot of one receiver shows, how much that matters on a short line, and how large its tile is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from lesson.messages import Feed, PersonId, SlotName, VideoSlot
from lesson.state import TEACHING, VIDEO_SOURCES, State
from server.classroom.showing.stage import feeds_for

SCREEN, TEACHERS_CAMERA, CAMERA = 3, 2, 1
"""What is learnt from first, then who teaches, then the others; the worker puts sound before all of them."""

TileLines = Mapping[VideoSlot, int]
"""Lines of the tiles a device shows; a slot that is not there is not shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A slot's feed. `lines` 0: any."""

    feed: Feed
    priority: int = 0
    lines: int = 0


def shown(
    state: State, person: PersonId, slots: tuple[str, ...], tiles: TileLines | None
) -> dict[SlotName, Shown]:
    """What the person's receive connection with these slots gets; `tiles` None: the device has not said."""
    known = state.people.get(person)
    mode = known.mode if known is not None else "full"
    audio = sum(slot.startswith("a") for slot in slots)
    feeds = feeds_for(person, mode, state.stage, audio, len(slots) - audio)
    return {
        slot: Shown(feed, priority(state, feed), _lines(slot, tiles))
        for slot, feed in feeds.items()
        if feed.source not in VIDEO_SOURCES or tiles is None or _lines(slot, tiles)
    }


def priority(state: State, feed: Feed) -> int:
    """By what is shown: the same slot may show another thing to another receiver."""
    if feed.source not in VIDEO_SOURCES:
        return 0
    if feed.source == "screen":
        return SCREEN
    teaches = state.people[feed.person].role in {*TEACHING, "camera"}
    return TEACHERS_CAMERA if teaches else CAMERA


def _lines(slot: SlotName, tiles: TileLines | None) -> int:
    return 0 if tiles is None or slot not in ("v0", "v1", "v2") else tiles.get(slot, 0)

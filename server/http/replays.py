"""Recordings on disk and replays in memory, for the handlers in api/recording.py and api/media.py.

A replay is folded once (0.3 s of CPU for 2000 events of a class of 45, in a thread) and only goes on from there; the
replays asked for last stay in memory.
"""

import asyncio
import hmac
import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

from lesson.messages import ConsentChanged, Kept, LessonOpened
from lesson.rules import Rules
from recordings.replay import Replay
from recordings.shelf.recording import Recording, read_recording
from server.http.errors import ApiError
from server.school.kept.history import events_after
from server.school.lessons import Lesson
from server.school.roster import opened
from server.settings import Settings
from server.store.database import Database

REPLAYS_KEPT = 8
"""Of 250 kB each, for a lesson with 2000 events."""

AT_ONCE = 200
"""Events folded before other work may go on."""

_FOLDER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Replays:
    """Asked by handlers on one loop. Knows the lessons asked for last; a new zero or lesson starts afresh."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, asyncio.Lock, list[Replay]]] = OrderedDict()

    @asynccontextmanager
    async def of(
        self, database: Database, lesson_id: str, zero_at: int, key: bytes, rules: Rules
    ) -> AsyncIterator[Replay]:
        """The replay with every event on disk; nobody adds to it meanwhile.

        Raises ApiError `no_recording` for a lesson without events.
        """
        known = self._known.get(lesson_id)
        if known is None or known[0] != zero_at:
            known = self._known[lesson_id] = (zero_at, asyncio.Lock(), [])
        self._known.move_to_end(lesson_id)
        while len(self._known) > REPLAYS_KEPT:
            self._known.popitem(last=False)
        _zero, lock, found = known
        async with lock:
            events = await events_after(database, lesson_id, found[0].last if found else 0)
            if found and any(isinstance(kept.event, ConsentChanged) for kept in events):
                found.clear()  # it counts from the beginning
                events = await events_after(database, lesson_id, 0)
            if not found:
                if not events:
                    raise ApiError("no_recording")
                changes = [kept for kept in events if isinstance(kept.event, ConsentChanged)]
                found.append(Replay(events.pop(0), zero_at, key, rules, changes))
            rest = iter(events)
            while some := list(islice(rest, AT_ONCE)):
                await asyncio.to_thread(_add, found[0], some)
            yield found[0]


def _add(replay: Replay, events: list[Kept]) -> None:
    for kept in events:
        replay.add(kept)


def alias_key(settings: Settings, lesson_id: str) -> bytes:
    """Makes the aliases of one lesson's replay, the same after a restart."""
    return hmac.digest(settings.secret.encode(), b"replay " + lesson_id.encode(), "sha256")


async def opening_of(database: Database, lesson: Lesson) -> LessonOpened:
    """The first event of the lesson's room; as it would be now when nobody came yet."""
    first = await events_after(database, lesson.room_id, after=0, limit=1)
    if first and isinstance(first[0].event, LessonOpened):
        return first[0].event
    return await opened(database, lesson)


def folder_of(settings: Settings, lesson_id: str) -> Path | None:
    """Where the recorder keeps the lesson; None for an id that is no folder's name (then it is not recorded)."""
    return settings.data_dir / "recordings" / lesson_id if _FOLDER.fullmatch(lesson_id) else None


async def recording_of(settings: Settings, lesson_id: str) -> Recording | None:
    """What there is of the lesson. Raises ApiError `recording_damaged`."""
    folder = folder_of(settings, lesson_id)
    if folder is None:
        return None
    try:
        return await asyncio.to_thread(read_recording, folder)
    except (OSError, ValueError) as error:
        raise ApiError("recording_damaged") from error

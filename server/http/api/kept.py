"""Lessons in lists, with what was kept of each: its recording (for *Xem lại bài*) and its lesson record."""

import asyncio
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from recordings.shelf.recording import read_recording
from server.http.api.lessons import LessonAnswer, answer_of
from server.http.deps import Deps
from server.http.replays import folder_of
from server.school.kept.records import with_records
from server.school.lessons import Lesson
from server.settings import Settings


class ReplayHint(Struct, frozen=True):
    """`bytes` of all its tracks. `damaged`: there is one that cannot be read."""

    state: Literal["none", "live", "final", "damaged"]
    bytes: int


class ListedLesson(LessonAnswer, frozen=True):
    """`record`: whether there is a lesson record."""

    replay: ReplayHint
    record: bool


async def listed(deps: Deps, lessons: Sequence[Lesson]) -> list[ListedLesson]:
    """The lessons as they are listed, in the same order."""
    hints = await asyncio.to_thread(_hints, deps.settings, lessons)
    records = await with_records(deps.database, [lesson.id for lesson in lessons])
    return [
        msgspec.convert(
            {
                **msgspec.structs.asdict(answer_of(deps, lesson)),
                "replay": hint,
                "record": lesson.id in records,
            },
            ListedLesson,
        )
        for lesson, hint in zip(lessons, hints, strict=True)
    ]


def _hints(settings: Settings, lessons: Sequence[Lesson]) -> list[ReplayHint]:
    return [_hint(settings, lesson) for lesson in lessons]


def _hint(settings: Settings, lesson: Lesson) -> ReplayHint:
    folder = folder_of(settings, lesson.room_id)
    try:
        found = read_recording(folder) if folder else None
    except (OSError, ValueError):
        return ReplayHint("damaged", 0)
    if found is None:
        return ReplayHint("none", 0)
    return ReplayHint(found.state, sum(track.bytes for track in found.tracks))

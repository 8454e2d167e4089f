"""A recording of the world's lesson on disk, for the tests of what is given out of it."""

import zlib
from typing import Any

import msgspec

from lesson.messages import (
    AnyEvent,
    FloorAccepted,
    FloorOffered,
    FloorTaken,
    Joined,
    LessonOpened,
    LessonStarted,
    RosterEntry,
    Said,
)
from recordings.shelf.index import Segment, index_line
from recordings.shelf.recording import Gap, Recording, Track, write_recording
from server.http.api.routes import ROUTES
from tests.server.http.world import World

AGREED, NOT_AGREED, OTHER = "hs-8a3-05", "hs-8a3-16", "hs-8a3-99"
SOUND = bytes(range(256)) * 20
INIT = 700
LATER = b"not fsynced yet" * 10
READS = sorted(
    {
        route.path.rpartition("/recording")[2].replace("{track}", "t00")
        for route in ROUTES
        if "/recording" in route.path and route.method == "GET"
    }
)
PLAYED = ("/class.m3u8", "/tracks/t00/index", "/tracks/t00/media")
KEY = "khoa-thu-nghiem-0123456789"


class Shelf:
    """A recording of the world's lesson, as the recorder leaves it: class sound and one camera."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.zero = world.clock.now - 60_000
        self.folder = world.deps.settings.data_dir / "recordings" / world.lesson
        self.folder.mkdir(parents=True)
        (self.folder / "t00.mp4").write_bytes(SOUND + LATER)
        (self.folder / "t01.webm").write_bytes(SOUND)
        half = (len(SOUND) - INIT) // 2
        self.segments = [
            Segment(0, 2000, INIT, half, (), zlib.crc32(SOUND[INIT : INIT + half])),
            Segment(9000, 1980, INIT + half, len(SOUND) - INIT - half, (), zlib.crc32(SOUND[INIT + half :])),
        ]
        (self.folder / "t00.idx").write_bytes(b"".join(index_line(one) for one in self.segments))
        self.write()

    def write(self, **changes: Any) -> None:
        recording = Recording(
            lesson=self.world.lesson,
            state="live",
            started_at=self.zero,
            ended_at=None,
            saved_to=self.zero + 11_000,
            tracks=(
                track("t00", "class", None, "opus", "audio/mp4"),
                track("t01", "video", AGREED, "vp8", "video/webm"),
                track("t02", "audio", NOT_AGREED, "opus", "audio/mp4"),
            ),
            gaps=(Gap(2000, 9000, "paused"), Gap(0, None, "lost", "t02")),
        )
        write_recording(self.folder, msgspec.structs.replace(recording, **changes))

    async def held(self) -> None:
        """The lesson's events: one who did not agree speaks from 5 s to 8 s."""
        at = self.zero
        roster = (
            RosterEntry("gv-01", "Nguyễn Thị Ngọc Lan", "teacher", title="cô", consent=True),
            RosterEntry(AGREED, "Lê Gia Bảo", "student", 5, consent=True),
            RosterEntry(NOT_AGREED, "Người Không Ghi", "student", 16),
        )
        opened = LessonOpened(self.world.lesson, "Toán", "Toán", "8A3", "tiết 2", at, at + 1, roster, True)
        what: list[tuple[int, AnyEvent]] = [
            (at - 5000, opened),
            (at - 4000, Joined("gv-01", "Nguyễn Thị Ngọc Lan", "teacher")),
            (at - 3000, Joined(NOT_AGREED, "Người Không Ghi", "student")),
            (at, LessonStarted("gv-01")),
            (at + 4000, FloorOffered(NOT_AGREED, "gv-01")),
            (at + 5000, FloorAccepted(NOT_AGREED)),
            (at + 6000, Said(NOT_AGREED, "lời không ghi")),
            (at + 7000, Said("gv-01", "Em trả lời tốt", reply_to=7)),
            (at + 8000, FloorTaken(NOT_AGREED, "gv-01")),
        ]
        await self.world.keep(*what)

    async def get(self, path: str = "", token: str | None = None, **more: Any) -> Any:
        call = self.world.call("GET", f"/lessons/{self.world.lesson}/recording{path}", token or KEY, **more)
        return await call


def track(name: str, kind: Any, person: str | None, codec: Any, mime: str) -> Track:
    return Track(
        id=name,
        kind=kind,
        person=person,
        source={"class": None, "audio": "mic", "video": "camera"}[kind],
        codec=codec,
        mime=f'{mime}; codecs="{codec}"',
        file=f"{name}.{mime.partition('/')[2]}",
        init=INIT,
        bytes=len(SOUND),
        from_=0,
        to=11_000,
        width=640 if kind == "video" else None,
        height=360 if kind == "video" else None,
    )

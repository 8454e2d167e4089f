"""The recordings of all lessons going on: watches disk and recorder, tells teacher and staff what is really saved.

Owned by Hub. The recorder is another process without a link to us: what we know of it is what it wrote
(server/classroom/kept/shelf.py). Which packets are kept is decided in recording.py, a lesson at a time.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from lesson.messages import RecordingSaved, Trouble
from lesson.permissions import TRUSTED
from lesson.state import State, fold
from recordings.shelf.order import Order, read_order
from recordings.shelf.recording import Recording as Saved
from server.classroom.apart import apart
from server.classroom.kept.disk import Disk, Thresholds, free_bytes
from server.classroom.kept.orders import Orders
from server.classroom.kept.recording import Recording, order_of
from server.classroom.kept.shelf import Shelf
from server.classroom.room import Room
from server.classroom.webrtc.media import Media
from server.http.ports import RecordingHealth
from server.store.eventlog import EventLog

TICK_S = 1.0
NOTICE_S = 2.0
DISK_S = 5.0
BEHIND_MS = 15_000
"""A recorder so far behind what is kept is in trouble."""

log = structlog.get_logger("classroom.recordings")


class Recordings:
    """`rooms` gives the lessons in memory; `monotonic` as in Hub."""

    def __init__(
        self,
        data: Path,
        thresholds: Thresholds,
        eventlog: EventLog,
        media: Media,
        rooms: Callable[[], list[Room]],
        monotonic: Callable[[], float],
    ) -> None:
        self._data = data
        self._eventlog = eventlog
        self._media = media
        self._rooms = rooms
        self._monotonic = monotonic
        self._disk = Disk(thresholds)
        self._orders = Orders(data / "journals", eventlog.flush, self._written)
        self._shelf = Shelf(data)
        self._faults: dict[str, Trouble] = {}
        """Of the media worker's journals, by lesson."""
        self._told_at: dict[str, float] = {}
        self._health = RecordingHealth()

    def of(self, lesson: str, clock: int) -> Recording:
        """The recording of a lesson that comes into memory; `clock`: LessonClock.since_boot."""
        return Recording(lesson, clock, self._media, self._orders, self._disk)

    @property
    def health(self) -> RecordingHealth:
        """As of the last second or two."""
        return self._health

    def journal_fault(self, lesson: str, fault: Trouble) -> None:
        """What the media worker says of a lesson's journals."""
        before = self._faults.pop(lesson, "")
        if not fault:
            log.info("journals of a lesson are written again", lesson=lesson)
            return
        self._faults[lesson] = fault
        if fault != before:
            log.error("journals of a lesson are not written", lesson=lesson, fault=fault)
        if fault == "disk_full" and before != fault:
            self._disk.full(self._monotonic())

    def worker_up(self) -> None:
        """A worker tells its faults after its Hello; what an older one said is over."""
        self._faults.clear()

    # -- start

    async def restore(self) -> None:
        """Looks at the disk, and ends the orders of lessons that ended while this process was away."""
        await self._measure()
        live = {room.id for room in self._rooms() if room.session.phase != "ended"}
        for folder in await asyncio.to_thread(_folders, self._data / "journals"):
            with apart(folder.name):
                await self._take_up(folder, folder.name in live)

    async def _take_up(self, folder: Path, live: bool) -> None:
        try:
            order = await asyncio.to_thread(read_order, folder)
        except (OSError, ValueError) as error:
            log.warning("order.json cannot be read", lesson=folder.name, reason=type(error).__name__)
            order = None
        if live:
            if order is not None:
                self._orders.found(order)
        elif order is None or order.ended_at is None:
            ended = await self._ended(folder, order)
            if ended is not None:
                self._orders.want(ended)

    async def _ended(self, folder: Path, order: Order | None) -> Order | None:
        """The order of a lesson that is over: as its events say, else when its journals were last written."""
        kept = await self._eventlog.load(folder.name)
        if kept:
            state = fold(kept)
            told = order_of(state, order.clock if order is not None else None)
            return None if told is None else told.ended(state.at)
        if order is None:
            log.error("journals of an unknown lesson", lesson=folder.name)
            return None
        return order.ended(await asyncio.to_thread(_newest_ms, folder))

    # -- life

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._orders.run(), name="orders of recordings")
            group.create_task(self._watching_disk(), name="free space")
            group.create_task(self._telling(), name="what is saved")

    async def _watching_disk(self) -> None:
        while True:
            await asyncio.sleep(DISK_S)
            await self._measure()

    async def _measure(self) -> None:
        try:
            free = await asyncio.to_thread(free_bytes, self._data)
        except OSError as error:
            log.warning("free space unknown", reason=error.strerror)
            return
        if self._disk.measured(free, self._monotonic()):
            log.warning("room on the disk", free_mb=free // 1_000_000, kept=self._disk.limit)

    def _written(self, lesson: str) -> None:
        """An order is on disk: now its sources may be kept."""
        for room in self._rooms():
            if room.id == lesson:
                with apart(lesson):
                    room.recording_changed()

    # -- telling

    async def _telling(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            rooms = [room for room in self._rooms() if _started(room.session.state)]
            live = [room.id for room in rooms if room.session.phase == "live" and self._orders.begun(room.id)]
            found = await asyncio.to_thread(self._shelf.look, [room.id for room in rooms])
            gone = set(await asyncio.to_thread(self._shelf.without_order, live))
            health = RecordingHealth(free_bytes=self._disk.free)
            for room in rooms:
                with apart(room.id):
                    if room.id in gone:
                        self._begin_anew(room)
                    health = self._look(room, found[room.id], health)
            self._health = health
            known = {room.id for room in rooms}
            self._told_at = {lesson: at for lesson, at in self._told_at.items() if lesson in known}
            self._faults = {lesson: fault for lesson, fault in self._faults.items() if lesson in known}

    def _begin_anew(self, room: Room) -> None:
        """Somebody removed the journals of a lesson that goes on."""
        if room.session.phase == "live" and self._orders.begun(room.id):
            log.error("order.json of a lesson is gone; written again", lesson=room.id)
            room.recording.vanished()
            room.settle()

    def _look(self, room: Room, saved: Saved | None, health: RecordingHealth) -> RecordingHealth:
        """Tells the room's teacher and staff; the worst so far with this lesson."""
        state = room.session.state
        final = saved is not None and saved.state == "final"
        behind = _behind(room, saved)
        trouble = "" if final else self._trouble(room.id, saved, behind)
        now = self._monotonic()
        if now - self._told_at.get(room.id, float("-inf")) >= NOTICE_S:
            self._told_at[room.id] = now
            upto = 0 if saved is None else saved.saved_to
            body = msgspec.json.encode(RecordingSaved(upto, state.recording_limit, trouble))
            for device in room.devices:
                if device.claims.role in TRUSTED:
                    device.line.notice(body)
        if final:
            return health
        return health.with_lesson(behind, trouble)

    def _trouble(self, lesson: str, saved: Saved | None, behind: int) -> Trouble:
        """The first of what is wrong, the worst first."""
        recorder = _recorder_trouble(saved)
        troubles = (self._orders.trouble(lesson), self._faults.get(lesson, ""), recorder, self._disk.trouble)
        late: Trouble = "recorder" if behind > BEHIND_MS else ""
        order: tuple[Trouble, ...] = ("disk_full", "unwritable", "too_slow", "recorder", "disk_low")
        return next((one for one in order if one in (*troubles, late)), "")


def _started(state: State) -> bool:
    return state.opened.recording and state.started_at is not None


def _recorder_trouble(saved: Saved | None) -> Trouble:
    if saved is None or not saved.trouble:
        return ""
    return saved.trouble if saved.trouble in ("disk_full", "unwritable") else "recorder"


def _behind(room: Room, saved: Saved | None) -> int:
    """ms that came and are not saved yet."""
    state = room.session.state
    upto = 0 if saved is None else saved.saved_to
    if state.ended_at is not None:
        return 0 if upto >= state.ended_at else room.now() - state.ended_at
    since = room.recording.since
    return 0 if since is None else max(0, room.now() - max(upto, since))


def _folders(journals: Path) -> list[Path]:
    if not journals.is_dir():
        return []
    return sorted(folder for folder in journals.iterdir() if folder.is_dir())


def _newest_ms(folder: Path) -> int:
    return max(path.stat().st_mtime_ns for path in (folder, *folder.iterdir())) // 1_000_000

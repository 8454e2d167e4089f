"""All open lessons: brought into memory when somebody comes, ticked, written down, let go when all is over.

Implements the web side's `Hub` (server/http/ports.py); what media tells comes through listening.py.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from lesson.clock import LessonClock
from lesson.messages import (
    COMPANION,
    EndReason,
    Kept,
    PersonId,
    Refused,
)
from lesson.session import Session
from lesson.state import Person
from server.classroom.apart import apart
from server.classroom.kept.disk import Thresholds
from server.classroom.kept.progress import Progress
from server.classroom.kept.recordings import Recordings
from server.classroom.kept.unfinished import overdue_lessons, unfinished_lessons
from server.classroom.listening import Listening
from server.classroom.opening import NoLesson, Opening
from server.classroom.pages.pairings import Pairings
from server.classroom.room import Room
from server.classroom.webrtc.media import Media
from server.classroom.webrtc.workerlink import WorkerAway, WorkerLink
from server.http.auth import TEACHERS_OWN, lapsed
from server.http.tokens import JoinClaims
from server.school.consents import AGREED, agrees, consents
from server.school.lessons import Lesson, Phase, lesson_by_id
from server.school.policy import policy, rules_of
from server.school.rooms import claim_room, is_replaced, room_of
from server.school.roster import opened
from server.store.database import Database
from server.store.eventlog import EventLog
from sfu.link import Stats

TICK_S = 1.0
QUIET_S = 300.0
"""A lesson that ended or has not begun leaves memory when nobody was connected for so long."""
AFTERGLOW_S = 120.0
"""Pages of an ended lesson keep their line for so long."""
OVERDUE_EVERY_S = 60.0
WRITTEN_S = 5.0
"""A room is not vacated while its events cannot be written for so long."""

log = structlog.get_logger("classroom.hub")


class Hub:
    """`data`: the data folder. `wall` (UTC seconds) and `monotonic` are the machine's clocks."""

    def __init__(
        self,
        database: Database,
        eventlog: EventLog,
        epoch: str,
        data: Path,
        thresholds: Thresholds,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pairings = Pairings(database)
        self.epoch = epoch
        self._database = database
        self._eventlog = eventlog
        self._wall = wall
        self._monotonic = monotonic
        self._rooms: dict[str, Room] = {}
        self.listening = Listening(self._rooms)
        self.media = Media(self.listening)
        self.recordings = Recordings(data, thresholds, eventlog, self.media, self.rooms, monotonic)
        self.listening.recordings = self.recordings
        self._opening = Opening()
        self._opened_rooms = count(1)
        self._ended_at: dict[str, float] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._progress = Progress(database, eventlog)
        self.stats: Stats | None = None
        """What the media worker counted, at most a second or two ago; None while there is none."""

    # -- life

    async def restore(self) -> None:
        """Takes up the lessons that were under way when the process ended; call it before anybody is let in."""
        await self.pairings.load(round(self._wall() * 1000))
        for found in await unfinished_lessons(self._database):
            with apart(found.lesson):
                room = await self._restored(found.lesson, found.alive_at)
                if room.session.phase == "ended":  # ended, but the lesson's row was not written any more
                    self._progress.note(room)
                    continue
                self._rooms[found.lesson] = room
                room.session.interrupted("control", found.alive_at, room.now())
        await self.recordings.restore()

    async def run(self, link: WorkerLink) -> None:
        """Until cancelled."""
        self.media.attach(link)
        async with asyncio.TaskGroup() as group:
            group.create_task(link.run(), name="media link")
            group.create_task(self._ticking(), name="lesson ticks")
            group.create_task(self._watching_overdue(), name="overdue lessons")
            group.create_task(self._progress.run(), name="lesson progress")
            group.create_task(self._progress.catch_up(round(self._wall() * 1000)), name="missing records")
            group.create_task(self._measuring(link), name="media numbers")
            group.create_task(self.recordings.run(), name="recordings")

    async def _ticking(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for room in self.rooms():
                with apart(room.id):
                    room.tick(round(self._wall() * 1000))
                    self._let_go(room)

    async def _watching_overdue(self) -> None:
        while True:
            await asyncio.sleep(OVERDUE_EVERY_S)
            try:
                await self.take_up_overdue()
            except Exception:
                log.exception("overdue lessons not taken up")

    async def take_up_overdue(self) -> None:
        """Lessons that left memory before they began, and to which nobody came back, end like others without a teacher:
        their next tick sees to it."""
        for lesson in await overdue_lessons(self._database, round(self._wall() * 1000)):
            if lesson not in self._rooms:
                with apart(lesson), suppress(NoLesson):
                    await self.open(lesson)

    async def _measuring(self, link: WorkerLink) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                self.stats = await link.stats()
            except WorkerAway:
                self.stats = None

    def _let_go(self, room: Room) -> None:
        now = self._monotonic()
        ended = room.session.phase == "ended"
        if ended and now - self._ended_at.setdefault(room.id, now) > AFTERGLOW_S:
            for device in list(room.devices):
                device.line.close()
        if room.session.phase != "live" and room.empty and now - room.quiet_since > QUIET_S:
            self._rooms.pop(room.id, None)
            self._ended_at.pop(room.id, None)

    # -- rooms

    def room(self, lesson: str) -> Room | None:
        """The lesson if it is in memory."""
        return self._rooms.get(lesson)

    def rooms(self) -> list[Room]:
        """All lessons in memory."""
        return list(self._rooms.values())

    async def open(self, lesson: str) -> Room:
        """The room the lesson is held in, brought into memory when needed. Raises NoLesson: unknown, not taught, or
        over."""
        room = self._rooms.get(lesson)
        if room is None:
            lesson = await room_of(self._database, lesson)
            async with self._opening.only([lesson]):
                room = self._rooms.get(lesson) or await self._load(lesson)
        if room is None:  # it came into another room since we asked
            return await self.open(lesson)
        if room.session.phase == "ended":
            raise NoLesson("lesson_ended")
        return room

    async def _load(self, lesson: str) -> Room | None:
        """None: it has no room of its own."""
        await self._claim(lesson)
        planned = await lesson_by_id(self._database, lesson)
        if planned is None:
            raise NoLesson("unknown_lesson")
        if planned.host_id is not None:
            return None
        if planned.phase == "ended" or planned.not_taught is not None:
            raise NoLesson("lesson_ended" if planned.phase == "ended" else "not_taught")
        if await self._eventlog.load(lesson):
            room = await self._restored(lesson, round(self._wall() * 1000))
        else:
            room = await self._opened(planned)
        self._rooms[lesson] = room
        return room

    @asynccontextmanager
    async def vacated(self, rooms: Collection[str]) -> AsyncIterator[frozenset[str]]:
        """For a change of day (server/http/ports.py). Nothing happens in these rooms meanwhile; when the block raises,
        they go on as they were. Raises TimeoutError while events cannot be written."""
        async with self._opening.only(rooms):
            left = [room for room in self.rooms() if room.id in rooms and room.session.phase == "waiting"]
            for room in left:
                room.gone = True
                del self._rooms[room.id]
            try:
                async with asyncio.timeout(WRITTEN_S):
                    await self._eventlog.flush()
                yield frozenset(rooms).difference(self._rooms)
            except BaseException:
                for room in left:
                    room.gone = False
                    self._rooms[room.id] = room
                    self._progress.note(room)  # passed over while it was gone
                raise
            finally:  # in both cases: what was withdrawn meanwhile closed nothing here
                for room in left:
                    with apart(room.id):
                        room.send_away()

    async def _claim(self, lesson: str) -> None:
        """While the database takes nothing, lessons open all the same; their rows follow later."""
        try:
            await claim_room(self._database, lesson)
        except SQLAlchemyError as error:
            log.error("lesson's row not written", lesson=lesson, reason=str(getattr(error, "orig", error)))

    async def _opened(self, planned: Lesson) -> Room:
        clock = LessonClock(round(self._wall() * 1000), self._monotonic())
        first, rules = await opened(self._database, planned), rules_of(await policy(self._database))
        session = Session(first, self._epoch(), clock.now(self._monotonic()), rules)
        room = self._room(session, clock)
        self._eventlog.append(planned.id, session.opening_event)
        self._progress.note(room)
        return room

    async def _restored(self, lesson: str, alive_at: int) -> Room:
        kept: list[Kept] = await self._eventlog.load(lesson)
        clock = LessonClock(round(self._wall() * 1000), self._monotonic(), not_before=kept[-1].at)
        rules = rules_of(await policy(self._database))
        session = Session.restore(kept, self._epoch(), alive_at, clock.now(self._monotonic()), rules)
        room = self._room(session, clock)
        for person, answer in (await consents(self._database)).items():  # what was entered while we were away
            session.consented(person, answer == AGREED, room.now())
        return room

    def _epoch(self) -> str:
        """Another one for each room: a page that was led from one into another never takes their numbers for the same."""
        return f"{self.epoch}.{next(self._opened_rooms)}"

    def _room(self, session: Session, clock: LessonClock) -> Room:
        recording = self.recordings.of(session.state.opened.lesson, clock.since_boot)
        return Room(
            session,
            clock,
            self._monotonic,
            self._eventlog,
            self.media,
            self._progressed,
            self._teacher_came,
            recording,
        )

    def _teacher_came(self, room: Room, person: PersonId) -> None:
        """Who teaches after a change of day (dạy thay) is recorded like who was planned: by the own answer."""
        task = asyncio.get_running_loop().create_task(self._ask_consent(room, person))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask_consent(self, room: Room, person: PersonId) -> None:
        """Within a write transaction: what the office enters meanwhile is told after this."""
        with apart(room.id):
            async with self._database.begin() as connection:
                agreed = await agrees(connection, person)
            room.consent_changed(person, agreed)

    def _progressed(self, room: Room) -> None:
        self._progress.note(room)
        if room.session.phase == "ended":
            self.media.close_lesson(room.id)

    # -- for the web side (server/http/ports.py)

    def phase(self, lesson_id: str) -> Phase | None:
        """How far the lesson is; None when it is not in memory."""
        room = self._rooms.get(lesson_id)
        return None if room is None else room.session.phase

    def there(self, lesson_id: str) -> Mapping[str | None, tuple[int, int]]:
        """Of each class: pupils there now, with a device or tại trường, and pupils on the roll."""
        room = self._rooms.get(lesson_id)
        return {} if room is None else room.there()

    def kept_out(self, lesson_id: str, person_id: str) -> bool:
        """Whether the person waits at the lesson's door, or was removed; not when it is not in memory."""
        room = self._rooms.get(lesson_id)
        known = None if room is None else room.session.state.people.get(person_id)
        return known is not None and known.door is not None

    async def opens(self, claims: JoinClaims, device: str, now: int) -> bool:
        """Whether this device may come with the token, if it is one of a QR code."""
        return await self.pairings.open(claims, device, now)

    async def written(self, lesson_id: str) -> None:
        """Returns when every event so far is on disk."""
        if lesson_id in self._rooms:
            await self._eventlog.flush()

    async def end(self, lesson_id: str, reason: EndReason, by: str | None) -> bool:
        """Ends the lesson's room for everybody. False when it is neither waiting nor live."""
        room_id = await room_of(self._database, lesson_id)
        room = self._rooms.get(room_id)
        if room is None:
            planned = await lesson_by_id(self._database, room_id)
            if planned is None or planned.phase not in ("waiting", "live"):
                return False
            room = await self.open(room_id)
            if room.id != room_id:  # a change of day led it elsewhere meanwhile
                return False
        try:
            room.end(reason, by)
        except Refused:
            return False
        return True

    async def consent_changed(self, person_id: str, agreed: bool) -> None:
        """The office entered this answer. A lesson being opened may have read the roster before it."""
        await self._opening.over()
        for room in self.rooms():
            with apart(room.id):
                room.consent_changed(person_id, agreed)

    async def revoked(self, jti: str) -> None:
        """Closes the connections that came with the token, or with one made with it."""
        for room in self.rooms():
            for device in [one for one in room.devices if one.came_with(jti)]:
                device.turn_out()
            for peer in self.media.peers(room.id):
                if peer.came_with(jti):
                    self.media.close(peer)

    async def card_issued(self, person_id: str, version: int) -> None:
        """Closes the person's connections, and those of their second phone, that came with older links."""
        for person in (person_id, f"{person_id}{COMPANION}"):
            for room in self.rooms():
                mine = [(one, one.of(person)) for one in room.devices]
                for device in [one for one, claims in mine if claims is not None and claims.card < version]:
                    device.turn_out()
                self._close_media(room, person)

    async def lapsed(self, claims: JoinClaims) -> bool:
        """Whether somebody else teaches by now, or the right that let this person in is over."""
        return await lapsed(self._database, claims, round(self._wall() * 1000))

    async def role_taken(self, person_id: str) -> None:
        """Closes the person's connections to lessons they came to by a right they have no more."""
        for room in self.rooms():
            theirs = [one for one in room.devices if one.person == person_id and one.claims.by]
            for device in [one for one in theirs if await self.lapsed(one.claims)]:
                device.turn_out()
                self._close_media(room, person_id)

    async def _replaced(self, lesson_id: str, person: PersonId) -> bool:
        return await is_replaced(self._database, lesson_id, person.removesuffix(COMPANION))

    async def teacher_changed(self, lesson_id: str) -> None:
        """Closes the connections of who teaches in the lesson's room no more."""
        room = self._rooms.get(await room_of(self._database, lesson_id))
        if room is None:
            return
        theirs = [one for one in room.devices if one.claims.role in TEACHERS_OWN]
        people = room.session.state.people
        sending = {one.person for one in self.media.peers(room.id)}
        teaching = {one for one in sending if _teaches(people.get(one.removesuffix(COMPANION)))}
        for person in teaching | {one.person for one in theirs}:
            if await self._replaced(room.id, person):
                for device in [one for one in theirs if one.person == person]:
                    device.turn_out()
                self._close_media(room, person)

    def _close_media(self, room: Room, person: PersonId) -> None:
        for peer in self.media.peers(room.id):
            if peer.person == person:
                self.media.close(peer)


def _teaches(person: Person | None) -> bool:
    return person is not None and person.role == "teacher"

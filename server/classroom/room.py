"""One open lesson: its session, the devices that follow it, its stage, and who must be told what.

Plain calls on the event loop, none of them waits. After whatever happened, `settle` brings stage and media in line
with the lesson's state. Hub owns the rooms; signalling.py and whip.py bring devices and connections.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

import msgspec
import structlog

from lesson.attendance import is_there
from lesson.broadcast import Broadcast
from lesson.clock import LessonClock
from lesson.messages import (
    AnyCommand,
    AnyNotice,
    EndReason,
    Joined,
    Kept,
    LessonEnded,
    LessonStarted,
    MediaReady,
    ModeSet,
    PersonId,
    Refused,
    SetSource,
    SetTiles,
)
from lesson.patch import JsonObject
from lesson.session import Session
from lesson.state import TEACHING
from server.classroom.health.notices import MediaNotices
from server.classroom.kept.recording import Recording
from server.classroom.pages.device import Device
from server.classroom.showing.feeds import shown
from server.classroom.showing.stage import Stage
from server.classroom.showing.standard import StandardClients, sends
from server.classroom.showing.tiles import Tiles
from server.classroom.webrtc.listener import Loudness
from server.classroom.webrtc.media import Media
from server.classroom.webrtc.peers import MediaPeer
from server.http.tokens import JoinClaims
from server.store.eventlog import EventLog, NotKept

MAX_PEOPLE = 200
GUESTS = 20
"""Places for guests while a roster of that many is away."""
MAX_DEVICES = 4
"""Of one person at the same time."""

log = structlog.get_logger("classroom.room")


class Room:
    """`on_progress` is told when the lesson starts and ends, `on_teacher` when one came who is not on its roster."""

    def __init__(
        self,
        session: Session,
        clock: LessonClock,
        monotonic: Callable[[], float],
        eventlog: EventLog,
        media: Media,
        on_progress: Callable[["Room"], None],
        on_teacher: Callable[["Room", PersonId], None],
        recording: Recording,
    ) -> None:
        self.session = session
        self.recording = recording
        self.gone = False
        """It left memory for a change of day, or is about to: who held it across an await asks the hub again. Whatever
        comes now leaves no trace."""
        self.devices: list[Device] = []
        self.quiet_since = monotonic()
        """Monotonic s since when nobody is connected."""
        self._clock = clock
        self._monotonic = monotonic
        self._eventlog = eventlog
        self._media = media
        self._on_progress = on_progress
        self._on_teacher = on_teacher
        self._broadcast = Broadcast(session.state, session.epoch, session.rules)
        self._stage = Stage()
        self._levels: Loudness = {}
        self.notices = MediaNotices(self.devices, monotonic())
        self._tiles = Tiles()
        self._standard = StandardClients()
        self._feeds_stale = True
        session.listen(self._kept)

    @property
    def id(self) -> str:
        """The lesson's id."""
        return self.session.state.opened.lesson

    def now(self) -> int:
        """Lesson time, UTC ms."""
        return self._clock.now(self._monotonic())

    # -- devices

    def crowded(self, claims: JoinClaims) -> bool:
        """No room for one more person, unless it is somebody who is connected already. Guests leave the class its
        places, so that a link that got about keeps no pupil out."""
        people = {device.person for device in self.devices}
        people |= {peer.person for peer in self._media.peers(self.id)}
        places = MAX_PEOPLE
        if claims.role == "guest":
            known = self.session.state.people.values()
            away = sum(one.on_roster and one.person not in people for one in known)
            places = max(GUESTS, MAX_PEOPLE - away)
        return claims.person not in people and len(people) >= places

    def full(self, claims: JoinClaims) -> bool:
        """No room for (another device of) this person."""
        mine = sum(device.person == claims.person for device in self.devices)
        return mine >= MAX_DEVICES or self.crowded(claims)

    def replaces(self, person: PersonId, device_id: str) -> Device | None:
        """The same page's earlier line, which it gives up by coming again."""
        for device in self.devices:
            if device.person == person and device.id == device_id:
                return device
        return None

    def join(self, device: Device) -> None:
        """The device is connected: it gets a snapshot, unless it missed nothing."""
        if self.gone:
            device.line.close()
            return
        earlier = self.replaces(device.person, device.id)
        if earlier is not None:
            self.leave(earlier)
            earlier.line.close()
        if not self.session.missed(device.epoch, device.number):
            self.devices.append(device)
            self.alive(device)
        else:
            self.alive(device)
            self._snapshot(device)
            self.devices.append(device)
            if device.epoch not in (None, self.session.epoch):
                self.media_back(device)
        self.notices.joined(device, self._media.peers(self.id))

    def alive(self, device: Device) -> None:
        """A sign of life through signalling, of everybody at the device."""
        kept = [one for claims in (device.claims, *device.also) for one in self._heard(claims)]
        if kept:
            self.settle()

    def _heard(self, claims: JoinClaims) -> list[Kept]:
        if self.gone:
            return []
        return self.session.heard(
            claims.person, claims.name, claims.role, self.now(), unproved=claims.unproved
        )

    def leave(self, device: Device) -> None:
        """The device's line is gone; the person is away when nothing was heard for a while."""
        if device in self.devices:
            self.devices.remove(device)
            self._note_quiet()

    def command(self, device: Device, command: AnyCommand, person: PersonId | None = None) -> None:
        """`person`: who of those at the device asks. Raises Refused."""
        claims = device.of(person)
        if claims is None:
            raise Refused("not_allowed")
        if (
            isinstance(command, SetSource)
            and not command.on
            and sends(self._media.peers(self.id), device.person, command.source)
        ):
            raise Refused("elsewhere")
        self.session.handle(claims.person, claims.role, command, self.now(), unproved=claims.unproved)
        if isinstance(command, SetTiles) and self._tiles.set(device, command.lines):
            self._feeds_stale = True
        self.settle()

    def media_back(self, device: Device) -> None:
        """A page that came back after a restart of this process: its media may have ended with the old one."""
        if self._media.up and not any(peer.person == device.person for peer in self._media.peers(self.id)):
            device.tell(MediaReady())

    def pages_back(self) -> None:
        """The same for all pages that are here: a worker is there only now."""
        for device in self.devices:
            if device.epoch not in (None, self.session.epoch):
                self.media_back(device)

    def send_away(self) -> None:
        """Everybody comes back by themselves, and is led where the tables say by then."""
        for device in list(self.devices):
            device.line.close()
        self._media.close_lesson(self.id)
        self.media_changed()

    def there(self) -> Mapping[str | None, tuple[int, int]]:
        """Of each class: pupils there now, with a device or tại trường, and pupils on the roll."""
        found: dict[str | None, tuple[int, int]] = {}
        for entry in self.session.state.opened.roster:
            if entry.role == "student":
                there, of = found.get(entry.class_id, (0, 0))
                found[entry.class_id] = there + is_there(self.session.state.people[entry.person]), of + 1
        return found

    def tell_all(self, notice: AnyNotice) -> None:
        """The notice to every device."""
        for device in self.devices:
            device.tell(notice)

    # -- media

    def came(self, claims: JoinClaims) -> None:
        """A media request of this person: a sign of life, for a standard client the first one."""
        self._heard(claims)
        self.settle()

    def kept_out(self, claims: JoinClaims) -> bool:
        """Whether the person has to wait at the door (and is heard there), or was removed."""
        if not self.session.waits(claims.person, claims.role, claims.unproved):
            return False
        self.came(claims)
        return True

    def media_heard(self, people: set[PersonId]) -> None:
        """Signs of life through media: also of the second pupil at a device."""
        now = self.now()
        also = {one for device in self.devices if device.person in people for one in device.others}
        for person in people | also:
            known = self.session.state.people.get(person)
            if known is not None:
                self.session.heard(person, known.name, known.role, now)
        self.settle()

    def media_changed(self) -> None:
        """Connections came or went."""
        self._feeds_stale = True
        self._note_quiet()
        self.settle()

    def consent_changed(self, person: PersonId, consent: bool) -> None:
        """The school has this answer; who does not agree any more has no journal from here on."""
        if self.gone:
            return
        self.session.consented(person, consent, self.now())
        self.settle()

    def recording_changed(self) -> None:
        """The order of the recording was written."""
        self._feeds_stale = True
        self.settle()

    def media_gone(self, peer: MediaPeer) -> None:
        """A page says itself what is on; without one, sources end with the connection that sent them."""
        paged = any(device.person == peer.person and peer.of(device.id) for device in self.devices)
        if peer.direction == "send" and not paged:
            for source in peer.offered():
                self._set_source(peer.person, SetSource(source, False))
            self.settle()

    def media_interrupted(self, since: int) -> None:
        """The media worker was away from `since` (lesson ms) until now."""
        if self.session.phase != "ended":
            self.session.interrupted("media", since, self.now())

    def levels(self, levels: Loudness) -> None:
        """How loud the sources are now."""
        if not levels and not self._levels:
            return
        self._levels = levels
        self.settle()
        self.notices.levels(self.session.state, levels, self._monotonic())

    def measured(self) -> None:
        """The worker reported everybody's lines."""
        self.notices.measured(self.session.state, self._media.peers(self.id), self._monotonic())

    # -- time

    def tick(self, wall_ms: int) -> None:
        """About once a second."""
        jumped = self._clock.jump(wall_ms, self._monotonic())
        if jumped is not None and self.session.phase != "ended":
            self.session.clock_jumped(jumped, self.now())
        self.session.tick(self.now())
        if self.session.phase != "ended":
            self._eventlog.touch_alive(self.id, self.now())
        self.settle()
        state, now = self.session.state, self._monotonic()
        self.notices.levels(state, self._levels, now)
        self.notices.ticked(state, now)

    def end(self, reason: EndReason, by: PersonId | None) -> None:
        """Raises Refused."""
        self.session.end(reason, by, self.now())
        self.settle()

    def settle(self) -> None:
        """Stage, feeds and recording as the state now wants them; the event stage_set goes out before the feeds."""
        if self.gone:
            return
        self._close_outsiders()
        self._follow_standard_clients()
        self.session.limited(*self.recording.limit(), self.now())
        state = self.session.state
        slots = {} if state.phase == "ended" else self._stage.slots(state, self._levels, self._monotonic())
        if self.session.staged(slots, self.now()):
            self._feeds_stale = True
        self.recording.follow(self.session.state, self.now(), self._feeds_stale)
        peers = self._media.peers(self.id)
        if self._feeds_stale:
            self._feeds_stale = False
            state = self.session.state
            receivers = [peer for peer in peers if peer.direction == "recv"]
            self._media.feed(
                self.id,
                {
                    peer.person: shown(state, peer.person, peer.slots, self._tiles.of(peer))
                    for peer in receivers
                },
            )
        self.notices.settled(self.session.state, peers, self._monotonic())

    def _close_outsiders(self) -> None:
        """Who was removed has no media, whatever device or client it goes through."""
        people = self.session.state.people
        for peer in self._media.peers(self.id):
            known = people.get(peer.person)
            if known is not None and known.door is not None:
                self._media.close(peer)

    def _follow_standard_clients(self) -> None:
        """Tracks of a client without signalling count as on, as far as the person may send them."""
        for person, source in self._standard.due(self.session.state, self._media.peers(self.id)):
            self._set_source(person, SetSource(source, True))

    def _set_source(self, person: PersonId, command: SetSource) -> None:
        known = self.session.state.people.get(person)
        if known is not None:
            with suppress(Refused):  # it may not send that now: its media goes nowhere
                self.session.handle(person, known.role, command, self.now())

    # -- telling

    def _kept(self, kept: Kept) -> None:
        """Listener of the session: to disk and to every device."""
        try:
            self._eventlog.append(self.id, kept)
        except NotKept:
            log.error("event not kept", lesson=self.id, number=kept.number)
        try:
            self._tell(kept)
        except Exception:
            log.exception("event not told, sending snapshots", lesson=self.id, number=kept.number)
            self._broadcast = Broadcast(self.session.state, self.session.epoch, self.session.rules)
            for device in self.devices:
                self._snapshot(device)
        if isinstance(kept.event, ModeSet):
            self._feeds_stale = True
        if isinstance(kept.event, LessonStarted | LessonEnded):
            self._on_progress(self)
        if isinstance(kept.event, Joined) and self._besides(kept.event):
            self._on_teacher(self, kept.event.person)

    def _besides(self, joined: Joined) -> bool:
        """Whether somebody came to teach whom the roster does not know."""
        return joined.role in TEACHING and not self.session.state.people[joined.person].on_roster

    def _tell(self, kept: Kept) -> None:
        step = self._broadcast.step(kept, self.session.state)
        bodies: dict[int, tuple[JsonObject, bytes]] = {}  # most people of a role get the very same object
        for device in self.devices:
            claims = device.claims
            payload = step.personal(claims.role, claims.person, claims.unproved, device.others)
            known = bodies.get(id(payload))
            if known is None:
                known = bodies[id(payload)] = (payload, msgspec.json.encode(payload))
            device.line.send("event", known[1])

    def _snapshot(self, device: Device) -> None:
        claims = device.claims
        body = {
            "epoch": self.session.epoch,
            "number": self.session.number,
            "at": self.now(),
            "view": self.session.snapshot(claims.role, claims.person, claims.unproved, device.others),
            "me": self._me(claims),
        }
        if device.also:
            body["also"] = [self._me(also) for also in device.also]
        device.line.send("snapshot", msgspec.json.encode(body))

    def _me(self, claims: JoinClaims) -> dict[str, str]:
        return {"person": claims.person, "name": self._name(claims), "role": claims.role}

    def _name(self, claims: JoinClaims) -> str:
        """The roster's, and only for others the link's."""
        known = self.session.state.people.get(claims.person)
        return claims.name if known is None else known.name

    def _note_quiet(self) -> None:
        self._tiles.forget_others(self.devices, self._media.peers(self.id))
        if not self.devices and not self._media.peers(self.id):
            self.quiet_since = self._monotonic()

    @property
    def empty(self) -> bool:
        """Nobody is connected in any way, or was just now."""
        there = any(person.present for person in self.session.state.people.values())
        return not there and not self.devices and not self._media.peers(self.id)

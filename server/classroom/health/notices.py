"""What the devices of one lesson are told of media besides its events: levels, lines, layers wanted, echoes.

The room calls it after what it is about; nothing here changes the lesson. Rates: lesson/messages.py.
"""

from collections.abc import Mapping, Sequence

import msgspec

from lesson.messages import (
    AnyNotice,
    EchoFrom,
    HearingNow,
    Levels,
    MediaMoved,
    PersonId,
    SlotName,
    Unplayable,
)
from lesson.messages import Sending as SendingNotice
from lesson.permissions import TRUSTED, may_send
from lesson.state import TEACHING, State
from server.classroom.health.lamps import Lamps
from server.classroom.health.lines import SILENT_REPORTS, Report
from server.classroom.pages.device import Device
from server.classroom.showing.sending import Sending
from server.classroom.showing.stage import AUDIO
from server.classroom.webrtc.listener import Loudness
from server.classroom.webrtc.peers import Direction, MediaPeer

LEVELS_EVERY_S = 0.2
HEARING_EVERY_S = 2.0
OVERDUE_S = 5.0
"""Without a report of the worker for so long, nobody has a line."""
SLOTS: frozenset[SlotName] = frozenset({"a0", "a1", "a2", "v0", "v1", "v2"})

Peers = Mapping[tuple[PersonId, Direction], MediaPeer]


class MediaNotices:
    """`devices`: the room's own list. `now`: monotonic s."""

    def __init__(self, devices: Sequence[Device], now: float) -> None:
        self.lamps = Lamps()
        self.sending = Sending()
        self._devices = devices
        self._levels_told: dict[PersonId, int] = {}
        self._levels_at = 0.0
        self._reported_at = now
        self._hearing_told = HearingNow({})
        self._hearing_at = 0.0
        self._echoes: dict[PersonId, PersonId] = {}
        """Whose mic returns whose sound."""

    def joined(self, device: Device, peers: Sequence[MediaPeer]) -> None:
        """A device that came (back) is told what is true now."""
        for peer in peers:
            if peer.person == device.person and peer.of(device.id):
                self._tell_sending(device, peer)
                for slot in peer.unplayable:
                    _tell_unplayable(device, peer, slot)
        line = self.lamps.line(device.person)
        if line is not None:
            device.tell(line)
        if device.claims.role in TRUSTED and self._hearing_told.people:
            device.tell(self._hearing_told)
        if device.claims.role in TEACHING:
            for person, of in self._echoes.items():
                device.tell(EchoFrom(person, of))

    def settled(self, state: State, peers: Sequence[MediaPeer], now: float) -> None:
        """After whatever happened."""
        for peer in self.sending.step(state, peers, now):
            for device in self._of(peer):
                self._tell_sending(device, peer)
        for person in [person for person in self._echoes if not may_send(state, person, "mic")]:
            self.echo(person, None)

    def ticked(self, state: State, now: float) -> None:
        """About once a second."""
        if now - self._reported_at >= OVERDUE_S:
            self._step(state, {}, now)
        self._tell_hearing(now)

    def measured(self, state: State, peers: Sequence[MediaPeer], now: float) -> None:
        """The worker reported all lines."""
        self._step(state, {(peer.person, peer.direction): peer for peer in peers}, now)
        self._tell_hearing(now)

    def _step(self, state: State, known: Peers, now: float) -> None:
        self._reported_at = now
        there = [one.person for one in state.people.values() if one.present and one.role != "camera"]
        due = self.lamps.step({person: _report(state, person, known) for person in there}, now)
        for device in self._devices:
            if device.person in due:
                device.line.notice(msgspec.json.encode(due[device.person]))

    def moved(self, peer: MediaPeer) -> None:
        """Another device of the person took over from this one's connection."""
        for device in self._of(peer):
            device.tell(MediaMoved())

    def unplayable(self, peer: MediaPeer, slot: str) -> None:
        """Whether the slot's receiver can decode what comes."""
        for device in self._of(peer):
            _tell_unplayable(device, peer, slot)

    def echo(self, person: PersonId, of: PersonId | None) -> None:
        """The person's mic returns the sound of `of`; None: no longer."""
        if self._echoes.get(person) == of:
            return
        if of is None:
            del self._echoes[person]
        else:
            self._echoes[person] = of
        self._tell(EchoFrom(person, of), TEACHING)

    def all_echoes(self, found: Mapping[PersonId, PersonId]) -> None:
        """These echoes there are, and no others."""
        for person in self._echoes.keys() | found.keys():
            self.echo(person, found.get(person))

    def levels(self, state: State, levels: Loudness, now: float) -> None:
        """Who is heard how loud, to every device, at most 5 times a second and only when it changed."""
        if now - self._levels_at < LEVELS_EVERY_S:
            return
        people: dict[PersonId, int] = {}
        for (person, source), level in levels.items():
            if source == "mic" and may_send(state, person, source):
                people[person] = level
        if people != self._levels_told:
            self._levels_told, self._levels_at = people, now
            body = msgspec.json.encode(Levels(people))
            for device in self._devices:
                if device.audience(state) != "door":
                    device.line.notice(body)

    def _tell_hearing(self, now: float) -> None:
        fresh = HearingNow(self.lamps.hearing)
        if fresh != self._hearing_told and now - self._hearing_at >= HEARING_EVERY_S:
            self._hearing_told, self._hearing_at = fresh, now
            self._tell(fresh, TRUSTED)

    def _tell_sending(self, device: Device, peer: MediaPeer) -> None:
        told = self.sending.told(peer)
        if told is not None:
            device.tell(SendingNotice(told))

    def _tell(self, notice: AnyNotice, roles: frozenset[str]) -> None:
        for device in self._devices:
            if device.claims.role in roles:
                device.tell(notice)

    def _of(self, peer: MediaPeer) -> list[Device]:
        return [device for device in self._devices if device.person == peer.person and peer.of(device.id)]


def _tell_unplayable(device: Device, peer: MediaPeer, slot: str) -> None:
    named = next((name for name in SLOTS if name == slot), None)
    if named is not None:
        device.tell(Unplayable(named, peer.unplayable.get(slot, "")))


def _report(state: State, person: PersonId, known: Peers) -> Report:
    recv, send = known.get((person, "recv")), known.get((person, "send"))
    return Report(
        recv=None if recv is None else recv.line,
        send=None if send is None else send.line,
        silent=recv is not None and recv.silent >= SILENT_REPORTS,
        sound=any(slot in state.stage and state.stage[slot].person != person for slot in AUDIO),
    )

"""What media tells, brought to the lessons it is about (webrtc/listener.py)."""

from collections.abc import Callable, Mapping

import structlog

from lesson.messages import MediaLost, MediaReady, PersonId, Trouble
from server.classroom.apart import apart
from server.classroom.kept.recordings import Recordings
from server.classroom.room import Room
from server.classroom.webrtc.listener import Loudness
from server.classroom.webrtc.outage import Outage
from server.classroom.webrtc.peers import MediaPeer

log = structlog.get_logger("classroom.listening")


class Listening:
    """`rooms`: those in memory, by lesson; the hub's own."""

    recordings: Recordings
    """They need media, which needs this: given right after."""

    def __init__(self, rooms: Mapping[str, Room]) -> None:
        self._rooms = rooms
        self._outage = Outage(self._tell_lost)

    def media_up(self, fresh: bool) -> None:
        """All feeds are told anew; pages make their connections again when theirs are gone."""
        self.recordings.worker_up()
        lost, unharmed = self._outage.end(fresh)
        log.info("media worker is there", fresh=fresh, lessons=len(self._rooms))
        for room in list(self._rooms.values()):
            with apart(room.id):
                if lost is None:
                    room.pages_back()
                elif not unharmed:
                    if fresh:
                        room.media_interrupted(lost.get(room.id, room.now()))
                    room.tell_all(MediaReady())
                room.media_changed()

    def media_lost(self) -> None:
        """Browsers are told unless the same worker is back at once; then they wait for media_ready."""
        log.warning("media worker is gone", lessons=len(self._rooms))
        self._outage.begin(self._rooms.values())

    def _tell_lost(self) -> None:
        for room in list(self._rooms.values()):
            with apart(room.id):
                room.tell_all(MediaLost())

    def media_known(self, lesson: str, person: PersonId) -> bool:
        """Whether a connection found at the worker belongs to somebody of a lesson that goes on."""
        room = self._rooms.get(lesson)
        return room is not None and room.session.phase != "ended" and person in room.session.state.people

    def media_kept(self, lesson: str) -> bool:
        """Whether the lesson's own room says what is kept of it."""
        room = self._rooms.get(lesson)
        return room is not None and room.session.phase == "live"

    def media_journal(self, lesson: str, fault: Trouble) -> None:
        """How the worker's journals of the lesson do."""
        self.recordings.journal_fault(lesson, fault)

    def _in(self, lesson: str, do: Callable[[Room], None]) -> None:
        """What happened in one lesson, if it is in memory."""
        room = self._rooms.get(lesson)
        if room is not None:
            with apart(lesson):
                do(room)

    def media_heard(self, lesson: str, people: set[PersonId]) -> None:
        """Signs of life."""
        self._in(lesson, lambda room: room.media_heard(people))

    def media_levels(self, levels: Mapping[str, Loudness]) -> None:
        """Every lesson is told, also that it is silent now."""
        for room in list(self._rooms.values()):
            with apart(room.id):
                room.levels(levels.get(room.id, {}))

    def media_measured(self) -> None:
        """Every lesson is told, also when nobody of it is connected."""
        for room in list(self._rooms.values()):
            with apart(room.id):
                room.measured()

    def media_changed(self, lesson: str) -> None:
        """A connection came or went."""
        self._in(lesson, Room.media_changed)

    def media_gone(self, peer: MediaPeer) -> None:
        """A connection ended by itself."""
        self._in(peer.lesson, lambda room: room.media_gone(peer))

    def media_wanted(self, lesson: str) -> None:
        """Other layers are taken."""
        self._in(lesson, Room.settle)

    def media_unplayable(self, peer: MediaPeer, slot: str) -> None:
        """A slot's receiver cannot decode what comes, or can again."""
        self._in(peer.lesson, lambda room: room.notices.unplayable(peer, slot))

    def media_echo(self, lesson: str, person: PersonId, of: PersonId | None) -> None:
        """Somebody's mic returns another's sound, or no longer."""
        self._in(lesson, lambda room: room.notices.echo(person, of))

    def media_echoes(self, found: Mapping[str, Mapping[PersonId, PersonId]]) -> None:
        """What a new link to the worker begins with."""
        for room in list(self._rooms.values()):
            with apart(room.id):
                room.notices.all_echoes(found.get(room.id, {}))

    def media_moved(self, peer: MediaPeer) -> None:
        """Another device of the person took over."""
        self._in(peer.lesson, lambda room: room.notices.moved(peer))

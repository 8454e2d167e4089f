"""Which WebRTC connections people have at the media worker, and what the worker is told to send them.

Knows people's connections ("peers"), not rules: who may feed what is decided in stage.py, this turns people's
sources into the worker's source names and sends a peer's map only when it changed. Called by Hub and whip.py.
"""

import secrets
from collections.abc import Iterable, Mapping

import structlog

from lesson.messages import Feed, PersonId, SlotName, SourceName
from server.classroom.showing.feeds import Shown
from server.classroom.webrtc.listener import Loudness, MediaListener
from server.classroom.webrtc.peers import SOURCES, TRACKS, Direction, MediaPeer, new_nonce, parse_peer
from server.classroom.webrtc.workerlink import Told, WorkerAway, WorkerLink
from sfu.link import (
    AudioLevels,
    ClosePeer,
    EchoFound,
    FeedPeer,
    Flowing,
    Heard,
    Hello,
    IceRestarted,
    JournalState,
    KeepSources,
    LayersWanted,
    PeerClosed,
    PeerConnected,
    PeerLine,
    PeerLines,
    SlotFeed,
    Unplayable,
)

log = structlog.get_logger("classroom.media")


class Media:
    """All peers of all lessons at one worker; implements `WorkerListener`."""

    def __init__(self, listener: MediaListener) -> None:
        self._listener = listener
        self._link: WorkerLink | None = None
        self._started: str | None = None
        self._peers: dict[str, MediaPeer] = {}
        self._lessons: dict[str, dict[tuple[PersonId, Direction], MediaPeer]] = {}
        """The current connections, by lesson and owner."""
        self._kept: dict[str, KeepSources] = {}
        """What the worker was last told to keep, by lesson; not in it: unknown."""

    def attach(self, link: WorkerLink) -> None:
        """The link all offers go through; once, before anything else."""
        self._link = link

    @property
    def up(self) -> bool:
        """Offers can be answered now."""
        return self._link is not None and self._link.up

    def peers(self, lesson: str) -> list[MediaPeer]:
        """The lesson's peers that were answered."""
        return list(self._lessons.get(lesson, {}).values())

    def sending(self, lesson: str, person: PersonId) -> MediaPeer | None:
        """The person's send connection."""
        return self._lessons.get(lesson, {}).get((person, "send"))

    async def offer(
        self,
        lesson: str,
        person: PersonId,
        direction: Direction,
        sdp: str,
        device: str | None = None,
        jti: str | None = None,
    ) -> tuple[MediaPeer, str]:
        """Answers an offer and replaces the person's older connection of that direction.

        Raises OfferRefused, WorkerAway.
        """
        assert self._link is not None
        peer = MediaPeer(lesson, person, direction, new_nonce(device, jti), jti)
        self._peers[peer.id] = peer
        try:
            answer = await self._link.offer(peer.id, sdp, lesson)
        except BaseException:
            self._peers.pop(peer.id, None)
            self._link.send(ClosePeer(peer=peer.id))
            raise
        if peer.id not in self._peers:  # ended again before we came to hear of its answer
            raise WorkerAway
        peer.answered, peer.sources, peer.slots = True, answer.sources, answer.slots
        self._install(peer)
        return peer, answer.sdp

    async def restart_ice(self, peer: MediaPeer, ufrag: str, pwd: str) -> IceRestarted:
        """New ICE credentials of the peer's other end for ours. Raises OfferRefused, WorkerAway."""
        assert self._link is not None
        return await self._link.restart_ice(peer.id, ufrag, pwd)

    def _install(self, peer: MediaPeer) -> None:
        owners = self._lessons.setdefault(peer.lesson, {})
        older = owners.get((peer.person, peer.direction))
        owners[peer.person, peer.direction] = peer
        if older is not None:
            self._tell_worker_close(older)
            if older.tag and older.tag != peer.tag:
                self._listener.media_moved(older)
        self._listener.media_changed(peer.lesson)

    def find(self, lesson: str, direction: Direction, nonce: str) -> MediaPeer | None:
        """The peer a WHIP or WHEP resource stands for."""
        for peer in self.peers(lesson):
            if peer.direction == direction and secrets.compare_digest(peer.nonce.encode(), nonce.encode()):
                return peer
        return None

    def close(self, peer: MediaPeer) -> None:
        """Ends one connection (asked by its owner, or the person left, or the token was withdrawn)."""
        self._tell_worker_close(peer)
        if self._forget(peer):
            self._listener.media_changed(peer.lesson)

    def close_lesson(self, lesson: str) -> None:
        """Ends every connection of a lesson, and its journals; the listener is not told."""
        kept = self._kept.pop(lesson, None)
        if kept is not None:
            self._keep_nothing(lesson, kept.clock)
        for peer in self.peers(lesson):
            self._tell_worker_close(peer)
            self._forget(peer)

    def feed(self, lesson: str, wanted: Mapping[PersonId, Mapping[SlotName, Shown]]) -> None:
        """Tells the worker the slots of each receiving peer of the lesson, where they changed."""
        if self._link is None or not self._link.up:
            return  # worker_up feeds all again
        for peer in self.peers(lesson):
            if peer.direction == "recv":
                slots = self._sources(lesson, wanted.get(peer.person, {}))
                if slots != peer.fed:
                    peer.fed = slots
                    self._link.send(FeedPeer(peer=peer.id, slots=slots))

    def _sources(self, lesson: str, feeds: Mapping[SlotName, Shown]) -> dict[str, SlotFeed]:
        slots: dict[str, SlotFeed] = {}
        for slot, shown in feeds.items():
            name = self.source_name(lesson, shown.feed)
            if name is not None:
                slots[slot] = SlotFeed(name, shown.priority, shown.lines)
        return slots

    def source_name(self, lesson: str, feed: Feed) -> str | None:
        """The worker's name of a source; None while the person has no connection with such a track."""
        sender = self.sending(lesson, feed.person)
        if sender is None:
            return None
        name = f"{sender.id}/{TRACKS[feed.source]}"
        return name if name in sender.sources else None

    def keep(self, lesson: str, clock: int, sources: Mapping[str, str], lines: Mapping[str, int]) -> None:
        """Tells the worker which of the lesson's sources go to journals (name → label), where that changed.

        `clock`: ms to add to monotonic ms for lesson time. `lines`: of the layer to keep; not named: the largest.
        """
        if self._link is None or not self._link.up:
            return  # worker_up has it told again
        told = KeepSources(folder=lesson, clock=clock, sources=dict(sources), lines=dict(lines))
        if self._kept.get(lesson) != told:
            self._kept[lesson] = told
            self._link.send(told)

    def _keep_nothing(self, lesson: str, clock: int) -> None:
        if self._link is not None:
            self._link.send(KeepSources(folder=lesson, clock=clock, sources={}))

    def worker_up(self, hello: Hello) -> None:
        """Reconciles our peers with the worker's: adopts those known, closes others, forgets the vanished."""
        fresh = self._started is not None and hello.started != self._started
        self._started = hello.started
        inventory = {state.peer: state for state in hello.peers}
        for peer in [peer for peer in self._peers.values() if peer.answered and peer.id not in inventory]:
            self._forget(peer)
        for state in hello.peers:
            known = self._peers.get(state.peer) or self._adopt(state.peer)
            if known is None:
                self._close_id(state.peer)
                continue
            known.connected, known.answered = state.connected, True
            known.sources, known.slots, known.fed = state.sources, state.slots, None
            self._cannot_play(known, dict(state.unplayable))
        self._kept.clear()
        for lesson in hello.kept:
            if not self._listener.media_kept(lesson):
                self._keep_nothing(lesson, 0)
        self._listener.media_up(fresh)
        self._listener.media_echoes(self._echoes(hello.echoes))

    def _adopt(self, peer_id: str) -> MediaPeer | None:
        try:
            peer = parse_peer(peer_id)
        except ValueError:
            return None
        key = (peer.person, peer.direction)
        if key in self._lessons.get(peer.lesson, {}):
            return None
        if not self._listener.media_known(peer.lesson, peer.person):
            return None
        self._peers[peer_id] = self._lessons.setdefault(peer.lesson, {})[key] = peer
        return peer

    def worker_lost(self) -> None:
        """Peers stay listed: perhaps only the link broke; the next Hello says which are gone."""
        self._listener.media_lost()

    def worker_told(self, message: Told) -> None:
        """What happened at the worker."""
        match message:
            case PeerConnected():
                self._connected(message.peer)
            case PeerClosed():
                self._closed(message)
            case Heard():
                self._heard(message.peers)
            case AudioLevels():
                self._listener.media_levels(self._levels(message.levels))
            case JournalState():
                self._listener.media_journal(message.folder, message.fault)
            case Flowing():
                pass  # the stage follows what people said is on; a stall is the forwarder's matter
            case LayersWanted() | PeerLines() | Unplayable() | EchoFound():
                self._measured(message)

    def _measured(self, message: LayersWanted | PeerLines | Unplayable | EchoFound) -> None:
        match message:
            case LayersWanted():
                self._wanted(message)
            case PeerLines():
                self._lines(message.peers)
            case Unplayable():
                self._unplayable(message)
            case EchoFound():
                self._echo(message)

    def _connected(self, peer_id: str) -> None:
        peer = self._peers.get(peer_id)
        if peer is not None:
            peer.connected = True
            self._listener.media_changed(peer.lesson)

    def _closed(self, message: PeerClosed) -> None:
        peer = self._peers.pop(message.peer, None)
        if peer is None:
            return
        if message.reason in ("dtls", "bug"):
            log.warning("media connection ended", peer=message.peer, reason=message.reason)
        if self._forget(peer):
            self._listener.media_gone(peer)
            self._listener.media_changed(peer.lesson)

    def _heard(self, peer_ids: Iterable[str]) -> None:
        people: dict[str, set[PersonId]] = {}
        for peer in self._peers.values():
            peer.silent += 1
        for peer_id in peer_ids:
            heard = self._peers.get(peer_id)
            if heard is not None:
                heard.silent = 0
                people.setdefault(heard.lesson, set()).add(heard.person)
        for lesson, there in people.items():
            self._listener.media_heard(lesson, there)

    def _levels(self, levels: Mapping[str, int]) -> dict[str, Loudness]:
        loudness: dict[str, Loudness] = {}
        for name, level in levels.items():
            peer, source = self._sender(name)
            if peer is not None and source is not None:
                loudness.setdefault(peer.lesson, {})[peer.person, source] = level
        return loudness

    def _sender(self, name: str) -> tuple[MediaPeer | None, SourceName | None]:
        """Whose source the worker means, and which."""
        peer_id, _, track = name.rpartition("/")
        return self._peers.get(peer_id), SOURCES.get(track)

    def _wanted(self, message: LayersWanted) -> None:
        peer, source = self._sender(message.source)
        if peer is not None and source is not None:
            peer.takes(source, message.layers)
            self._listener.media_wanted(peer.lesson)

    def _lines(self, lines: Iterable[PeerLine]) -> None:
        measured = {line.peer: line for line in lines}
        for peer in self._peers.values():
            peer.line = measured.get(peer.id)
        self._listener.media_measured()

    def _unplayable(self, message: Unplayable) -> None:
        peer = self._peers.get(message.peer)
        if peer is None or message.slot not in peer.slots:
            return
        others = {slot: codec for slot, codec in peer.unplayable.items() if slot != message.slot}
        self._cannot_play(peer, {**others, message.slot: message.codec} if message.codec else others)

    def _cannot_play(self, peer: MediaPeer, codecs: dict[str, str]) -> None:
        """These slots of the peer, and no others; its pages are told of changes."""
        before, peer.unplayable = peer.unplayable, codecs
        for slot in before.keys() | codecs.keys():
            if before.get(slot) != codecs.get(slot):
                self._listener.media_unplayable(peer, slot)

    def _echoes(self, found: Iterable[tuple[str, str]]) -> dict[str, dict[PersonId, PersonId]]:
        lessons: dict[str, dict[PersonId, PersonId]] = {}
        for echo, of in found:
            peer, source = self._sender(echo)
            heard, _ = self._sender(of)
            if peer is not None and source == "mic" and heard is not None:
                lessons.setdefault(peer.lesson, {})[peer.person] = heard.person
        return lessons

    def _echo(self, message: EchoFound) -> None:
        peer, source = self._sender(message.source)
        heard, _ = self._sender(message.of)
        if peer is not None and source == "mic":
            self._listener.media_echo(peer.lesson, peer.person, None if heard is None else heard.person)

    def _forget(self, peer: MediaPeer) -> bool:
        """Whether it was the person's current connection of its direction."""
        self._peers.pop(peer.id, None)
        self._cannot_play(peer, {})
        owners = self._lessons.get(peer.lesson, {})
        if owners.get((peer.person, peer.direction)) is not peer:
            return False
        del owners[peer.person, peer.direction]
        if not owners:
            del self._lessons[peer.lesson]
        return True

    def _tell_worker_close(self, peer: MediaPeer) -> None:
        self._peers.pop(peer.id, None)
        self._cannot_play(peer, {})
        self._close_id(peer.id)

    def _close_id(self, peer_id: str) -> None:
        if self._link is not None:
            self._link.send(ClosePeer(peer=peer_id))

"""All peers of a worker over its sockets: demultiplexing, one tick for everything, and who is told what.

Reads no clock and knows no loop: `sfu.worker` calls `readable`, `tick` and `obey`. A datagram never raises out of
here; a bug in handling one peer's packet closes that peer. What control must know goes to `tell`.
"""

import resource
import secrets
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from sfu import link
from sfu.checks import Checks
from sfu.footprint import descriptors, memory
from sfu.journal.keeper import Keeper
from sfu.journal.tap import Sink, Tap
from sfu.news import News
from sfu.peers.peer import Ended, Moment, Peer, credentials
from sfu.peers.table import PeerTable
from sfu.routing.packet import Packet
from sfu.routing.router import Router
from sfu.routing.slots.slot import Slot
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Listener
from sfu.sdp.lines import candidates
from sfu.sdp.negotiated import LocalDescription
from sfu.sdp.text import SdpError
from sfu.wire.address import Path
from sfu.wire.arena import Slot as Room
from sfu.wire.demux import DTLS, MEDIA, STUN
from sfu.wire.dtls import ServerCertificate
from sfu.wire.limits import Limits
from sfu.wire.ports import AnySocket, Port

MAX_PEERS = 400
BUGS_LOGGED = 20
"""Tracebacks written per minute at most."""
_SLOW, _FEEDBACK = 10, 5
"""Ticks between two slow ticks of a peer, and between two feedbacks of a publisher; spread over the peers."""

log = structlog.get_logger("sfu.media")


class Media:
    """`addresses`: advertised (host, port) candidates, the best first; of TCP when one of the `sockets` listens.

    `ntp`: server time to an NTP stamp. `journals`: where kept packets go.
    """

    def __init__(
        self,
        sockets: Sequence[AnySocket],
        addresses: Sequence[tuple[str, int]],
        ntp: Callable[[float], int],
        tell: Callable[[link.FromWorker], None],
        journals: Sink,
    ) -> None:
        self.ports: tuple[Port[Peer], ...] = tuple(Port(each) for each in sockets)
        self._table = PeerTable()
        self.peers = self._table.named
        self._outboxes = tuple(port.outbox for port in self.ports)
        self._addresses = tuple(addresses)
        self._tcp_addresses = self._addresses if any(port.transport == "tcp" for port in self.ports) else ()
        self._ntp = ntp
        self._tell = tell
        self._certificate = ServerCertificate()
        self._router = Router(self._listener_bug)
        self.keeper = Keeper(self._router, journals, tell)
        self.news = News(self._table, self._router.sources, tell)
        self._checks = Checks(self.ports, self._table, self._bug)
        self._moment = Moment()
        self._limits = Limits()
        self._dropped: Counter[str] = Counter()
        self._packets_in = 0
        self._bytes_in = 0
        self._ticks = 0
        self._bugs = 0
        self._bugs_since = 0.0

    # What control asks

    def obey(self, message: object, now: float) -> None:
        """One message of the control process."""
        self._moment.now = now
        if isinstance(message, link.Offer):
            self._tell(self._answer(message, now))
        elif isinstance(message, link.FeedPeer):
            self._feed(message, now)
        elif isinstance(message, link.RestartIce):
            self._tell(self._restart_ice(message, now))
        elif isinstance(message, link.ClosePeer):
            peer = self.peers.get(message.peer)
            if peer is not None:
                self._close(peer, "close", now)
        elif isinstance(message, link.KeepSources):
            self.keeper.keep(message, now)
        elif isinstance(message, link.GetStats):
            self._tell(self._stats(message.request))
        self._flush()

    def _answer(self, offer: link.Offer, now: float) -> link.FromWorker:
        old = self.peers.get(offer.peer)
        if old is not None:
            self._close(old, "close", now)
        if len(self.peers) >= MAX_PEERS:
            return link.OfferFailed(offer.request, "too_many", f"{MAX_PEERS} peers already")
        ufrag, pwd = credentials()
        local = LocalDescription(
            ufrag=ufrag,
            pwd=pwd,
            fingerprint=self._certificate.fingerprint,
            candidates=self._addresses,
            tcp_candidates=self._tcp_addresses,
            first_ssrc=secrets.randbelow(1 << 31) + 1,
            max_audio_bitrate=offer.max_audio_bitrate,
        )
        try:
            peer = Peer(
                offer.peer, offer.sdp, local, self._certificate, self._outboxes, self._ntp, self._moment
            )
        except SdpError as error:
            return link.OfferFailed(offer.request, error.code, str(error)[:300])
        except Exception:  # a bug of ours met by one offer: that offer fails
            self._log_bug(offer.peer, now)
            return link.OfferFailed(offer.request, "unsupported", "internal error")
        self._table.admit(peer, offer.room)
        for source in peer.incoming.sources:
            self._router.add(source, now)
        sources = tuple(source.name for source in peer.incoming.sources)
        return link.Answered(offer.request, peer.answer, sources, tuple(peer.outgoing.slots))

    def _restart_ice(self, message: link.RestartIce, now: float) -> link.FromWorker:
        peer = self.peers.get(message.peer)
        if peer is None:
            return link.OfferFailed(message.request, "unsupported", "no such peer")
        before = peer.ice.ufrags
        try:
            ufrag, pwd = peer.restart_ice(message.ufrag, message.pwd, now)
        except SdpError as error:
            return link.OfferFailed(message.request, error.code, str(error)[:300])
        self._table.known_by(peer, before)
        ours = tuple(candidates(self._addresses, self._tcp_addresses))
        return link.IceRestarted(message.request, ufrag, pwd, ours)

    def _feed(self, message: link.FeedPeer, now: float) -> None:
        peer = self.peers.get(message.peer)
        if peer is None:
            return
        for name, slot in peer.outgoing.slots.items():
            feed = message.slots.get(name)
            if feed is not None:
                peer.outgoing.delivery.feed(name, feed.priority, feed.lines)
            self._router.feed(slot, None if feed is None else feed.source, now)

    # Datagrams

    def readable(self, index: int, now: float) -> None:
        """Handle what waits at socket `index`: one batch."""
        self._moment.now = now
        port = self.ports[index]
        kind_of, owner_of = port.demux.kind, port.demux.find
        forward: list[tuple[Layer, Packet]] = []
        for room, length, address in port.socket.receive():
            self._packets_in += 1
            self._bytes_in += length
            kind = kind_of(room.view, length)
            if kind == STUN:
                if owner_of(address) is None and not self._limits.stun(address, now):
                    port.demux.drop("stun_limited")
                    continue
                self._checks.check(room, length, Path(index, address), now)
                continue
            if kind not in (MEDIA, DTLS):
                continue
            peer = owner_of(address)
            if peer is None:
                port.demux.drop("stranger")
                continue
            if kind == DTLS and not self._limits.dtls(address, now):
                port.demux.drop("dtls_limited")
                continue
            arrived = self._packet(peer, kind, room, length, Path(index, address), now)
            if arrived is not None:
                forward.append(arrived)
        if forward:
            self._router.forward(forward)
        self._flush()
        self._note_lost(index, now)

    def _note_lost(self, index: int, now: float) -> None:
        """Connections that were closed: after their last packets, before others may have their addresses."""
        for address, peer in self.ports[index].lost():
            peer.lost(Path(index, address), now)

    def _packet(
        self, peer: Peer, kind: int, room: Room, length: int, path: Path, now: float
    ) -> tuple[Layer, Packet] | None:
        """A DTLS or media datagram of a known peer."""
        try:
            if kind == MEDIA:
                return peer.media(room, length, path, now)
            connected = peer.connected
            peer.handshake(bytes(room.view[:length]), now)
            if peer.connected and not connected:
                self._tell(link.PeerConnected(peer.name))
            if peer.ended is not None:
                self._close(peer, peer.ended, now)
        except Exception:  # a bug: it ends this peer, never the worker
            self._bug(peer, now)
        return None

    def _flush(self) -> None:
        for port in self.ports:
            port.outbox.flush()

    # Time

    def tick(self, now: float) -> None:
        """Each 20 ms."""
        self._moment.now = now
        self._ticks += 1
        for index, port in enumerate(self.ports):
            port.tick(now)
            self._note_lost(index, now)
        for number, peer in enumerate(self._table.publishers):
            try:
                self._tick_publisher(peer, number, now)
            except Exception:  # a bug: it ends this peer, never the worker
                self._bug(peer, now)
        self._router.tick(now)
        self.keeper.tick(now)
        for number, peer in enumerate(tuple(self.peers.values())):
            if (self._ticks + number) % _SLOW == 0:
                self._tick_slowly(peer, now)
        self.news.tick(now)
        self._flush()

    @property
    def waits(self) -> bool:
        """Whether packets wait for their line: `pace` is to be called each 5 ms."""
        return any(peer.waits for peer in self.peers.values())

    def pace(self, now: float) -> None:
        """Packets of slow lines whose turn has come."""
        self._moment.now = now
        for peer in tuple(self.peers.values()):
            if not peer.waits:
                continue
            try:
                peer.pace(now)
            except Exception:  # a bug: it ends this peer, never the worker
                self._bug(peer, now)
        self._flush()

    def _tick_publisher(self, peer: Peer, number: int, now: float) -> None:
        for source in peer.incoming.sources:
            if source.flow_changed(now):
                self._tell(link.Flowing(source.name, source.flowing))
        peer.requests_due(now)
        if (self._ticks + number) % _FEEDBACK == 0:
            peer.feedback_due()

    def _tick_slowly(self, peer: Peer, now: float) -> None:
        try:
            peer.tick(now)
        except Exception:  # a bug: it ends this peer, never the worker
            self._bug(peer, now)
            return
        if peer.ended is not None:
            self._close(peer, peer.ended, now)

    # Ends

    def _close(self, peer: Peer, reason: Ended, now: float) -> None:
        """The one way a peer goes: out of every table, its slots fed nothing, its sources gone, control told."""
        if not self._table.remove(peer):
            return
        for path in peer.ice.paths:
            self.ports[path.socket].release(path.address, peer)
        for slot in peer.outgoing.slots.values():
            self._router.feed(slot, None, now)
        for source in peer.incoming.sources:
            if source.flowing:
                self._tell(link.Flowing(source.name, False))
            self._router.remove(source, now)
        self.news.forget(peer.name)
        peer.close()
        self._dropped.update(peer.dropped)
        self._tell(link.PeerClosed(peer.name, reason))

    def close(self, now: float) -> None:
        """The worker ends: end the journals, say goodbye to every peer and close the sockets."""
        self.keeper.close(now)
        for peer in tuple(self.peers.values()):
            self._close(peer, "close", now)
        self._flush()
        for port in self.ports:
            port.socket.close()

    def _listener_bug(self, listener: Listener) -> None:
        if isinstance(listener, Tap):
            self._log_bug("journal", self._bugs_since)
            self.keeper.broken(listener)
            return
        peer = listener.egress if isinstance(listener, Slot) else None
        if isinstance(peer, Peer):
            self._log_bug(peer.name, self._bugs_since)
            peer.ended = "bug"  # closed by its next slow tick: the batch is still being walked

    def _bug(self, peer: Peer, now: float) -> None:
        self._log_bug(peer.name, now)
        self._close(peer, "bug", now)

    def _log_bug(self, peer: str, now: float) -> None:
        if now - self._bugs_since >= 60:
            self._bugs, self._bugs_since = 0, now
        self._bugs += 1
        if self._bugs <= BUGS_LOGGED:
            log.exception("bug", peer=peer)

    def _stats(self, request: int) -> link.Stats:
        dropped = Counter(self._dropped)
        for peer in self.peers.values():
            dropped.update(peer.dropped)
        for port in self.ports:
            dropped.update(port.demux.dropped)
            dropped.update(port.outbox.dropped)
            dropped.update(port.socket.errors)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return link.Stats(
            request=request,
            peers=len(self.peers),
            packets_in=self._packets_in,
            packets_out=sum(outbox.sent for outbox in self._outboxes),
            bytes_in=self._bytes_in,
            bytes_out=sum(outbox.sent_bytes for outbox in self._outboxes),
            dropped=dict(dropped),
            cpu_us=int((usage.ru_utime + usage.ru_stime) * 1e6),
            memory=memory(),
            descriptors=descriptors(),
        )

"""Connectivity checks (STUN): whose they are, which addresses they prove, and pages that only look which ways are open.

An address is a peer's once an authentic check came from it, and stays so while the peer is heard from there.
"""

from collections.abc import Callable, Sequence

from sfu.link import PROBE_PWD, PROBE_UFRAG
from sfu.peers.peer import Peer
from sfu.peers.table import PeerTable
from sfu.wire import stun
from sfu.wire.address import Path, address_text
from sfu.wire.arena import Slot as Room
from sfu.wire.ports import Port


class Checks:
    """Of all `peers` over all `ports`. `on_bug(peer, now)` is told, inside the handler, of one that raised."""

    def __init__(
        self, ports: Sequence[Port[Peer]], peers: PeerTable, on_bug: Callable[[Peer, float], None]
    ) -> None:
        self._ports = ports
        self._peers = peers
        self._on_bug = on_bug

    def check(self, room: Room, length: int, path: Path, now: float) -> None:
        """A datagram that looks like one. Never raises; what it is not is counted."""
        drop = self._ports[path.socket].demux.drop
        try:
            request = stun.parse_request(bytes(room.view[:length]))
        except ValueError:
            drop("bad_stun")
            return
        peer = self._peers.by_ufrag.get(request.local_ufrag)
        if peer is None:
            if not self._probed(request, path):
                drop("unknown_ufrag")
            return
        if self._taken_by_another(peer, path, now):
            drop("address_taken")
            return
        before, ufrags = peer.ice.paths, peer.ice.ufrags
        try:
            if not peer.check(request, path, now):
                drop("stun_refused")
                return
        except Exception:  # a bug: it ends this peer, never the worker
            self._peers.known_by(peer, ufrags)
            self._on_bug(peer, now)
            return
        if peer.ice.ufrags != ufrags:
            self._peers.known_by(peer, ufrags)
        self._proven(peer, path, before)

    def _proven(self, peer: Peer, path: Path, before: tuple[Path, ...]) -> None:
        """An authentic check came on `path`; the peer's paths were `before`."""
        if path not in before:
            for gone in set(before) - set(peer.ice.paths):
                self._ports[gone.socket].release(gone.address, peer)
        if path in peer.ice.paths:
            self._ports[path.socket].bind(path.address, peer)

    def _taken_by_another(self, peer: Peer, path: Path, now: float) -> bool:
        """Forged, or two peers over one socket: who is heard from there keeps the address."""
        owner = self._ports[path.socket].demux.find(path.address)
        return owner is not None and owner is not peer and owner.ice.holds(path, now)

    def _probed(self, request: stun.BindingRequest, path: Path) -> bool:
        """A page that looks which ways are open before it joins: told that it was heard, and forgotten."""
        if request.local_ufrag != PROBE_UFRAG or not request.authentic(PROBE_PWD):
            return False
        response = stun.success(request, PROBE_PWD, address_text(path.address))
        self._ports[path.socket].outbox.send(response, path.address)
        return True

"""All peers of a worker: by the name control gave them, and by the ICE user fragments their checks carry."""

from sfu.peers.peer import Peer


class PeerTable:
    """`named`: by name. `by_ufrag`: by each of ours that counts. `rooms`: peer → room it was offered for."""

    def __init__(self) -> None:
        self.named: dict[str, Peer] = {}
        self.by_ufrag: dict[str, Peer] = {}
        self.rooms: dict[str, str] = {}
        self.publishers: tuple[Peer, ...] = ()
        """Those that send something."""

    def admit(self, peer: Peer, room: str) -> None:
        """It was offered for a room."""
        self.named[peer.name] = peer
        self.rooms[peer.name] = room
        self.known_by(peer, ())
        self._note_publishers()

    def known_by(self, peer: Peer, before: tuple[str, ...]) -> None:
        """The peer's user fragments were `before`: they may have changed."""
        for ufrag in before:
            del self.by_ufrag[ufrag]
        for ufrag in peer.ice.ufrags:
            self.by_ufrag[ufrag] = peer

    def remove(self, peer: Peer) -> bool:
        """It is closed. False: it was before."""
        if self.named.get(peer.name) is not peer:
            return False
        del self.named[peer.name]
        del self.rooms[peer.name]
        for ufrag in peer.ice.ufrags:
            del self.by_ufrag[ufrag]
        self._note_publishers()
        return True

    def _note_publishers(self) -> None:
        self.publishers = tuple(peer for peer in self.named.values() if peer.incoming.sources)

"""Clients that only send media (OBS, cameras): nobody says `set_source` for them, so their tracks are turned on. Pure.

Once, while the person may send it: a mic that the teacher turned off stays off until the floor is given anew or the
client connects anew.
"""

from collections.abc import Iterable, Iterator

from lesson.messages import PersonId, Refused, SourceName
from lesson.permissions import check_source
from lesson.state import State
from server.classroom.webrtc.peers import MediaPeer


class StandardClients:
    """Of one lesson."""

    def __init__(self) -> None:
        self._turned: dict[str, set[SourceName]] = {}
        """By connection: what needs not be turned on (again)."""

    def due(self, state: State, peers: Iterable[MediaPeer]) -> list[tuple[PersonId, SourceName]]:
        """What is to be turned on now; asked again, it is not named again."""
        clients = [peer for peer in peers if peer.by_itself and peer.direction == "send"]
        before = self._turned
        self._turned = {}
        found: list[tuple[PersonId, SourceName]] = []
        for peer in clients:
            allowed = set(_allowed(state, peer))
            # One that a restarted control found is as the lesson's events left it.
            turned = before.get(peer.id, allowed if peer.jti is None else set()) & allowed
            known = state.people.get(peer.person)
            on = frozenset[SourceName]() if known is None else known.sources
            found += [(peer.person, source) for source in peer.offered() if source in allowed - turned - on]
            self._turned[peer.id] = allowed
        return found


def sends(peers: Iterable[MediaPeer], person: PersonId, source: SourceName) -> bool:
    """Whether such a client of the person's sends it, so that no page of theirs turns it off."""
    return any(
        peer.by_itself and peer.direction == "send" and peer.person == person and source in peer.offered()
        for peer in peers
    )


def _allowed(state: State, peer: MediaPeer) -> Iterator[SourceName]:
    """What the person may send now; nothing while away: who comes back begins anew."""
    known = state.people.get(peer.person)
    if known is None or not known.present:
        return
    for source in peer.offered():
        try:
            check_source(state, peer.person, known.role, source)
        except Refused:
            continue
        yield source

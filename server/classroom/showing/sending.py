"""What the pages of one lesson are asked to send: only layers that somebody takes. Pure.

More is told at once, less only when it was so for `HOLD_S`: a source that comes on is staged, fed and taken within a
moment. Sound that may be heard is never paused while anybody else receives or it is recorded: who is loudest is chosen
by the levels of what comes (stage.py), and the first word of a pupil must not be lost. Sources that are off are not
named, so they begin with all they have.
"""

from collections.abc import Iterable, Mapping

from lesson.messages import PersonId, SourceName
from lesson.permissions import may_record, may_send
from lesson.state import VIDEO_SOURCES, State
from server.classroom.webrtc.peers import MediaPeer

HOLD_S = 2.0

Layers = tuple[str, ...]
Wanted = Mapping[SourceName, Layers]


def wanted(state: State, peer: MediaPeer, listened: bool) -> dict[SourceName, Layers]:
    """The layers to send of a send connection's sources that are on; a source not in it: all.

    `listened`: somebody else in the lesson receives.
    """
    known = state.people.get(peer.person)
    found: dict[SourceName, Layers] = {}
    for source in peer.offered():
        layers = peer.wanted.get(source)
        if layers is None or known is None or source not in known.sources:
            continue
        if source not in VIDEO_SOURCES and not layers and _audible(state, peer.person, source, listened):
            layers = ("",)
        found[source] = layers
    return found


def _audible(state: State, person: PersonId, source: SourceName, listened: bool) -> bool:
    return (listened and may_send(state, person, source)) or may_record(state, person, source)


class Sending:
    """`now`: monotonic s."""

    def __init__(self) -> None:
        self._told: dict[str, dict[SourceName, Layers]] = {}
        """By send connection."""
        self._less_since: dict[tuple[str, SourceName], float] = {}

    def step(self, state: State, peers: Iterable[MediaPeer], now: float) -> list[MediaPeer]:
        """The send connections whose pages are to be told something new (`told`); a new connection always is."""
        known = [peer for peer in peers if peer.answered]
        receiving = {peer.person for peer in known if peer.direction == "recv"}
        senders = [peer for peer in known if peer.direction == "send"]
        self._forget({peer.id for peer in senders})
        changed = []
        for peer in senders:
            told = self._next(peer.id, wanted(state, peer, _others(receiving, peer.person)), now)
            if told != self._told.get(peer.id):
                self._told[peer.id] = told
                changed.append(peer)
        return changed

    def told(self, peer: MediaPeer) -> dict[SourceName, Layers] | None:
        """What this connection's page was told; None: nothing yet."""
        return self._told.get(peer.id)

    def _next(self, peer: str, fresh: Wanted, now: float) -> dict[SourceName, Layers]:
        before: Wanted = self._told.get(peer, {})
        told: dict[SourceName, Layers] = {}
        for source, layers in fresh.items():
            settled = self._settled((peer, source), before.get(source), layers, now)
            if settled is not None:
                told[source] = settled
        for key in [key for key in self._less_since if key[0] == peer and key[1] not in fresh]:
            del self._less_since[key]
        return told

    def _settled(
        self, key: tuple[str, SourceName], before: Layers | None, layers: Layers, now: float
    ) -> Layers | None:
        """What to tell of one source; None: all (not named)."""
        if before is not None and set(before) <= set(layers):
            self._less_since.pop(key, None)
            return layers
        if now - self._less_since.setdefault(key, now) >= HOLD_S:
            del self._less_since[key]
            return layers
        return None if before is None else tuple(dict.fromkeys((*before, *layers)))

    def _forget(self, here: set[str]) -> None:
        self._told = {peer: told for peer, told in self._told.items() if peer in here}
        self._less_since = {key: since for key, since in self._less_since.items() if key[0] in here}


def _others(receiving: set[PersonId], person: PersonId) -> bool:
    return bool(receiving - {person})

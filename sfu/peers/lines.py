"""How each peer's line does, in numbers for people: told each 2 s, made out of what peers count anyway."""

from collections.abc import Iterable

from msgspec import Struct

from sfu import link
from sfu.peers.peer import Peer
from sfu.routing.sources.layer import Layer


class _Before(Struct):
    """Totals of a peer when it was told about last."""

    at: float
    received: int = 0
    expected: int = 0
    missing: int = 0
    up_loss: int = 0


class Lines:
    """Of a worker's peers."""

    def __init__(self) -> None:
        self._before: dict[str, _Before] = {}

    def of(self, peers: Iterable[Peer], now: float) -> tuple[link.PeerLine, ...]:
        """All that are connected, since the last call."""
        told = {peer.name: peer for peer in peers if peer.connected}
        self._before = {name: before for name, before in self._before.items() if name in told}
        return tuple(self._line(peer, now) for peer in told.values())

    def _line(self, peer: Peer, now: float) -> link.PeerLine:
        before = self._before.setdefault(peer.name, _Before(now - 2.0))
        passed = max(0.1, now - before.at)
        up = 8 * (peer.received - before.received) / passed
        before.at, before.received = now, peer.received
        self._count_losses(before, [layer for source in peer.incoming.sources for layer in source.layers])
        outgoing = peer.outgoing
        return link.PeerLine(
            peer=peer.name,
            path=peer.transport,
            round_trip=max(1, round(1000 * outgoing.round_trip)) if outgoing.measured else 0,
            up=round(up / 1000),
            down=round(outgoing.delivery.rate / 1000),
            up_loss=before.up_loss,
            down_loss=round(1000 * outgoing.loss(now)),
            estimate=round(outgoing.delivery.line.bandwidth.estimate / 1000) if outgoing.slots else 0,
            hears=outgoing.hears(now),
            slots=outgoing.delivery.shown(),
        )

    def _count_losses(self, before: _Before, layers: list[Layer]) -> None:
        """Pictures: packets given up; sound, which is not asked for again: packets that did not come."""
        expected = sum(layer.reception.expected for layer in layers)
        missing = sum(
            layer.losses.lost
            if layer.kind == "video"
            else layer.reception.expected - layer.reception.received
            for layer in layers
        )
        new = expected - before.expected
        if new < 0:  # a stream began anew
            before.up_loss = 0
        elif new > 0:
            before.up_loss = round(1000 * max(0, min(missing - before.missing, new)) / new)
        before.expected, before.missing = expected, missing

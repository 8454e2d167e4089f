"""What control is told without having asked: who is loud, heard, taken, cannot be shown, echoes, and how lines do.

All of it once more for a control process that just connected. Reads no clock and changes nothing it tells of.
"""

from collections.abc import Callable, Iterator, Mapping

from sfu import link
from sfu.peers.lines import Lines
from sfu.peers.table import PeerTable
from sfu.routing.sound.echo import EchoFinder, Mic
from sfu.routing.sound.levels import Levels
from sfu.routing.sources.source import Source
from sfu.routing.wanted import Taken, Unplayable

TAKERS = 5
"""Ticks between two looks at who takes what."""
HEARD_INTERVAL = 2.0


class News:
    """Of one worker's `peers` and `sources`."""

    def __init__(
        self, peers: PeerTable, sources: Mapping[str, Source], tell: Callable[[link.FromWorker], None]
    ) -> None:
        self._peers = peers
        self._sources = sources
        self._tell = tell
        self._levels = Levels()
        self._taken = Taken()
        self._unplayable = Unplayable()
        self._echoes = EchoFinder()
        self._lines = Lines()
        self._ticks = 0
        self._next_heard = 0.0
        self._heard_told = 0.0

    # For a control process that just connected

    def inventory(self) -> tuple[link.PeerState, ...]:
        """All peers."""
        return tuple(
            link.PeerState(
                peer.name,
                peer.connected,
                tuple(source.name for source in peer.incoming.sources),
                tuple(peer.outgoing.slots),
                self._unplayable.of(peer.name),
            )
            for peer in self._peers.named.values()
        )

    def echoes(self) -> tuple[tuple[str, str], ...]:
        """Who returns whose sound."""
        return tuple((found.source, found.of) for found in self._echoes.found)

    def takers(self) -> tuple[link.LayersWanted, ...]:
        """Which layers are taken."""
        return tuple(link.LayersWanted(source, layers) for source, layers in self._taken.told.items())

    def flowing(self) -> tuple[link.Flowing, ...]:
        """Sources that flow now."""
        return tuple(link.Flowing(source.name, True) for source in self._sources.values() if source.flowing)

    # As it happens

    def forget(self, peer: str) -> None:
        """It is closed."""
        self._unplayable.forget(peer)

    def tick(self, now: float) -> None:
        """Each 20 ms."""
        self._ticks += 1
        self._tell_levels(now)
        if self._ticks % TAKERS == 0:
            self._tell_takers(now)
        self._tell_echoes(now)
        if now >= self._next_heard:
            self._tell(link.Heard(self._heard(self._heard_told)))
            self._heard_told, self._next_heard = now, now + HEARD_INTERVAL
            self._tell(link.PeerLines(self._lines.of(self._peers.named.values(), now)))

    def _tell_levels(self, now: float) -> None:
        levels = {
            source.name: loudness
            for source in self._sources.values()
            if source.kind == "audio" and (loudness := source.level.loudness(now))
        }
        if self._levels.changed(levels, now):
            self._tell(link.AudioLevels(levels))

    def _tell_takers(self, now: float) -> None:
        for name, layers in self._taken.changes(self._sources, now):
            self._tell(link.LayersWanted(name, layers))
        for peer in self._peers.named.values():
            for slot, codec in self._unplayable.changes(peer.name, peer.outgoing.slots, now):
                self._tell(link.Unplayable(peer.name, slot, codec))

    def _tell_echoes(self, now: float) -> None:
        told = self._echoes.begin(self._open_mics(), now) if self._echoes.due(now) else []
        found = self._echoes.step(now)
        for each in (*told, found) if found else told:
            self._tell(link.EchoFound(each.source, each.of))

    def _open_mics(self) -> Iterator[Mic]:
        for peer in self._peers.publishers:
            for source in peer.incoming.sources:
                if source.kind == "audio" and source.flowing:
                    yield Mic(source.name, self._peers.rooms[peer.name], peer.name, source.level.trace)

    def _heard(self, since: float) -> tuple[str, ...]:
        """Peers with an authentic packet since then."""
        return tuple(
            peer.name
            for peer in self._peers.named.values()
            if peer.ice.paths and peer.ice.last_heard >= since
        )

"""Any datagram from anybody into the whole worker's media core, over UDP: strangers change nothing but counters."""

from typing import cast
from unittest.mock import patch

from sfu import link
from sfu.media import Media
from sfu.routing.reports import ntp_stamp
from sfu.wire.address import Address, pack_address
from sfu.wire.arena import Arena
from sfu.wire.sockets import RECEIVE_SIZE, Datagram, MediaSocket
from tests.fuzz.target import joined, pieces
from tests.fuzz.targets import stun
from tests.sfu.journal.shelf import Shelf
from tests.sfu.sdp.offers import NAMES, recorded

LONGEST = 3000
STEPS = 500_000


class Silent(MediaSocket):
    """Gives what it is told to, sends nowhere: the port it is bound to is the kernel's affair."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1", 0)
        self.arena = Arena(64, RECEIVE_SIZE)
        self.waiting: list[tuple[bytes, Address]] = []

    def receive(self) -> list[Datagram]:
        found: list[Datagram] = []
        for slot, (data, address) in zip(self.arena.slots, self.waiting[:64], strict=False):
            slot.view[: len(data)] = data
            found.append((slot, len(data), address))
        del self.waiting[:64]
        return found


class Hall:
    def __init__(self) -> None:
        self.told: list[link.FromWorker] = []
        self.socket = Silent()
        self.media = Media([self.socket], [("127.0.0.1", 7000)], ntp_stamp, self.told.append, Shelf())
        known = [(stun.UFRAG, "q" * 32), *((f"{number:016}", "q" * 32) for number in range(len(NAMES)))]
        with patch("sfu.media.credentials", side_effect=known):  # the same in every run
            for number, name in enumerate(NAMES):
                self.media.obey(link.Offer(number, name, recorded(name)), 0.0)
        self.now = 0.0
        self.before = self.state()

    def state(self) -> object:
        """All that a stranger must not change."""
        return [
            (name, peer.ice.selected, peer.ice.paths, peer.connected, peer.ended, peer.dtls.state)
            for name, peer in self.media.peers.items()
        ]


HALL = Hall()
STRANGERS = [pack_address("127.0.0.1", 1)] + [pack_address(f"127.0.0.{n}", 9) for n in range(2, 9)]
REASONS = 40


def one(data: bytes) -> None:
    """Pieces: first byte the sender, then the datagram."""
    hall = HALL
    for piece in pieces(data):
        if piece:
            hall.socket.waiting.append((piece[1:], STRANGERS[piece[0] & 7]))
    hall.now += 0.001
    told = len(hall.told)
    while hall.socket.waiting:
        hall.media.readable(0, hall.now)
    assert hall.state() == hall.before
    assert len(hall.told) == told, hall.told[told:]
    hall.media.obey(link.GetStats(1), hall.now)
    stats = cast("link.Stats", hall.told.pop())
    assert len(stats.dropped) <= REASONS
    assert len(hall.media.ports[0].demux) == 0


SEEDS = [
    joined([b"\0" + seed[1:] for seed in stun.SEEDS]),
    joined([bytes([n]) + stun.completed(seed[1:], 1) for n, seed in enumerate(stun.SEEDS)]),
    joined(
        [
            b"\1\x16\xfe\xff" + bytes(9) + b"\0\x10" + bytes(16),
            b"\2\x80\x6f" + bytes(40),
            b"\3\x80\xc8" + bytes(40),
        ]
    ),
    joined(
        [b"\1", b"\2\xff", b"\3\x80", b"\4" + bytes(1499), b"\5" + bytes(1501), b"\6\x14", b"\7\xbf\xc0\0\0"]
    ),
]

"""The virtual laboratory: a real media core and light clients joined by modelled lines, in virtual time.

    lab = Lab(seed=1)
    teacher = lab.join("teacher", ("audio", "video"), "sendonly")
    pupil = lab.join("pupil", ("audio", "video"), "recvonly")
    player = teacher.client.play(read.vp8("teacher")[0], 1); player.resume()
    lab.feed("pupil", {"v0": link.SlotFeed("teacher/v0")})
    lab.run(5)                                        # seconds, in steps of 5 ms
    pupil.line(Way(down=Conditions(rate=200_000)))    # from now on
    lab.run(10)
    pupil.client.receiver.tracks[1].pictures.gaps; lab.line_of("pupil").estimate; lab.told

Nothing waits and nothing is random but by `seed`; joining is over a good line (OpenSSL's timers know no virtual time).
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from loadtest.client import Client
from loadtest.line import GOOD, Line, Trace, Way
from loadtest.offer import NO_LAYERS, Kind
from sfu import link
from sfu.media import Media
from sfu.routing.reports import ntp_stamp
from sfu.wire import sockets
from sfu.wire.address import Address, pack_address
from sfu.wire.arena import Arena
from tests.sfu.journal.shelf import Shelf

STEP = 0.005
TICK = 0.02
SERVER = ("192.0.2.1", 7000)
Told = TypeVar("Told", bound=link.FromWorker)


class MemorySocket(sockets.MediaSocket):
    """A media socket without a kernel: what `arrived` is received, what is sent goes to `sent`."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1", 0)
        super().close()
        self.host, self.port = SERVER
        self.waiting: list[tuple[bytes, Address]] = []
        self.sent: list[tuple[bytes, Address]] = []
        self._arena = Arena(sockets.BATCH, sockets.RECEIVE_SIZE)

    def receive(self) -> list[sockets.Datagram]:
        taken, self.waiting = self.waiting[: sockets.BATCH], self.waiting[sockets.BATCH :]
        datagrams: list[sockets.Datagram] = []
        for slot, (data, address) in zip(self._arena.slots, taken, strict=False):
            slot.view[: len(data)] = data
            datagrams.append((slot, len(data), address))
        return datagrams


def _flush(outbox: sockets.Outbox) -> int:
    """Instead of sendmmsg: the outbox's packets to the memory socket."""
    port = outbox._socket
    assert isinstance(port, MemorySocket)
    count, outbox._used = outbox._used, 0
    size = outbox._name_size
    for index in range(count):
        length = outbox._lengths[2 * index + 1]
        name = Address(bytes(outbox._names[index * size : (index + 1) * size]))
        port.sent.append((bytes(outbox._slots[index].view[:length]), name))
    outbox.sent += count
    return count


@dataclass
class Guest:
    """One client at its line."""

    name: str
    client: Client
    up: Line[bytes]
    down: Line[bytes]
    address: Address
    sources: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    trace: Trace | None = None
    began: float = 0.0
    _lab: "Lab | None" = field(default=None, repr=False)

    def line(self, way: Way) -> None:
        """Other conditions from now on."""
        assert self._lab is not None
        self.up.change(way.up, self._lab.now)
        self.down.change(way.down, self._lab.now)

    def play(self, trace: Trace) -> None:
        """Conditions over time, from now."""
        assert self._lab is not None
        self.trace, self.began = trace, self._lab.now


class Lab:
    """One media core; `now` is its clock, `told` all it told control, `step` what runs after each step of time."""

    def __init__(self, seed: int = 1) -> None:
        random.seed(seed)
        self.now = 1000.0
        self.told: list[link.FromWorker] = []
        self.guests: dict[str, Guest] = {}
        self.journals = Shelf()
        self.step: Callable[[float], None] = lambda now: None
        self._seed = seed
        self._requests = 0
        self._next_tick = self.now
        self._socket = MemorySocket()
        self._by_address: dict[Address, Guest] = {}
        self.media = Media([self._socket], [SERVER], ntp_stamp, self.told.append, self.journals)
        outbox = self.media.ports[0].outbox
        assert isinstance(outbox, sockets.Outbox)
        outbox.flush = partial(_flush, outbox)  # type: ignore[method-assign]

    def join(
        self,
        name: str,
        kinds: tuple[Kind, ...],
        direction: str,
        rids: Mapping[int, tuple[str, ...]] = NO_LAYERS,
        remb: bool = False,
    ) -> Guest:
        """A client that is connected. AssertionError when it is refused."""
        client = Client(kinds, direction, rids, remb)
        self._requests += 1
        self.media.obey(link.Offer(self._requests, name, client.offer()), self.now)
        answered = self.last(link.Answered)
        assert answered.request == self._requests, self.told[-1]
        self._seed += 2
        address = pack_address("198.51.100.1", 10_000 + self._requests)
        lines: tuple[Line[bytes], Line[bytes]] = Line(GOOD.up, self._seed), Line(GOOD.down, self._seed + 1)
        guest = Guest(name, client, *lines, address, answered.sources, answered.slots, _lab=self)
        client.answered(answered.sdp, lambda data: guest.up.put(data, len(data), self.now))
        self.guests[name] = self._by_address[address] = guest
        for _ in range(400):
            self._advance()
            if self.media.peers[name].connected and client.secured:
                return guest
        raise AssertionError(f"{name} does not connect")

    def feed(self, peer: str, slots: Mapping[str, link.SlotFeed]) -> None:
        """What control says of a receiver's slots."""
        self.media.obey(link.FeedPeer(peer, dict(slots)), self.now)

    def rebind(self, guest: Guest) -> None:
        """Its address changes as the server sees it; packets to the old one are lost."""
        del self._by_address[guest.address]
        self._requests += 1
        guest.address = pack_address("198.51.100.2", 10_000 + self._requests)
        self._by_address[guest.address] = guest

    def run(self, seconds: float) -> None:
        """Time goes on."""
        end = self.now + seconds
        while self.now < end:
            self._advance()

    def last(self, kind: type[Told]) -> Told:
        """The last message of that kind. AssertionError: none."""
        found = next((each for each in reversed(self.told) if isinstance(each, kind)), None)
        assert found is not None, f"no {kind.__name__} was told"
        return found

    def line_of(self, peer: str) -> link.PeerLine:
        """What the core last told about a peer's line."""
        return next(line for line in self.last(link.PeerLines).peers if line.peer == peer)

    def close(self) -> None:
        self.media.close(self.now)

    def _advance(self) -> None:
        self.now += STEP
        for guest in self.guests.values():
            self._follow(guest)
            guest.client.tick(self.now)
            self._socket.waiting += [(data, guest.address) for data in guest.up.due(self.now)]
        while self._socket.waiting:
            self.media.readable(0, self.now)
        if self.now >= self._next_tick:
            self._next_tick += TICK
            self.media.tick(self.now)
        if self.media.waits:
            self.media.pace(self.now)
        self._deliver()
        self.step(self.now)

    def _follow(self, guest: Guest) -> None:
        if guest.trace is not None:
            guest.line(guest.trace.at(self.now - guest.began))

    def _deliver(self) -> None:
        sent, self._socket.sent = self._socket.sent, []
        for data, address in sent:
            guest = self._by_address.get(address)
            if guest is not None:
                guest.down.put(data, len(data), self.now)
        for guest in self.guests.values():
            for data in guest.down.due(self.now):
                guest.client.datagram(data, self.now)


def shown(guest: Guest) -> Sequence[int]:
    """Frames each video slot of a receiver has shown."""
    return [track.pictures.shown for track in guest.client.receiver.tracks if track.kind == "video"]

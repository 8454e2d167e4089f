"""A worker's peers over TCP: checks prove connections, closed ones are lost paths, closed peers close them."""

import os
import select
import socket
from collections.abc import Iterator

import pytest

from loadtest.offer import offer, read_answer
from sfu import link
from sfu.media import Media
from sfu.routing.reports import ntp_stamp
from sfu.wire import stun
from sfu.wire.admission import Admission
from sfu.wire.ice import HELD
from sfu.wire.sockets import MediaSocket
from sfu.wire.tcp import PROVE_WITHIN, TcpSocket
from tests.sfu.journal.shelf import Shelf

UDP, TCP = 0, 1
FINGERPRINT = ":".join(["AB"] * 32)
OWN_ADDRESS = "127.0.3.7"
"""Of loopback, too; no other process of this machine takes a port there in between."""


class Hall:
    """A media core with one port for both transports."""

    def __init__(self) -> None:
        self.tcp = TcpSocket("127.0.0.1", 0, Admission())
        self.address = ("127.0.0.1", self.tcp.port)
        self.told: list[link.FromWorker] = []
        sockets: list[MediaSocket | TcpSocket] = [MediaSocket(*self.address), self.tcp]
        self.media = Media(sockets, [self.address], ntp_stamp, self.told.append, Shelf())
        self.now = 1000.0
        self.clients: list[socket.socket] = []

    def offer(self, peer: str) -> link.Answered:
        sdp = offer(("audio",), "sendonly", "abcd", "x" * 24, FINGERPRINT)
        self.media.obey(link.Offer(1, peer, sdp), self.now)
        answered = self.told[-1]
        assert isinstance(answered, link.Answered)
        return answered

    def client(self, transport: int) -> socket.socket:
        kind = socket.SOCK_STREAM if transport == TCP else socket.SOCK_DGRAM
        client = socket.socket(socket.AF_INET, kind)
        client.settimeout(5)
        client.connect(self.address)
        self.clients.append(client)
        return client

    def client_at(self, name: tuple[str, int]) -> socket.socket:
        """By TCP, from this address and port (0: any)."""
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.clients.append(client)
        client.settimeout(5)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        client.bind(name)
        client.connect(self.address)
        return client

    def read(self, transport: int) -> None:
        assert select.select([self.media.ports[transport].socket], [], [], 5)[0]
        self.media.readable(transport, self.now)

    def check(self, client: socket.socket, answered: link.Answered, nominate: bool = True) -> None:
        """An authentic check and its response."""
        answer = read_answer(answered.sdp)
        request = stun.build_request(
            os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=nominate
        )
        if client.type == socket.SOCK_DGRAM:
            client.send(request)
            self.read(UDP)
            stun.parse_success(client.recv(2000), answer.password)
            return
        client.sendall(len(request).to_bytes(2, "big") + request)
        head = b""
        client.setblocking(False)
        while not head:
            self.read(TCP)
            if select.select([client], [], [], 0)[0]:
                head = client.recv(2)
        client.settimeout(5)
        stun.parse_success(client.recv(int.from_bytes(head, "big")), answer.password)

    def ticks(self, seconds: float) -> None:
        self.now += seconds
        for _ in range(20):
            self.media.tick(self.now)


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.media.close(hall.now)
    for client in hall.clients:
        client.close()


def closed(client: socket.socket) -> bool:
    while data := client.recv(2000):
        assert data  # a goodbye may come first
    return True


def test_the_answer_names_both(hall: Hall) -> None:
    lines = [line for line in hall.offer("a").sdp.splitlines() if line.startswith("a=candidate:")]
    port = hall.address[1]
    assert [(line.split()[2], line.split()[4:]) for line in lines] == [
        ("udp", ["127.0.0.1", str(port), "typ", "host"]),
        ("tcp", ["127.0.0.1", str(port), "typ", "host", "tcptype", "passive"]),
    ]
    udp, tcp = (int(line.split()[3]) for line in lines)
    assert udp > tcp


def test_a_check_over_tcp_proves_the_connection(hall: Hall) -> None:
    answered, client, stranger = hall.offer("a"), hall.client(TCP), hall.client(TCP)
    hall.check(client, answered)
    peer = hall.media.peers["a"]
    assert peer.transport == "tcp"
    hall.ticks(0.1)
    hall.ticks(PROVE_WITHIN + 1)
    assert closed(stranger)
    hall.check(client, answered)
    assert len(hall.tcp.connections) == 1


def test_udp_when_it_works_tcp_when_it_does_not(hall: Hall) -> None:
    answered, udp, tcp = hall.offer("a"), hall.client(UDP), hall.client(TCP)
    peer = hall.media.peers["a"]
    assert peer.transport == ""
    hall.check(tcp, answered, nominate=False)
    assert peer.transport == "tcp"
    hall.check(udp, answered)
    assert peer.transport == "udp"
    hall.check(tcp, answered, nominate=False)
    assert peer.transport == "udp"
    hall.now += 3
    hall.check(tcp, answered)
    assert peer.transport == "tcp"


def test_a_lost_connection_is_a_lost_path_the_others_stay(hall: Hall) -> None:
    answered, udp, tcp = hall.offer("a"), hall.client(UDP), hall.client(TCP)
    hall.check(udp, answered)
    hall.check(tcp, answered)
    peer = hall.media.peers["a"]
    source = peer.incoming.sources[0]
    assert (peer.transport, len(peer.ice.paths)) == ("tcp", 2)
    tcp.close()
    while len(peer.ice.paths) == 2:
        hall.read(TCP)
    assert peer.transport == "udp"
    assert len(hall.media.ports[TCP].demux) == 0
    assert source in hall.media.peers["a"].incoming.sources
    hall.check(udp, answered)


def test_without_any_path_the_peer_waits_for_its_return(hall: Hall) -> None:
    answered, tcp = hall.offer("a"), hall.client(TCP)
    hall.check(tcp, answered)
    tcp.close()
    while hall.tcp.connections:
        hall.read(TCP)
    peer = hall.media.peers["a"]
    assert (peer.transport, peer.ice.paths) == ("", ())
    hall.ticks(15)
    hall.check(hall.client(TCP), answered)
    assert hall.media.peers["a"].transport == "tcp"
    assert not [told for told in hall.told if isinstance(told, link.PeerClosed)]


def test_a_closed_peers_connections_are_closed(hall: Hall) -> None:
    answered = hall.offer("a")
    clients = [hall.client(TCP) for _ in range(3)]
    for client in clients:
        hall.check(client, answered)
    hall.media.obey(link.ClosePeer("a"), hall.now)
    assert all(closed(client) for client in clients)
    assert not hall.tcp.connections


def test_a_peer_has_eight_paths_the_oldest_connection_goes(hall: Hall) -> None:
    answered = hall.offer("a")
    clients = []
    for _ in range(9):
        hall.now += 1
        clients.append(hall.client(TCP))
        hall.check(clients[-1], answered)
    assert closed(clients[0])
    assert len(hall.tcp.connections) == len(hall.media.ports[TCP].demux) == 8


def test_the_next_connection_from_the_same_address_is_a_stranger(hall: Hall) -> None:
    """Its path was the other one's: nobody inherits a proof."""
    first, second = hall.offer("a"), hall.offer("b")
    client = hall.client_at((OWN_ADDRESS, 0))
    hall.check(client, first)
    name = client.getsockname()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    client.close()
    again = hall.client_at(name)
    again.sendall(b"\x00\x16\x80\x60" + bytes(20))
    for _ in range(3):
        hall.media.readable(TCP, hall.now)
    assert hall.media.peers["a"].ice.paths == ()
    assert hall.media.ports[TCP].demux.dropped["stranger"] == 1
    hall.check(again, second)
    assert hall.media.peers["b"].transport == "tcp"


def test_a_check_whose_connection_is_closed_behind_it_proves_nothing(hall: Hall) -> None:
    answered = hall.offer("a")
    assert isinstance(answered, link.Answered)
    answer, client = read_answer(answered.sdp), hall.client(TCP)
    request = stun.build_request(os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=True)
    hall.media.readable(TCP, hall.now)
    client.sendall(len(request).to_bytes(2, "big") + request)
    client.close()
    while hall.tcp.connections:
        hall.media.readable(TCP, hall.now)
    assert hall.media.peers["a"].ice.paths == ()
    assert len(hall.media.ports[TCP].demux) == 0
    hall.check(hall.client(TCP), answered)


@pytest.mark.parametrize("transport", [UDP, TCP])
def test_who_checks_from_anothers_address_takes_nothing(hall: Hall, transport: int) -> None:
    """A forged source, or two peers of one hostile person over one connection."""
    victim, other = hall.offer("a"), hall.offer("b")
    assert isinstance(other, link.Answered)
    answer, client = read_answer(other.sdp), hall.client(transport)
    hall.check(client, victim)
    request = stun.build_request(os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=True)
    client.sendall(len(request).to_bytes(2, "big") + request if transport == TCP else request)
    port = hall.media.ports[transport]
    while not port.demux.dropped:
        hall.read(transport)
    assert port.demux.dropped == {"address_taken": 1}
    assert [port.demux.find(path.address) for path in hall.media.peers["a"].ice.paths] == [
        hall.media.peers["a"]
    ]
    assert hall.media.peers["b"].ice.paths == ()
    hall.now += HELD
    hall.check(client, other)
    assert hall.media.peers["b"].ice.selected is not None


@pytest.mark.parametrize("transport", [UDP, TCP])
def test_a_probe_is_answered_and_forgotten(hall: Hall, transport: int) -> None:
    client = hall.client(transport)
    request = stun.build_request(os.urandom(12), f"{link.PROBE_UFRAG}:abcd", link.PROBE_PWD, nominate=True)
    forged = stun.build_request(os.urandom(12), f"{link.PROBE_UFRAG}:abcd", "x" * 24)
    for each in (forged, request):
        client.sendall(len(each).to_bytes(2, "big") + each if transport == TCP else each)
    port = hall.media.ports[transport]
    while port.outbox.sent == 0:
        hall.read(transport)
    response = client.recv(2000)[2 if transport == TCP else 0 :]
    assert stun.parse_success(response, link.PROBE_PWD)[1] == client.getsockname()
    assert len(response) <= len(request)
    assert port.demux.dropped == {"unknown_ufrag": 1}
    assert len(port.demux) == 0 and hall.media.peers == {}
    hall.ticks(0.1)
    hall.ticks(PROVE_WITHIN + 1)
    assert not hall.tcp.connections

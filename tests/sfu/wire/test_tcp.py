"""ICE-TCP over real connections on the loopback interface: framing in every cut, bounds, ends."""

import random
import select
import socket
import struct
from collections.abc import Callable, Iterator

import pytest

from sfu.wire import tcp
from sfu.wire.address import Address, pack_address, source_of
from sfu.wire.admission import Admission
from sfu.wire.framing import PENDING
from sfu.wire.ports import Port
from sfu.wire.sockets import BATCH
from sfu.wire.tcp import PROVE_WITHIN, TcpOutbox, TcpSocket

Connect = Callable[[], socket.socket]


@pytest.fixture(params=["127.0.0.1", "::1"])
def port(request: pytest.FixtureRequest) -> Iterator[Port[str]]:
    port: Port[str] = Port(TcpSocket(request.param, 0, Admission(total=12, unproven=8)))
    yield port
    port.socket.close()


@pytest.fixture
def connect(port: Port[str]) -> Iterator[Connect]:
    """Clients, accepted already."""
    clients: list[socket.socket] = []

    def one() -> socket.socket:
        client = socket.create_connection((port.socket.host, port.socket.port), timeout=5)
        clients.append(client)
        receive(port)
        return client

    yield one
    for client in clients:
        client.close()


def listener(port: Port[str]) -> TcpSocket:
    assert isinstance(port.socket, TcpSocket)
    return port.socket


def receive(port: Port[str]) -> list[bytes]:
    """What one round gives, once there is news."""
    assert select.select([port.socket], [], [], 5)[0]
    return [bytes(slot.view[:length]) for slot, length, _ in port.socket.receive()]


def drain(port: Port[str], count: int) -> list[bytes]:
    found: list[bytes] = []
    while len(found) < count:
        found += receive(port)
    return found


def framed(*packets: bytes) -> bytes:
    return b"".join(len(packet).to_bytes(2, "big") + packet for packet in packets)


def address(client: socket.socket) -> Address:
    name = client.getsockname()
    return pack_address(name[0], name[1])


def closed(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def test_one_packet_each_way(port: Port[str], connect: Connect) -> None:
    client = connect()
    client.sendall(framed(b"hello"))
    assert select.select([port.socket], [], [], 5)[0]
    [(slot, length, sender)] = port.socket.receive()
    assert (bytes(slot.view[:length]), sender) == (b"hello", address(client))
    assert port.socket.receive() == []
    port.outbox.send(b"goodbye", sender)
    assert port.outbox.flush() == 1
    assert client.recv(100) == framed(b"goodbye")
    assert (port.outbox.sent, port.outbox.sent_bytes, port.transport) == (1, 7, "tcp")
    assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0  # ours, not the client's:
    [connection] = listener(port).connections.values()
    assert connection.tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    assert connection.tcp.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert connection.tcp.getsockopt(socket.IPPROTO_TCP, tcp.TCP_NOTSENT_LOWAT) == tcp.UNSENT
    assert connection.tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == tcp.GONE_MS


@pytest.mark.parametrize("seed", range(6))
def test_frames_in_any_cut_are_the_same_packets(port: Port[str], connect: Connect, seed: int) -> None:
    chance = random.Random(seed)
    packets = [chance.randbytes(chance.choice((1, 2, 3, 20, 200, 1499, 1500))) for _ in range(60)]
    client, stream, found = connect(), framed(*packets), list[bytes]()
    while stream:
        cut = chance.choice((1, 2, 3, 7, 100, 1500, 4000, 20000))
        client.sendall(stream[:cut])
        stream = stream[cut:]
        found += receive(port)
    assert found + drain(port, len(packets) - len(found)) == packets


def test_byte_by_byte(port: Port[str], connect: Connect) -> None:
    client, found = connect(), list[bytes]()
    for byte in framed(b"a", b"bc", b"d" * 300):
        client.sendall(bytes([byte]))
        found += receive(port)
    assert found == [b"a", b"bc", b"d" * 300]


def test_a_round_is_bounded_and_those_who_flood_hold_up_nobody(port: Port[str], connect: Connect) -> None:
    clients: list[socket.socket] = []
    for _ in range(12):
        clients.append(connect())
        port.bind(address(clients[-1]), "peer")
    for index, client in enumerate(clients):
        client.sendall(framed(*[bytes([index])] * 100))
    rounds = [receive(port) for _ in range(4)]
    for batch in rounds:
        assert 0 < len(batch) <= BATCH
        assert max(batch.count(bytes([index])) for index in range(12)) <= tcp.FRAMES_A_TURN
    found = [packet for batch in rounds for packet in batch]
    assert len(set(found)) == 12
    found += drain(port, 1200 - len(found))
    assert sorted(found) == [bytes([index]) for index in range(12) for _ in range(100)]


@pytest.mark.parametrize(
    "head", [b"\x00\x00", b"\x05\xdd", b"\xff\xff", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00"]
)
def test_a_length_no_packet_has_ends_the_connection(port: Port[str], connect: Connect, head: bytes) -> None:
    client, other = connect(), connect()
    client.sendall(head)
    assert receive(port) == []
    assert closed(client)
    assert port.socket.errors == {"tcp_frame": 1}
    other.sendall(framed(b"still here"))
    assert receive(port) == [b"still here"]


def test_a_bad_length_behind_good_frames(port: Port[str], connect: Connect) -> None:
    client = connect()
    client.sendall(framed(b"one", b"two") + b"\x00\x00" + framed(b"three"))
    assert receive(port) == [b"one"]
    assert closed(client)


def test_who_proves_nothing_is_closed(port: Port[str], connect: Connect) -> None:
    silent, slow, proven = connect(), connect(), connect()
    port.bind(address(proven), "peer")
    port.tick(1000.0)
    slow.sendall(b"\x05")  # a byte now and then changes nothing
    receive(port)
    port.tick(1000.0 + PROVE_WITHIN - 0.5)
    assert len(listener(port).connections) == 3
    port.tick(1000.0 + PROVE_WITHIN + 1)
    assert closed(silent) and closed(slow)
    assert port.socket.errors == {"tcp_silent": 2}
    assert port.lost() == []
    port.tick(1000.0 + 10 * PROVE_WITHIN)
    proven.sendall(framed(b"here"))
    assert receive(port) == [b"here"]


def test_strangers_of_one_source_are_bounded_until_they_prove_themselves(
    port: Port[str], connect: Connect
) -> None:
    clients = [connect() for _ in range(8)]
    assert closed(connect())
    assert port.socket.errors == {"tcp_refused": 1}
    for client in clients:
        port.bind(address(client), "peer")
    more = [connect() for _ in range(4)]  # the school's own people do not stand in each other's way
    assert len(listener(port).connections) == 12
    last = connect()  # all are taken: the stranger who waits longest makes room
    assert closed(more[0])
    assert len(listener(port).connections) == 12
    for client in (*more[1:], last):
        port.bind(address(client), "peer")
    assert closed(connect())
    assert len(listener(port).connections) == 12


def test_who_is_refused_anyway_costs_no_stranger_the_place() -> None:
    port: Port[str] = Port(TcpSocket("127.0.0.1", 0, Admission(total=4, unproven=2)))
    clients = []
    for source in ("127.0.0.2", "127.0.0.3", "127.0.0.3", "127.0.0.4", "127.0.0.3"):
        clients.append(socket.create_connection((port.socket.host, port.socket.port), 5, (source, 0)))
        receive(port)
    assert closed(clients[-1])
    assert [known.address for known in listener(port).connections.values()] == [
        address(client) for client in clients[:4]
    ]
    for client in clients:
        client.close()
    port.socket.close()


def test_a_source_is_an_address_or_a_64() -> None:
    assert source_of(pack_address("192.0.2.7", 5)) == source_of(pack_address("192.0.2.7", 6))
    assert source_of(pack_address("192.0.2.7", 5)) != source_of(pack_address("192.0.2.8", 5))
    assert source_of(pack_address("2001:db8:0:1::7", 5)) == source_of(pack_address("2001:db8:0:1:ffff::9", 6))
    assert source_of(pack_address("2001:db8:0:1::7", 5)) != source_of(pack_address("2001:db8:0:2::7", 5))


@pytest.mark.parametrize("reset", [False, True])
def test_a_closed_connection_is_told_once_to_its_owner(
    port: Port[str], connect: Connect, reset: bool
) -> None:
    client, stranger = connect(), connect()
    where = address(client)
    port.bind(where, "peer")
    if reset:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    stranger.close()
    while listener(port).connections:
        receive(port)
    assert port.lost() == [(where, "peer")]
    assert port.lost() == []
    assert port.demux.find(where) is None
    port.outbox.send(b"into the void", where)
    assert port.outbox.flush() == 0
    assert port.outbox.dropped == {"tcp_gone": 1}


def test_last_words_come_before_the_end(port: Port[str], connect: Connect) -> None:
    client = connect()
    port.bind(address(client), "peer")
    client.sendall(framed(b"last", b"words"))
    client.shutdown(socket.SHUT_WR)
    assert drain(port, 2) == [b"last", b"words"]
    while not (lost := port.lost()):
        receive(port)
    assert lost == [(address(client), "peer")]


def test_who_is_parted_with_gets_the_goodbye(port: Port[str], connect: Connect) -> None:
    client = connect()
    where = address(client)
    port.bind(where, "peer")
    port.release(where, "somebody else")
    port.release(where, "peer")
    port.outbox.send(b"goodbye", where)
    port.outbox.flush()
    assert client.recv(100) == framed(b"goodbye")
    assert closed(client)
    assert not listener(port).connections
    assert port.lost() == []


def test_what_does_not_fit_is_dropped_whole(port: Port[str], connect: Connect) -> None:
    """A receiver that does not read: bounded memory, and when it reads again, whole packets only."""
    client = connect()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 10)
    where = address(client)
    port.bind(where, "peer")
    [connection] = listener(port).connections.values()
    count = 0
    while port.outbox.dropped["tcp_full"] < 50:
        port.outbox.send(struct.pack("!I", count) + bytes(1196), where)
        port.outbox.flush()
        count += 1
        assert len(connection.pending) <= PENDING
    client.setblocking(False)
    stream, quiet = bytearray(), 0
    while quiet < 3:
        ready = select.select([client, port.socket], [], [], 0.2)[0]
        quiet = 0 if ready else quiet + 1
        if port.socket in ready:
            port.socket.receive()
        if client in ready:
            stream += client.recv(1 << 16)
    assert not connection.pending and not connection.waits
    numbers: list[int] = []
    while stream:
        assert stream[:2] == b"\x04\xb0"
        numbers.append(struct.unpack_from("!I", stream, 2)[0])
        del stream[:1202]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == count - port.outbox.dropped["tcp_full"] == port.outbox.sent


def test_many_packets_are_few_writes(port: Port[str], connect: Connect) -> None:
    client = connect()
    for index in range(30):
        port.outbox.send(bytes([index]) * 100, address(client))
    assert port.outbox.flush() == 1
    stream = b""
    while len(stream) < 30 * 102:
        stream += client.recv(1 << 16)
    assert stream == framed(*[bytes([index]) * 100 for index in range(30)])


def test_no_descriptor_left_is_no_busy_loop(
    port: Port[str], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect()
    socket_ = listener(port)

    class Full:
        def accept(self) -> None:
            raise OSError(24, "Too many open files")

        def fileno(self) -> int:
            return real.fileno()

    real = socket_._listener
    late = socket.create_connection((socket_.host, socket_.port), timeout=5)
    monkeypatch.setattr(socket_, "_listener", Full())
    assert receive(port) == []
    assert not select.select([socket_], [], [], 0.05)[0]
    assert socket_.errors == {"tcp_accept": 1}
    monkeypatch.undo()
    port.tick(5.0)
    receive(port)
    assert address(late) in socket_.connections
    late.close()


def test_a_closed_socket_does_nothing() -> None:
    opened = TcpSocket("127.0.0.1", 0, Admission())
    client = socket.create_connection(("127.0.0.1", opened.port), timeout=5)
    opened.receive()
    outbox = TcpOutbox(opened)
    opened.close()
    opened.close()
    assert opened.fileno() == -1
    assert opened.receive() == []
    opened.tick(1.0)
    outbox.send(b"x", address(client))
    assert outbox.flush() == 0
    assert closed(client)
    client.close()


def test_a_taken_port_and_a_name_are_errors_at_once() -> None:
    taken = TcpSocket("127.0.0.1", 0, Admission())
    with pytest.raises(OSError, match="in use"):
        TcpSocket("127.0.0.1", taken.port, Admission())
    taken.close()
    with pytest.raises(ValueError):
        TcpSocket("localhost", 0, Admission())
    assert repr(taken) == f"TcpSocket('127.0.0.1', {taken.port})"


@pytest.mark.parametrize("seed", range(4))
def test_hostile_streams_never_raise_and_leave_nothing(port: Port[str], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(120):
        client = socket.create_connection((port.socket.host, port.socket.port), timeout=5)
        kind = chance.randrange(4)
        data = chance.randbytes(chance.randrange(1, 3000))
        client.sendall(framed(data[:1500]) if kind == 0 else data if kind == 1 else framed(data[:90])[:-1])
        port.socket.receive()
        if kind == 3:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        port.socket.receive()
    while select.select([port.socket], [], [], 0.2)[0]:
        port.socket.receive()
    assert not listener(port).connections
    assert listener(port)._admission.count == 0
    assert not listener(port)._admission._unproven

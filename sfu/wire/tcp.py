"""ICE-TCP, the passive side (RFC 6544 §4.2): datagrams over TCP connections, each behind its length (RFC 4571 §2).

Beside `sockets.MediaSocket` and `Outbox`, with the same verbs: one object to wait for (an epoll of the listener and
its connections), `receive` gives datagrams, the outbox takes them. A connection is named by the address on its other
side. It lives until its other end or `part` closes it; one that does not `keep` within PROVE_WITHIN seconds, or says a
length that no packet has, is closed. Half-open ones are found by the kernel: probes while idle, a timeout while sending.
"""

import errno
import select
import socket
from collections import Counter
from typing import Literal

from sfu.wire.address import Address, pack_address
from sfu.wire.admission import Admission
from sfu.wire.arena import Arena, Slot
from sfu.wire.framing import Connection
from sfu.wire.sockets import BATCH, RECEIVE_SIZE, SEND_SIZE, Datagram

FRAMES_A_TURN = 8
EVENTS = BATCH // FRAMES_A_TURN
"""Frames of one connection, and connections, in one `receive`. Who was served goes to the end of the kernel's line:
some that always have more cannot hold up the others."""
ACCEPTS_A_TURN = 16
BACKLOG = 128
UNSENT = 16 << 10
"""Bytes the kernel takes before it has sent them (TCP_NOTSENT_LOWAT): more would only grow old there."""
PROVE_WITHIN = 10.0
SWEEP = 1.0
TCP_NOTSENT_LOWAT = 25
GONE_MS = 20_000
"""A connection that acknowledges nothing for so long, or no probe, is closed by the kernel."""
_IN = select.EPOLLIN | select.EPOLLRDHUP
_OUT = _IN | select.EPOLLOUT
_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class TcpSocket:
    """A listener with its connections. `host` and `port` are what it is really bound to."""

    def __init__(self, host: str, port: int, admission: Admission) -> None:
        """Raises OSError when the address is taken or not ours, ValueError when `host` is not numeric."""
        pack_address(host, port)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            self._prepare(family)
            self._listener.bind((host, port))
            self._listener.listen(BACKLOG)
        except OSError:
            self._listener.close()
            raise
        self.host: str = self._listener.getsockname()[0]
        self.port: int = self._listener.getsockname()[1]
        self.errors: Counter[str] = Counter()
        self.connections: dict[Address, Connection] = {}
        self._by_fd: dict[int, Connection] = {}
        self._unproven: dict[Address, Connection] = {}
        """The oldest first."""
        self._admission = admission
        self._arena = Arena(BATCH, RECEIVE_SIZE)
        self._lost: list[Address] = []
        self._parting: list[Connection] = []
        self._next_sweep = 0.0
        self._poll = select.epoll()
        self._poll.register(self._listener, select.EPOLLIN)

    def _prepare(self, family: socket.AddressFamily) -> None:
        """Options of the listener, which its connections inherit."""
        tcp = self._listener
        if family == socket.AF_INET6:
            tcp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # after a restart: others' old connections
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (
            (socket.TCP_NODELAY, 1),
            (TCP_NOTSENT_LOWAT, UNSENT),
            (socket.TCP_KEEPIDLE, 20),
            (socket.TCP_KEEPINTVL, 5),
            (socket.TCP_USER_TIMEOUT, GONE_MS),
        ):
            tcp.setsockopt(socket.IPPROTO_TCP, option, value)

    def fileno(self) -> int:
        """For `loop.add_reader`: readable when any of the connections has news. -1 once closed."""
        return -1 if self._poll.closed else self._poll.fileno()

    def receive(self) -> list[Datagram]:
        """Up to BATCH datagrams waiting; those of one connection in order. Slots are overwritten by the next call."""
        found: list[Datagram] = []
        if self._poll.closed:
            return found
        accepting = False
        for descriptor, event in self._poll.poll(0, EVENTS):
            connection = self._by_fd.get(descriptor)
            if connection is None:
                accepting = True
                continue
            if event & select.EPOLLOUT:
                self.write(connection)
            if event & ~select.EPOLLOUT and descriptor in self._by_fd:
                self._read(connection, found)
        if accepting:  # last: no descriptor of this round means another connection now
            self._accept()
        return found

    def _read(self, connection: Connection, found: list[Datagram]) -> None:
        slots = self._arena.slots
        try:
            for _ in range(FRAMES_A_TURN):
                count = connection.tcp.recv_into(connection.room())
                if count == 0:
                    self._close(connection)
                    return
                slot = slots[len(found)]
                length = connection.take(count, slot)
                if length:
                    found.append((slot, length, connection.address))
        except (BlockingIOError, InterruptedError):
            return
        except ValueError:
            self.errors["tcp_frame"] += 1
            self._close(connection)
        except OSError:  # reset, or silent for too long
            self._close(connection)

    def _accept(self) -> None:
        for _ in range(ACCEPTS_A_TURN):
            try:
                tcp, name = self._listener.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self.errors["tcp_accept"] += 1
                if (
                    error.errno in _NO_DESCRIPTORS
                ):  # it would be readable for ever: the next sweep tries again
                    self._poll.modify(self._listener, 0)
                    return
                continue
            self._admit(tcp, pack_address(name[0], name[1]))

    def _admit(self, tcp: socket.socket, address: Address) -> None:
        if self._admission.full and self._unproven and not self._admission.crowded(address):
            self._close(next(iter(self._unproven.values())))
        if not self._admission.enter(address):
            self.errors["tcp_refused"] += 1
            tcp.close()
            return
        tcp.setblocking(False)
        connection = Connection(tcp, address)
        self.connections[address] = self._by_fd[tcp.fileno()] = self._unproven[address] = connection
        self._poll.register(tcp, _IN)

    def write(self, connection: Connection) -> None:
        """As much of what waits as the kernel takes now."""
        pending = connection.pending
        try:
            del pending[: connection.tcp.send(pending)]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._close(connection)
            return
        if connection.waits != bool(pending):
            connection.waits = bool(pending)
            self._poll.modify(connection.tcp, _OUT if pending else _IN)

    def keep(self, address: Address) -> None:
        """An authentic check came over it: it may stay. Its last words, if it is closed already: then it is `lost`."""
        connection = self._unproven.pop(address, None)
        if address not in self.connections:
            self._lost.append(address)
        if connection is not None:
            connection.proven = True
            self._admission.prove(address)

    def part(self, address: Address) -> None:
        """Nobody's any more: closed after the next flush, so that a goodbye gets out."""
        connection = self.connections.get(address)
        if connection is not None:
            self._parting.append(connection)

    def end_parting(self) -> None:
        """After a flush."""
        while self._parting:
            connection = self._parting.pop()
            if self.connections.get(connection.address) is connection:
                self._close(connection)

    def lost(self) -> list[Address]:
        """Kept connections that were closed since the last call, by whomever."""
        lost, self._lost = self._lost, []
        return lost

    def tick(self, now: float) -> None:
        """Often; closes strangers that prove nothing."""
        if now < self._next_sweep or self._poll.closed:
            return
        self._next_sweep = now + SWEEP
        self._poll.modify(self._listener, select.EPOLLIN)
        for connection in tuple(self._unproven.values()):
            if connection.deadline is None:
                connection.deadline = now + PROVE_WITHIN
            elif now >= connection.deadline:
                self.errors["tcp_silent"] += 1
                self._close(connection)

    def _close(self, connection: Connection) -> None:
        address = connection.address
        self._poll.unregister(connection.tcp)
        del self._by_fd[connection.tcp.fileno()]
        del self.connections[address]
        self._unproven.pop(address, None)
        self._admission.leave(address, connection.proven)
        connection.tcp.close()
        connection.pending.clear()
        if connection.proven:
            self._lost.append(address)

    def close(self) -> None:
        """Idempotent. The owner removes the reader first."""
        if self._poll.closed:
            return
        for connection in tuple(self.connections.values()):
            self._close(connection)
        self._poll.close()
        self._listener.close()

    def __repr__(self) -> str:
        return f"TcpSocket({self.host!r}, {self.port})"


class TcpOutbox:
    """Packets to be sent over a listener's connections: `slot`, fill it, `commit`, and once a batch `flush`.

    What cannot be sent is dropped whole and counted: the connection is gone, or too much waits in it.
    """

    transport: Literal["udp", "tcp"] = "tcp"

    def __init__(self, tcp: TcpSocket) -> None:
        self.sent = 0
        self.sent_bytes = 0
        self.dropped: Counter[str] = Counter()
        self._tcp = tcp
        self._slot = Arena(1, SEND_SIZE).slots[0]
        self._dirty: list[Connection] = []

    def slot(self) -> Slot:
        """Room for the next packet (SEND_SIZE bytes)."""
        return self._slot

    def commit(self, length: int, address: Address) -> None:
        """Queue the first `length` bytes of the slot for the connection from `address`."""
        connection = self._tcp.connections.get(address)
        if connection is None:
            self.dropped["tcp_gone"] += 1
        elif not connection.queue(self._slot.view[:length]):
            self.dropped["tcp_full"] += 1
        else:
            self.sent += 1
            self.sent_bytes += length
            if not connection.dirty:
                connection.dirty = True
                self._dirty.append(connection)

    def takes(self, size: int, address: Address) -> bool:
        """Whether a packet of that size has room now."""
        connection = self._tcp.connections.get(address)
        return connection is not None and connection.takes(size)

    def send(self, data: bytes, address: Address) -> None:
        """Queue a copy of `data` (STUN, DTLS). ValueError when it is longer than a slot."""
        self._slot.view[: len(data)] = data
        self.commit(len(data), address)

    def flush(self) -> int:
        """Give the kernel what is queued, and close what was parted with; how many connections were written to."""
        tcp, dirty = self._tcp, self._dirty
        written = len(dirty)
        for connection in dirty:
            connection.dirty = False
            if not connection.waits and tcp.connections.get(connection.address) is connection:
                tcp.write(connection)
        dirty.clear()
        tcp.end_parting()
        return written

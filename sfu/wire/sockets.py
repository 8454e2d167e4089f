"""One non-blocking UDP socket, read and written in batches: recvmmsg and sendmmsg through cffi's ABI mode.

Nothing here looks into a packet. The owner calls `receive` when the loop says the socket is readable, and
`flush` once per batch of sent packets. No object is made per packet but the raw address and a tuple.
"""

import errno
import os
import socket
from collections import Counter
from typing import Any, Literal

from sfu.wire.address import Address, pack_address
from sfu.wire.arena import Arena, Slot, ffi

BATCH = 64
"""Datagrams per `receive`: bounds the time spent before timers and other sockets get their turn."""
RECEIVE_SIZE = 2048
"""Bytes per receive slot; longer datagrams arrive cut and are dropped for being over 1500 all the same."""
SEND_SLOTS = 512
SEND_SIZE = 1664
"""1500 bytes of packet, the 144 that srtp_protect and the 148 that srtp_protect_rtcp may write past it,
rounded."""
SOCKET_BUFFER = 4 << 20

ffi.cdef("""
    struct iovec { void *iov_base; size_t iov_len; };
    struct msghdr {
        void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
        void *msg_control; size_t msg_controllen; int msg_flags;
    };
    struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
    int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags, void *timeout);
    int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);
""")
libc = ffi.dlopen(None)

MESSAGE_WORDS = ffi.sizeof("struct mmsghdr") // 4
LENGTH_WORD = ffi.offsetof("struct mmsghdr", "msg_len") // 4

Datagram = tuple[Slot, int, Address]
"""The slot it lies in, its length in bytes, its sender."""


class MediaSocket:
    """A bound UDP socket. `host` and `port` are what it is really bound to (port 0 lets the kernel
    choose)."""

    def __init__(self, host: str, port: int) -> None:
        """Raises OSError when the address is taken or not ours, ValueError when `host` is not numeric."""
        self.name_size = len(pack_address(host, port))
        family = socket.AF_INET if self.name_size == len(pack_address("0.0.0.0", 0)) else socket.AF_INET6
        self._socket = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            if family == socket.AF_INET6:
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            _enlarge(self._socket)
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self.host: str = self._socket.getsockname()[0]
        self.port: int = self._socket.getsockname()[1]
        self.errors: Counter[str] = Counter()
        self._messages = _Messages(BATCH, RECEIVE_SIZE, self.name_size)

    def fileno(self) -> int:
        """For `loop.add_reader`; -1 once closed."""
        return self._socket.fileno()

    def receive(self) -> list[Datagram]:
        """Up to BATCH datagrams waiting, in order; [] when there is none. Slots are overwritten by the next
        call."""
        messages = self._messages
        count = libc.recvmmsg(self._socket.fileno(), messages.headers, BATCH, socket.MSG_DONTWAIT, ffi.NULL)
        if count <= 0:
            self._note(ffi.errno)
            return []
        size = self.name_size
        lengths = messages.words[LENGTH_WORD : count * MESSAGE_WORDS : MESSAGE_WORDS].tolist()
        names = bytes(messages.names[: count * size])
        return [
            (messages.arena.slots[index], lengths[index], Address(names[index * size : (index + 1) * size]))
            for index in range(count)
        ]

    def _note(self, code: int) -> None:
        if code not in (errno.EAGAIN, errno.EINTR):
            self.errors[errno.errorcode.get(code, str(code))] += 1

    def close(self) -> None:
        """Idempotent. The owner removes the reader first."""
        self._socket.close()

    def __repr__(self) -> str:
        return f"MediaSocket({self.host!r}, {self.port})"


class Outbox:
    """Packets to be sent from one socket, written in place: `slot`, fill it, `commit`, and once a batch
    `flush`.

    What cannot be sent is dropped and counted by errno name in `dropped`: late media is worth nothing.
    """

    transport: Literal["udp", "tcp"] = "udp"

    def __init__(self, media_socket: MediaSocket, slots: int = SEND_SLOTS) -> None:
        self.sent = 0
        self.sent_bytes = 0
        self.dropped: Counter[str] = Counter()
        self._socket = media_socket
        self._count = slots
        self._used = 0
        self._name_size = media_socket.name_size
        messages = _Messages(slots, SEND_SIZE, media_socket.name_size)
        self._messages = messages
        self._slots = messages.arena.slots
        self._names = messages.names
        self._lengths = messages.lengths

    def slot(self) -> Slot:
        """The next free slot (SEND_SIZE bytes). The same one again until `commit`."""
        return self._slots[self._used]

    def commit(self, length: int, address: Address) -> None:
        """Queue the first `length` bytes of the current slot for `address` (of this socket's family)."""
        used = self._used
        self._lengths[2 * used + 1] = length
        size = self._name_size
        self._names[used * size : (used + 1) * size] = address
        self.sent_bytes += length
        self._used = used + 1
        if self._used == self._count:
            self.flush()

    def send(self, data: bytes, address: Address) -> None:
        """Queue a copy of `data` (STUN, DTLS). ValueError when it is longer than a slot."""
        self.slot().view[: len(data)] = data
        self.commit(len(data), address)

    def flush(self) -> int:
        """Send all that is queued; how many the kernel took."""
        count, first, taken = self._used, 0, 0
        self._used = 0
        while first < count:
            done = libc.sendmmsg(
                self._socket.fileno(), self._messages.headers + first, count - first, socket.MSG_DONTWAIT
            )
            if done > 0:
                first += done
                taken += done
                continue
            first += self._failed(ffi.errno, count - first)
        self.sent += taken
        return taken

    def _failed(self, code: int, left: int) -> int:
        """How many packets to give up: one that is refused, all when the socket is full or gone."""
        if code == errno.EINTR:
            return 0
        lost = left if code in (errno.EAGAIN, errno.ENOBUFS, errno.EBADF) else 1
        self.dropped[errno.errorcode.get(code, os.strerror(code))] += lost
        return lost


class _Messages:
    """An array of `struct mmsghdr`, each tied for good to one slot, one iovec and one address."""

    def __init__(self, count: int, size: int, name_size: int) -> None:
        self.arena = Arena(count, size)
        self.headers = ffi.new("struct mmsghdr[]", count)
        self._vectors = ffi.new("struct iovec[]", count)
        self._names = ffi.new("char[]", count * name_size)
        for index, slot in enumerate(self.arena.slots):
            self._vectors[index].iov_base = slot.pointer
            self._vectors[index].iov_len = size
            header: Any = self.headers[index].msg_hdr
            header.msg_name = self._names + index * name_size
            header.msg_namelen = name_size
            header.msg_iov = self._vectors + index
            header.msg_iovlen = 1
        self.words = memoryview(ffi.buffer(self.headers)).cast("I")
        self.names = memoryview(ffi.buffer(self._names))
        self.lengths = memoryview(ffi.buffer(self._vectors)).cast("Q")
        """Word 2 i + 1 is the length of slot i (struct iovec is two 64-bit words)."""


def _enlarge(udp: socket.socket) -> None:
    """Ask for buffers of SOCKET_BUFFER bytes; past the system's limit only root gets them, others what is
    allowed."""
    for name, forced in ((socket.SO_RCVBUF, 33), (socket.SO_SNDBUF, 32)):  # SO_RCVBUFFORCE, SO_SNDBUFFORCE
        try:
            udp.setsockopt(socket.SOL_SOCKET, forced, SOCKET_BUFFER)
        except PermissionError:
            udp.setsockopt(socket.SOL_SOCKET, name, SOCKET_BUFFER)

"""Hostile traffic on purpose: sockets of strangers, a wire-tap on this machine's media port, packets in others' names.

Root in the tests' own network only (raw sockets). Rates are given, so that an attack is one of packets and not one on
the two cores that attacker, server and browsers share.
"""

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import Iterator
from typing import Self

from sfu.wire.dtls import DtlsSession, ServerCertificate

ETH_P_ALL = 3
STEP = 0.005
SEEN = 4000
"""Datagrams the tap keeps: the latest."""


class Tap:
    """Hears every datagram to the media port: (sender's host and port, payload)."""

    def __init__(self, port: int) -> None:
        self.seen: list[tuple[tuple[str, int], bytes]] = []
        self._port = port
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self._socket.setblocking(False)

    def __enter__(self) -> Self:
        asyncio.get_running_loop().add_reader(self._socket, self._read)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            for _ in range(64):
                packet, (_, _, kind, *_) = self._socket.recvfrom(2048)
                if kind == socket.PACKET_OUTGOING:
                    self._take(packet)

    def _take(self, packet: bytes) -> None:
        size = 4 * (packet[0] & 15)
        if packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_UDP or len(packet) < size + 8:
            return
        source, target = struct.unpack_from("!HH", packet, size)
        if target == self._port:
            self.seen.append(((socket.inet_ntoa(packet[12:16]), source), packet[size + 8 :]))
            del self.seen[:-SEEN]

    def senders(self) -> list[tuple[str, int]]:
        """Everybody who sends media there."""
        return sorted({sender for sender, payload in self.seen if payload and payload[0] >= 128})


class Strangers:
    """Sockets that nobody knows, sending to the media port."""

    def __init__(self, target: tuple[str, int], count: int = 16) -> None:
        self.sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
        for each in self.sockets:
            each.connect(target)
            each.setblocking(False)
        self._raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self._raw.setblocking(False)
        self.target = target
        self._next = 0

    def close(self) -> None:
        for each in (*self.sockets, self._raw):
            each.close()

    def send(self, datagram: bytes) -> None:
        """From the next one of the sockets."""
        self._next += 1
        with contextlib.suppress(BlockingIOError):  # our own buffer is full: lost on the way
            self.sockets[self._next % len(self.sockets)].send(datagram)

    def forge(self, sender: tuple[str, int], datagram: bytes) -> None:
        """With another's address as the sender's."""
        udp = struct.pack("!HHHH", sender[1], self.target[1], 8 + len(datagram), 0)
        ip = struct.pack(
            "!BBHHHBBH4s4s",
            0x45, 0, 28 + len(datagram), 0, 0, 64, socket.IPPROTO_UDP, 0,
            socket.inet_aton(sender[0]), socket.inet_aton(self.target[0]),
        )  # fmt: skip
        with contextlib.suppress(BlockingIOError):
            self._raw.sendto(ip + udp + datagram, self.target)

    async def flood(self, datagrams: Iterator[bytes], seconds: float, rate: int) -> int:
        """As many a second; how many in all."""
        loop, sent = asyncio.get_running_loop(), 0
        began = loop.time()
        while (passed := loop.time() - began) < seconds:
            while sent < passed * rate:
                self.send(next(datagrams))
                sent += 1
            await asyncio.sleep(STEP)  # the rate
        return sent


def client_hello(ciphers: bytes | None = None) -> bytes:
    """The first flight of a DTLS client."""
    ours = ServerCertificate()
    if ciphers is not None:
        ours.context.set_cipher_list(ciphers)
    flights: list[bytes] = []
    DtlsSession(ours, "client", [], flights.append, lambda srtp: None, lambda reason: None).start(0.0)
    return flights[0]


def lying_rtcp(chance: random.Random, ssrcs: list[int]) -> bytes:
    """A compound whose kinds, counts and lengths mean nothing, some of it about streams that are really there."""
    kind = chance.choice((200, 201, 202, 203, 204, 205, 206, 207, 192, 223))
    body = (
        chance.randbytes(4)
        + chance.choice(ssrcs).to_bytes(4, "big")
        + chance.randbytes(4 * chance.randrange(60))
    )
    words = chance.choice((len(body) // 4, len(body) // 4, 0xFFFF, 0, 1))
    return struct.pack("!BBH", 0x80 | chance.randrange(64), kind, words) + body


def nack_storm(ssrcs: list[int], number: int) -> bytes:
    """Every number there is, of every stream, again and again."""
    parts = b""
    for ssrc in ssrcs:
        first = (number * 272) & 0xFFFF
        items = b"".join(struct.pack("!HH", first + 17 * n & 0xFFFF, 0xFFFF) for n in range(16))
        parts += struct.pack("!BBHII", 0x81, 205, 2 + len(items) // 4, 1, ssrc) + items
        parts += struct.pack("!BBHII", 0x81, 206, 2, 1, ssrc)
    return struct.pack("!BBHI", 0x80, 201, 1, 1) + parts[:1100]

"""A light WebRTC connection on a socket of its own: UDP, or TCP (RFC 4571) as behind a firewall that knows no UDP."""

import asyncio
import socket
import struct
import time
from collections.abc import Callable, Mapping
from typing import Literal

from loadtest.client import Client, certificate
from loadtest.offer import NO_LAYERS, Kind, read_answer

__all__ = ["NTP_EPOCH", "LightPeer", "certificate"]

TICK = 0.01
CONNECT = 10.0
NTP_EPOCH = 2_208_988_800


class LightPeer(Client, asyncio.DatagramProtocol):
    """Make, `offer()`, post it, `await connect(answer)`; `play` before or after; `await close()`.

    A socket of its own each time it connects; `host` is the address it sends from (a relay tells homes by it).
    """

    def __init__(
        self,
        kinds: tuple[Kind, ...],
        direction: str,
        rids: Mapping[int, tuple[str, ...]] = NO_LAYERS,
        remb: bool = False,
        path: Literal["udp", "tcp"] = "udp",
        host: str = "",
    ) -> None:
        super().__init__(kinds, direction, rids, remb, time.time() - time.monotonic() + NTP_EPOCH)
        self._path = path
        self._host = host
        self._transport: asyncio.DatagramTransport | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._connected: asyncio.Future[None] = loop.create_future()
        self.first_packet: asyncio.Future[float] = loop.create_future()
        self.ended = ""
        self.on_packet: Callable[[bytes], None] | None = None

    @property
    def packets(self) -> int:
        return self.receiver.packets

    @property
    def octets(self) -> int:
        return self.receiver.octets

    @property
    def lost(self) -> int:
        return self.receiver.lost

    def take_players(self, other: "LightPeer") -> None:
        """Goes on with what `other` was playing."""
        self._players, self._stamps = other._players, other._stamps
        for player in self._players:
            player.number_by(self._stamp)

    async def connect(self, sdp: str) -> None:
        """ICE and DTLS. Raises TimeoutError, ConnectionError (DTLS failed) or ValueError (the answer)."""
        answer = read_answer(sdp)
        self._transport = None
        await (self._open_tcp(answer.tcp) if self._path == "tcp" else self._open_udp(answer.address))
        self.answered(sdp, self._out)
        self._task = asyncio.create_task(self._run())
        async with asyncio.timeout(CONNECT):
            await self._connected

    async def move(self) -> None:
        """Another network: a new local address. Media goes on when the next check comes from there, or see `restart`."""
        assert self._answer is not None
        old = self._transport
        await self._open_udp(self._answer.address)
        if old:
            old.close()
        self._check_at = 0.0

    async def close(self) -> None:
        """Says goodbye and frees the socket."""
        await self.vanish(goodbye=True)

    async def vanish(self, goodbye: bool = False) -> None:
        """Frees the socket and says nothing, as a phone without battery."""
        for task in (self._task, self._reading):
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if goodbye:
            self.goodbye()
        if self._transport:
            self._transport.close()
        if self._writer:
            self._writer.close()
        if not self._connected.done():
            self._connected.cancel()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        """asyncio calls this."""
        self.datagram(data, time.monotonic())

    def error_received(self, exc: Exception) -> None:
        """A port closed on the other side; the next answered check tells."""

    def on_secured(self) -> None:
        if not self._connected.done():
            self._connected.set_result(None)

    def on_ended(self, reason: str) -> None:
        self.ended = reason
        if not self._connected.done():
            self._connected.set_exception(ConnectionError(f"DTLS: {reason}"))

    def heard(self, packet: bytes) -> None:
        if self.first_at is not None and not self.first_packet.done():
            self.first_packet.set_result(self.first_at)
        if self.on_packet:
            self.on_packet(packet)

    async def _open_udp(self, address: tuple[str, int]) -> None:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self,
            local_addr=(self._host, 0) if self._host else None,
            remote_addr=address,
            family=family,
        )

    async def _open_tcp(self, address: tuple[str, int] | None) -> None:
        if address is None:
            raise ConnectionError("the server takes no TCP")
        reader, self._writer = await asyncio.open_connection(*address)
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Frames of RFC 4571: two bytes of length before each."""
        try:
            while True:
                (size,) = struct.unpack("!H", await reader.readexactly(2))
                self.datagram(await reader.readexactly(size), time.monotonic())
        except (asyncio.IncompleteReadError, ConnectionError):
            self.ended = self.ended or "tcp"

    def _out(self, data: bytes) -> None:
        if self._writer is not None:
            self._writer.write(struct.pack("!H", len(data)) + data)
        elif self._transport is not None:
            self._transport.sendto(data)

    async def _run(self) -> None:
        while True:
            self.tick(time.monotonic())
            await asyncio.sleep(TICK)

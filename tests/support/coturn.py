"""Debian's coturn with a configuration of ours, and a small TURN client (aioice's) that talks through it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aioice import stun
from aioice.turn import TurnTransport, create_turn_endpoint

from tests.support.firewall import RELAYED
from tests.support.waiting import soon, until_found

TURNSERVER = "/usr/bin/turnserver"


@asynccontextmanager
async def coturn(config: str, folder: Path, address: str, *ports: int) -> AsyncIterator[None]:
    """Exactly this configuration; where it keeps and says things is the tests', and that it sends from RELAYED.

    It takes connections at `ports`.
    """
    path = folder / "turnserver.conf"
    path.write_text(config)
    with (folder / "turn.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(TURNSERVER, "-c", str(path), "--log-file", "stdout", "--pidfile", str(folder / "turn.pid")),
            *("--userdb", str(folder / "turndb"), "--verbose"),
            *("--min-port", str(RELAYED.start), "--max-port", str(RELAYED.stop - 1)),
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
            cwd=folder,
        )
    try:
        for port in ports:
            await until_found(lambda port=port: _listens(address, port))  # type: ignore[misc]
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _listens(address: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(address, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


class Relay(asyncio.DatagramProtocol):
    """What comes back through an allocation."""

    def __init__(self) -> None:
        self.received: asyncio.Queue[bytes] = asyncio.Queue(100)

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.received.put_nowait(data)


class Allocation:
    """One relayed address."""

    def __init__(self, endpoint: TurnTransport, relay: Relay) -> None:
        self._endpoint = endpoint
        self._relay = relay
        self._inner: Any = vars(endpoint)["_TurnTransport__inner_protocol"]

    @property
    def address(self) -> tuple[str, int]:
        """Where others see us."""
        host, port = self._endpoint.get_extra_info("sockname")
        return host, port

    async def bind(self, peer: tuple[str, int]) -> None:
        """Permission and channel for a peer; aioice.stun.TransactionFailed when it is refused."""
        await self._inner.send_data(b"", peer)

    async def give_up(self) -> None:
        await self._inner.delete()

    async def ask(self, data: bytes, peer: tuple[str, int]) -> bytes:
        """Sent through the relay; the first answer."""
        await self._inner.send_data(data, peer)
        return await soon(self._relay.received.get())


@asynccontextmanager
async def allocated(
    server: tuple[str, int], username: str, password: str, transport: str = "udp", trust: Path | None = None
) -> AsyncIterator[Allocation]:
    """aioice.stun.TransactionFailed when coturn refuses. `trust`: over TLS, with this certificate."""
    context = ssl.create_default_context(cafile=str(trust)) if trust else None
    endpoint, relay = await create_turn_endpoint(
        Relay, server, username, password, ssl=context, transport=transport
    )
    allocation = Allocation(endpoint, relay)
    try:
        yield allocation
    finally:
        await allocation.give_up()


def code(failure: stun.TransactionFailed) -> int:
    """STUN's error code."""
    return int(failure.response.attributes["ERROR-CODE"][0])

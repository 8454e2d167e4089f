"""Real datagrams through the relay: conditions of each home, changes while it runs, another address, a blackout."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import pytest

from loadtest.line import Conditions, Trace, Way
from loadtest.relay import Relay

SLOW = Way(down=Conditions(delay=0.15))


class Echo(asyncio.DatagramProtocol):
    """A server that sends back what comes and notes from where."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.seen.append(addr)
        self.transport.sendto(data, addr)


class Caller:
    """A client behind the relay."""

    def __init__(self, relay: Relay, host: str = "127.0.0.1") -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.connect(relay.listen)
        self.socket.setblocking(False)

    async def ask(self, seconds: float = 5.0) -> float:
        """Seconds until the answer came. TimeoutError."""
        start = time.monotonic()
        self.socket.send(b"x" * 100)
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().sock_recv(self.socket, 200)
        return time.monotonic() - start

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
async def echo() -> AsyncIterator[Echo]:
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(Echo, ("127.0.0.1", 0))
    yield server
    transport.close()


@pytest.fixture
async def relay(echo: Echo) -> AsyncIterator[Relay]:
    port = echo.transport.get_extra_info("sockname")[1]
    async with Relay(("127.0.0.2", port), ("127.0.0.1", port)) as relay:
        yield relay


@pytest.fixture
def caller(relay: Relay) -> Caller:
    return Caller(relay)


async def test_clients_live_in_the_home_that_is_current_when_they_come(relay: Relay, caller: Caller) -> None:
    assert await caller.ask() < 0.1
    home = relay.home(SLOW)
    other = Caller(relay)
    assert await other.ask() >= 0.15
    assert await caller.ask() < 0.1
    assert (relay.first.clients, home.clients) == (1, 1)
    home.conditions = Way()
    assert await other.ask() < 0.1
    assert home.down.meter.delivered == 2
    caller.close()
    other.close()


async def test_a_home_of_an_own_host(relay: Relay, caller: Caller) -> None:
    relay.home(SLOW, host="127.0.0.9")
    other = Caller(relay, "127.0.0.9")
    assert await caller.ask() < 0.1
    assert await other.ask() >= 0.15
    caller.close()
    other.close()


async def test_rebinding_changes_the_address_the_server_sees(
    relay: Relay, caller: Caller, echo: Echo
) -> None:
    await caller.ask()
    relay.first.rebind()
    await caller.ask()
    assert len(set(echo.seen)) == 2
    caller.close()


async def test_a_blackout_ends(relay: Relay, caller: Caller) -> None:
    await caller.ask()
    relay.first.blackout(0.4)
    with pytest.raises(TimeoutError):
        await caller.ask(0.2)
    async with asyncio.timeout(5):
        while True:
            try:
                await caller.ask(0.1)
                break
            except TimeoutError:
                continue
    caller.close()


async def test_a_trace_is_played(relay: Relay, caller: Caller) -> None:
    relay.first.play(Trace(((0, SLOW), (0.5, Way()))))
    assert await caller.ask() >= 0.15
    async with asyncio.timeout(5):
        while await caller.ask() > 0.1:
            pass
    caller.close()

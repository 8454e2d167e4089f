"""Real datagrams through the relay: conditions of each home, changes while it runs, another address, a blackout."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from typing import Self

import pytest

from loadtest.line import Conditions, Trace, Way
from loadtest.relay import Home, Relay
from tests.support.waiting import PATIENCE_S, until, until_found

DELAY_S = 0.15
"""Nothing comes sooner; how much later it comes is the machine's."""
SLOW = Way(down=Conditions(delay=DELAY_S))


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

    async def ask(self, seconds: float = PATIENCE_S) -> float:
        """Seconds until the answer came. TimeoutError."""
        start = time.monotonic()
        self.socket.send(b"x" * 100)
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().sock_recv(self.socket, 200)
        return time.monotonic() - start

    async def answered(self) -> bool:
        """Whether an answer comes soon."""
        try:
            await self.ask(0.2)
        except TimeoutError:
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
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
def caller(relay: Relay) -> Iterator[Caller]:
    with Caller(relay) as one:
        yield one


def came(*homes: Home) -> list[int]:
    """Answers that came through these lines so far."""
    return [home.down.meter.delivered for home in homes]


async def test_clients_live_in_the_home_that_is_current_when_they_come(relay: Relay, caller: Caller) -> None:
    await caller.ask()
    home = relay.home(SLOW)
    with Caller(relay) as other:
        assert await other.ask() >= DELAY_S
        await caller.ask()
        assert (relay.first.clients, home.clients) == (1, 1)
        assert came(relay.first, home) == [2, 1]
        home.conditions = Way()
        await other.ask()
    assert came(relay.first, home) == [2, 2]
    assert home.down.conditions == Way().down


async def test_a_home_of_an_own_host(relay: Relay, caller: Caller) -> None:
    home = relay.home(SLOW, host="127.0.0.9")
    with Caller(relay, "127.0.0.9") as other:
        await caller.ask()
        assert await other.ask() >= DELAY_S
    assert came(relay.first, home) == [1, 1]


async def test_rebinding_changes_the_address_the_server_sees(
    relay: Relay, caller: Caller, echo: Echo
) -> None:
    await caller.ask()
    relay.first.rebind()
    await caller.ask()
    assert len(set(echo.seen)) == 2


async def test_a_blackout_ends(relay: Relay, caller: Caller) -> None:
    await caller.ask()
    relay.first.blackout(3600)
    assert not await caller.answered()
    relay.first.blackout(0.05)
    await until_found(caller.answered)


async def test_a_trace_is_played(relay: Relay, caller: Caller) -> None:
    relay.first.play(Trace(((0, SLOW), (3600, Way()))))
    assert await caller.ask() >= DELAY_S
    relay.first.play(Trace(((0, SLOW), (0.05, Way()))))
    await until(lambda: relay.first.conditions == Way())
    await caller.ask()

"""Ten thousand joins and leaves: what the server holds on to. Light clients join by WHEP alone, as players do.

Each join is a whole one: offer over HTTP, ICE, DTLS. Nine of ten leave by DELETE, one vanishes without a word and is
found out by its silence, or replaced by the same person's next connection. The first HUNDRED all say goodbye; what the
server holds after them is compared with what it holds when the last vanished one is forgotten. The clients use many
addresses of 127/8, as many schools would: what one address may do is bounded.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import aiohttp

from loadtest.api import Api
from loadtest.offer import RECEIVE
from loadtest.peer import LightPeer
from loadtest.person import Ticket
from loadtest.target import Target

Report = dict[str, Any]

JOINS = 10_000
HUNDRED = 100
PEOPLE = 160
AT_ONCE = 16
VANISH_EACH = 10
STAY = 0.1
SETTLE = 5.0
FORGOTTEN = 150.0
"""Seconds at most until the last one who vanished is forgotten (the server waits 90 s)."""
HELD = (
    'bucgiang_process_resident_bytes{process="control"}',
    'bucgiang_process_resident_bytes{process="media"}',
    'bucgiang_process_descriptors{process="control"}',
    'bucgiang_process_descriptors{process="media"}',
    "bucgiang_control_tasks",
    "bucgiang_media_connections",
)


@dataclass
class _Count:
    joined: int = 0
    failed: list[str] = field(default_factory=list)
    vanished: int = 0
    times: list[float] = field(default_factory=list)


async def churn(target: Target, joins: int = JOINS) -> Report:
    """What is held after the first hundred and at the end, and what differs."""
    api, count = target.api, _Count()
    async with AsyncExitStack() as stack:
        lesson = await api.lesson("Đo việc ra vào", minutes=60)
        tickets = [await api.ticket(lesson, "student", f"student-{n:03d}") for n in range(PEOPLE)]
        teacher = await api.ticket(lesson, "teacher", "teacher-01")
        hall = await stack.enter_async_context(_Hall(api, count))
        await hall.begin(teacher)
        await hall.run(tickets, HUNDRED, vanishing=False)
        await asyncio.sleep(SETTLE)
        first = await _held(api)
        begin = time.monotonic()
        await hall.run(tickets, joins - HUNDRED, vanishing=True)
        took = time.monotonic() - begin
        await _forgotten(api, first)
        last = await _held(api)
        await api.end(lesson)
    waits = sorted(count.times)
    return {
        "joins": count.joined,
        "vanished": count.vanished,
        "failed": len(count.failed),
        "failures": sorted(set(count.failed))[:5],
        "joins_per_s": round((joins - HUNDRED) / took, 1),
        "join_p50_ms": round(1000 * waits[len(waits) // 2], 1),
        "join_p95_ms": round(1000 * waits[int(0.95 * len(waits))], 1),
        "held_at_100": first,
        "held_at_the_end": last,
        "grown": {name: round(last[name] - first[name], 3) for name in first},
    }


class _Hall:
    """Sessions of AT_ONCE addresses, each used by one client at a time."""

    def __init__(self, api: Api, count: _Count) -> None:
        self._api = api
        self._count = count
        self._sessions: list[aiohttp.ClientSession] = []

    async def __aenter__(self) -> "_Hall":
        for number in range(AT_ONCE):
            connector = aiohttp.TCPConnector(local_addr=(f"127.0.2.{number + 1}", 0))
            self._sessions.append(aiohttp.ClientSession(connector=connector))
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in self._sessions:
            await session.close()

    async def begin(self, teacher: Ticket) -> None:
        """A lesson that has begun: its teacher came once."""
        await self._join(self._sessions[0], teacher, vanish=False)

    async def run(self, tickets: list[Ticket], joins: int, vanishing: bool) -> None:
        """So many joins, AT_ONCE at a time; every one by the next person in turn."""
        numbers = iter(range(joins))

        async def door(session: aiohttp.ClientSession) -> None:
            for number in numbers:
                vanish = vanishing and number % VANISH_EACH == 0
                try:
                    await self._join(session, tickets[number % len(tickets)], vanish)
                except (ConnectionError, TimeoutError, aiohttp.ClientError) as error:
                    self._count.failed.append(f"{type(error).__name__} {error}"[:120])

        await asyncio.gather(*(door(session) for session in self._sessions))

    async def _join(self, session: aiohttp.ClientSession, ticket: Ticket, vanish: bool) -> None:
        begin = time.monotonic()
        headers = {"Authorization": f"Bearer {ticket.token}"}
        url = f"{self._api.url}/whep/{ticket.lesson}?device={ticket.person}"
        peer = LightPeer(RECEIVE, "recvonly")
        offer = {**headers, "Content-Type": "application/sdp"}
        async with session.post(url, data=peer.offer(), headers=offer) as response:
            answer = await response.text()
            if response.status != 201:
                raise ConnectionError(f"{response.status} {answer[:80]}")
            place = urljoin(url, response.headers["Location"])
        try:
            await peer.connect(answer)
            self._count.joined += 1
            self._count.times.append(time.monotonic() - begin)
            await asyncio.sleep(STAY)
            if vanish:
                self._count.vanished += 1
                return
            async with session.delete(place, headers=headers) as response:
                if response.status not in (200, 204, 404):
                    raise ConnectionError(f"DELETE: {response.status}")
        finally:
            await peer.vanish()


async def _held(api: Api) -> dict[str, float]:
    """What the processes hold now: megabytes, descriptors, tasks, connections."""
    meters = await api.meters()
    held = {}
    for name in HELD:
        short = name.removeprefix("bucgiang_").replace("process_", "").replace('{process="', "_").rstrip('"}')
        value = meters.get(name, 0.0)
        held[short] = round(value / 1e6, 2) if "bytes" in short else value
    return {name.replace("resident_bytes", "megabytes"): value for name, value in held.items()}


async def _forgotten(api: Api, first: dict[str, float]) -> None:
    """Until nobody who vanished is kept any more. TimeoutError."""
    async with asyncio.timeout(FORGOTTEN):
        while True:
            await asyncio.sleep(SETTLE)
            if (await _held(api))["media_connections"] <= first["media_connections"]:
                return

"""A lesson of a real server (`Served`) with light clients in it: pages by Socket.IO, media over their own sockets."""

from contextlib import AsyncExitStack
from typing import Self

import aiohttp

from loadtest.person import Person, Ticket
from tests.support.server import Served
from tests.support.waiting import until


class LightLesson:
    """`come` brings people in; all are sent home at the end. The teacher is `gv-01`, pupils are of 8A3."""

    def __init__(self, served: Served, recording: bool = False) -> None:
        self.served = served
        self.recording = recording
        self.people: list[Person] = []

    async def __aenter__(self) -> Self:
        self.id = await self.served.lesson(recording=self.recording)
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.http.close)
            for person in self.people:
                closing.push_async_callback(person.leave)

    async def come(self, role: str, person: str, device: str = "") -> Person:
        """A connected page. `person`: a pupil of the roster; the own teacher is who teaches."""
        token = await self.served.token(self.id, role, person if role == "student" else None)
        return await self._come(role, person, token, device)

    async def come_as(self, role: str, person: str, device: str = "") -> Person:
        """The same in a lesson without a class, where people's ids are ours."""
        return await self._come(role, person, await self.served.token(self.id, role, person), device)

    async def _come(self, role: str, person: str, token: str, device: str) -> Person:
        ticket = Ticket(self.id, person, f"Thử {person}", role, token)
        one = Person(self.served.url, ticket, self.http, device)
        self.people.append(one)
        await one.connect()
        return one

    async def teaching(self) -> Person:
        """The teacher, having started the lesson, speaks."""
        teacher = await self.come("teacher", "gv-01")
        assert await teacher.command(type="start_lesson") == {"ok": True}
        await speak(teacher)
        return teacher


async def speak(person: Person) -> None:
    """Turns the mic on."""
    if person.sending is None:
        await person.send("teacher", "teacher")
    await person.switch("mic", True)


def sent(person: Person) -> int:
    """Packets of the person's mic so far: 50 a second."""
    (player,) = person._players["mic"]
    return player.packets


def heard(person: Person) -> int:
    """Packets the person received so far."""
    assert person.receiving is not None
    return person.receiving.packets


async def sends_on(person: Person, packets: int = 75) -> None:
    """Time by the person's mic: returns when it has sent so many more."""
    enough = sent(person) + packets
    await until(lambda: sent(person) >= enough)


async def hears_on(person: Person, packets: int = 20) -> None:
    """Until the person has received so many more."""
    enough = heard(person) + packets
    await until(lambda: heard(person) > enough)

"""A whole lesson held by itself on a running server: a teacher who lectures, shows the board and gives the floor,
and pupils who join, chat, raise hands and answer. Anyone may join it with a real browser and raise a hand too.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp

from loadtest.person import Person, Ticket, View

ANSWER_SECONDS = 8.0
"""How long a pupil keeps the floor: the longest recorded answer and a breath."""


@dataclass(frozen=True)
class Line:
    """What one pupil types or asks during the lesson."""

    person: str
    text: str


@dataclass(frozen=True)
class Script:
    """Who holds the lesson and what is said in it."""

    url: str
    teacher: Ticket
    pupils: Sequence[Ticket]
    chat: Sequence[Line]
    questions: Sequence[Line]


async def hold(script: Script, seconds: float, tell: Callable[[str], None]) -> None:
    """Holds the lesson for `seconds`, telling each step in a line; leaves the lesson running for real people.

    Raises ConnectionError when the server cannot be reached or refuses a ticket.
    """
    async with aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        teacher = await stack.enter_async_context(Person(script.url, script.teacher, http))
        pupils = [Person(script.url, ticket, http) for ticket in script.pupils]
        await _open(teacher, tell)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_arrive(pupils, stack, tell)),
                group.create_task(_chat(pupils, script.chat, tell)),
                group.create_task(_hands(pupils, script.questions)),
                group.create_task(_moderate(teacher, tell)),
                *(group.create_task(_answer(pupil, n)) for n, pupil in enumerate(pupils)),
            ]
            await asyncio.sleep(seconds)
            for task in tasks:
                task.cancel()
    tell("The demo people have left; the lesson stays open until it is ended or 10 minutes after the bell.")


async def _open(teacher: Person, tell: Callable[[str], None]) -> None:
    if teacher.view["lesson"]["phase"] == "waiting":
        await teacher.command(type="start_lesson")
    await teacher.listen()
    await teacher.send("teacher", "teacher", "board")
    for source in ("mic", "camera", "screen"):
        await teacher.switch(source, True)
    tell("The teacher has started the period: speech, camera and board are on.")


async def _arrive(pupils: Sequence[Person], stack: AsyncExitStack, tell: Callable[[str], None]) -> None:
    for pupil in pupils:
        await stack.enter_async_context(pupil)
        await pupil.listen()
        await asyncio.sleep(0.2)
    tell(f"{len(pupils)} pupils have joined.")


async def _chat(pupils: Sequence[Person], lines: Sequence[Line], tell: Callable[[str], None]) -> None:
    for line in lines:
        pupil = next((pupil for pupil in pupils if pupil.ticket.person == line.person), None)
        if pupil is None:
            continue
        await pupil.until(lambda view: "lesson" in view, 600)
        await pupil.command(type="say", text=line.text)
        tell("A pupil wrote in the chat.")
        await asyncio.sleep(random.uniform(4, 9))


async def _hands(pupils: Sequence[Person], questions: Sequence[Line]) -> None:
    """Keeps one or two hands up: the asked questions first, then anybody."""
    asked = list(questions)
    while True:
        line = asked.pop(0) if asked else None
        name = line.person if line else random.choice(pupils).ticket.person
        pupil = next((pupil for pupil in pupils if pupil.ticket.person == name), None)
        if pupil is not None:
            await pupil.until(lambda view: "lesson" in view and len(view["hands"]) < 2, 3600)
            await pupil.command(type="raise_hand", question=line.text if line else "")
        await asyncio.sleep(random.uniform(3, 7))


async def _moderate(teacher: Person, tell: Callable[[str], None]) -> None:
    """Invites the first in the queue, listens, takes the floor back; real pupils are invited alike."""
    while True:
        view = await teacher.until(lambda view: view["hands"], 3600)
        person = min(view["hands"], key=lambda name: view["hands"][name]["place"])
        answer = await teacher.command(type="give_floor", person=person)
        if not answer["ok"]:
            await teacher.command(type="lower_hand", person=person)
            continue
        tell("The teacher invites the first hand in the queue.")
        if await _accepted(teacher, person):
            tell("A pupil has the floor and speaks.")
            await asyncio.sleep(ANSWER_SECONDS)
        await teacher.command(type="take_floor", person=person)
        await teacher.command(type="lower_hand", person=person)
        await asyncio.sleep(3)


async def _accepted(teacher: Person, person: str) -> bool:
    def decided(view: View) -> object:
        return person not in view["floor"] or view["floor"][person]["state"] == "held"

    try:
        view = await teacher.until(decided, 15)
    except TimeoutError:
        return False
    return person in view["floor"]


async def _answer(pupil: Person, number: int) -> None:
    """Takes each invitation: accepts it, speaks with mic and camera, falls silent when the floor goes."""
    me = pupil.ticket.person
    while True:
        await pupil.until(lambda view: me in view.get("floor", {}), 3600)
        await asyncio.sleep(1)
        if (await pupil.command(type="accept_floor"))["ok"]:
            if pupil.sending is None:
                await pupil.send(f"pupil{number % 2 + 1}", "pupil")
            await pupil.switch("mic", True)
            await pupil.switch("camera", True)
        await pupil.until(lambda view: me not in view["floor"], 3600)
        pupil.silence()

"""kill -9 of the media worker and of the control process under a running lesson: it goes on, nothing is lost.

How soon it does is printed, not judged: the delays behind it are the supervisor's (test_supervisor.py) and the page's.
"""

import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from aiortc import RTCSessionDescription

from tests.support.classroom import Page
from tests.support.server import Served
from tests.support.stock import Publisher, Receiver
from tests.support.waiting import soon, until, until_found

pytestmark = pytest.mark.process
PUPIL = "hs-8a3-05"


class Person:
    """Somebody in the lesson: a page that comes back as the browser's does, with media by a stock client."""

    def __init__(self, served: Served, lesson: str, token: str, kind: str) -> None:
        self.served, self.lesson, self.token, self.kind = served, lesson, token, kind
        self.page = self._new_page()
        self.media: Publisher | Receiver = self._new_media()

    def _new_page(self, **known: object) -> Page:
        return Page(self.served.url, {"token": self.token, "device": "one", **known})

    def _new_media(self) -> Publisher | Receiver:
        return Publisher(120) if self.kind == "whip" else Receiver(3, 3)

    async def come(self) -> None:
        await self.page.connect()
        await self.page.snapshot()

    async def come_back(self) -> None:
        """Tries again and again, as the browser does."""
        known = {"epoch": self.page.epoch, "number": self.page.number}

        async def let_in() -> bool:
            await self.page.close()
            self.page = self._new_page(**known)
            try:
                await self.page.connect()
            except socketio.exceptions.ConnectionError:
                return False
            return True

        await until_found(let_in)

    async def connect_media(self) -> None:
        await self.media.close()
        self.media = self._new_media()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/sdp"}
        url = f"{self.served.url}/{self.kind}/{self.lesson}?device=one"
        async with (
            aiohttp.ClientSession() as http,
            http.post(url, data=await self.media.offer(), headers=headers) as answer,
        ):
            text = await answer.text()
            assert answer.status == 201, text
        await self.media.connection.setRemoteDescription(RTCSessionDescription(text, "answer"))

    @property
    def heard(self) -> int:
        assert isinstance(self.media, Receiver)
        return self.media.audio_frames

    async def hears_on(self) -> None:
        enough = self.heard + 20
        await until(lambda: self.heard > enough)

    async def leave(self) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.page.close)
            closing.push_async_callback(self.media.close)


@dataclass(frozen=True)
class AtWork:
    """A live lesson: the teacher speaks, one pupil listens and has raised a hand."""

    served: Served
    lesson: str
    teacher: Person
    pupil: Person

    async def events(self) -> list[dict[str, Any]]:
        told = await self.served.call("GET", f"/lessons/{self.lesson}/events")
        return list(told["events"])


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[AtWork]:
    async with AsyncExitStack() as closing:
        served = await closing.enter_async_context(Served(tmp_path))
        lesson = await served.lesson()
        teacher = Person(served, lesson, await served.token(lesson, "teacher"), "whip")
        closing.push_async_callback(teacher.leave)
        pupil = Person(served, lesson, await served.token(lesson, "student", PUPIL), "whep")
        closing.push_async_callback(pupil.leave)
        await begun(teacher, pupil)
        yield AtWork(served, lesson, teacher, pupil)


async def begun(teacher: Person, pupil: Person) -> None:
    for person in (teacher, pupil):
        await person.come()
    await teacher.page.do("start_lesson")
    await teacher.connect_media()
    await pupil.connect_media()
    await teacher.page.do("set_source", source="mic", on=True)
    await pupil.page.do("raise_hand", question="Vì sao ạ?")
    await teacher.page.event("hand_raised")
    await pupil.hears_on()


async def test_the_media_worker_dies(work: AtWork) -> None:
    teacher, pupil = work.teacher, work.pupil
    epoch, hand = teacher.page.epoch, teacher.page.view["hands"][PUPIL]
    os.kill(await work.served.pid("sfu.worker"), signal.SIGKILL)
    killed = time.monotonic()
    await pupil.page.next("notice", "media_lost")
    await pupil.page.next("notice", "media_ready")
    ready = time.monotonic() - killed
    await teacher.connect_media()
    await pupil.connect_media()
    await pupil.hears_on()
    print(f"worker killed: ready after {ready:.2f} s, sound after {time.monotonic() - killed:.2f} s")
    assert teacher.page.epoch == epoch
    assert teacher.page.view["hands"][PUPIL] == hand
    events = await work.events()
    assert [one["part"] for one in events if one["type"] == "interrupted"] == ["media"]
    assert not any(one["type"] == "left" for one in events)


async def test_the_control_process_dies(work: AtWork) -> None:
    teacher, pupil = work.teacher, work.pupil
    epoch, view = teacher.page.epoch, teacher.page.view
    os.kill(await work.served.pid("server.control"), signal.SIGKILL)
    killed = time.monotonic()
    await soon(pupil.page.ended.wait())
    await pupil.hears_on()  # by the same connection as before
    await teacher.come_back()
    await pupil.come_back()
    print(f"control killed: pages back after {time.monotonic() - killed:.2f} s")
    snapshot = await teacher.page.snapshot()
    assert snapshot["epoch"] != epoch
    assert snapshot["view"]["lesson"]["phase"] == "live"
    assert snapshot["view"]["hands"] == view["hands"]
    assert snapshot["view"]["stage"] == view["stage"]
    first = view["attendance"][PUPIL]["first_joined"]
    assert snapshot["view"]["attendance"][PUPIL]["first_joined"] == first
    await teacher.page.do("give_floor", person=PUPIL)
    await pupil.page.event("floor_offered")
    await pupil.hears_on()
    events = await work.events()
    assert [one["part"] for one in events if one["type"] == "interrupted"] == ["control"]
    assert [one["number"] for one in events] == list(range(1, len(events) + 1))
    await work.served.ready()
    attendance = await work.served.call("GET", f"/lessons/{work.lesson}/attendance")
    student = next(one for one in attendance["students"] if one["person"] == PUPIL)
    assert student["present_now"] is True
    assert len(student["intervals"]) == 1


async def test_both_die_at_once(work: AtWork) -> None:
    teacher, pupil = work.teacher, work.pupil
    hands = teacher.page.view["hands"]
    pids = await work.served.pid("sfu.worker"), await work.served.pid("server.control")
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    killed = time.monotonic()
    for person in (teacher, pupil):
        await soon(person.page.ended.wait())
        await person.come_back()
    await teacher.page.next("notice", "media_ready")
    await pupil.page.next("notice", "media_ready")
    await teacher.connect_media()
    await pupil.connect_media()
    await pupil.hears_on()
    print(f"both killed: sound after {time.monotonic() - killed:.2f} s")
    assert teacher.page.view["hands"] == hands

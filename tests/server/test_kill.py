"""kill -9 of the media worker and of the control process under a running lesson: it goes on, nothing is lost."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from aiortc import RTCSessionDescription

from tests.support.classroom import Page, until
from tests.support.server import Served
from tests.support.stock import Publisher, Receiver

pytestmark = pytest.mark.process
PUPIL, OTHER = "hs-8a3-05", "hs-8a3-06"
SOUND_BACK_S = 5.0


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with Served(tmp_path) as running:
        yield running


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
        async with asyncio.timeout(15):
            while True:
                await self.page.close()
                self.page = self._new_page(**known)
                try:
                    await self.page.connect()
                    return
                except socketio.exceptions.ConnectionError:
                    await asyncio.sleep(0.1)

    async def connect_media(self) -> None:
        await self.media.connection.close()
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

    async def leave(self) -> None:
        await self.page.close()
        await (self.media.close() if isinstance(self.media, Receiver) else self.media.connection.close())


async def lesson_at_work(served: Served) -> tuple[str, Person, Person]:
    """A live lesson: the teacher speaks, one pupil listens and has raised a hand."""
    lesson = await served.lesson()
    teacher = Person(served, lesson, await served.token(lesson, "teacher"), "whip")
    pupil = Person(served, lesson, await served.token(lesson, "student", PUPIL), "whep")
    await teacher.come()
    await pupil.come()
    await teacher.page.do("start_lesson")
    await teacher.connect_media()
    await pupil.connect_media()
    await teacher.page.do("set_source", source="mic", on=True)
    await pupil.page.do("raise_hand", question="Vì sao ạ?")
    await teacher.page.event("hand_raised")
    await until(lambda: pupil.heard > 20, 10)
    return lesson, teacher, pupil


async def test_the_media_worker_dies(served: Served) -> None:
    lesson, teacher, pupil = await lesson_at_work(served)
    epoch, hand = teacher.page.epoch, teacher.page.view["hands"][PUPIL]
    os.kill(await served.pid("sfu.worker"), signal.SIGKILL)
    killed = time.monotonic()
    await pupil.page.next("notice", "media_lost")
    await pupil.page.next("notice", "media_ready")
    ready = time.monotonic() - killed
    await teacher.connect_media()
    await pupil.connect_media()
    await until(lambda: pupil.heard > 5, 10)
    back = time.monotonic() - killed
    print(f"worker killed: ready after {ready:.2f} s, sound after {back:.2f} s")
    assert ready <= 3.0
    assert back <= SOUND_BACK_S
    assert teacher.page.epoch == epoch
    assert teacher.page.view["hands"][PUPIL] == hand
    events = (await served.call("GET", f"/lessons/{lesson}/events"))["events"]
    assert [one["part"] for one in events if one["type"] == "interrupted"] == ["media"]
    assert not any(one["type"] == "left" for one in events)
    await teacher.leave()
    await pupil.leave()


async def test_the_control_process_dies(served: Served) -> None:
    lesson, teacher, pupil = await lesson_at_work(served)
    epoch, view = teacher.page.epoch, teacher.page.view
    os.kill(await served.pid("server.control"), signal.SIGKILL)
    killed, frames = time.monotonic(), pupil.heard
    await asyncio.wait_for(pupil.page.ended.wait(), 5)
    await teacher.come_back()
    await pupil.come_back()
    back = time.monotonic() - killed
    print(f"control killed: pages back after {back:.2f} s, {pupil.heard - frames} frames heard meanwhile")
    snapshot = await teacher.page.snapshot()
    assert back <= SOUND_BACK_S
    assert pupil.heard - frames > back * 50 * 0.8
    assert snapshot["epoch"] != epoch
    assert snapshot["view"]["lesson"]["phase"] == "live"
    assert snapshot["view"]["hands"] == view["hands"]
    assert snapshot["view"]["stage"] == view["stage"]
    first = view["attendance"][PUPIL]["first_joined"]
    assert snapshot["view"]["attendance"][PUPIL]["first_joined"] == first
    await teacher.page.do("give_floor", person=PUPIL)
    await pupil.page.event("floor_offered")
    await _heard_on(pupil)
    events = (await served.call("GET", f"/lessons/{lesson}/events"))["events"]
    assert [one["part"] for one in events if one["type"] == "interrupted"] == ["control"]
    assert [one["number"] for one in events] == list(range(1, len(events) + 1))
    await served.ready()
    attendance = await served.call("GET", f"/lessons/{lesson}/attendance")
    student = _student(attendance, PUPIL)
    assert student["present_now"] is True
    assert len(student["intervals"]) == 1
    await teacher.leave()
    await pupil.leave()


async def test_both_die_at_once(served: Served) -> None:
    _lesson, teacher, pupil = await lesson_at_work(served)
    hands = teacher.page.view["hands"]
    pids = await served.pid("sfu.worker"), await served.pid("server.control")
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    killed = time.monotonic()
    await teacher.come_back()
    await pupil.come_back()
    await teacher.page.next("notice", "media_ready")
    await pupil.page.next("notice", "media_ready")
    await teacher.connect_media()
    await pupil.connect_media()
    await until(lambda: pupil.heard > 5, 10)
    print(f"both killed: sound after {time.monotonic() - killed:.2f} s")
    assert time.monotonic() - killed <= 2 * SOUND_BACK_S
    assert teacher.page.view["hands"] == hands
    await teacher.leave()
    await pupil.leave()


async def _heard_on(pupil: Person) -> None:
    frames = pupil.heard
    await until(lambda: pupil.heard > frames + 20, 5)


def _student(attendance: Any, person: str) -> Any:
    return next(one for one in attendance["students"] if one["person"] == person)

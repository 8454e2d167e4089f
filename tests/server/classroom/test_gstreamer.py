"""GStreamer's webrtcbin publishes into a lesson and plays from it: an independent stack, in both codecs."""

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.classroom import PUPIL, TEACHER, Classroom
from tests.support.control import worker
from tests.support.waiting import until

PYTHON = "/usr/bin/python3"
"""Debian's own: GStreamer's bindings are packages of Debian (python3-gi, gir1.2-gst-plugins-bad-1.0, …)."""
CLIENT = Path(__file__).parents[2] / "support" / "gstreamer_peer.py"


class Client:
    """A running client and the newest of what it said."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said: dict[str, object] = {}

    async def read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.said.update(json.loads(line))

    def decoded(self) -> int:
        """Pictures or sounds, whichever are fewer."""
        return min(int(str(self.said.get(kind, 0))) for kind in ("audio", "video"))


@contextlib.asynccontextmanager
async def client(*words: str) -> AsyncIterator[Client]:
    process = await create_subprocess_exec(PYTHON, str(CLIENT), *words, stdout=PIPE)
    running = Client(process)
    reading = asyncio.create_task(running.read())
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await reading


@pytest.mark.process
@pytest.mark.parametrize("codec", ["H264", "VP8"])
async def test_gstreamer_is_seen_and_heard_by_gstreamer(classroom: Classroom, codec: str) -> None:
    lesson = await classroom.lesson()
    teacher = classroom.token(lesson, TEACHER, "teacher")
    pupil = classroom.token(lesson, PUPIL, "student")
    async with contextlib.AsyncExitStack() as running:
        await running.enter_async_context(worker(classroom.socket))
        await until(lambda: classroom.link.up)
        whip, whep = (f"{classroom.url}/{kind}/{lesson}" for kind in ("whip", "whep"))
        await running.enter_async_context(client("publish", codec, whip, teacher))
        player = await running.enter_async_context(client("play", codec, whep, pupil))
        await until(lambda: player.decoded() > 20)
        assert player.said["state"] == "connected"
        assert int(str(player.said["luma"])) > 200

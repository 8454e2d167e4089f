"""A control process for tests: starts a real media worker and talks to it over the link."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Self, TypeVar

from sfu import link
from tests.support.waiting import PATIENCE_S, until_found

Message = TypeVar("Message")


class Control:
    """One link to a worker. Every message ever received stays in `seen`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._changed = asyncio.Condition()
        self._requests = 0
        self.seen: list[object] = []
        self.ended = False
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, path: Path) -> "Control":
        """As soon as the worker listens."""

        async def link_to() -> "Control | None":
            try:
                return cls(*await asyncio.open_unix_connection(path))
            except (FileNotFoundError, ConnectionRefusedError):
                return None

        return await until_found(link_to)

    async def _read(self) -> None:
        unpacker = link.Unpacker(link.AnyFromWorker)
        with contextlib.suppress(ConnectionError):
            while data := await self._reader.read(1 << 16):
                async with self._changed:
                    self.seen += unpacker.feed(data)
                    self._changed.notify_all()
        async with self._changed:
            self.ended = True
            self._changed.notify_all()

    def say(self, message: link.ToWorker) -> None:
        self._writer.write(link.pack(message))

    async def wait(self, kind: type[Message], such: Callable[[Message], bool] = lambda _: True) -> Message:
        """The first message of that kind for which `such` holds, among those seen and those to come."""

        def found() -> Message | None:
            return next((each for each in self.seen if isinstance(each, kind) and such(each)), None)

        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: found() is not None)
        message = found()
        assert message is not None
        return message

    async def wait_end(self) -> None:
        """Until the worker cuts the link."""
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: self.ended)

    async def offer(self, peer: str, sdp: str) -> link.Answered | link.OfferFailed:
        self._requests += 1
        request = self._requests
        self.say(link.Offer(request=request, peer=peer, sdp=sdp))
        kinds = (link.Answered, link.OfferFailed)
        answer = await self.wait(object, lambda each: isinstance(each, kinds) and each.request == request)
        assert isinstance(answer, kinds)
        return answer

    async def stats(self) -> link.Stats:
        self._requests += 1
        request = self._requests
        self.say(link.GetStats(request))
        return await self.wait(link.Stats, lambda each: each.request == request)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
        await self._reading


@contextlib.asynccontextmanager
async def worker(path: Path, host: str = "127.0.0.1") -> AsyncIterator[asyncio.subprocess.Process]:
    """A media worker at a free port of `host` with its link at `path`; it has ended when the block is left."""
    words = ["-m", "sfu.worker", "--socket", str(path), "--port", "0", "--host", host, "--address", host]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stderr=asyncio.subprocess.PIPE, env=os.environ
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        _, errors = await process.communicate()
        sys.stderr.write(errors.decode())

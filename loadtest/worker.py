"""A media worker of the load test's own, without control: its process and its link. Used by benches and `network`."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from loadtest.peer import LightPeer
from sfu import link

PATIENCE = 20.0
Kind = TypeVar("Kind")


class Control:
    """Control's end of the link: questions one at a time; `on_told` sees everything the worker says."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.on_told: Callable[[object], None] = lambda told: None
        self._reader = reader
        self._writer = writer
        self._answers: asyncio.Queue[object] = asyncio.Queue(1000)
        self._requests = 0
        self._reading = asyncio.create_task(self._read())

    async def ask(self, message: link.ToWorker, kind: type[Kind]) -> Kind:
        """Say `message` and wait for the next one of `kind`. TimeoutError when none comes."""
        while not self._answers.empty():
            self._answers.get_nowait()
        self.say(message)
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._answers.get()
                if isinstance(told, kind):
                    return told
                if isinstance(told, link.OfferFailed):
                    raise ConnectionError(told.message)

    def say(self, message: link.ToWorker) -> None:
        self._writer.write(link.pack(message))

    async def join(self, name: str, peer: LightPeer) -> link.Answered:
        """Offer, answer, ICE, DTLS."""
        self._requests += 1
        answered = await self.ask(link.Offer(self._requests, name, peer.offer()), link.Answered)
        await peer.connect(answered.sdp)
        return answered

    async def stats(self) -> link.Stats:
        self._requests += 1
        return await self.ask(link.GetStats(self._requests), link.Stats)

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._writer.close()

    async def _read(self) -> None:
        unpacker = link.Unpacker(link.AnyFromWorker)
        while data := await self._reader.read(1 << 16):
            for told in unpacker.feed(data):
                self.on_told(told)
                if isinstance(told, link.Answered | link.OfferFailed | link.Stats):
                    self._answers.put_nowait(told)


@asynccontextmanager
async def started_worker(
    journals: Path | None = None, port: int = 0, address: str = "127.0.0.1"
) -> AsyncIterator[Control]:
    """A worker on `port` (0: a free one) of 127.0.0.1, and the link to it; it tells clients `address`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "media.sock"
        words = ["-m", "sfu.worker", "--socket", str(path), "--port", str(port), "--host", "127.0.0.1"]
        words += ["--address", address, "--journals", str(journals or Path(folder) / "journals")]
        process = await asyncio.create_subprocess_exec(sys.executable, *words)
        control: Control | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                while control is None:
                    try:
                        control = Control(*await asyncio.open_unix_connection(path))
                    except (FileNotFoundError, ConnectionRefusedError):
                        await asyncio.sleep(0.05)
            yield control
        finally:
            if control is not None:
                await control.close()
            if process.returncode is None:
                process.terminate()
            await process.wait()

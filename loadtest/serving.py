"""A demo server of the load test's own: `bucgiang serve --demo` in a folder nobody else uses, on free ports."""

import asyncio
import os
import secrets
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

PREFIX = "BUCGIANG_"
PROGRAM = "from server.cli import main; main()"
RUNNING = b"is running at "
"""Begins the links a start prints."""
START_S, STOP_S = 60.0, 20.0
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Home:
    """Where such a server lives; it may be started there again and again."""

    data: Path
    port: int
    media_port: int
    key: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


def home(folder: Path) -> Home:
    """A new one in `folder`."""
    return Home(folder / "data", _free_port(), _free_port(), secrets.token_urlsafe(32))


@asynccontextmanager
async def serving(place: Home) -> AsyncIterator[float]:
    """The server while it runs; gives the seconds from its start to the printed links. Ended as by Ctrl-C.

    Raises ConnectionError with what it said when it does not start, TimeoutError when it says nothing.
    """
    place.data.parent.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, "serve", "--demo"),
        env=environment(place, os.environ),
        cwd=place.data.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    reading: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(START_S):
            await printed_links(process.stdout)
        took = time.monotonic() - begin
        reading = asyncio.create_task(_drain(process.stdout))
        yield took
    finally:
        if process.returncode is None:
            process.terminate()
        reading = reading or asyncio.create_task(_drain(process.stdout))
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        await reading


def environment(place: Home, ours: Mapping[str, str]) -> dict[str, str]:
    """`ours` without settings of another server, with those of this one; bytecode is kept as an installation has it."""
    kept = {
        name: value
        for name, value in ours.items()
        if not name.startswith(PREFIX) and name != "PYTHONDONTWRITEBYTECODE"
    }
    settings = {
        "HOST": LOOPBACK,
        "DATA_DIR": str(place.data),
        "PORT": str(place.port),
        "MEDIA_PORT": str(place.media_port),
        "API_KEY": place.key,
    }
    python = {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    return kept | {PREFIX + name: value for name, value in settings.items()} | python


async def printed_links(said: asyncio.StreamReader) -> None:
    """Returns when the first line of them came. ConnectionError with the last lines: the server ended before."""
    lines: list[bytes] = []
    while line := await said.readline():
        lines.append(line)
        if RUNNING in line:
            return
    raise ConnectionError(b"".join(lines[-5:]).decode(errors="replace").strip() or "the server ended")


async def _drain(said: asyncio.StreamReader) -> None:
    """What a server says must not stand in the pipe until it is full."""
    while await said.read(1 << 16):
        pass


def _free_port() -> int:
    """One that nobody has now, neither of TCP nor of UDP."""
    while True:
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
            stream.bind((LOOPBACK, 0))
            port = int(stream.getsockname()[1])
            try:
                datagrams.bind((LOOPBACK, port))
            except OSError:
                continue
            return port

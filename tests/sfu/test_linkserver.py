"""The worker's end of the link: bounded buffers, one control at a time, its file."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sfu import link, linkserver
from sfu.linkserver import LinkServer
from tests.support.control import Control
from tests.support.waiting import soon, until

HELLO = link.Hello("w", ())


@pytest.fixture
async def closing() -> AsyncIterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


async def connected(folder: Path, closing: ExitStack) -> tuple[LinkServer, asyncio.StreamReader]:
    """A server, and what a control at its other end reads."""
    server = LinkServer(folder / "s", lambda: [HELLO], lambda _: None)
    await server.listen()
    closing.callback(server.close)
    reader, writer = await asyncio.open_unix_connection(folder / "s")
    closing.callback(writer.close)
    return server, reader


async def test_repeated_messages_are_left_out_for_a_slow_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: ExitStack
) -> None:
    monkeypatch.setattr(linkserver, "SOFT", 1000)
    server, reader = await connected(tmp_path, closing)
    assert await reader.readexactly(4)
    for number in range(200_000):
        server.tell(link.AudioLevels({f"p{number}/a0": 50}))
    assert server.connected
    server.tell(link.PeerConnected("last"))
    unpacker = link.Unpacker(link.AnyFromWorker)
    received = len(link.pack(HELLO)) - 4
    await reader.readexactly(received)
    seen: list[object] = []
    while not any(isinstance(each, link.PeerConnected) for each in seen):
        seen += unpacker.feed(await reader.read(1 << 16))
    assert len(seen) < 150_000


async def test_a_control_that_never_reads_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: ExitStack
) -> None:
    monkeypatch.setattr(linkserver, "HARD", 100_000)
    server, _ = await connected(tmp_path, closing)
    await until(lambda: server.connected)
    for _ in range(5000):
        server.tell(link.PeerConnected("x" * 1000))
    assert not server.connected


async def test_a_successors_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    older = LinkServer(path, lambda: [HELLO], lambda _: None)
    newer = LinkServer(path, lambda: [HELLO], lambda _: None)
    await older.listen()
    await newer.listen()
    older.close()
    try:
        async with await Control.connect(path) as control:
            await control.wait(link.Hello)
            newer.close()
            assert not path.exists()
    finally:
        newer.close()


@pytest.mark.process
async def test_a_worker_without_control_ends(tmp_path: Path) -> None:
    script = "import sys, sfu.worker as worker\nworker.ORPHANED = 0.5\nsys.exit(worker.main(sys.argv[1:]))\n"
    words = ["--socket", str(tmp_path / "s"), "--port", "0", "--host", "127.0.0.1"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *words, stderr=asyncio.subprocess.PIPE, env=os.environ
    )
    try:
        async with await Control.connect(tmp_path / "s") as control:
            await control.wait(link.Heard, lambda told: True)
            assert process.returncode is None
        _, errors = await soon(process.communicate())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    assert b"no_control" in errors

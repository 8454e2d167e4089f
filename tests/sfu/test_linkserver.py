"""The worker's end of the link: bounded buffers, one control at a time, its file."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from sfu import link, linkserver
from sfu.linkserver import LinkServer
from tests.support.control import Control
from tests.support.waiting import soon, until

HELLO = link.Hello("w", ())


async def test_repeated_messages_are_left_out_for_a_slow_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linkserver, "SOFT", 1000)
    server = LinkServer(tmp_path / "s", lambda: [HELLO], lambda _: None)
    await server.listen()
    reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
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
    writer.close()
    server.close()


async def test_a_control_that_never_reads_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkserver, "HARD", 100_000)
    server = LinkServer(tmp_path / "s", lambda: [HELLO], lambda _: None)
    await server.listen()
    _, writer = await asyncio.open_unix_connection(tmp_path / "s")
    await until(lambda: server.connected)
    for _ in range(5000):
        server.tell(link.PeerConnected("x" * 1000))
    assert not server.connected
    writer.close()
    server.close()


async def test_a_successors_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    older = LinkServer(path, lambda: [HELLO], lambda _: None)
    newer = LinkServer(path, lambda: [HELLO], lambda _: None)
    await older.listen()
    await newer.listen()
    older.close()
    control = await Control.connect(path)
    await control.wait(link.Hello)
    newer.close()
    assert not path.exists()
    await control.close()


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

"""Journals of the real worker process: what a light client sent is in them, whatever ends the worker."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from loadtest.media.read import Frame
from loadtest.peer import LightPeer
from sfu import link
from sfu.journal.format import JournalPacket, Sidecar, parse_sidecar, salvage
from sfu.wire import rtp
from tests.sfu.journal.shelf import read_packets
from tests.support.control import Control, worker
from tests.support.waiting import soon, until

pytestmark = pytest.mark.process

CLOCK = 1_700_000_000_000
KEEP = link.KeepSources("L1", CLOCK, {"p/a0": "x/mic", "p/v0": "x/camera"})
SPEECH = [Frame(b"\x78" + bytes([number]) * 60, 960) for number in range(50)]
PICTURES = [Frame(b"\x10" + bytes([number]) * 3300, 3600) for number in range(25)]


class Publisher(LightPeer):
    """Sends audio and video and remembers what it sent."""

    def __init__(self) -> None:
        super().__init__(("audio", "video"), "sendonly")
        self.sent: list[bytes] = []
        self.players = self.play(SPEECH, 0), self.play(PICTURES, 1)

    def _protect(self, packet: bytes, rtcp: bool) -> None:
        if not rtcp:
            self.sent.append(packet)
        super()._protect(packet, rtcp)

    async def publish(self, control: Control) -> link.Answered:
        """Connected and kept, and then playing."""
        answered = await control.offer("p", self.offer())
        assert isinstance(answered, link.Answered)
        await self.connect(answered.sdp)
        control.say(KEEP)
        await control.stats()  # it has obeyed
        for player in self.players:
            player.resume()
        return answered

    async def send(self, packets: int) -> None:
        """Until so many more were sent: 50 + 100 a second."""
        enough = len(self.sent) + packets
        await until(lambda: len(self.sent) >= enough)

    async def stop(self, control: Control) -> None:
        """Nothing more, and what was sent is read: the loop looks at its sockets between two answers."""
        for player in self.players:
            player.pause()
        for _ in range(3):
            await control.stats()

    def sent_of(self, kind: str) -> list[tuple[int, int, bool, bytes]]:
        """(sequence, timestamp, marker, payload) of a track, in order."""
        ssrc = self.players[kind == "video"].ssrc
        headers = [(rtp.parse(data), data) for data in self.sent]
        return [
            (each.sequence, each.timestamp, each.marker, data[each.start : each.end])
            for each, data in headers
            if each.ssrc == ssrc
        ]


@asynccontextmanager
async def kept(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Control, Publisher]]:
    path = folder / "media.sock"
    async with worker(path) as process, await Control.connect(path) as control:
        publisher = Publisher()
        try:
            await publisher.publish(control)
            yield process, control, publisher
        finally:
            await publisher.close()


def journals(folder: Path) -> dict[str, tuple[list[JournalPacket], Sidecar, bytes]]:
    """By kind; one of each."""
    found = {}
    paths = sorted((folder / "journals" / "L1").glob("*.idx"))
    for path in paths:
        sidecar = parse_sidecar(path.read_bytes())
        assert sidecar.head is not None and sidecar.bad == 0
        data = path.with_suffix(".rtp").read_bytes()
        found[str(sidecar.head.kind)] = read_packets(data, sidecar), sidecar, data
    assert len(found) == len(paths)
    return found


def plain(packets: list[JournalPacket]) -> list[tuple[int, int, bool, bytes]]:
    return [(each.sequence, each.timestamp, each.marker, each.payload) for each in packets]


async def test_a_journal_holds_exactly_the_packets_sent(tmp_path: Path) -> None:
    came = time.monotonic()
    async with kept(tmp_path) as (process, control, publisher):
        await publisher.send(375)
        await publisher.stop(control)
        process.terminate()  # at once: what was handed over last is in all the same
        assert await process.wait() == 0
        found = journals(tmp_path)
        assert set(found) == {"audio", "video"}
        for kind, (packets, sidecar, data) in found.items():
            assert plain(packets) == publisher.sent_of(kind)
            assert sidecar.end is not None and sidecar.end.end == "stopped"
            assert salvage(data).packets == packets
            head = sidecar.head
            assert head is not None and (head.lesson, head.clock) == ("L1", CLOCK)
            assert head.label == {"audio": "x/mic", "video": "x/camera"}[kind]
            last = head.started / 1e6 + packets[-1].offset_ms / 1000
            assert came < head.started / 1e6 < last <= time.monotonic(), "by the machine's clock"
            assert sidecar.blocks[-1].sr  # the light client sends reports each second
        assert len(found["audio"][0]) > 100
        assert not [told for told in control.seen if isinstance(told, link.JournalState)]


async def test_kill_9_harms_nothing_that_was_written(tmp_path: Path) -> None:
    """How much is lost is a matter of SYNC (test_writer.py)."""
    async with kept(tmp_path) as (process, _, publisher):
        await publisher.send(400)
        process.kill()
        await process.wait()
    for kind, (packets, sidecar, _) in journals(tmp_path).items():
        sent = publisher.sent_of(kind)
        assert plain(packets) == sent[: len(packets)]
        assert len(packets) > 25
        assert sidecar.end is None


async def test_journals_go_on_without_control_and_end_with_their_source(tmp_path: Path) -> None:
    async with kept(tmp_path) as (_, control, publisher):
        await publisher.send(75)
        await control.close()
        await publisher.send(150)
        async with await Control.connect(tmp_path / "media.sock") as again:
            assert (await again.wait(link.Hello)).kept == ("L1",)
            again.say(KEEP)
            await publisher.send(75)
            await publisher.stop(again)
            again.say(link.ClosePeer("p"))
            await until(lambda: all(sidecar.end for _, sidecar, _ in journals(tmp_path).values()))
            again.say(link.KeepSources("L1", CLOCK, {}))
            await again.stats()
        for kind, (packets, sidecar, _) in journals(tmp_path).items():
            assert plain(packets) == publisher.sent_of(kind)
            assert sidecar.end is not None and sidecar.end.end == "gone"


async def test_a_disk_that_fails_is_told_and_media_flows(tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("in the way")
    async with AsyncExitStack() as closing:
        _, control, publisher = await closing.enter_async_context(kept(tmp_path))
        viewer = LightPeer(("audio", "video"), "recvonly")
        closing.push_async_callback(viewer.close)
        answered = await control.offer("r", viewer.offer())
        assert isinstance(answered, link.Answered)
        await viewer.connect(answered.sdp)
        control.say(link.FeedPeer("r", {"a0": link.SlotFeed("p/a0"), "v0": link.SlotFeed("p/v0")}))
        await control.wait(link.JournalState, lambda told: told == link.JournalState("L1", "unwritable"))
        seen = viewer.packets
        await until(lambda: viewer.packets > seen + 50)
        assert viewer.lost == 0
        again = await closing.enter_async_context(await Control.connect(tmp_path / "media.sock"))
        await again.wait(link.JournalState, lambda told: told == link.JournalState("L1", "unwritable"))
        (tmp_path / "journals").unlink()
        await again.wait(link.JournalState, lambda told: told == link.JournalState("L1", ""))
        await publisher.stop(again)
        again.say(link.KeepSources("L1", CLOCK, {}))
        await until(lambda: all(sidecar.end for _, sidecar, _ in journals(tmp_path).values()))
        for kind, (packets, _, _) in journals(tmp_path).items():
            assert plain(packets) == publisher.sent_of(kind)[-len(packets) :]


async def test_a_worker_without_control_ends_its_journals(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    script = "import sys, sfu.worker as worker\nworker.ORPHANED = 0.5\nsys.exit(worker.main(sys.argv[1:]))\n"
    words = ["--socket", str(path), "--port", "0", "--host", "127.0.0.1"]
    words += ["--journals", str(tmp_path / "journals")]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *words, stderr=asyncio.subprocess.PIPE
    )
    publisher = Publisher()
    try:
        async with await Control.connect(path) as control:
            await publisher.publish(control)
            await publisher.send(75)
            await publisher.stop(control)
        await soon(process.communicate())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
        await publisher.close()
    for kind, (packets, sidecar, _) in journals(tmp_path).items():
        assert plain(packets) == publisher.sent_of(kind)
        assert sidecar.end is not None and sidecar.end.end == "stopped"

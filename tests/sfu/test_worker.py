"""The real worker process with real sockets: stock aiortc clients, hostile datagrams, its link and its ends."""

import asyncio
import random
import socket
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiortc import RTCPeerConnection, RTCSessionDescription

from sfu import link
from sfu.wire import stun
from tests.support.control import Control, worker
from tests.support.program import end_of
from tests.support.stock import Publisher, Receiver
from tests.support.waiting import until, until_found

pytestmark = pytest.mark.process


@pytest_asyncio.fixture
async def control(tmp_path: Path) -> AsyncIterator[Control]:
    path = tmp_path / "media.sock"
    async with worker(path), await Control.connect(path) as control:
        yield control


async def join(control: Control, peer: str, connection: RTCPeerConnection, offer: str) -> link.Answered:
    answered = await control.offer(peer, offer)
    assert isinstance(answered, link.Answered), answered
    await connection.setRemoteDescription(RTCSessionDescription(answered.sdp, "answer"))
    await control.wait(link.PeerConnected, lambda told: told.peer == peer)
    await until(lambda: connection.connectionState == "connected")
    return answered


def port_of(answered: link.Answered) -> int:
    candidate = next(line for line in answered.sdp.splitlines() if line.startswith("a=candidate:"))
    return int(candidate.split()[5])


async def test_a_stock_client_sees_what_others_publish_and_switches(control: Control) -> None:
    async with Publisher(220) as bright, Publisher(40) as dark, Receiver() as viewer:
        told = await join(control, "t", bright.connection, await bright.offer())
        assert (told.sources, told.slots) == (("t/a0", "t/v0"), ())
        await join(control, "s", dark.connection, await dark.offer())
        told = await join(control, "r", viewer.connection, await viewer.offer())
        assert (told.sources, told.slots) == ((), ("a0", "v0"))
        control.say(link.FeedPeer("r", {"a0": link.SlotFeed("t/a0"), "v0": link.SlotFeed("t/v0")}))
        await until(lambda: viewer.luma > 180 and viewer.audio_frames > 10)
        for name in ("t/a0", "t/v0", "s/v0"):
            await control.wait(link.Flowing, link.Flowing(name, True).__eq__)
        control.say(link.FeedPeer("r", {"a0": link.SlotFeed("s/a0"), "v0": link.SlotFeed("s/v0")}))
        await until(lambda: 0 <= viewer.luma < 80)
        control.say(link.FeedPeer("r", {"v0": link.SlotFeed("t/v0")}))
        await until(lambda: viewer.luma > 180)
        heard = await control.wait(link.Heard, lambda told: len(told.peers) == 3)
        assert set(heard.peers) == {"t", "s", "r"}
        stats = await control.stats()
        assert stats.peers == 3
        assert stats.packets_out > 50
        assert not stats.dropped.keys() & {"srtp", "protect", "malformed", "stranger"}, stats.dropped


async def test_what_is_not_fed_goes_nowhere(control: Control) -> None:
    async with Publisher(220) as publisher, Receiver() as viewer:
        await join(control, "t", publisher.connection, await publisher.offer())
        await join(control, "r", viewer.connection, await viewer.offer())
        await control.wait(link.Flowing, lambda told: told.source == "t/v0")
        control.say(
            link.FeedPeer(
                "r",
                {"v0": link.SlotFeed("t/v0"), "v9": link.SlotFeed("t/v0"), "a0": link.SlotFeed("nobody/a0")},
            )
        )
        await until(lambda: viewer.pictures > 0)
        control.say(link.FeedPeer("r", {}))
        before = await control.stats()

        async def much_came() -> link.Stats | None:
            now = await control.stats()
            return now if now.packets_in >= before.packets_in + 100 else None

        after = await until_found(much_came)
        assert viewer.audio_frames == 0
        assert after.bytes_out - before.bytes_out < 1000


async def test_the_end_of_a_peer_is_told_once(control: Control) -> None:
    async with Publisher(100) as publisher:
        await join(control, "t", publisher.connection, await publisher.offer())
        await control.wait(link.Flowing, lambda told: told.source == "t/v0" and told.on)
        control.say(link.ClosePeer("t"))
        control.say(link.ClosePeer("t"))
        assert await control.wait(link.PeerClosed) == link.PeerClosed("t", "close")
        assert (await control.stats()).peers == 0
        assert len([told for told in control.seen if isinstance(told, link.PeerClosed)]) == 1
        assert link.Flowing("t/v0", False) in control.seen


async def test_a_client_that_says_goodbye(control: Control) -> None:
    async with Publisher(100) as publisher:
        await join(control, "t", publisher.connection, await publisher.offer())
    assert await control.wait(link.PeerClosed) == link.PeerClosed("t", "close")


@pytest.mark.parametrize(
    ("sdp", "code"),
    [
        ("", "bad_sdp"),
        ("v=0\r\n" * 5000, "bad_sdp"),
        ("\x00\xff" * 50, "bad_sdp"),
    ],
)
async def test_hostile_offers_are_refused(control: Control, sdp: str, code: str) -> None:
    refused = await control.offer("x", sdp)
    assert isinstance(refused, link.OfferFailed)
    assert refused.code == code
    assert (await control.stats()).peers == 0


async def test_an_offer_without_our_codecs(control: Control) -> None:
    async with Receiver(video=0) as receiver:
        sdp = (await receiver.offer()).replace("opus/48000/2", "G722/8000")
        refused = await control.offer("x", sdp)
    assert isinstance(refused, link.OfferFailed)
    assert refused.code == "no_codec"


def hostile(seed: int, ufrag: str) -> list[bytes]:
    """Datagrams of a stranger (issue 5.4)."""
    chance = random.Random(seed)
    request = stun.build_request(bytes(12), f"{ufrag}:abcd", "not the password", nominate=True)
    datagrams = [b"", bytes(2000), b"\x80", b"\x16\xfe\xfd", request, request[:24], request + b"\x00\x00"]
    datagrams.append(stun.build_request(bytes(12), "nobody:abcd", "x" * 22))
    for first in range(256):
        datagrams.append(bytes([first]) + chance.randbytes(chance.randrange(1, 200)))
    datagrams += [bytes([128 + chance.randrange(64)]) + chance.randbytes(1700) for _ in range(20)]
    for _ in range(200):
        spoiled = bytearray(request)
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        datagrams.append(bytes(spoiled))
    return datagrams


async def test_hostile_datagrams_are_dropped_and_nobody_notices(control: Control) -> None:
    async with Publisher(220) as publisher, Receiver() as viewer:
        answered = await join(control, "t", publisher.connection, await publisher.offer())
        await join(control, "r", viewer.connection, await viewer.offer())
        control.say(link.FeedPeer("r", {"a0": link.SlotFeed("t/a0"), "v0": link.SlotFeed("t/v0")}))
        await until(lambda: viewer.pictures > 0)
        ufrag = next(
            line.split(":")[1] for line in answered.sdp.splitlines() if line.startswith("a=ice-ufrag:")
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.connect(("127.0.0.1", port_of(answered)))
            for seed in range(20):
                for datagram in hostile(seed, ufrag):
                    stranger.send(datagram)
                await asyncio.sleep(0.01)  # not faster than the worker can drop
            stranger.setblocking(False)
            with pytest.raises(BlockingIOError):
                stranger.recv(2000)  # not one answer
        seen = viewer.pictures
        await until(lambda: viewer.pictures > seen + 5)
        dropped = (await control.stats()).dropped
        assert {
            "empty",
            "oversized",
            "stranger",
            "bad_stun",
            "unknown_ufrag",
            "stun_refused",
        } <= dropped.keys()
        assert not [told for told in control.seen if isinstance(told, link.PeerClosed)]


async def test_garbage_from_a_peers_own_address(control: Control) -> None:
    """An authentic peer that sends nonsense harms itself at most."""
    async with Publisher(220) as publisher, Receiver() as viewer:
        answered = await join(control, "t", publisher.connection, await publisher.offer())
        await join(control, "r", viewer.connection, await viewer.offer())
        control.say(link.FeedPeer("r", {"v0": link.SlotFeed("t/v0")}))
        await until(lambda: viewer.pictures > 0)
        transport = publisher.connection.getSenders()[0].transport.transport
        pair = transport._connection._nominated[1]
        for seed in range(5):
            for datagram in hostile(seed, "x"):
                pair.protocol.transport.sendto(datagram, ("127.0.0.1", port_of(answered)))
        seen = viewer.pictures
        await until(lambda: viewer.pictures > seen + 5)
        assert (await control.stats()).dropped["srtp"] > 50


async def test_a_restarted_control_finds_everything(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    async with worker(path) as process, Publisher(220) as publisher, Receiver() as viewer:
        async with await Control.connect(path) as first:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            hello = await first.wait(link.Hello)
            await join(first, "t", publisher.connection, await publisher.offer())
            await join(first, "r", viewer.connection, await viewer.offer())
            first.say(link.FeedPeer("r", {"a0": link.SlotFeed("t/a0"), "v0": link.SlotFeed("t/v0")}))
            await until(lambda: viewer.pictures > 0)
        seen = viewer.pictures
        await until(lambda: viewer.pictures > seen + 5)
        async with await Control.connect(path) as second:
            await finds(second, hello)
            async with await Control.connect(path) as third:
                await third.wait(link.Hello)
                await second.wait_end()
                process.terminate()
                await third.wait_end()
        assert await process.wait() == 0
    assert not path.exists()


async def finds(again: Control, hello: link.Hello) -> None:
    """The same worker, and everybody who was there."""
    found = await again.wait(link.Hello)
    assert found.started == hello.started
    assert set(found.peers) == {
        link.PeerState("t", True, ("t/a0", "t/v0"), ()),
        link.PeerState("r", True, (), ("a0", "v0")),
    }
    await again.wait(link.Flowing, lambda told: told == link.Flowing("t/v0", True))


async def test_a_broken_link_frame_ends_the_link_only(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    async with worker(path) as process:
        for garbage in (b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc"):
            async with await Control.connect(path) as broken:
                broken._writer.write(garbage)
                await broken.wait_end()
        async with await Control.connect(path) as control:
            await control.wait(link.Hello)
            assert process.returncode is None


async def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "sfu.worker", "--socket", str(tmp_path / "s"), "--host", "127.0.0.1"),
            *("--port", str(taken.getsockname()[1])),
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.count(b"\n") == 1
    assert b"cannot_bind" in errors


async def test_the_worker_ends_with_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    script = (
        "import signal, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-m', 'sfu.worker', *sys.argv[1:]])\n"
        "print(child.pid, flush=True)\n"
        "signal.pause()\n"
    )
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script, "--socket", str(path), "--port", "0", "--host", "127.0.0.1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    try:
        async with await Control.connect(path) as control:
            await control.wait(link.Hello)
            parent.kill()
            await control.wait_end()
    finally:
        if parent.returncode is None:
            parent.kill()
        await parent.wait()
    await until(lambda: not path.exists())
    await end_of(child)

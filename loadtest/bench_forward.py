"""CPU per forwarded packet of the media worker: `python -m loadtest.bench_forward [--receivers 40] [--seconds 10]`.

Starts a real worker, joins one light publisher and light receivers over its link, all on loopback with SRTP, and
divides the worker's own user + system time by the packets it sent. Everything the worker does is in the figure:
receiving, ticks, STUN, RTCP. The clients run in this process, on the other core if there is one.
"""

import argparse
import asyncio
import platform
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from loadtest.media.read import Frame
from loadtest.peer import LightPeer
from sfu import link

PATIENCE = 20.0
FRAME_TICKS = 3600
"""25 frames a second of the 90 kHz clock."""
PACKET = 1100
Kind = TypeVar("Kind")


class Control:
    """The bench's end of the link: one question at a time, everything else passed over."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._unpacker = link.Unpacker(link.AnyFromWorker)
        self._waiting: list[object] = []
        self._requests = 0

    async def ask(self, message: link.ToWorker, kind: type[Kind]) -> Kind:
        """Say `message` and wait for the next one of `kind`. TimeoutError when none comes."""
        self.say(message)
        async with asyncio.timeout(PATIENCE):
            while True:
                while self._waiting:
                    told = self._waiting.pop(0)
                    if isinstance(told, kind):
                        return told
                    if isinstance(told, link.OfferFailed):
                        raise ConnectionError(told.message)
                self._waiting += self._unpacker.feed(await self._reader.read(1 << 16))

    def say(self, message: link.ToWorker) -> None:
        self._writer.write(link.pack(message))

    async def join(self, name: str, peer: LightPeer) -> None:
        """Offer, answer, ICE, DTLS."""
        self._requests += 1
        answered = await self.ask(link.Offer(self._requests, name, peer.offer()), link.Answered)
        await peer.connect(answered.sdp)

    async def stats(self) -> link.Stats:
        self._requests += 1
        return await self.ask(link.GetStats(self._requests), link.Stats)

    def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def started_worker(journals: Path | None = None) -> AsyncIterator[Control]:
    """A worker on a free port of 127.0.0.1 and the link to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "media.sock"
        words = ["-m", "sfu.worker", "--socket", str(path), "--port", "0", "--host", "127.0.0.1"]
        words += ["--journals", str(journals or Path(folder) / "journals")]
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
                control.close()
            process.terminate()
            await process.wait()


async def measure(control: Control, seconds: float) -> tuple[float, float, float, float]:
    """(CPU of one core in %, packets sent per second, bytes per packet, µs per packet sent)."""
    loop = asyncio.get_running_loop()
    before, start = await control.stats(), loop.time()
    await asyncio.sleep(seconds)
    after, took = await control.stats(), loop.time() - start
    cpu, sent = after.cpu_us - before.cpu_us, max(1, after.packets_out - before.packets_out)
    size = (after.bytes_out - before.bytes_out) / sent
    return cpu / took / 1e4, sent / took, size, cpu / sent


async def bench(receivers: int, seconds: float, rates: list[int]) -> None:
    """Idle first, then each rate of packets a second from the publisher."""
    say = sys.stdout.write
    say(
        f"{platform.platform()}, Python {platform.python_version()}, {receivers} receivers of one video source\n"
    )
    async with started_worker() as control:
        publisher = LightPeer(("video",), "sendonly")
        await control.join("p", publisher)
        peers = [LightPeer(("video",), "recvonly") for _ in range(receivers)]
        for number, peer in enumerate(peers):
            await control.join(f"r{number}", peer)
            control.say(link.FeedPeer(f"r{number}", {"v0": link.SlotFeed("p/v0")}))
        idle, _, _, _ = await measure(control, seconds)
        say(f"idle: {idle:.1f} % of a core\n")
        for rate in rates:
            packets = rate // 25
            player = publisher.play([Frame(bytes(PACKET * packets), FRAME_TICKS)], 0)
            player.resume()
            await asyncio.sleep(1.0)
            cpu, sent, size, each = await measure(control, seconds)
            say(
                f"{rate} packets/s in ({packets} a frame): {sent:.0f} packets/s out of {size:.0f} bytes (SRTP), "
                f"{cpu:.1f} % of a core, {each:.2f} us CPU a packet sent\n"
            )
            player.pause()
            await asyncio.sleep(1.0)
        lost = sum(peer.lost for peer in peers)
        say(f"clients: {sum(peer.packets for peer in peers)} packets received, {lost} missing\n")
        say(f"dropped by the worker: {(await control.stats()).dropped}\n")
        for peer in (publisher, *peers):
            await peer.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--receivers", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rates", type=int, nargs="+", default=[100, 300], help="packets/s, multiples of 25")
    arguments = parser.parse_args()
    asyncio.run(bench(arguments.receivers, arguments.seconds, arguments.rates))


if __name__ == "__main__":
    main()

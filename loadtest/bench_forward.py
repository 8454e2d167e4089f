"""CPU per forwarded packet of the media worker: `python -m loadtest.bench_forward [--receivers 40] [--seconds 10]`.

Starts a real worker, joins one light publisher and light receivers over its link, all on loopback with SRTP, and
divides the worker's own user + system time by the packets it sent. Everything the worker does is in the figure:
receiving, ticks, STUN, RTCP. The clients run in this process, on the other core if there is one. Receivers only take
(and say once a second that their line is wide); with `--full` they do all that a browser does: feedback, NACK, reports.
A process that holds up the clients holds up their feedback: take figures while the machine does nothing else.
"""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Callable

from loadtest.media.read import Frame
from loadtest.offer import read_answer
from loadtest.peer import LightPeer
from loadtest.receiver import REPORT, Receiver
from loadtest.worker import Control, started_worker
from sfu import link
from sfu.wire import rtcp, rtp

FRAME_TICKS = 3600
"""25 frames a second of the 90 kHz clock."""
PACKET = 1100
WIDE = 20_000_000
"""bit/s."""


class Taking(Receiver):
    """Counts, and says that there is room for more."""

    def packet(self, data: bytes, now: float) -> rtp.Header:
        self.packets += 1
        header = rtp.parse(data)
        track = self._by_ssrc.get(header.ssrc)
        if track is not None:
            track.reception.arrived(header.sequence, header.timestamp, now)
        return header

    def due(self, now: float, round_trip: float) -> list[bytes]:
        if now < self._report_at:
            return []
        self._report_at = now + REPORT
        return [rtcp.remb(self._own_ssrc, WIDE, [track.ssrc for track in self.tracks])]


class Taker(LightPeer):
    """Agrees to no transport-wide feedback."""

    def __init__(self) -> None:
        super().__init__(("video",), "recvonly", remb=True)

    def offer(self) -> str:
        return "".join(line for line in super().offer().splitlines(True) if "transport-cc" not in line)

    def answered(self, sdp: str, send: Callable[[bytes], None]) -> None:
        super().answered(sdp, send)
        slots = tuple(section for section in read_answer(sdp).sections if section.ssrc)
        self.receiver = Taking(slots, 1, remb=True)


async def measure(control: Control, seconds: float) -> tuple[float, float, float, float]:
    """(CPU of one core in %, packets sent per second, bytes per packet, µs per packet sent)."""
    loop = asyncio.get_running_loop()
    before, start = await control.stats(), loop.time()
    await asyncio.sleep(seconds)
    after, took = await control.stats(), loop.time() - start
    cpu, sent = after.cpu_us - before.cpu_us, max(1, after.packets_out - before.packets_out)
    size = (after.bytes_out - before.bytes_out) / sent
    return cpu / took / 1e4, sent / took, size, cpu / sent


async def bench(receivers: int, seconds: float, rates: list[int], full: bool) -> None:
    """Idle first, then each rate of packets a second from the publisher."""
    say = sys.stdout.write
    kind = "full receivers" if full else "receivers"
    say(
        f"{platform.platform()}, Python {platform.python_version()}, {receivers} {kind} of one video source\n"
    )
    say(f"load: {os.getloadavg()[0]:.1f}\n")
    async with started_worker() as control:
        publisher = LightPeer(("video",), "sendonly")
        await control.join("p", publisher)
        peers = [LightPeer(("video",), "recvonly") if full else Taker() for _ in range(receivers)]
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
    parser.add_argument("--full", action="store_true", help="receivers that report, repair and measure")
    arguments = parser.parse_args()
    asyncio.run(bench(arguments.receivers, arguments.seconds, arguments.rates, arguments.full))


if __name__ == "__main__":
    main()

"""CPU of keeping journals in the media worker: `python -m loadtest.bench_journal [--lessons 10] [--seconds 10]`.

Starts a real worker; each lesson has one light publisher with audio (50 packets a second) and video (100 of 1.1 kB) and
one receiver. Measured in turn, several rounds: nothing fed or kept, fed to the receiver, kept, both. A journal's cost
is what keeping adds, user + system time of the whole process, the writer's thread with its syncs included. The
journals go to a new folder below --folder: a disk of the kind meant, not a RAM disk.
"""

import argparse
import asyncio
import platform
import statistics
import sys
import tempfile
from pathlib import Path

from loadtest.bench_forward import FRAME_TICKS, PACKET
from loadtest.media.read import Frame
from loadtest.peer import LightPeer
from loadtest.worker import Control, started_worker
from sfu import link

SPEECH = [Frame(b"\x78" + bytes(80), 960)]
PICTURES = [Frame(b"\x10" + bytes(4 * PACKET - 1), FRAME_TICKS)]
STATES = ("idle", "fed", "kept", "fed and kept")


async def publish(control: Control, lesson: int) -> list[LightPeer]:
    """One lesson's people."""
    publisher = LightPeer(("audio", "video"), "sendonly")
    await control.join(f"p{lesson}", publisher)
    for mid, frames in enumerate((SPEECH, PICTURES)):
        publisher.play(frames, mid).resume()
    receiver = LightPeer(("audio", "video"), "recvonly")
    await control.join(f"r{lesson}", receiver)
    return [publisher, receiver]


def arrange(control: Control, lessons: int, state: str) -> None:
    """Tell the worker who is fed and what is kept from now on."""
    for lesson in range(lessons):
        name = f"p{lesson}"
        slots = {slot: link.SlotFeed(f"{name}/{slot}") for slot in ("a0", "v0")} if "fed" in state else {}
        sources = {f"{name}/a0": "x/mic", f"{name}/v0": "x/camera"} if "kept" in state else {}
        control.say(link.FeedPeer(f"r{lesson}", slots))
        control.say(link.KeepSources(f"lesson-{lesson}", 0, sources))


async def measure(control: Control, seconds: float) -> tuple[float, float]:
    """(CPU seconds a second, packets in a second)."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(1.0)
    before, start = await control.stats(), loop.time()
    await asyncio.sleep(seconds)
    after, took = await control.stats(), loop.time() - start
    return (after.cpu_us - before.cpu_us) / took / 1e6, (after.packets_in - before.packets_in) / took


async def bench(lessons: int, seconds: float, rounds: int, folder: Path) -> None:
    """Every state in every round; the median of each."""
    say = sys.stdout.write
    say(f"{platform.platform()}, Python {platform.python_version()}, {lessons} lessons, {rounds} rounds\n")
    found: dict[str, list[tuple[float, float]]] = {state: [] for state in STATES}
    async with started_worker(folder) as control:
        people = [peer for lesson in range(lessons) for peer in await publish(control, lesson)]
        for _ in range(rounds):
            for state in STATES:
                arrange(control, lessons, state)
                found[state].append(await measure(control, seconds))
        arrange(control, lessons, "idle")
        for peer in people:
            await peer.close()
    cpu = {state: statistics.median(each for each, _ in found[state]) for state in STATES}
    rate = statistics.median(packets for _, packets in found["kept"])
    for state in STATES:
        say(f"{state}: {100 * cpu[state]:.2f} % of a core\n")
    forwarding = (cpu["fed"] - cpu["idle"]) / rate
    for name, base, more in (("alone", "idle", "kept"), ("besides forwarding", "fed", "fed and kept")):
        keeping = (cpu[more] - cpu[base]) / rate
        say(
            f"keeping {name}: {1e6 * keeping:.2f} us a packet, {keeping / forwarding:.2f} of forwarding to one receiver "
            f"({1e6 * forwarding:.2f} us), {100 * keeping * rate / lessons:.3f} % of a core a lesson\n"
        )
    written = sum(path.stat().st_size for path in folder.rglob("*.*"))
    say(f"{rate:.0f} packets/s in, {written / 1e6:.0f} MB of journals\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("/var/tmp"))  # noqa: S108 - a new folder in it
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        asyncio.run(bench(arguments.lessons, arguments.seconds, arguments.rounds, Path(folder)))


if __name__ == "__main__":
    main()

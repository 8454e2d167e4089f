"""What bad lines do to a class: `bucgiang loadtest network [--json] [--plot FILE.svg]`.

Starts a media worker of its own (no control: the messages it would send are sent here, so the estimate is seen each
2 s and the running server is not disturbed) that tells clients the address of a relay. A teacher on a good line sends
speech, the screen in two and the camera in three layers, and pauses what `LayersWanted` does not name; a pupil for each
row of `traces.ROWS` receives all three behind that line. All rows run at once, for SECONDS. The clients do not decode:
what could be shown is worked out from the packets (loadtest/pictures.py).
"""

import asyncio
import socket
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loadtest.line import GOOD
from loadtest.media import read
from loadtest.offer import Kind
from loadtest.peer import LightPeer
from loadtest.pictures import Pictures
from loadtest.player import Player
from loadtest.plot import Sample, write_plot
from loadtest.receiver import Track
from loadtest.relay import Home, Relay
from loadtest.traces import ROWS, SECONDS, Row
from loadtest.worker import Control, started_worker
from sfu import link

Report = dict[str, Any]

LISTEN = "127.0.0.2"
SAMPLE = 0.25
SETTLED = 10.0
"""Seconds after which the estimate is compared with the capacity."""
RECOVERED = 0.8
"""Of the bytes a second before the trouble that make it over."""
WINDOW = 2.0
KINDS: tuple[Kind, ...] = ("audio", "video", "video")
SCREEN, CAMERA = 1, 2
LAYERS = {SCREEN: ("l", "h"), CAMERA: ("q", "h", "f")}
FEED = {
    "a0": link.SlotFeed("teacher/a0", 9),
    "v0": link.SlotFeed("teacher/v0", 3, 720),
    "v1": link.SlotFeed("teacher/v1", 2, 360),
}


@dataclass
class Pupil:
    """One row being measured; `held`: (when, slot) of each report that says the server holds a slot back."""

    row: Row
    peer: LightPeer
    home: Home
    samples: list[Sample] = field(default_factory=list)
    held: list[tuple[float, str]] = field(default_factory=list)
    line: link.PeerLine | None = None

    @property
    def name(self) -> str:
        return f"pupil {self.row.name}"

    def track(self, place: int) -> Track:
        return self.peer.receiver.tracks[place]


class Class:
    """The worker, its teacher and pupils; `told` reads what the worker says about them."""

    def __init__(self, control: Control, relay: Relay) -> None:
        self.control = control
        self.relay = relay
        self.pupils: list[Pupil] = []
        self.began = 0.0
        self._players: dict[tuple[str, str], Player] = {}
        control.on_told = self._told

    async def teach(self) -> LightPeer:
        """The teacher, sending."""
        self.relay.home(GOOD)
        teacher = LightPeer(KINDS, "sendonly", LAYERS)
        await self.control.join("teacher", teacher)
        players = [teacher.play(read.opus("teacher"), 0)]
        for place, name in ((SCREEN, "screen"), (CAMERA, "camera")):
            for rid in LAYERS[place]:
                player = teacher.play(read.vp8(f"{name}_{rid}")[0], place, rid)
                self._players[f"teacher/v{place - 1}", rid] = player
                players.append(player)
        for player in players:
            player.resume()
        return teacher

    async def come(self, row: Row, number: int) -> Pupil:
        """A pupil behind the row's line, fed."""
        host = f"127.0.1.{number + 1}"
        home = self.relay.home(row.trace.at(0.0), host)
        peer = LightPeer(KINDS, "recvonly", host=host)
        pupil = Pupil(row, peer, home)
        await self.control.join(pupil.name, peer)
        self.control.say(link.FeedPeer(pupil.name, FEED))
        self.pupils.append(pupil)
        return pupil

    def _told(self, told: object) -> None:
        if isinstance(told, link.PeerLines):
            lines = {line.peer: line for line in told.peers}
            now = time.monotonic()
            for pupil in self.pupils:
                pupil.line = lines.get(pupil.name)
                slots = {} if pupil.line is None else pupil.line.slots
                pupil.held += [(now, slot) for slot, layer in slots.items() if not layer]
        elif isinstance(told, link.LayersWanted):
            for (source, rid), player in self._players.items():
                if source == told.source:
                    player.want(rid in told.layers)

    async def run(self) -> None:
        """All traces from now on, to their end."""
        self.began = time.monotonic()
        changed = {pupil.name for pupil in self.pupils if not pupil.row.rebind}
        before = {}
        for pupil in self.pupils:
            pupil.home.play(pupil.row.trace)
            before[pupil.name] = pupil.home.down.meter.octets
        elapsed = 0.0
        while elapsed < SECONDS:
            await asyncio.sleep(SAMPLE)
            took, elapsed = -elapsed, time.monotonic() - self.began
            took += elapsed
            for pupil in self.pupils:
                octets = pupil.home.down.meter.octets
                estimate = 0 if pupil.line is None else pupil.line.estimate
                rate = (octets - before[pupil.name]) * 8 / took
                capacity = pupil.row.trace.capacity(elapsed)
                pupil.samples.append(Sample(elapsed, capacity, rate, estimate * 1000.0))
                before[pupil.name] = octets
                if pupil.name not in changed and elapsed >= (pupil.row.trouble or 0.0):
                    changed.add(pupil.name)
                    pupil.home.rebind()


async def network(plot: Path | None = None) -> Report:
    """The rows; with `plot`, an SVG of estimate, sent and capacity, and the table into the page beside it."""
    port = _free_port()
    async with AsyncExitStack() as stack:
        control = await stack.enter_async_context(started_worker(port=port, address=LISTEN))
        relay = await stack.enter_async_context(Relay((LISTEN, port), ("127.0.0.1", port)))
        course = Class(control, relay)
        people = [await course.teach()]
        for number, row in enumerate(ROWS):
            people.append((await course.come(row, number)).peer)
        await course.run()
        report = [_figures(pupil, course.began) for pupil in course.pupils]
        dropped = (await control.stats()).dropped
        for peer in people:
            await peer.close()
    if plot is not None:
        plotted = [(pupil.row.name, pupil.samples) for pupil in course.pupils if pupil.row.plotted]
        await asyncio.to_thread(write_plot, plot, plotted, report)
    return {"seconds": SECONDS, "rows": report, "dropped": dropped}


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _figures(pupil: Pupil, began: float) -> Report:
    sound, screen, camera = (pupil.track(place) for place in range(3))
    videos = (screen, camera)
    freezes = [
        gap
        for slot, track in zip(("v0", "v1"), videos, strict=True)
        for gap in _gaps(track.pictures)
        if not _held(pupil, slot, *gap)
    ]
    expected = sum(track.reception.packets + track.reception.lost for track in videos)
    speech = sound.reception.packets + sound.reception.lost
    return {
        "row": pupil.row.name,
        "freezes": len(freezes),
        "longest_freeze_ms": round(1000 * max((length for _, length in freezes), default=0.0)),
        "screen_fps": round(screen.pictures.shown / SECONDS, 2),
        "camera_fps": round(camera.pictures.shown / SECONDS, 2),
        "loss_after_repair": _share(sum(track.reception.lost for track in videos), expected),
        "audio_lost_ms": round(1000 * sound.silenced),
        "audio_lost": _share(sound.reception.lost, speech),
        "estimate_of_capacity": _ratio(pupil.samples),
        "recovered_s": _recovery(pupil.row, pupil.samples),
        "slots": {} if pupil.line is None else dict(sorted(pupil.line.slots.items())),
        "bytes": pupil.home.down.meter.octets,
        "kbit_s": round(pupil.home.down.meter.octets * 8 / SECONDS / 1000),
        "probe_bytes": pupil.peer.receiver.padding,
        "uplink_kbit_s": round(pupil.home.up.meter.octets * 8 / SECONDS / 1000, 1),
        "overflowed": pupil.home.down.meter.overflowed,
    }


def _gaps(pictures: Pictures) -> list[tuple[float, float]]:
    """Freezes that are over, and the one that is not."""
    now = time.monotonic()
    lasting = pictures.frozen(now)
    return [*pictures.gaps, *([(now - lasting, lasting)] if lasting else [])]


def _held(pupil: Pupil, slot: str, start: float, length: float) -> bool:
    """The server held the slot back meanwhile (told each 2 s): not a freeze, the tile says so."""
    return any(name == slot and start <= at <= start + length + WINDOW for at, name in pupil.held)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _ratio(samples: list[Sample]) -> float | None:
    """Mean of estimate over capacity, once it has settled; None: never known."""
    known = [
        each.estimate / each.capacity
        for each in samples
        if each.at >= SETTLED and each.capacity and each.estimate
    ]
    return round(sum(known) / len(known), 2) if known else None


def _recovery(row: Row, samples: list[Sample]) -> float | None:
    """Seconds from the trouble's end until as much comes as before it; None: there is none, or it never does."""
    if row.trouble is None or row.back is None:
        return None
    before = [each.sent for each in samples if SETTLED <= each.at < row.trouble]
    enough = RECOVERED * sum(before) / max(1, len(before))
    for place, each in enumerate(samples):
        window = [other.sent for other in samples[place:] if other.at < each.at + WINDOW]
        if each.at >= row.back and sum(window) / len(window) >= enough:
            return round(each.at - row.back, 1)
    return None

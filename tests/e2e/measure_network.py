"""What a pupil's Chromium gets over bad lines, by hand on a quiet machine: `python -m tests.e2e.measure_network [row…]`.

Server, browsers and `loadtest.relay` all run on this machine. One row a line: what was shown, lost, understood and paid.
`idle`: a connection with all slots negotiated and nothing sent through them, per minute.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from loadtest.line import Conditions, Way
from loadtest.relay import Home, Relay
from tests.e2e import stats
from tests.e2e.lines import behind_a_relay, both, enters
from tests.e2e.people import teacher_starts
from tests.support import known, page
from tests.support.chromium import chromium
from tests.support.intelligible import intelligibility
from tests.support.network import enter_own_network
from tests.support.server import Served

SETTLE_S, JUDGED_S = 8, 20
FREEZE_S = 0.5
ROWS = {
    "good": Way(),
    "200 kbit/s": Way(down=Conditions(rate=200_000, delay=0.04, queue=12_000)),
    "400 kbit/s, 200 ms": Way(
        up=Conditions(rate=400_000, delay=0.1), down=Conditions(rate=400_000, delay=0.1, queue=20_000)
    ),
    "5 % loss, 100 ms": both(Conditions(loss=0.05, delay=0.05)),
    "10 % loss, 100 ms": both(Conditions(loss=0.1, delay=0.05)),
    "jitter 60 ms": both(Conditions(delay=0.03, jitter=0.06)),
    "reorder and duplicates": both(Conditions(delay=0.02, reorder=0.05, duplicate=0.02)),
}


async def row(
    pupils: Browser, served: Served, relay: Relay, lesson: str, number: int, way: Way
) -> dict[str, Any]:
    """One pupil on this line: the camera and the sound of the teacher after it settled."""
    pupil, home = await enters(pupils, served, relay, lesson, f"hs-8a3-{number:02d}", way)
    await asyncio.sleep(SETTLE_S)  # the time a line is given before it is judged
    await stats.watch(pupil, "v1")
    before, octets = await counts(pupil), home.down.meter.octets
    heard = page.sound(await pupil.evaluate(page.hear("a0", JUDGED_S)))
    after, octets = await counts(pupil), home.down.meter.octets - octets
    gaps = stats.gaps(await stats.shown(pupil, "v1"))
    await pupil.context.close()
    return {
        "frames": len(gaps) - 1,
        "freezes": sum(gap > FREEZE_S for gap in gaps),
        "longest_gap_ms": round(max(gaps) * 1000),
        "lines": after["lines"],
        "sound_packets_lost": after["lost"] - before["lost"],
        "stoi": round(intelligibility(heard, known.speech("teacher")), 3),
        "down_kbit_s": round(octets * 8 / JUDGED_S / 1000, 1),
    }


async def counts(pupil: Page) -> dict[str, int]:
    """Of the teacher's sound and camera, so far."""
    sound, camera = await stats.slot(pupil, "a0"), await stats.slot(pupil, "v1")
    return {"lost": int(sound.get("packetsLost", 0)), "lines": int(camera.get("frameHeight", 0))}


async def idle(pupils: Browser, served: Served, relay: Relay) -> dict[str, float]:
    """Bytes a minute, IP and UDP headers included, of a pupil to whom nothing is sent."""
    lesson = await served.lesson()
    pupil, home = await enters(pupils, served, relay, lesson, "hs-8a3-30", Way())
    await asyncio.sleep(SETTLE_S)  # the same
    before = _octets(home)
    await asyncio.sleep(60)  # the minute
    after = _octets(home)
    await pupil.context.close()
    return {"up_bytes": after[0] - before[0], "down_bytes": after[1] - before[1]}


def _octets(home: Home) -> tuple[int, int]:
    return home.up.meter.octets, home.down.meter.octets


async def run(folder: Path, rows: Sequence[str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    async with (
        async_playwright() as playwright,
        chromium(playwright, folder / "teacher", "teacher", "teacher", 15) as teachers,
        chromium(playwright, folder / "pupil", "pupil1", "pupil", 15) as pupils,
        behind_a_relay(folder) as (served, relay),
    ):
        lesson = await served.lesson()
        await teacher_starts(teachers, served, lesson)
        for number, name in enumerate(rows, 1):
            figures[name] = await row(pupils, served, relay, lesson, number, ROWS[name])
            print(json.dumps({name: figures[name]}), file=sys.stderr, flush=True)
        figures["idle, a minute"] = await idle(pupils, served, relay)
    return figures


if __name__ == "__main__":
    enter_own_network()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(run(Path(folder), sys.argv[1:] or list(ROWS))), indent=1))

"""Figures of a class in real browsers, run by hand on a quiet machine: `python -m tests.e2e.measure`.

Everything runs on this machine: server, two Chromium processes (a teacher's, the pupils') and light clients. Times
are taken in the pages with the machine's own clock; nothing here is a test.
"""

import asyncio
import json
import os
import platform
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from loadtest.person import Person, Ticket
from loadtest.scenarios import percentile
from tests.e2e.people import pupil_joins, teacher_starts, until
from tests.e2e.stats import PEERS
from tests.support.chromium import chromium, phone
from tests.support.server import Served

JOIN_CLOCK = """new Promise((done) => {
    const heard = async () => (await window.inbound()).some((s) => s.kind === 'audio' && s.totalAudioEnergy > 0);
    const button = document.querySelector('[data-testid=join]');
    button.addEventListener('click', async () => {
        const tapped = performance.now();
        while (!(await heard())) await new Promise((next) => setTimeout(next, 10));
        done(performance.now() - tapped);
    }, { capture: true, once: true });
    button.click();
})"""
CLICKED_AT = """(id) => new Promise((done) => {
    const button = document.querySelector(`[data-testid=${id}]`);
    button.addEventListener('click', () => done(Date.now()), { capture: true, once: true });
    button.click();
})"""
HAND_AT = """new Promise((done) => {
    const look = () => document.querySelector('[data-testid=give-floor]') ? done(Date.now()) : setTimeout(look, 2);
    look();
})"""
NEW_PICTURE_AT = """(board) => new Promise((done, fail) => {
    const video = document.querySelector('[data-slot=v2]');
    const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 9 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const look = () => {
        context.drawImage(video, 0, 0, 16, 9);
        const isBoard = context.getImageData(0, 0, 1, 1).data[0] < 110;
        if (isBoard === board) done(Date.now()); else video.requestVideoFrameCallback(look);
    };
    look();
    setTimeout(() => fail(new Error('the picture never changed')), 15000);
})"""


def tell(figures: dict[str, Any]) -> None:
    """What is known so far, while it runs."""
    print(json.dumps(figures), file=sys.stderr, flush=True)


def summary(values: list[float]) -> dict[str, float]:
    return {
        "runs": len(values),
        "p50_ms": round(percentile(values, 0.5)),
        "p95_ms": round(percentile(values, 0.95)),
        "worst_ms": round(max(values)),
    }


async def tap_to_sound(pupils: Browser, served: Served, lesson: str, runs: int = 20) -> dict[str, float]:
    """A loaded card, a tap, the first sound with energy; each run a fresh browser context."""
    waits = []
    for _ in range(runs):
        context = await phone(pupils)
        page = await context.new_page()
        await page.add_init_script(PEERS)
        await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-10')}")
        await page.get_by_test_id("join").wait_for()
        waits.append(float(await page.evaluate(JOIN_CLOCK)))
        await context.close()
    return summary(waits)


async def hand(teacher: Page, pupil: Page, runs: int = 30) -> dict[str, float]:
    """From the tap on the pupil's page until the hand stands in the teacher's document."""
    waits = []
    for _ in range(runs):
        seen = asyncio.create_task(teacher.evaluate(HAND_AT))
        tapped = await pupil.evaluate(CLICKED_AT, "raise-hand")
        waits.append(await seen - tapped)
        await until(pupil, "document.querySelector('[data-testid=raise-hand][aria-pressed=true]')")
        await pupil.get_by_test_id("raise-hand").click()
        await until(teacher, "!document.querySelector('[data-testid=give-floor]')")
        await asyncio.sleep(0.25)  # below the server's limit of ten commands a second
    return summary(waits)


async def give_floor(teacher: Page, pupil: Page) -> None:
    await pupil.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").click()
    await pupil.get_by_test_id("accept-floor").click()
    await pupil.get_by_test_id("camera").click()
    await until(pupil, "document.querySelector('[data-testid=camera][aria-pressed=true]')")


async def switches(first: Page, second: Page, watcher: Page, runs: int) -> dict[str, float]:
    """v2 shows the floor's camera: who shows turns it off, the other's picture takes its place.

    From the tap on "camera" to the first decoded frame of the other one, so the command's way counts too. `first`
    sends the board (dark above), `second` a pupil (pale above): told apart by one pixel.
    """
    await until(watcher, "document.querySelector('[data-slot=v2]')?.videoWidth > 0")
    waits = []
    showing, other = first, second
    for _ in range(runs):
        seen = asyncio.create_task(watcher.evaluate(NEW_PICTURE_AT, other is first))
        tapped = await showing.evaluate(CLICKED_AT, "camera")
        waits.append(await seen - tapped)
        await showing.get_by_test_id("camera").click()
        await until(showing, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
        showing, other = other, showing
    return summary(waits)


async def frozen(page: Page, slot: str) -> tuple[int, float]:
    """freezeCount and seconds frozen of the slot's video so far."""
    mid = await page.evaluate(
        f"window.peers.flatMap(p => p.getTransceivers()).find(t => t.receiver.track?.id === "
        f"document.querySelector('[data-slot={slot}]').srcObject.getTracks()[0].id).mid"
    )
    stats = await page.evaluate("window.inbound()")
    mine = next(one for one in stats if one.get("mid") == mid)
    return int(mine.get("freezeCount", 0)), float(mine.get("totalFreezesDuration", 0))


@asynccontextmanager
async def crowd(served: Served, lesson: str, people: int) -> AsyncIterator[None]:
    """`people` light pupils join at once, stay for the block, leave at once."""
    async with aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        students = [f"hs-8a4-{n:02d}" for n in range(1, people + 1)]
        tickets = [Ticket(lesson, s, s, "guest", await served.token(lesson, "guest")) for s in students]

        async def enter(ticket: Ticket) -> None:
            person = await stack.enter_async_context(Person(served.url, ticket, http, device=ticket.person))
            await person.listen()

        joining = asyncio.gather(*(enter(ticket) for ticket in tickets))
        try:
            yield
        finally:
            await joining


async def watched(context: BrowserContext) -> None:
    await context.add_init_script(PEERS)


async def run(folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    async with (
        async_playwright() as playwright,
        chromium(playwright, folder / "teacher", "teacher", "board", 5) as teachers,
        chromium(playwright, folder / "pupil", "pupil1", "pupil", 15) as pupils,
        Served(folder) as served,
    ):
        lesson = await served.lesson()
        teacher = await teacher_starts(teachers, served, lesson)
        figures["tap_to_sound"] = await tap_to_sound(pupils, served, lesson)
        tell(figures)
        first = await pupil_joins(teachers, served, lesson, "hs-8a3-01")
        second = await pupil_joins(pupils, served, lesson, "hs-8a3-02")
        context = await phone(pupils)
        await watched(context)
        watcher = await context.new_page()
        await watcher.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-03')}")
        await watcher.get_by_test_id("join").click()
        figures["hand"] = await hand(teacher, second)
        tell(figures)
        await give_floor(teacher, first)
        await give_floor(teacher, second)
        figures["switch_alone"] = await switches(first, second, watcher, 20)
        tell(figures)
        before = await frozen(watcher, "v1")
        async with crowd(served, lesson, 36):
            figures["switch_while_36_join"] = await switches(first, second, watcher, 6)
        after = await frozen(watcher, "v1")
        figures["teacher_camera_freezes_while_36_join_and_leave"] = {
            "count": after[0] - before[0],
            "seconds": round(after[1] - before[1], 2),
        }
    return figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(Path(folder)))
    machine = {"cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()}
    print(json.dumps({"figures": figures, "machine": machine}, indent=2))


if __name__ == "__main__":
    main()

"""A class behind `loadtest.relay`: the teacher's line is good, those who come later get the line a test gives them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page

from loadtest.line import Conditions, Way
from loadtest.relay import Home, Relay
from tests.e2e import stats
from tests.e2e.people import until
from tests.support.chromium import phone
from tests.support.network import ADDRESS
from tests.support.server import Served
from tests.support.waiting import PATIENCE_S, until_found

Device = Callable[[Browser], Awaitable[BrowserContext]]
RELAYED = "127.0.0.2"
"""What the server tells clients instead of its own address."""


@asynccontextmanager
async def behind_a_relay(folder: Path) -> AsyncIterator[tuple[Served, Relay]]:
    """A server whose media all goes through the relay."""
    served = Served(folder, media_addresses=RELAYED)
    port = served.media_port
    async with Relay(listen=(RELAYED, port), server=(ADDRESS, port)) as relay, served:
        yield served, relay


def both(conditions: Conditions) -> Way:
    """The same in both directions."""
    return Way(up=conditions, down=conditions)


async def enters(
    pupils: Browser, served: Served, relay: Relay, lesson: str, student: str, way: Way, device: Device = phone
) -> tuple[Page, Home]:
    """A pupil's phone (or other device) on a line of its own, its statistics watched."""
    home = relay.home(way)
    context = await device(pupils)
    await context.add_init_script(stats.PEERS)
    page = await context.new_page()
    await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', student)}")
    await page.get_by_test_id("join").click()
    await page.get_by_test_id("line").wait_for()
    return page, home


async def joins(
    pupils: Browser, served: Served, relay: Relay, lesson: str, student: str, way: Way, device: Device = phone
) -> tuple[Page, Home]:
    """As `enters`, until the teacher's camera is seen."""
    page, home = await enters(pupils, served, relay, lesson, student, way, device)
    await until(page, "document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0")
    return page, home


async def audio_lost(page: Page, slot: str) -> int:
    """Packets of the slot's sound that never came."""
    return int((await stats.slot(page, slot)).get("packetsLost", 0))


async def lines_of(page: Page, slot: str) -> int:
    """Height of the picture that the slot decodes now."""
    return int((await stats.slot(page, slot)).get("frameHeight", 0))


async def reached(page: Page, slot: str, lines: int, within: float = PATIENCE_S) -> float:
    """Seconds until the slot shows at least so many lines. AssertionError: never."""
    began = asyncio.get_running_loop().time()

    async def enough() -> bool:
        return await lines_of(page, slot) >= lines

    await until_found(enough, within)
    return asyncio.get_running_loop().time() - began

"""What a page looks like and whether everybody can use it: axe-core, overflow, console, screenshots.

looker = Looker(browser)
page = await looker.open(url)
await looker.look(page, "join-card")
assert not looker.faults
"""

import asyncio
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.support.chromium import DESKTOP, NARROW, PHONE
from tests.support.covered import COVERED

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "tests" / "screenshots"
ALL: dict[str, object] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS: dict[str, object] = {"type": "rule", "values": ["color-contrast"]}
"""What axe-core looks for: it is slow, and in other colours the same elements can only fail by these."""
KEEP_SHOTS = "BUCGIANG_SHOTS" in os.environ
"""BUCGIANG_SHOTS=1: a picture of every page in every way is left in tests/screenshots, for people to look at."""
SHORT_TARGETS = """() => [...document.querySelectorAll('button, a[href], input, select, summary')].filter((e) => {
    const tick = e.matches('[type=checkbox], [type=radio]') && e.labels[0];
    const r = (tick || e).getBoundingClientRect();
    return e.checkVisibility() && r.width > 1 && !e.matches('.skip, .said, .chat-act, .tick input') && (r.height < 43.5);
}).map((e) => `${e.outerHTML.slice(0, 90)} is ${Math.round(e.getBoundingClientRect().height)} px high`)"""
"""Controls lower than a thumb, a box to tick with its words (the small word "reply" has a large invisible area)."""

ZOOMED = ViewportSize(width=640, height=360)
"""A laptop's 1280x720 at 200 %: what a page is laid out in, whatever the pixels of the screen."""

SETTLED = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const moving of document.getAnimations()) {
        if (moving.effect?.getComputedTiming().endTime !== Infinity) moving.finish();
    }
    done();
})))"""
"""A promise: drawn anew, and no colour is on its way to another."""


@dataclass(frozen=True)
class Way:
    """One way to look at a page."""

    name: str
    size: ViewportSize
    scheme: Literal["light", "dark"]
    language: Literal["vi", "en"]
    rules: dict[str, object] | None = None
    """What axe-core looks for in this way."""


WAYS = (
    Way("phone-light-vi", PHONE, "light", "vi", ALL),
    Way("narrow-dark-en", NARROW, "dark", "en", COLOURS),
    Way("desktop-light-en", DESKTOP, "light", "en"),
    Way("desktop-dark-vi", DESKTOP, "dark", "vi"),
)
"""Every pair of size, scheme and language but a few; every page is seen in all of them."""


@cache
def _axe() -> str:
    return AXE.read_text()


class Looker:
    """Collects what is wrong in `faults`, so that one run names all."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.faults: list[str] = []

    async def context(self, **options: Any) -> BrowserContext:
        """A window of its own (own storage) whose pages are listened to."""
        context = await self._browser.new_context(viewport=PHONE, locale="vi-VN", has_touch=True, **options)
        context.on("console", self._said)
        context.on(
            "weberror", lambda error: self.faults.append(f"{error.page and error.page.url}: {error.error}")
        )
        return context

    async def open(self, url: str, **options: Any) -> Page:
        """The page in a new context."""
        page = await (await self.context(**options)).new_page()
        await page.goto(url)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource" in message.text  # answers with 4xx, which error pages are about
        if message.type in ("error", "warning") and not refused:
            self.faults.append(f"{message.page and message.page.url}: {message.text}")

    async def look(self, page: Page, name: str) -> None:
        """Looks at the page in all WAYS; it is left in the first."""
        for way in WAYS:
            await self._dress(page, way)
            await self._check(page, way, f"{name}, {way.name}")
            if KEEP_SHOTS:
                await page.screenshot(path=SHOTS / f"{name}-{way.name}.png")
        await self._zoom(page, f"{name}, at 200 %")
        await self._dress(page, WAYS[0])

    async def _dress(self, page: Page, way: Way) -> None:
        await page.set_viewport_size(way.size)
        await page.emulate_media(color_scheme=way.scheme, reduced_motion="reduce")
        choose = f"document.querySelector('.language button[lang={way.language}]')?.click()"
        await page.evaluate(f"{choose}; {SETTLED}")

    async def _zoom(self, page: Page, where: str) -> None:
        await page.set_viewport_size(ZOOMED)
        await page.evaluate(SETTLED)
        await self._fits(page, where)
        self.faults += [f"{where}: {hidden} cannot be reached" for hidden in await page.evaluate(COVERED)]

    async def _fits(self, page: Page, where: str) -> None:
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.faults.append(f"{where}: {wide} px wider than the screen")

    async def _check(self, page: Page, way: Way, where: str) -> None:
        await self._fits(page, where)
        self.faults += [f"{where}: {short}" for short in await page.evaluate(SHORT_TARGETS)]
        if way.rules:
            self.faults += [f"{where}: {violation}" for violation in await violations(page, way.rules)]


async def violations(page: Page, rules: dict[str, object] = ALL) -> list[str]:
    """What axe-core finds by these rules: which, its meaning, the first elements."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    async with asyncio.timeout(20):
        found = await page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{one['id']}: {one['help']}: "
        + "; ".join(f"{node['html'][:120]} ({node['failureSummary'][:200]})" for node in one["nodes"][:3])
        for one in found["violations"]
    ]

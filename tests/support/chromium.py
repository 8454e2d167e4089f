"""Debian's Chromium with known speech and picture as its devices, driven by Playwright."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Playwright, ViewportSize

from tests.support import known

PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=800)
ALLOW_ALL = "--use-fake-ui-for-media-stream"
"""Every device is allowed at once; a shared screen is then an invented picture."""
OFF = (
    # Chromium draws a list of suggestions for every window's address bar: 1.4 s of CPU each.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    # What Playwright turns off; the last --disable-features counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
FLAGS = (
    f"--disable-features={','.join(OFF)}",
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
)
CLOSES_S = 10


async def launch(
    playwright: Playwright,
    folder: Path,
    speech: str,
    picture: str,
    rate: int,
    *flags: str,
    share: str | None = None,
) -> Browser:
    """One browser whose mic says loadtest/media/<speech>.ogg and whose camera shows <picture>.ivf, both looping.

    `share`: title of the tab that is shared when a page asks for the screen; contexts must grant devices then.
    """
    chooser = f"--auto-select-tab-capture-source-by-title={share}" if share else ALLOW_ALL
    folder.mkdir(parents=True, exist_ok=True)
    wav = known.write_wav(speech, folder / "speech.wav")
    y4m = known.write_y4m(picture, folder / "picture.y4m", rate)
    return await playwright.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=[
            *FLAGS,
            chooser,
            f"--use-file-for-fake-audio-capture={wav}",
            f"--use-file-for-fake-video-capture={y4m}",
            *flags,
        ],
    )


@asynccontextmanager
async def chromium(
    playwright: Playwright,
    folder: Path,
    speech: str,
    picture: str,
    rate: int,
    *flags: str,
    share: str | None = None,
) -> AsyncIterator[Browser]:
    """A browser of one's own, see `launch`."""
    browser = await launch(playwright, folder, speech, picture, rate, *flags, share=share)
    try:
        yield browser
    finally:
        await browser.close()


class Browsers:
    """Browsers that many tests share: each is launched when it is first asked for, and anew when it has died.

    Tests make contexts of their own, which share nothing; `clear` after each test closes them all.
    """

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright = playwright
        self._folder = folder
        self._running: dict[tuple[object, ...], Browser] = {}
        self._launched = 0

    async def get(
        self, speech: str, picture: str, rate: int, *flags: str, share: str | None = None
    ) -> Browser:
        """The browser with these devices and flags, see `launch`."""
        key = (speech, picture, rate, share, *flags)
        browser = self._running.get(key)
        if browser is None or not browser.is_connected():
            self._launched += 1
            folder = self._folder / str(self._launched)
            browser = await launch(self._playwright, folder, speech, picture, rate, *flags, share=share)
            self._running[key] = browser
        return browser

    async def clear(self) -> None:
        """Closes all windows; a browser that does not get it done is ended, so that no test inherits them."""
        for key, browser in list(self._running.items()):
            try:
                async with asyncio.timeout(CLOSES_S):
                    await asyncio.gather(*(context.close() for context in browser.contexts))
            except TimeoutError:
                del self._running[key]
                await browser.close()
            assert not browser.contexts, "every window of the test is closed"

    async def close(self) -> None:
        await asyncio.gather(*(browser.close() for browser in self._running.values()))


async def phone(browser: Browser) -> BrowserContext:
    """A Vietnamese phone; it has accepted the warning of a server with a certificate of its own."""
    return await browser.new_context(
        viewport=PHONE, locale="vi-VN", has_touch=True, is_mobile=True, ignore_https_errors=True
    )


async def desktop(browser: Browser) -> BrowserContext:
    return await browser.new_context(viewport=DESKTOP, locale="vi-VN", ignore_https_errors=True)

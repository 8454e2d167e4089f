"""Debian's Chromium with known speech and picture as its devices, driven by Playwright."""

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
FLAGS = (
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
    """One browser whose mic says loadtest/media/<speech>.ogg and whose camera shows <picture>.ivf, both looping.

    `share`: title of the tab that is shared when a page asks for the screen; contexts must grant devices then.
    """
    chooser = f"--auto-select-tab-capture-source-by-title={share}" if share else ALLOW_ALL
    folder.mkdir(parents=True, exist_ok=True)
    wav = known.write_wav(speech, folder / "speech.wav")
    y4m = known.write_y4m(picture, folder / "picture.y4m", rate)
    browser = await playwright.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=[
            *FLAGS,
            chooser,
            f"--use-file-for-fake-audio-capture={wav}",
            f"--use-file-for-fake-video-capture={y4m}",
            *flags,
        ],
    )
    try:
        yield browser
    finally:
        await browser.close()


async def phone(browser: Browser) -> BrowserContext:
    """A Vietnamese phone; it has accepted the warning of a server with a certificate of its own."""
    return await browser.new_context(
        viewport=PHONE, locale="vi-VN", has_touch=True, is_mobile=True, ignore_https_errors=True
    )


async def desktop(browser: Browser) -> BrowserContext:
    return await browser.new_context(viewport=DESKTOP, locale="vi-VN", ignore_https_errors=True)

"""People of a lesson in real browsers: a teacher who starts it, pupils who join with one tap."""

import asyncio
import re
from collections.abc import Sequence

from playwright.async_api import Browser, Locator, Page

from tests.support import known, page
from tests.support.chromium import desktop, phone
from tests.support.page import looking
from tests.support.server import Served
from tests.support.waiting import PATIENCE_S

WATCH_DEVICES = """
    window.asked = 0;
    window.streams = [];
    const get = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
    if (get) navigator.mediaDevices.getUserMedia = async (what) => {
        window.asked += 1;
        const stream = await get(what);
        window.streams.push(stream);
        return stream;
    };
    window.open_tracks = () => window.streams.flatMap((s) => s.getTracks()).filter((t) => t.readyState === 'live').length;
"""
"""How often a page asked for a device, and how many of its tracks still run."""
SPEECH = 0.75
PICTURE = 0.8
QUIET = 0.003
"""Correlations from which speech and picture count as recognised; others' stay below 0.65, and such of speech below 0.75
when five seconds are heard: within less, pauses alone may look alike.
QUIET is the loudness (RMS of full scale) below which a slot plays nothing."""


async def until(page: Page, expression: str, seconds: float = PATIENCE_S) -> None:
    """Waits in the page until the expression is truthy."""
    try:
        async with asyncio.timeout(seconds):
            await page.evaluate(f"{looking(expression)}.then(() => null)")
    except TimeoutError:
        raise AssertionError(f"never true on the page: {expression}") from None


async def teacher_starts(browser: Browser, served: Served, lesson: str, granted: Sequence[str] = ()) -> Page:
    """Link → pre-join check → Bắt đầu: mic and camera on. `granted`: permissions the browser does not give by itself."""
    context = await desktop(browser)
    await context.grant_permissions(granted)
    teacher = await context.new_page()
    await teacher.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'teacher')}")
    await teacher.get_by_test_id("start").click()
    for source in ("mic", "camera"):
        await until(teacher, f"document.querySelector('[data-testid={source}][aria-pressed=true]')")
    return teacher


async def pupil_knocks(browser: Browser, served: Served, lesson: str, student: str) -> Page:
    """Link → card → one tap; its use of devices is watched (WATCH_DEVICES)."""
    context = await phone(browser)
    pupil = await context.new_page()
    await pupil.add_init_script(WATCH_DEVICES)
    await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', student)}")
    await pupil.get_by_test_id("join").click()
    return pupil


async def pupil_joins(browser: Browser, served: Served, lesson: str, student: str) -> Page:
    """As `pupil_knocks`, in a class whose door is open."""
    pupil = await pupil_knocks(browser, served, lesson, student)
    await pupil.get_by_test_id("raise-hand").wait_for()
    return pupil


async def unfolds_roster(teacher: Page) -> None:
    """The class list of the teacher's page; on a wide screen it is open already."""
    await teacher.locator(".roster-card summary").wait_for()
    if not await teacher.evaluate("document.querySelector('.roster-card').open"):
        await teacher.locator(".roster-card summary").click()


def row_of(teacher: Page, stt: int) -> Locator:
    """A pupil's row in the class list."""
    number = teacher.locator(".pupil-stt", has_text=re.compile(f"^{stt}$"))
    return teacher.locator(".pupil-item").filter(has=number)


async def hears(listener: Page, slot: str, speech: str, seconds: float = 6) -> float:
    """How alike the slot's sound is to loadtest/media/<speech>.ogg; a stretch a busy machine spoilt is heard again."""
    await until(listener, f"document.querySelector('[data-slot=\"{slot}\"]')?.srcObject")
    best = -1.0
    for _ in range(3):
        heard = known.envelope(page.sound(await listener.evaluate(page.hear(slot, seconds))))
        best = max(best, known.likeness(heard, known.envelope(known.speech(speech))))
        if best > SPEECH:
            break
    return best


async def loudness(listener: Page, slot: str, seconds: float = 1.5) -> float:
    """The loudest moment of what the slot plays, 0 for silence."""
    return float(known.envelope(page.sound(await listener.evaluate(page.hear(slot, seconds)))).max())


async def falls_quiet(listener: Page, slot: str) -> bool:
    """Whether the slot is silent for a while, soon (what was on its way may still be played)."""
    for _ in range(5):
        if await loudness(listener, slot) < QUIET:
            return True
    return False


async def sees(watcher: Page, slot: str, picture: str) -> float:
    """How alike the slot's picture is to some frame of loadtest/media/<picture>.ivf."""
    await until(watcher, f"document.querySelector('[data-slot=\"{slot}\"]')?.videoWidth > 0")
    return known.resemblance(page.pixels(await watcher.evaluate(page.see(slot))), picture)


async def decoded(watcher: Page, slot: str) -> int:
    """Frames of the slot shown so far."""
    count = f"document.querySelector('[data-slot=\"{slot}\"]').getVideoPlaybackQuality().totalVideoFrames"
    return int(await watcher.evaluate(count))

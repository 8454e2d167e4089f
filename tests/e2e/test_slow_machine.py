"""A machine six times slower than this one still joins within five seconds of the tap.

Chromium slows the page's main thread (CDP Emulation.setCPUThrottlingRate) by keeping it busy, so what the page costs is
measured as processor time of that thread: other programs on the machine that runs the tests do not count. It is most of
what the person waits for; the rest is a few answers of the server and the first keyframe. The seconds themselves are
printed.
"""

import os
import time

from playwright.async_api import Browser

from tests.e2e.people import teacher_starts, until
from tests.support.chromium import phone
from tests.support.server import Served

SLOWER = 6
LIMIT_S = 5.0
SHARE = 0.7
"""Of LIMIT_S, for the page itself."""
JOINED = """(() => {
    const hand = document.querySelector('[data-testid=raise-hand]');
    const sound = document.querySelector('[data-slot=a0]')?.srcObject?.getTracks()[0];
    return hand && !hand.disabled && sound && !sound.muted && document.querySelector('[data-slot=v1]')?.videoWidth > 0;
})()"""
"""Sound flows, the board is seen, the hand can be raised."""


async def test_a_slow_machine_joins_in_time(served: Served, teachers: Browser, pupils: Browser) -> None:
    lesson = await served.lesson()
    await teacher_starts(teachers, served, lesson)
    page = await (await phone(pupils)).new_page()
    chromium = await page.context.new_cdp_session(page)
    await chromium.send("Performance.enable", {"timeDomain": "threadTicks"})
    await chromium.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-05')}")
    await page.get_by_test_id("join").wait_for()

    async def worked() -> float:
        metrics = (await chromium.send("Performance.getMetrics"))["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    before, began = await worked(), time.monotonic()
    await page.get_by_test_id("join").click()
    await until(page, JOINED, 60)
    took, cost = time.monotonic() - began, await worked() - before
    print(f"joined in {took:.1f} s, of which {cost:.1f} s of work; load {os.getloadavg()[0]:.1f}")
    assert cost < LIMIT_S * SHARE

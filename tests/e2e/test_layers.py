"""Layers of a real camera: the tile decides, what nobody takes rests at its sender, the recorder is one who takes."""

import asyncio

from playwright.async_api import Browser, Page

from tests.e2e import stats
from tests.e2e.lines import reached
from tests.e2e.people import until
from tests.support.chromium import desktop
from tests.support.server import Served
from tests.support.waiting import until_found


async def flowing(sender: Page, seconds: float = 1.5) -> set[str]:
    """rids ("" for a source without) of the pictures that the page really sends now."""
    before = {one["id"]: one.get("framesSent", 0) for one in await stats.outbound(sender)}
    await asyncio.sleep(seconds)  # time is the subject: what flows is what went on meanwhile
    return {
        one.get("rid", "")
        for one in await stats.outbound(sender)
        if one["kind"] == "video" and one.get("framesSent", 0) > before.get(one["id"], 0) + 2
    }


async def comes_to(sender: Page, rids: set[str]) -> None:
    """The page soon sends just these layers."""

    async def just_these() -> bool:
        return await flowing(sender) == rids

    await until_found(just_these)


async def starts(browser: Browser, served: Served, lesson: str) -> Page:
    context = await desktop(browser)
    await context.add_init_script(stats.PEERS)
    teacher = await context.new_page()
    await teacher.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'teacher')}")
    await teacher.get_by_test_id("start").click()
    await until(teacher, "document.querySelector('[data-testid=camera][aria-pressed=true]')")
    return teacher


async def enters(browser: Browser, served: Served, lesson: str, student: str) -> Page:
    context = await desktop(browser)
    await context.add_init_script(stats.PEERS)
    page = await context.new_page()
    await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', student)}")
    await page.get_by_test_id("join").click()
    await until(page, "document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0")
    return page


async def test_only_layers_somebody_takes_are_sent(served: Served, faces: Browser, pupils: Browser) -> None:
    lesson = await served.lesson()
    teacher = await starts(faces, served, lesson)
    await comes_to(teacher, set())
    big = await enters(pupils, served, lesson, "hs-8a3-01")
    await reached(big, "v1", 240)
    await comes_to(teacher, {"f"})
    await big.context.close()
    await comes_to(teacher, set())


async def test_the_recorder_takes_one_layer_when_nobody_watches(served: Served, faces: Browser) -> None:
    lesson = await served.lesson(recording=True)
    teacher = await starts(faces, served, lesson)
    await comes_to(teacher, {"h"})

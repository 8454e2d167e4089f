"""The teacher shares a window: its real pixels arrive in the screen's slot, and go when the sharing ends."""

import base64
import io

from PIL import Image
from playwright.async_api import Browser, Page

from tests.e2e.people import PICTURE, pupil_joins, sees, teacher_starts, until
from tests.support import known
from tests.support.chromium import Browsers
from tests.support.server import Served

TITLE = "Trang chieu"
POINTER = """() => {
    const dot = document.createElement('div');
    dot.style = 'position:fixed;width:24px;height:24px;border-radius:50%;background:#c00';
    document.body.append(dot);
    let step = 0;
    setInterval(() => {
        step += 1;
        dot.style.left = `${step * 13 % 1200}px`;
        dot.style.top = `${step * 7 % 680}px`;
    }, 66);
}"""


async def show_slide(page: Page, moving: bool = False) -> None:
    """Another tab with one page of the board, as large as the tab; `moving`: with a pointer that never rests."""
    image = io.BytesIO()
    Image.fromarray(known.pictures("board")[30]).save(image, "PNG")
    source = base64.b64encode(image.getvalue()).decode()
    style = "margin:0;width:100vw;height:100vh;object-fit:fill"
    await page.set_viewport_size({"width": 1280, "height": 720})
    await page.set_content(
        f"<title>{TITLE}</title><body style='margin:0'><img style='{style}' src='data:image/png;base64,{source}'>"
    )
    if moving:
        await page.evaluate(POINTER)


async def test_a_shared_window_is_seen_by_the_class(
    served: Served, browsers: Browsers, pupils: Browser
) -> None:
    teachers = await browsers.get("teacher", "teacher", 15, share=TITLE)
    lesson = await served.lesson()
    teacher = await teacher_starts(teachers, served, lesson, ["microphone", "camera"])
    await show_slide(await teacher.context.new_page())
    pupil = await pupil_joins(pupils, served, lesson, "hs-8a3-08")
    await teacher.get_by_test_id("screen").click()
    await until(teacher, "document.querySelector('[data-testid=screen][aria-pressed=true]')")
    assert await sees(pupil, "v0", "board") > PICTURE
    assert await sees(pupil, "v1", "teacher") > PICTURE, "the camera goes on beside it"
    await teacher.get_by_test_id("screen").click()
    await until(pupil, "!document.querySelector('[data-slot=v0]')?.checkVisibility()")

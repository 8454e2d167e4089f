"""A lesson without a mouse: every step by Tab, Enter, Space and Escape, and the focus is always somewhere sensible."""

from playwright.async_api import Browser, Page

from tests.e2e.people import until
from tests.support.chromium import desktop
from tests.support.server import Served

FOCUSED = "document.activeElement?.dataset.testid ?? document.activeElement?.getAttribute('role') ?? ''"
VISIBLE = """(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
})()"""

ASKED = """(() => {
    const buttons = [...document.querySelectorAll('[role=group]:has([data-testid=end-confirm]) button')];
    return buttons.length > 1 && buttons.at(-1) === document.activeElement;
})()"""
"""The question whether to end is there, and the focus on the harmless answer."""


async def tab_to(page: Page, test_id: str, most: int = 60) -> None:
    """Tab until that control has the focus, and shows it."""
    for _ in range(most):
        if await page.evaluate(FOCUSED) == test_id:
            assert await page.evaluate(VISIBLE), f"the focus on {test_id} cannot be seen"
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {test_id}; it is on {await page.evaluate(FOCUSED)!r}")


async def focus_on(page: Page, test_id: str) -> None:
    await until(page, f"({FOCUSED}) === '{test_id}'", 10)


async def opened(
    browser: Browser, served: Served, lesson: str, role: str, student: str | None = None
) -> Page:
    page = await (await desktop(browser)).new_page()
    await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, role, student)}")
    return page


async def test_a_lesson_by_keyboard_alone(served: Served, teachers: Browser) -> None:
    lesson = await served.lesson()
    teacher = await opened(teachers, served, lesson, "teacher")
    await until(teacher, "document.querySelector('[data-testid=start]:not(:disabled)')")
    await tab_to(teacher, "start")
    await teacher.keyboard.press("Enter")
    await until(teacher, "document.querySelector('[data-testid=mic][aria-pressed=true]')")
    await until(teacher, "document.activeElement.id === 'main'", 10)

    pupil = await opened(teachers, served, lesson, "student", "hs-8a3-05")
    await pupil.get_by_test_id("join").wait_for()
    await tab_to(pupil, "listen-only")
    await pupil.keyboard.press("Space")
    await until(pupil, "document.querySelector('[data-testid=listen-only][aria-checked=true]')")
    await tab_to(pupil, "join")
    await pupil.keyboard.press("Enter")
    await pupil.get_by_test_id("raise-hand").wait_for()
    await until(pupil, "document.activeElement.id === 'main'", 10)
    await tab_to(pupil, "chat")
    await pupil.keyboard.type("Em chào cô ạ.")
    await pupil.keyboard.press("Enter")
    await tab_to(pupil, "raise-hand")
    await pupil.keyboard.press("Space")

    await the_floor_goes_round(teacher, pupil)

    await tab_to(teacher, "end")
    await teacher.keyboard.press("Enter")
    await until(teacher, ASKED)
    await teacher.keyboard.press("Escape")
    await focus_on(teacher, "end")
    await teacher.keyboard.press("Enter")
    await until(teacher, ASKED)
    await teacher.keyboard.press("Shift+Tab")
    await focus_on(teacher, "end-confirm")
    await teacher.keyboard.press("Enter")
    await pupil.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
    await until(pupil, "document.activeElement.id === 'main'", 10)


async def the_floor_goes_round(teacher: Page, pupil: Page) -> None:
    """Offered and declined, offered and taken, taken back: the focus goes along."""
    await teacher.get_by_test_id("give-floor").wait_for()
    await tab_to(teacher, "give-floor")
    await teacher.keyboard.press("Enter")
    await focus_on(teacher, "take-floor")
    await focus_on(pupil, "alertdialog")
    await pupil.keyboard.press("Escape")
    await focus_on(pupil, "raise-hand")
    await until(teacher, "!document.querySelector('[data-testid=take-floor]')")
    await until(pupil, "document.querySelector('[data-testid=raise-hand][aria-pressed=false]')")
    await pupil.keyboard.press("Space")
    await teacher.get_by_test_id("give-floor").wait_for()
    await tab_to(teacher, "give-floor")
    await teacher.keyboard.press("Enter")
    await focus_on(pupil, "alertdialog")
    await tab_to(pupil, "accept-floor", 3)
    await pupil.keyboard.press("Enter")
    await focus_on(pupil, "mic")
    await until(pupil, "document.querySelector('[data-testid=mic][aria-pressed=true]')")
    await focus_on(teacher, "take-floor")
    await teacher.keyboard.press("Enter")
    await focus_on(pupil, "raise-hand")
    await until(teacher, "document.activeElement !== document.body")

"""A lesson without a mouse: every step by Tab, Enter, Space and Escape, and the focus is always somewhere sensible."""

from playwright.async_api import Browser, Page

from tests.e2e.people import until
from tests.e2e.places import Place
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
    await tab_until(page, f"[data-testid='{test_id}'], [role='{test_id}']", most)


async def tab_until(page: Page, selector: str, most: int = 60) -> None:
    """The same, by a selector."""
    for _ in range(most):
        if await page.evaluate(f'document.activeElement.matches("{selector}")'):
            assert await page.evaluate(VISIBLE), f"the focus on {selector} cannot be seen"
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}; it is on {await page.evaluate(FOCUSED)!r}")


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


async def test_the_office_by_keyboard_alone(place: Place) -> None:
    await place.held("hs-8a3-05")
    day, password = await place.busy_day(), "bon-con-nai-nau-2026"
    page = await (await desktop(place.browser)).new_page()
    await page.goto(f"{place.served.url}/office")
    await signs_in(page, "giao-vu", await place.account("giao-vu"), password)
    await changes_a_period(page, day)
    await reads_evidence(page)


async def signs_in(page: Page, login: str, temporary: str, password: str) -> None:
    """With a temporary password, which is changed at once."""
    await page.locator("input[type=password]").wait_for()
    await tab_until(page, "input[autocomplete=username]")
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(temporary)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/account")
    await page.get_by_test_id("save-password").wait_for()
    for text in (temporary, password, password):
        await page.keyboard.press("Tab")
        await tab_until(page, "input[type=password]")
        await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await page.get_by_test_id("section-grid").wait_for()


async def changes_a_period(page: Page, day: str) -> None:
    """To a day with lessons, a cell, its form, and away from it: the focus is never lost."""
    await tab_to(page, "section-grid", 200)
    await page.keyboard.press("Enter")
    await until(page, "document.activeElement.tagName === 'H1'")
    date = page.locator("input[type=date]")
    await date.wait_for()
    back = await date.input_value() > day
    await tab_until(page, ".day-picker button" if back else ".day-picker input + button", 200)
    while await date.input_value() != day:
        await page.keyboard.press("Enter")
    await page.get_by_test_id("grid-cell").first.wait_for()
    await tab_to(page, "grid-cell", 200)
    await page.keyboard.press("Space")
    await until(page, "document.activeElement.matches('[data-testid=grid-cell][aria-pressed=true]')")
    await tab_to(page, "change-day", 200)
    await page.keyboard.press("Enter")
    await until(page, "document.activeElement.matches('form select, form button')")
    await tab_until(page, "[data-testid=save-change] + button")
    await page.keyboard.press("Enter")
    await focus_on(page, "change-day")


async def reads_evidence(page: Page) -> None:
    """The month's matrix by arrow keys; a cell's evidence opens, and its end gives the focus back."""
    await tab_to(page, "section-attendance", 200)
    await page.keyboard.press("Enter")
    await until(page, "document.activeElement.tagName === 'H1'")
    await page.locator("[data-place]").first.wait_for()
    await tab_until(page, "[data-place]", 60)
    await page.keyboard.press("ArrowDown")
    await until(page, "document.activeElement.dataset.place === '1 0'")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("evidence").wait_for()
    await until(page, "document.activeElement.closest('[data-testid=evidence]')")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("evidence").wait_for(state="detached")
    await until(page, "document.activeElement.dataset.place === '1 0'")

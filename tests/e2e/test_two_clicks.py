"""The newcomer's way: the links that the start prints, as a teacher and a pupil would open them."""

from pathlib import Path

from playwright.async_api import Browser

from tests.e2e.people import SPEECH, hears, until
from tests.support.chromium import desktop, phone
from tests.support.server import Served


def link(served: Served, role: str) -> str:
    """The first printed link of that role."""
    lines = iter(served.lines)
    for line in lines:
        if line.strip().startswith(f"{role} ·"):
            return next(lines).strip()
    raise AssertionError(f"no link for a {role} in:\n" + "\n".join(served.lines))


async def test_printed_links_lead_to_a_lesson_in_two_clicks_and_one_tap(
    tmp_path: Path, teachers: Browser, pupils: Browser
) -> None:
    async with Served(tmp_path) as served:
        teacher = await (await desktop(teachers)).new_page()
        await teacher.goto(link(served, "teacher"))
        await teacher.get_by_test_id("open-lesson").first.click()
        await teacher.get_by_test_id("start").click()
        await until(teacher, "document.querySelector('[data-testid=mic][aria-pressed=true]')")
        await until(teacher, "location.hash === ''")

        pupil = await (await phone(pupils)).new_page()
        await pupil.goto(link(served, "student"))
        await pupil.get_by_test_id("join").click()
        assert await hears(pupil, "a0", "teacher") > SPEECH

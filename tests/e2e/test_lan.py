"""Phones on the school's own network: https with the local certificate, and what a page says without it."""

from pathlib import Path

from playwright.async_api import Browser

from tests.e2e.people import SPEECH, hears, teacher_starts, until
from tests.support.chromium import phone
from tests.support.network import ADDRESS
from tests.support.server import Served


async def test_over_https_on_a_lan_address_a_pupil_hears_and_may_speak(
    tmp_path: Path, teachers: Browser, pupils: Browser
) -> None:
    async with Served(tmp_path, "--lan") as served:
        assert served.url.startswith(f"https://{ADDRESS}:")
        lesson = await served.lesson()
        teacher = await teacher_starts(teachers, served, lesson)
        pupil = await (await phone(pupils)).new_page()
        await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-02')}")
        assert await pupil.evaluate("window.isSecureContext && location.hostname") == ADDRESS
        await pupil.get_by_test_id("join").click()
        assert await hears(pupil, "a0", "teacher") > SPEECH
        await pupil.get_by_test_id("raise-hand").click()
        await teacher.get_by_test_id("give-floor").click()
        await pupil.get_by_test_id("accept-floor").click()
        assert await hears(teacher, "a1", "pupil1") > SPEECH
        assert any("█" in line for line in served.lines), "the link is there as a QR code"
        assert any("SHA-256 fingerprint" in line for line in served.lines)


async def test_on_an_insecure_page_the_card_says_why_the_mic_cannot_work(
    tmp_path: Path, teachers: Browser, pupils: Browser
) -> None:
    """Plain http on an address that is not localhost, as behind a forgotten proxy."""
    async with Served(tmp_path, demo=False, host=ADDRESS, media_addresses=ADDRESS) as served:
        lesson = await served.lesson(class_id=None, teacher_id=None)
        pupil = await (await phone(pupils)).new_page()
        await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'em-1')}")
        await until(pupil, "document.querySelector('[data-testid=join]')")
        assert not await pupil.evaluate("window.isSecureContext")
        assert "https" in await pupil.inner_text("main")
        await pupil.get_by_test_id("join").click()
        await until(pupil, "document.querySelector('[data-testid=line]')?.textContent.includes('Đã kết nối')")

"""Firefox as a pupil: joins with one tap, hears and sees, and speaks when given the floor."""

from pathlib import Path

from playwright.async_api import Browser

from tests.e2e.people import PICTURE, SPEECH, loudness, teacher_starts
from tests.support import known, page
from tests.support.firefox import Firefox
from tests.support.network import ADDRESS
from tests.support.server import Served

STUDENT = "hs-8a3-04"


async def test_firefox_hears_sees_and_speaks(tmp_path: Path, teachers: Browser) -> None:
    async with Served(tmp_path, media_addresses=ADDRESS) as served, Firefox(tmp_path / "firefox") as pupil:
        lesson = await served.lesson()
        teacher = await teacher_starts(teachers, served, lesson)
        await pupil.open(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', STUDENT)}")
        await pupil.click("join")
        await pupil.until("document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0")
        heard = known.envelope(page.sound(await pupil.evaluate(page.hear("a0", 8))))
        assert known.likeness(heard, known.envelope(known.speech("teacher"))) > SPEECH
        seen = page.pixels(await pupil.evaluate(page.see("v1")))
        assert known.resemblance(seen, "board") > PICTURE

        await pupil.click("raise-hand")
        await teacher.get_by_test_id("give-floor").click()
        await pupil.click("accept-floor")
        assert await loudness(teacher, "a1") > 0.01, "the tone Firefox invents is heard by the teacher"

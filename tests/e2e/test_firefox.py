"""Firefox as a pupil: joins with one tap, hears and sees, speaks when given the floor; changes networks; over TCP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.e2e.people import PICTURE, SPEECH, loudness, teacher_starts
from tests.support import known, page
from tests.support.firefox import Firefox
from tests.support.firewall import blocked
from tests.support.network import ADDRESS
from tests.support.server import Served

STUDENT = "hs-8a3-04"
SEES = "document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0"
WATCH_CALLS = """(() => {
    window.calls = [];
    const real = window.fetch;
    window.fetch = async (path, init = {}) => {
        const answer = await real(path, init);
        if (init.method) window.calls.push(`${init.method} ${answer.status}`);
        return answer;
    };
})()"""


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Firefox makes no pair with 127.0.0.1."""
    async with Served(tmp_path_factory.mktemp("firefox"), media_addresses=ADDRESS) as running:
        yield running


async def test_firefox_hears_sees_and_speaks(tmp_path: Path, served: Served, teachers: Browser) -> None:
    async with Firefox(tmp_path / "firefox") as pupil:
        lesson = await served.lesson()
        teacher = await teacher_starts(teachers, served, lesson)
        await pupil.open(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', STUDENT)}")
        await pupil.evaluate(WATCH_CALLS)
        await pupil.click("join")
        await pupil.until(SEES)
        await pupil.evaluate("window.dispatchEvent(new Event('online'))")
        await pupil.until("window.calls.includes('PATCH 200')")
        heard = known.envelope(page.sound(await pupil.evaluate(page.hear("a0", 8))))
        assert known.likeness(heard, known.envelope(known.speech("teacher"))) > SPEECH
        seen = page.pixels(await pupil.evaluate(page.see("v1")))
        assert known.resemblance(seen, "board") > PICTURE

        calls = [call for call in await pupil.evaluate("window.calls") if not call.startswith("GET")]
        assert calls == ["POST 201", "PATCH 200"], "one connection, restarted"

        await pupil.click("raise-hand")
        await teacher.get_by_test_id("give-floor").click()
        await pupil.click("accept-floor")
        assert await loudness(teacher, "a1") > 0.01, "the tone Firefox invents is heard by the teacher"


async def test_firefox_without_udp(tmp_path: Path, served: Served, teachers: Browser) -> None:
    async with Firefox(tmp_path / "firefox") as pupil:
        lesson = await served.lesson()
        with blocked(("udp", served.media_port)):
            await teacher_starts(teachers, served, lesson)
            await pupil.open(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', STUDENT)}")
            await pupil.until("document.querySelector('[data-testid=path]')?.dataset.path === 'tcp'")
            await pupil.click("join")
            await pupil.until(SEES)

"""How sound gets through when a school's firewall lets little through."""

from pathlib import Path

from playwright.async_api import Browser

from tests.e2e.people import SPEECH, hears, pupil_joins, teacher_starts
from tests.support.firewall import blocked
from tests.support.server import Served


async def test_without_udp_sound_comes_over_tcp(tmp_path: Path, teachers: Browser, pupils: Browser) -> None:
    async with Served(tmp_path) as served:
        with blocked(("udp", served.media_port)):
            lesson = await served.lesson()
            await teacher_starts(teachers, served, lesson)
            pupil = await pupil_joins(pupils, served, lesson, "hs-8a3-02")
            assert await hears(pupil, "a0", "teacher") > SPEECH

"""kill -9 of the media worker and of the control process: browsers come back by themselves, nothing is lost."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.e2e.people import PICTURE, SPEECH, hears, pupil_joins, sees, teacher_starts, until
from tests.support.server import Served

STUDENT = "hs-8a3-06"
CONNECTED = "document.querySelector('[data-testid=line]').textContent.includes('Đã kết nối')"


@pytest.mark.parametrize("module", ["sfu.worker", "server.control"])
async def test_browsers_come_back_without_a_tap(
    module: str, tmp_path: Path, teachers: Browser, pupils: Browser
) -> None:
    async with Served(tmp_path) as served:
        lesson = await served.lesson()
        teacher = await teacher_starts(teachers, served, lesson)
        pupil = await pupil_joins(pupils, served, lesson, STUDENT)
        await pupil.get_by_test_id("raise-hand").click()
        await teacher.get_by_test_id("give-floor").wait_for()
        assert await hears(pupil, "a0", "teacher") > SPEECH

        await served.kill(module)
        for page in (teacher, pupil):
            await until(page, CONNECTED)

        assert await hears(pupil, "a0", "teacher") > SPEECH
        assert await sees(pupil, "v1", "board") > PICTURE
        assert await teacher.get_by_test_id("give-floor").count() == 1, "the hand is still up"
        students = (await served.call("GET", f"/lessons/{lesson}/attendance"))["students"]
        mine = next(student for student in students if student["person"] == STUDENT)
        assert mine["present_now"] and len(mine["intervals"]) == 1

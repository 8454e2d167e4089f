"""A teacher and three pupils in Chromium: known speech and picture arrive, the floor goes round, rights hold."""

import asyncio
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.people import (
    PICTURE,
    QUIET,
    SPEECH,
    falls_quiet,
    hears,
    loudness,
    pupil_joins,
    sees,
    teacher_starts,
    until,
)
from tests.support.server import Served

PUPILS = ("hs-8a3-01", "hs-8a3-05", "hs-8a3-07")


@dataclass
class Lesson:
    served: Served
    id: str
    teacher: Page
    pupils: list[Page]


@pytest.fixture
async def lesson(served: Served, teachers: Browser, pupils: Browser) -> Lesson:
    name = await served.lesson()
    teacher = await teacher_starts(teachers, served, name)
    joined = await asyncio.gather(*(pupil_joins(pupils, served, name, student) for student in PUPILS))
    return Lesson(served, name, teacher, joined)


async def test_pupils_hear_and_see_the_teacher_after_one_tap(lesson: Lesson) -> None:
    for pupil in lesson.pupils:
        assert await hears(pupil, "a0", "teacher") > SPEECH
        assert await sees(pupil, "v1", "board") > PICTURE
        assert await pupil.evaluate("window.asked") == 0, "hearing the teacher asks for no device"


async def test_the_floor_goes_to_a_pupil_and_back(lesson: Lesson) -> None:
    teacher, (speaker, listener, _) = lesson.teacher, lesson.pupils
    await speaker.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await speaker.get_by_test_id("accept-floor").wait_for()
    assert await speaker.evaluate("window.asked") == 0, "an invitation opens no mic"
    await speaker.get_by_test_id("accept-floor").click()
    both = await asyncio.gather(hears(teacher, "a1", "pupil1"), hears(listener, "a1", "pupil1"))
    assert min(both) > SPEECH, both
    await speaker.get_by_test_id("camera").click()
    assert await sees(listener, "v2", "pupil") > PICTURE
    await teacher.get_by_test_id("take-floor").first.click()
    await until(speaker, "window.open_tracks() === 0")
    assert await falls_quiet(listener, "a1")


async def test_a_pupil_may_decline_and_nobody_hears_anything(lesson: Lesson) -> None:
    teacher, (pupil, listener, _) = lesson.teacher, lesson.pupils
    await pupil.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await pupil.get_by_test_id("decline-floor").click()
    await until(teacher, "!document.querySelector('[data-testid=give-floor]')")
    assert await pupil.evaluate("window.asked") == 0
    assert not await listener.evaluate(
        "document.querySelector('[data-slot=a1]')?.srcObject?.getTracks()[0]?.muted === false"
    )


async def test_mute_all_stops_every_pupil(lesson: Lesson) -> None:
    teacher, (first, second, listener) = lesson.teacher, lesson.pupils
    for pupil in (first, second):
        await pupil.get_by_test_id("raise-hand").click()
        await teacher.get_by_test_id("give-floor").first.click()
        await pupil.get_by_test_id("accept-floor").click()
        await until(pupil, "window.open_tracks() > 0")
    assert await hears(listener, "a1", "pupil1") > SPEECH
    await teacher.get_by_test_id("mute-all").click()
    for pupil in (first, second):
        await until(pupil, "window.open_tracks() === 0")
    assert await falls_quiet(listener, "a1")
    assert await falls_quiet(listener, "a2")
    assert await loudness(listener, "a0") > QUIET, "the teacher's own mic stays on"


async def test_listen_only_stops_the_picture_and_keeps_the_sound(lesson: Lesson) -> None:
    pupil, other, _ = lesson.pupils
    assert await sees(pupil, "v1", "board") > PICTURE
    await pupil.get_by_test_id("listen-only").click()
    assert await hears(pupil, "a0", "teacher") > SPEECH
    assert await sees(other, "v1", "board") > PICTURE
    await until(pupil, "!document.querySelector('[data-slot=v1]')?.checkVisibility()")
    await pupil.get_by_test_id("listen-only").click()
    await until(pupil, "document.querySelector('[data-slot=v1]')?.checkVisibility()")
    assert await sees(pupil, "v1", "board") > PICTURE


async def test_pupils_answer_each_other_in_the_chat(lesson: Lesson) -> None:
    first, second, _ = lesson.pupils
    text = "<b>AD/DB = 2/3</b> phải không các bạn?"
    await first.get_by_test_id("chat").fill(text)
    await first.get_by_test_id("chat-send").click()
    line = second.get_by_test_id("chat-log").get_by_text(text)
    await line.wait_for()
    assert await second.locator("[data-testid=chat-log] b").count() == 0, "text of people is never HTML"
    await second.get_by_role("button", name="Trả lời Nguyễn Hoài An").click()
    await second.get_by_test_id("chat").fill("Đúng rồi bạn.")
    await second.get_by_test_id("chat-send").click()
    await first.get_by_test_id("chat-log").get_by_text("Đúng rồi bạn.").wait_for()
    events = (await lesson.served.call("GET", f"/lessons/{lesson.id}/events"))["events"]
    said = [event for event in events if event["type"] == "said"]
    assert said[1]["reply_to"] == said[0]["number"]


async def test_a_second_device_takes_over_and_the_pupil_counts_once(lesson: Lesson, pupils: Browser) -> None:
    first = lesson.pupils[0]
    second = await pupil_joins(pupils, lesson.served, lesson.id, PUPILS[0])
    await first.get_by_test_id("take-media").wait_for()
    assert await hears(second, "a0", "teacher") > SPEECH
    students = (await lesson.served.call("GET", f"/lessons/{lesson.id}/attendance"))["students"]
    mine = [student for student in students if student["person"] == PUPILS[0]]
    assert len(mine) == 1 and len(mine[0]["intervals"]) == 1 and mine[0]["present_now"]


async def test_the_lesson_ends_for_everybody(lesson: Lesson) -> None:
    await lesson.teacher.get_by_test_id("end").click()
    await lesson.teacher.get_by_test_id("end-confirm").click()
    for pupil in lesson.pupils:
        await pupil.get_by_role("heading", name="Tiết học đã kết thúc").wait_for()
        assert await pupil.locator("[data-slot=a0]").count() == 0
    answer = await lesson.served.call("GET", f"/lessons/{lesson.id}")
    assert answer["phase"] == "ended" and answer["ended_reason"] == "button"

"""How a class is led, in real browsers: the door, "giữ trật tự", a teacher who is lost and returns, who is sent out."""

import time

from playwright.async_api import Browser, Page, expect

from tests.e2e.people import (
    SPEECH,
    falls_quiet,
    hears,
    pupil_knocks,
    row_of,
    teacher_starts,
    unfolds_roster,
    until,
)
from tests.support.chromium import desktop
from tests.support.server import Served

ONE, TWO = "hs-8a3-05", "hs-8a3-07"
LOST_S = 20
"""lesson/rules.py: after so long without a sign of life a teacher is lost."""
PLAYS = "[...document.querySelectorAll('audio, video')].some((e) => e.srcObject?.active)"
"""Whether the page has any sound or picture of the class."""


async def test_a_class_is_led(served: Served, teachers: Browser, pupils: Browser) -> None:
    lesson = await served.lesson()
    teacher = await teacher_starts(teachers, served, lesson)
    speaker, listener = await through_the_door(served, lesson, teacher, pupils)
    await keeps_order(teacher, speaker, listener)
    teacher = await lost_and_back(served, lesson, teacher, [speaker, listener])
    await sent_out_and_back(teacher, listener)


async def through_the_door(served: Served, lesson: str, teacher: Page, browser: Browser) -> tuple[Page, Page]:
    """Two wait and hear nothing; one is let in, then all."""
    await teacher.get_by_test_id("class").click()
    await teacher.get_by_test_id("set-waiting_room").click()
    await until(teacher, "document.querySelector('[data-testid=set-waiting_room][aria-checked=true]')")
    speaker = await pupil_knocks(browser, served, lesson, ONE)
    listener = await pupil_knocks(browser, served, lesson, TWO)
    for waiting in (speaker, listener):
        await expect(waiting.locator("[data-door=waiting]")).to_be_visible(timeout=20_000)
        assert not await waiting.evaluate(PLAYS), "nobody at the door hears the class"
    await expect(teacher.get_by_test_id("admit")).to_have_count(2)
    await teacher.get_by_test_id("admit").first.click()
    await expect(teacher.get_by_test_id("admit")).to_have_count(1)
    await teacher.get_by_test_id("admit-all").click()
    for pupil in (speaker, listener):
        await expect(pupil.get_by_test_id("raise-hand")).to_be_visible(timeout=20_000)
    assert await hears(listener, "a0", "teacher") > SPEECH
    return speaker, listener


async def keeps_order(teacher: Page, speaker: Page, listener: Page) -> None:
    """Who speaks is heard; with "giữ trật tự" no more, until it is over and the hand can be raised again."""
    await speaker.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").click()
    await speaker.get_by_test_id("accept-floor").click()
    assert await hears(listener, "a1", "pupil1") > SPEECH
    await teacher.get_by_test_id("quiet").click()
    await until(speaker, "window.open_tracks() === 0")
    assert await falls_quiet(listener, "a1")
    for pupil in (speaker, listener):
        await expect(pupil.get_by_test_id("quiet-banner")).to_be_visible()
        await expect(pupil.get_by_test_id("raise-hand")).to_be_disabled()
        await expect(pupil.get_by_test_id("chat")).to_have_count(0)
    await teacher.get_by_test_id("quiet-end").click()
    for pupil in (speaker, listener):
        await expect(pupil.get_by_test_id("quiet-banner")).to_have_count(0)
        await expect(pupil.get_by_test_id("raise-hand")).to_be_enabled()


async def lost_and_back(served: Served, lesson: str, teacher: Page, class_: list[Page]) -> Page:
    """The teacher's page is gone: after LOST_S the pupils are told and locked, until another page takes up the lesson.

    Who spoke is silent then.
    """
    speaker, listener = class_
    await speaker.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").click()
    await speaker.get_by_test_id("accept-floor").click()
    await until(speaker, "window.open_tracks() > 0")
    browser = teacher.context.browser
    assert browser is not None
    began = time.monotonic()
    await teacher.context.close()
    for pupil in class_:
        await expect(pupil.get_by_test_id("lost-banner")).to_be_visible(timeout=2 * LOST_S * 1000)
        await expect(pupil.get_by_test_id("chat")).to_have_count(0)
    await until(speaker, "window.open_tracks() === 0")
    assert await falls_quiet(listener, "a1")
    assert time.monotonic() - began > LOST_S - 5, (
        "a short gap locks nobody"
    )  # no machine is too slow for this
    back = await (await desktop(browser)).new_page()
    await back.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'teacher')}")
    await back.get_by_test_id("join").click()
    for pupil in class_:
        await expect(pupil.get_by_test_id("lost-banner")).to_have_count(0, timeout=20_000)
        await expect(pupil.get_by_test_id("chat")).to_be_enabled()
    return back


async def sent_out_and_back(teacher: Page, pupil: Page) -> None:
    """Removed with a reason: no sound, no picture, the door; let in again, the lesson is there."""
    await unfolds_roster(teacher)
    row = row_of(teacher, 7)
    await row.get_by_test_id("row-more").click()
    await row.get_by_test_id("remove").click()
    await row.get_by_role("textbox").fill("Thử: làm ồn")
    await row.get_by_test_id("remove-confirm").click()
    await expect(pupil.locator("[data-door=removed]")).to_be_visible()
    assert not await pupil.evaluate(PLAYS), "who was sent out hears nothing of the class"
    await teacher.get_by_test_id("readmit").click()
    await expect(pupil.get_by_test_id("raise-hand")).to_be_visible()
    assert await hears(pupil, "a0", "teacher") > SPEECH

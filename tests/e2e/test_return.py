"""Away and back: the network is gone for longer than a person counts as present, a page is reloaded or opened twice,
a device ends. What ran goes on without a tap, or with the one a browser demands; nobody is mute unawares.
"""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.e2e.people import PICTURE, SPEECH, hears, loudness, pupil_joins, sees, teacher_starts, until
from tests.support.chromium import phone
from tests.support.server import Served

STUDENTS = ("hs-8a3-05", "hs-8a3-07")
OUTAGE_S = 8
"""After the pages noticed (4 to 8 s): more than the 10 s after which somebody silent counts as away."""
LIMIT_S = 30
"""For what takes 8 s at most on a machine of its own: a try to connect that began in the outage hangs for 5 s, the next
begins up to 3 s later. What is promised in seconds is measured in virtual time and by tests/e2e/measure*.py."""
ON = "document.querySelector('[data-testid={}][aria-pressed=true]')"
LINE_OK = "document.querySelector('[data-testid=line].tone-good')"


def loopback(state: str) -> None:
    """The network between these browsers and this server; all of it is in the tests' own namespace."""
    subprocess.run(["ip", "link", "set", "lo", state], check=True)


@asynccontextmanager
async def outage() -> AsyncIterator[None]:
    loopback("down")
    try:
        yield
    finally:
        loopback("up")


async def sources(served: Served, lesson: str) -> list[tuple[str, str, bool]]:
    """What the server was told: person, source, on; in order."""
    events = (await served.call("GET", f"/lessons/{lesson}/events?limit=500"))["events"]
    return [(one["person"], one["source"], one["on"]) for one in events if one["type"] == "source_set"]


async def is_heard(listener: Page, slot: str, speech: str) -> bool:
    """Whether the speech is recognised, soon: the moment of a change itself may be in the first recording."""
    for _ in range(4):
        if await hears(listener, slot, speech) > SPEECH:
            return True
    return False


async def speaks(teacher: Page, pupil: Page) -> None:
    await pupil.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").click()
    await pupil.get_by_test_id("accept-floor").click()
    await until(pupil, ON.format("mic"))


async def test_after_an_outage_teacher_and_speaking_pupil_are_heard_without_a_tap(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson()
    teacher = await teacher_starts(teachers, served, lesson)
    speaker, listener = [await pupil_joins(pupils, served, lesson, student) for student in STUDENTS]
    await speaks(teacher, speaker)
    assert await is_heard(listener, "a0", "teacher")
    async with outage():
        await asyncio.gather(*(until(page, f"!{LINE_OK}", LIMIT_S) for page in (teacher, speaker, listener)))
        await asyncio.sleep(OUTAGE_S)  # not a wait for something: this long the network is away
    back = time.monotonic()
    await asyncio.gather(*(until(page, LINE_OK, LIMIT_S) for page in (teacher, speaker, listener)))
    print(f"all lines good {time.monotonic() - back:.1f} s after the outage")
    left = await served.call("GET", f"/lessons/{lesson}/events?limit=500")
    assert {one["person"] for one in left["events"] if one["type"] == "left"} >= set(STUDENTS)
    assert await is_heard(listener, "a0", "teacher")
    assert await is_heard(listener, "a1", "pupil1")
    assert await sees(listener, "v1", "board") > PICTURE
    told = await sources(served, lesson)
    assert [on for person, source, on in told if (person, source) == (STUDENTS[0], "mic")] == [True, True]
    assert all(on for _, _, on in told), "the server turns off by itself; the pages only say what is on"


async def test_a_teachers_reload_takes_one_tap_to_be_heard_and_seen(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson()
    teacher = await teacher_starts(teachers, served, lesson)
    pupil = await pupil_joins(pupils, served, lesson, STUDENTS[0])
    await until(pupil, "document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0")
    await teacher.reload()
    await teacher.get_by_test_id("join").click()
    for source in ("mic", "camera"):
        await until(teacher, ON.format(source))
    await until(pupil, LINE_OK)
    assert await is_heard(pupil, "a0", "teacher")
    assert await sees(pupil, "v1", "board") > PICTURE


async def test_two_pages_of_one_teacher_hand_over_with_one_tap(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson()
    first = await teacher_starts(teachers, served, lesson)
    pupil = await pupil_joins(pupils, served, lesson, STUDENTS[0])
    second = await (await teachers.new_context(locale="vi-VN")).new_page()
    await second.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'teacher')}")
    await second.get_by_test_id("join").click()
    await first.get_by_test_id("take-media").wait_for()
    await until(second, ON.format("mic"))
    await until(first, f"!{ON.format('mic')} && !{ON.format('camera')}")
    assert await is_heard(pupil, "a0", "teacher")
    await first.get_by_test_id("take-media").click()
    await second.get_by_test_id("take-media").wait_for()
    for source in ("mic", "camera"):
        await until(first, ON.format(source))
    assert await is_heard(pupil, "a0", "teacher")
    assert await sees(pupil, "v1", "board") > PICTURE


async def test_another_link_in_the_same_tab_is_another_visit(served: Served, pupils: Browser) -> None:
    lesson = await served.lesson()
    page = await (await phone(pupils)).new_page()
    await page.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', STUDENTS[0])}")
    await page.get_by_test_id("join").click()
    token = await served.token(lesson, "student", STUDENTS[1])
    await page.evaluate(f"location.hash = '{token}'")
    await page.get_by_test_id("join").wait_for()
    await until(page, "document.querySelector('.join-card').innerText.includes('Đỗ Quỳnh Chi')")
    assert await page.evaluate("location.hash") == ""


async def test_a_device_that_ends_is_off_for_everybody(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson()
    teacher = await teacher_starts(teachers, served, lesson)
    pupil = await pupil_joins(pupils, served, lesson, STUDENTS[0])
    await until(pupil, "document.querySelector('[data-slot=\"v1\"]')?.videoWidth > 0")
    # As the browser says it when a camera is unplugged.
    await teacher.evaluate(
        """(() => {
            const video = [...document.querySelectorAll('video')].find((v) => v.classList.contains('mirrored'));
            const [track] = video.srcObject.getTracks();
            track.stop();
            track.dispatchEvent(new Event('ended'));
        })()"""
    )
    await until(teacher, f"!{ON.format('camera')}")
    await teacher.get_by_text("Camera vừa bị ngắt").wait_for()
    await until(pupil, "!document.querySelector('[data-slot=v1]')?.checkVisibility()")
    assert await loudness(pupil, "a0") > 0, "the mic goes on"
    assert (await sources(served, lesson))[-1][1:] == ("camera", False)

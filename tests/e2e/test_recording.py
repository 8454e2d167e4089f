"""A lesson is recorded and replayed in Chromium: the same speech in step with the same picture, hands at the right
second, and nothing of a pupil whose family has not agreed."""

import asyncio
import time
from datetime import datetime
from typing import Any

import numpy
from playwright.async_api import Browser, Page

from tests.e2e.people import PICTURE, QUIET, SPEECH, hears, pupil_joins, teacher_starts, until
from tests.support import beat, known, page, waiting
from tests.support.chromium import phone
from tests.support.lights import LightLesson
from tests.support.server import Served
from tests.support.waiting import until_found

AGREED = "hs-8a3-05"
NOT_AGREED = "hs-8a3-16"
AUDIO = '[data-testid="replay-audio"]'
CAMERA = 'video[data-slot="camera"]'


async def opened(browser: Browser, served: Served, lesson: str, role: str, person: str | None = None) -> Page:
    """The replay page, playing from its beginning."""
    replay = await (await phone(browser)).new_page()
    await replay.goto(f"{served.url}/r/{lesson}#{await served.token(lesson, role, person)}")
    await replay.get_by_test_id("replay-play").click()
    await until(replay, f"document.querySelector('{AUDIO}').currentTime > 0.2")
    return replay


async def heard(replay: Page, speech: str, seconds: float = 6) -> float:
    """How alike what is replayed now is to loadtest/media/<speech>.ogg; what follows, where a busy machine spoilt it."""
    best = -1.0
    for _ in range(3):
        sound = page.sound(await replay.evaluate(page.replayed(AUDIO, seconds)))
        best = max(best, known.likeness(known.envelope(sound), known.envelope(known.speech(speech))))
        if best > SPEECH or await replay.evaluate(f"document.querySelector('{AUDIO}').ended"):
            break
    return best


async def at(replay: Page, seconds: float) -> None:
    """Seeks to a second of the replay and waits until it plays from there."""
    seek = replay.get_by_test_id("replay-seek")
    await seek.evaluate(
        """(range, value) => {
            range.value = value;
            range.dispatchEvent(new Event('input', { bubbles: true }));
            range.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        str(seconds * await seek_scale(replay)),
    )
    await until(
        replay,
        f"Math.abs(document.querySelector('{AUDIO}').currentTime - {seconds}) < 1.5"
        f" && !document.querySelector('{AUDIO}').seeking",
    )


async def seek_scale(replay: Page) -> float:
    """Steps of the seek bar in a second."""
    longest = float(await replay.get_by_test_id("replay-seek").get_attribute("max") or 0)
    duration = float(await replay.evaluate(f"document.querySelector('{AUDIO}').duration"))
    return 1000.0 if longest > 100 * duration else 1.0


async def final(served: Served, lesson: str) -> dict[str, Any]:
    """The recording as soon as it is finished."""

    async def finished() -> dict[str, Any] | None:
        recording: dict[str, Any] = await served.call("GET", f"/lessons/{lesson}/recording")
        return recording if recording["state"] == "final" else None

    return await until_found(finished)


async def test_a_lesson_is_replayed_as_it_was(served: Served, teachers: Browser, pupils: Browser) -> None:
    lesson = await served.lesson(recording=True)
    teacher = await teacher_starts(teachers, served, lesson)
    speaker = await pupil_joins(pupils, served, lesson, AGREED)
    await speaker.get_by_test_id("recording-lamp").wait_for()
    listener = await pupil_joins(pupils, served, lesson, "hs-8a3-01")
    await asyncio.sleep(6)  # lesson time to look at later, not a wait for a state
    await speaker.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await speaker.get_by_test_id("accept-floor").click()
    assert await hears(listener, "a1", "pupil1") > SPEECH
    await teacher.get_by_test_id("end").click()
    await teacher.get_by_test_id("end-confirm").click()
    await final(served, lesson)

    replay = await opened(pupils, served, lesson, "student", "hs-8a3-01")
    assert await heard(replay, "teacher") > SPEECH
    await until(replay, f"document.querySelector('{CAMERA}')?.videoWidth > 0")
    seen = page.pixels(await replay.evaluate(page.see("camera")))
    assert known.resemblance(seen, "board") > PICTURE

    raised = await second_of(served, lesson, "hand_raised")
    await at(replay, raised - 2)
    await replay.get_by_test_id("replay-play").click()  # pause there
    assert await replay.get_by_test_id("replay-hands").get_by_text("Bảo").count() == 0
    await at(replay, raised + 0.3)
    await replay.get_by_test_id("replay-hands").get_by_text("Bảo").first.wait_for()


async def second_of(served: Served, lesson: str, kind: str) -> float:
    """Seconds from the replay's zero to the first event of that kind."""
    events = (await served.call("GET", f"/lessons/{lesson}/recording/events"))["steps"]
    return float(next(event["at_ms"] for event in events if event["type"] == kind)) / 1000


async def test_who_has_not_agreed_is_heard_live_and_absent_from_the_replay(
    served: Served, teachers: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson(recording=True)
    teacher = await teacher_starts(teachers, served, lesson)
    speaker = await pupil_joins(pupils, served, lesson, NOT_AGREED)
    listener = await pupil_joins(pupils, served, lesson, AGREED)
    await speaker.get_by_test_id("raise-hand").click()
    await teacher.get_by_test_id("give-floor").first.click()
    await speaker.get_by_test_id("accept-floor").click()
    await until(speaker, "window.open_tracks() > 0")
    await teacher.get_by_test_id("mic").click()  # the teacher listens
    assert await hears(listener, "a1", "pupil1", 8) > SPEECH
    await served.call("POST", f"/lessons/{lesson}/end")
    recording = await final(served, lesson)

    assert NOT_AGREED not in str(recording) and "hs-8a3-16" not in str(recording["tracks"])
    assert recording["unrecorded"], "the gap is shown"
    journals = served.data / "journals" / lesson
    await waiting.until(
        lambda: not any(journals.glob("*"))
    )  # the recorder clears what it has made a recording of
    replay = await opened(pupils, served, lesson, "student", AGREED)
    gap = recording["unrecorded"][0]
    await at(replay, gap["to_ms"] / 1000 - 6)
    sound = page.sound(await replay.evaluate(page.replayed(AUDIO, 3)))
    assert known.envelope(sound).max() < QUIET * 3
    text = await replay.evaluate("document.body.textContent")
    name = (await served.call("GET", "/office/classes/8a3/students"))["students"][15]["name"]
    assert name not in text


async def test_sound_and_picture_stay_in_step(served: Served, pupils: Browser) -> None:
    """Flashes and tones that begin together; the camera comes late, goes and comes again."""
    async with LightLesson(served, recording=True) as lesson:
        teacher = await lesson.come("teacher", "gv-01")
        await teacher.command(type="start_lesson")
        await teacher.publish({"mic": beat.tone(), "camera": beat.flash()})
        await teacher.switch("mic", True)
        for on in (True, False, True):
            await asyncio.sleep(4)  # lesson time to look at later
            await teacher.switch("camera", on)
        await asyncio.sleep(14)  # the same
        await served.call("POST", f"/lessons/{lesson.id}/end")
        await final(served, lesson.id)
        files = served.data / "recordings" / lesson.id
        heard = beat.tones(files / "t00.mp4")
        seen = beat.flashes(next(files.glob("*.webm")))
        assert len(seen) >= 8
        recorded = beat.apart(heard, seen)
        assert abs(recorded).max() < 0.08, recorded

        replay = await opened(pupils, served, lesson.id, "student", AGREED)
        for second in (4.5, 13):
            await at(replay, second)
            await until(replay, f"document.querySelector('{CAMERA}')?.videoWidth > 0")
            behind = numpy.median(await replay.evaluate(page.behind(AUDIO, CAMERA)))
            assert abs(numpy.median(recorded) - behind) < 0.08, (second, behind, recorded)


async def test_the_replay_follows_a_lesson_that_goes_on(served: Served, pupils: Browser) -> None:
    async with LightLesson(served, recording=True) as lesson:
        await lesson.teaching()

        async def six_seconds() -> dict[str, Any] | None:
            recording: dict[str, Any] = await served.call("GET", f"/lessons/{lesson.id}/recording")
            return recording if recording["state"] == "live" and recording["duration_ms"] > 6000 else None

        recording = await until_found(six_seconds)
        replay = await opened(pupils, served, lesson.id, "student", AGREED)
        await replay.get_by_test_id("replay-live").click()
        await until(
            replay,
            f"({time.time() * 1000} + performance.now() - {await replay.evaluate('performance.now()')})"
            f" - ({started_at(recording)} + document.querySelector('{AUDIO}').currentTime * 1000) < 10000",
        )
        assert await heard(replay, "teacher") > SPEECH
        await served.call("POST", f"/lessons/{lesson.id}/end")
        await final(served, lesson.id)


def started_at(recording: dict[str, Any]) -> float:
    """UTC ms of the replay's zero."""
    return datetime.fromisoformat(recording["started_at"]).timestamp() * 1000

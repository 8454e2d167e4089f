"""Figures of a replay in Chromium, run by hand on a quiet machine: `python -m tests.e2e.measure_replay`.

A minute of a lesson by light clients is recorded and replayed; the class audio of 45 minutes is mixed from the looping
speech of loadtest/media without waiting for them.
"""

import asyncio
import json
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy
from playwright.async_api import Browser, async_playwright

from loadtest.media import read
from recordings.media.sample import Sample
from recordings.media.segments import Segmenter, init
from recordings.mix.classaudio import ClassAudio
from tests.e2e.measure import summary
from tests.e2e.people import until
from tests.support import page
from tests.support.chromium import chromium, phone
from tests.support.lights import LightLesson
from tests.support.server import Served
from tests.support.waiting import until_found

LESSON_S = 60
PERIOD_MS = 45 * 60_000
RUNS = 20
AUDIO = '[data-testid="replay-audio"]'
CAMERA = 'video[data-slot="camera"]'
TAP_CLOCK = f"""new Promise((done) => {{
    const button = document.querySelector('[data-testid=replay-play]');
    button.addEventListener('click', () => {{
        const tapped = performance.now(), audio = document.querySelector('{AUDIO}');
        const look = () => audio.currentTime > 0.02 ? done(performance.now() - tapped) : setTimeout(look, 5);
        look();
    }}, {{ capture: true, once: true }});
    button.click();
}})"""


async def record(served: Served, lesson: LightLesson) -> float:
    """A minute with speech, camera and board; seconds from its end until the recording is final."""
    teacher = await lesson.come("teacher", "gv-01")
    await teacher.command(type="start_lesson")
    await teacher.send("teacher", "teacher", "board")
    for source in ("mic", "camera", "screen"):
        await teacher.switch(source, True)
    await asyncio.sleep(LESSON_S)  # lesson time
    await served.call("POST", f"/lessons/{lesson.id}/end")
    start = time.monotonic()

    async def final() -> bool:
        told = await served.call("GET", f"/lessons/{lesson.id}/recording")
        return bool(told["state"] == "final")

    await until_found(final)
    return time.monotonic() - start


async def first_sound(browser: Browser, served: Served, lesson: str) -> dict[str, Any]:
    """From the address to a page one can tap, and from the tap to sound; a new browser profile each time."""
    ready, sound = [], []
    for _ in range(RUNS):
        context = await phone(browser)
        replay = await context.new_page()
        start = time.monotonic()
        await replay.goto(f"{served.url}/r/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-05')}")
        await until(replay, "document.querySelector('[data-testid=replay-play]:not([disabled])')")
        ready.append((time.monotonic() - start) * 1000)
        sound.append(float(await replay.evaluate(TAP_CLOCK)))
        await context.close()
    both = [a + b for a, b in zip(ready, sound, strict=True)]
    return {
        "ready_ms": summary(ready),
        "tap_to_sound_ms": summary(sound),
        "address_to_sound_ms": summary(both),
    }


async def in_step(browser: Browser, served: Served, lesson: str) -> dict[str, float]:
    """How far the camera's frames are behind the sound as Chromium shows them, ms."""
    replay = await (await phone(browser)).new_page()
    await replay.goto(f"{served.url}/r/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-05')}")
    await replay.get_by_test_id("replay-play").click()
    await until(replay, f"document.querySelector('{CAMERA}')?.currentTime > 3")
    behind = numpy.array(await replay.evaluate(page.behind(AUDIO, CAMERA, 200))) * 1000
    return {
        "frames": len(behind),
        "median_ms": round(float(numpy.median(behind)), 1),
        "worst_ms": round(float(numpy.abs(behind).max()), 1),
    }


def period_bytes() -> dict[str, float]:
    """Bytes of 45 minutes of class audio as they stand in its file, and the CPU that made them."""
    speech = [frame.data for frame in read.opus("teacher")]
    mix, segmenter = ClassAudio(0), Segmenter("opus")
    size, begin = 0, time.process_time()
    for number, at in enumerate(range(0, PERIOD_MS, 20)):
        mix.put("teacher", at * 1000, speech[number % len(speech)])
        pieces = mix.take(at) if at % 1000 == 0 else []
        samples = [Sample(piece.t * 1000, 60_000, piece.data) for piece in pieces]
        if samples and not size:
            size = len(init("opus", samples[0].data, 1).body)
        size += sum(len(segment.body) for segment in segmenter.push(samples))
    return {"megabytes": round(size / 1e6, 2), "cpu_s": round(time.process_time() - begin, 1)}


async def run(folder: Path) -> dict[str, Any]:
    async with (
        Served(folder) as served,
        LightLesson(served, recording=True) as lesson,
        async_playwright() as playwright,
        chromium(playwright, folder / "pupil", "pupil1", "pupil", 15) as browser,
    ):
        final_s = await record(served, lesson)
        return {
            "final_after_s": round(final_s, 1),
            "first_sound": await first_sound(browser, served, lesson.id),
            "camera_behind_sound": await in_step(browser, served, lesson.id),
            "class_audio_of_45_minutes": period_bytes(),
        }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(Path(folder)))
    machine = {"cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()}
    print(json.dumps({"figures": figures, "machine": machine}, indent=2))


if __name__ == "__main__":
    main()

"""Chromium and Firefox take heads and segments through Media Source Extensions: complete, seekable, right pictures."""

import asyncio
import base64
import io
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import av
import numpy
import pytest
from playwright.async_api import async_playwright

from loadtest.media import read
from recordings.media.sample import Init, Segment
from tests.recordings.media.golden import NAMES, captured, file_of
from tests.recordings.media.sender import Blocks, Captured, Sender
from tests.support.chromium import FLAGS
from tests.support.firefox import Firefox

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

Evaluate = Callable[[str], Awaitable[Any]]
File = tuple[Init, list[Segment]]
ALIKE = 8
"""Grey levels (of 255) by which what a browser shows may differ from what PyAV decodes, on average of 8 × 6 fields."""

PLAY = """async (mime, parts, seeks) => {
  const once = (target, name) => new Promise((done, fail) => {
    target.addEventListener(name, done, {once: true});
    setTimeout(() => fail(new Error(name + ' did not come')), 5000);
  });
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await once(source, 'sourceopen');
  const buffer = source.addSourceBuffer(mime);
  for (const part of parts) {
    buffer.appendBuffer(Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0)));
    await once(buffer, 'updateend');
  }
  source.endOfStream();
  const ranges = [...Array(video.buffered.length).keys()].map((i) => [video.buffered.start(i), video.buffered.end(i)]);
  const seen = [];
  for (const seek of seeks) {
    video.currentTime = seek;
    await once(video, 'seeked');
    if (video.videoWidth && video.requestVideoFrameCallback)
      await new Promise((done) => { video.requestVideoFrameCallback(done); setTimeout(done, 500); });
    const [width, height] = [video.videoWidth, video.videoHeight], sums = new Array(48).fill(0);
    if (width) {
      const draw = new OffscreenCanvas(width, height).getContext('2d', {willReadFrequently: true});
      draw.drawImage(video, 0, 0);
      const pixels = draw.getImageData(0, 0, width, height).data;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          sums[Math.floor(y * 6 / height) * 8 + Math.floor(x * 8 / width)] += pixels[4 * (y * width + x) + 1];
    }
    seen.push([width, height, sums.map((sum) => sum * 48 / (width * height))]);
  }
  video.currentTime = ranges[0][0];
  await once(video, 'seeked');
  await video.play();
  while (video.currentTime < ranges[0][0] + 1 && !video.error) await new Promise((done) => setTimeout(done, 50));
  video.remove();
  return {ranges, seen, error: video.error && video.error.message};
}"""


def paused() -> Blocks:
    """A camera that is off for four seconds."""
    frames = [frame.data for frame in read.vp8("pupil")[0]]
    shown = [
        Captured(number * 66_667 + 4_000_000 * (number >= 60), data) for number, data in enumerate(frames)
    ]
    return Sender("vp8").journal(shown)


def files() -> dict[str, File]:
    """The captures, and one with a hole."""
    found = {name: file_of(captured(name), codec) for name, codec in NAMES.items()}
    return {**found, "paused": file_of(paused(), "vp8")}


def pictures(file: File) -> list[tuple[float, Any]]:
    """(seconds, picture) of all frames, as PyAV decodes them."""
    head, segments = file
    with av.open(io.BytesIO(head.body + b"".join(one.body for one in segments)), "r") as source:
        frames = [frame for frame in source.decode(video=0) if frame.time is not None]
    return [(frame.time or 0.0, frame) for frame in frames]


def spans(segments: list[Segment]) -> list[list[float]]:
    """Seconds without holes."""
    found: list[list[float]] = []
    for one in segments:
        if found and one.t <= found[-1][1] * 1000 + 1:
            found[-1][1] = (one.t + one.d) / 1000
        else:
            found.append([one.t / 1000, (one.t + one.d) / 1000])
    return found


async def plays(evaluate: Evaluate, file: File) -> None:
    head, segments = file
    parts = [base64.b64encode(part).decode() for part in (head.body, *[one.body for one in segments])]
    seeks = [one.t / 1000 + 0.02 for one in (segments[-1], segments[0], segments[len(segments) // 2])]
    arguments = ", ".join(json.dumps(value) for value in (head.mime, parts, seeks))
    found = await evaluate(f"({PLAY})({arguments})")
    assert found["error"] is None
    for begin, end in spans(segments):
        assert any(first <= begin + 0.01 and last >= end - 0.01 for first, last in found["ranges"])
    assert abs(found["ranges"][-1][1] - (segments[-1].t + segments[-1].d) / 1000) <= 0.01
    if head.width:
        for seek, (width, height, fields) in zip(seeks, found["seen"], strict=True):
            _, frame = next(one for one in reversed(pictures(file)) if one[0] <= seek)
            assert (width, height) == (frame.width, frame.height)
            green = frame.to_ndarray(format="rgb24")[:, :, 1].astype(float)
            expected = green.reshape(6, height // 6, 8, -1).mean(axis=(1, 3))
            assert numpy.abs(expected.ravel() - numpy.array(fields)).mean() < ALIKE


async def test_chromium_plays_them() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS])
        page = await browser.new_page()
        for file in files().values():
            await plays(page.evaluate, file)
        assert all(len(spans(files()[name][1])) == 2 for name in ("speech", "paused"))
        await browser.close()


async def test_firefox_plays_them(tmp_path: Path) -> None:
    async with Firefox(tmp_path) as page, asyncio.timeout(120):
        for file in files().values():
            await plays(page.evaluate, file)

"""What a page really plays: the sound of a slot as samples, its picture as pixels. For Chromium and Firefox."""

import base64
import io

import av
import numpy
from numpy.typing import NDArray

from tests.support import known
from tests.support.known import Floats

SEEN = (320, 180)


def looking(expression: str) -> str:
    """JavaScript: a promise of the expression's (or its promise's) first true value; what it throws counts as false.

    Playwright's own wait needs eval, which our CSP forbids.
    """
    return f"""new Promise((done) => {{
        const look = async () => {{
            const found = await (async () => ({expression}))().catch(() => null);
            if (found) done(found); else setTimeout(look, 50);
        }};
        look();
    }})"""


def hear(slot: str, seconds: float) -> str:
    """JavaScript: a promise of what the slot plays for `seconds`, recorded by the page, as base64."""
    return record(f"document.querySelector('[data-slot=\"{slot}\"]').srcObject", seconds)


def replayed(element: str, seconds: float) -> str:
    """The same of an element that plays a file (Chromium), named by a selector."""
    return record(f"document.querySelector('{element}').captureStream()", seconds)


def behind(audio: str, video: str, frames: int = 60) -> str:
    """JavaScript: a promise of how far (s) a video's frames, as they are shown, are behind a sound that plays along."""
    return f"""new Promise((done) => {{
        const audio = document.querySelector('{audio}'), video = document.querySelector('{video}'), found = [];
        const shown = (_, frame) => {{
            const wait = (frame.expectedDisplayTime - performance.now()) / 1000;
            found.push(audio.currentTime + wait * audio.playbackRate - frame.mediaTime);
            found.length < {frames} ? video.requestVideoFrameCallback(shown) : done(found);
        }};
        video.requestVideoFrameCallback(shown);
    }})"""


def record(stream: str, seconds: float) -> str:
    """JavaScript: a promise of what the stream (an expression) carries for `seconds`, as base64."""
    return f"""new Promise((done) => {{
        const recorder = new MediaRecorder({stream}, {{ audioBitsPerSecond: 64000 }});
        recorder.ondataavailable = ({{ data }}) => {{
            const reader = new FileReader();
            reader.onload = () => done(reader.result.split(';base64,')[1]);
            reader.readAsDataURL(data);
        }};
        recorder.start();
        setTimeout(() => recorder.stop(), {int(seconds * 1000)});
    }})"""


def see(slot: str) -> str:
    """JavaScript: a promise of the slot's next picture, scaled to SEEN, as base64 RGBA."""
    width, height = SEEN
    return f"""new Promise((done, fail) => {{
        const video = document.querySelector('[data-slot="{slot}"]');
        if (!video) {{ fail(new Error('no picture in {slot}')); return; }}
        const draw = () => {{
            const canvas = document.createElement('canvas');
            canvas.width = {width}; canvas.height = {height};
            const context = canvas.getContext('2d');
            context.drawImage(video, 0, 0, {width}, {height});
            const bytes = context.getImageData(0, 0, {width}, {height}).data;
            let text = '';
            for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
            done(btoa(text));
        }};
        video.requestVideoFrameCallback ? video.requestVideoFrameCallback(draw) : draw();
    }})"""


def sound(recording: str) -> Floats:
    """What `hear` gave as samples, 48 kHz mono, -1…1."""
    with av.open(io.BytesIO(base64.b64decode(recording)), "r") as source:
        return known.samples(source)


def pixels(text: str) -> NDArray[numpy.uint8]:
    """What `see` gave as (height, width, 3)."""
    raw = numpy.frombuffer(base64.b64decode(text), dtype=numpy.uint8)
    return raw.reshape(SEEN[1], SEEN[0], 4)[..., :3]

"""What a page really plays: the sound of a slot as an envelope, its picture as pixels. For Chromium and Firefox."""

import base64

import numpy
from numpy.typing import NDArray

from tests.support.known import BLOCK, Floats

SEEN = (320, 180)


def hear(slot: str, seconds: float) -> str:
    """JavaScript: a promise of the slot's envelope, `seconds` long, one RMS value a block of 48 kHz samples."""
    count = int(seconds * 48000 / BLOCK)
    return f"""new Promise((done, fail) => {{
        const element = document.querySelector('[data-slot="{slot}"]');
        if (!element || !element.srcObject) {{ fail(new Error('no sound in {slot}')); return; }}
        const context = new AudioContext({{ sampleRate: 48000 }});
        const source = context.createMediaStreamSource(element.srcObject);
        const meter = context.createScriptProcessor({BLOCK}, 1, 1);
        const values = [];
        meter.onaudioprocess = (event) => {{
            const samples = event.inputBuffer.getChannelData(0);
            let sum = 0;
            for (const sample of samples) sum += sample * sample;
            values.push(Math.sqrt(sum / samples.length));
            if (values.length === {count}) {{ context.close(); done(values); }}
        }};
        source.connect(meter);
        meter.connect(context.destination);
        context.resume();
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


def envelope(values: list[float]) -> Floats:
    return numpy.array(values)


def pixels(text: str) -> NDArray[numpy.uint8]:
    """What `see` gave as (height, width, 3)."""
    raw = numpy.frombuffer(base64.b64decode(text), dtype=numpy.uint8)
    return raw.reshape(SEEN[1], SEEN[0], 4)[..., :3]

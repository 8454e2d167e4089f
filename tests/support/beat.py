"""A beat one can hear and see: each two seconds a flash and a tone that begin together. Measures how far apart they are
wherever the beat is played."""

from fractions import Fraction
from pathlib import Path

import av
import numpy

from loadtest.media.read import Frame
from tests.support import known
from tests.support.known import Floats

PERIOD = 2.0
"""Seconds from beat to beat."""
LASTS = 0.2
FPS = 25
SIZE = (160, 96)
RATE = 48_000


def tone() -> list[Frame]:
    """One period of sound: 1 kHz for LASTS, then silence, as 20 ms Opus packets."""
    times = numpy.arange(int(PERIOD * RATE)) / RATE
    wave = numpy.where(times < LASTS, numpy.sin(2 * numpy.pi * 1000 * times) * 0.5, 0.0)
    samples = (numpy.tile(wave, 2) * 32767).astype(
        numpy.int16
    )  # the second period is free of the encoder's begin
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "mono", "s16"
    encoder.options = {"frame_duration": "20", "application": "lowdelay"}
    encoder.open()
    packets: list[bytes] = []
    for start in range(0, len(samples), 960):
        frame = av.AudioFrame.from_ndarray(
            samples[start : start + 960].reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts = RATE, start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    count = int(PERIOD * 50)
    return [Frame(packet, 960) for packet in packets[count - 1 : 2 * count - 1]]


def flash() -> list[Frame]:
    """One period of picture: white for LASTS, then black, as VP8 keyframes (so that it can begin anywhere)."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height = SIZE
    encoder.pix_fmt, encoder.framerate, encoder.gop_size = "yuv420p", Fraction(FPS), 0
    encoder.options = {"deadline": "realtime", "lag-in-frames": "0", "kf-max-dist": "0"}
    frames: list[Frame] = []
    for number in range(int(PERIOD * FPS)):
        bright = 235 if number < LASTS * FPS else 16
        picture = numpy.full((SIZE[1], SIZE[0], 3), bright, dtype=numpy.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        frames += [Frame(bytes(packet), 90_000 // FPS) for packet in encoder.encode(frame)]
    assert len(frames) == PERIOD * FPS
    return frames


def tones(sound: Path) -> Floats:
    """When the tones of a recorded track begin, in seconds of its file."""
    with av.open(str(sound), "r") as source:
        begin = next(source.decode(audio=0)).time or 0.0
    with av.open(str(sound), "r") as source:
        heard = known.samples(source)
    block = 240
    loud = numpy.abs(heard[: len(heard) // block * block].reshape(-1, block)).max(axis=1) > 0.1
    times = numpy.flatnonzero(loud) * block / RATE
    return begin + times[numpy.diff(times, prepend=-1.0) > PERIOD / 4]


def flashes(film: Path) -> Floats:
    """When the flashes of a recorded track begin, in seconds of its file."""
    with av.open(str(film), "r") as source:
        seen = [
            (frame.time or 0.0, frame.to_ndarray(format="gray").mean()) for frame in source.decode(video=0)
        ]
    times = numpy.array([time for time, _ in seen])
    bright = numpy.array([level for _, level in seen]) > 110
    return times[1:][bright[1:] & ~bright[:-1]]


def apart(heard: Floats, seen: Floats) -> Floats:
    """Seconds by which a tone follows each flash (negative: it comes first); the last one's tone may be cut off."""
    seen = seen[seen < heard[-1] + PERIOD / 4]
    return numpy.array([heard[numpy.abs(heard - flash).argmin()] - flash for flash in seen])

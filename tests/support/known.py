"""Known speech and picture: as files for a browser's fake devices, and the measures that recognise them again."""

import wave
from functools import cache
from pathlib import Path

import av
import numpy
from av.container import InputContainer
from numpy.typing import NDArray

MEDIA = Path(__file__).parents[2] / "loadtest" / "media"
BLOCK = 1024
"""Samples (48 kHz, 21 ms) behind one value of a speech envelope."""
WINDOW = 94
"""Blocks (2 s) of an envelope compared at once."""
SLIP = 25
SMALL = (64, 36)

Floats = NDArray[numpy.float64]


@cache
def speech(name: str) -> Floats:
    """The samples of loadtest/media/<name>.ogg, 48 kHz mono, -1…1."""
    with av.open(str(MEDIA / f"{name}.ogg")) as source:
        return samples(source)


def samples(source: InputContainer) -> Floats:
    """The sound of an open file, 48 kHz mono, -1…1."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=48000)
    parts = [part.to_ndarray() for frame in source.decode(audio=0) for part in resampler.resample(frame)]
    return numpy.concatenate(parts, axis=1)[0].astype(numpy.float64) / 32768


@cache
def pictures(name: str) -> list[NDArray[numpy.uint8]]:
    """The frames of loadtest/media/<name>.ivf as RGB arrays (height, width, 3)."""
    with av.open(str(MEDIA / f"{name}.ivf")) as source:
        return [frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)]  # type: ignore[misc]


def write_wav(name: str, path: Path) -> Path:
    """For --use-file-for-fake-audio-capture."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes((speech(name) * 32767).astype("<i2").tobytes())
    return path


def write_y4m(name: str, path: Path, rate: int) -> Path:
    """For --use-file-for-fake-video-capture; each frame shown for 1/`rate` s."""
    with av.open(str(MEDIA / f"{name}.ivf")) as source, path.open("wb") as out:
        for number, frame in enumerate(source.decode(video=0)):
            if number == 0:
                out.write(f"YUV4MPEG2 W{frame.width} H{frame.height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
            planes = frame.reformat(format="yuv420p").to_ndarray()
            out.write(b"FRAME\n" + planes.tobytes())
    return path


def envelope(samples: Floats) -> Floats:
    """Loudness (RMS) of each BLOCK of samples."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    return numpy.sqrt((blocks**2).mean(axis=1))


def likeness(heard: Floats, source: Floats) -> float:
    """How alike (correlation, -1…1) an envelope is to some stretch of the looping source.

    A busy page stretches or skips a moment now and then, so the stretch is followed window by window: each may begin
    up to SLIP blocks off where the one before ended. The mean of the windows on the best such way.
    """
    windows = [heard[start : start + WINDOW] for start in range(0, len(heard) - WINDOW + 1, WINDOW)]
    if not windows:
        raise ValueError("too little was heard")
    way = _correlations(windows[0], source)
    for window in windows[1:]:
        reached = numpy.roll(way, WINDOW)
        best = numpy.max([numpy.roll(reached, slip) for slip in range(-SLIP, SLIP + 1)], axis=0)
        way = best + _correlations(window, source)
    return float(way.max()) / len(windows)


def _correlations(window: Floats, source: Floats) -> Floats:
    """Of the window with the looping source, at each place it may begin."""
    if window.std() < 1e-6:
        return numpy.zeros(len(source))
    looped = numpy.tile(source, 1 + -(-len(window) // len(source)))
    stretches = numpy.lib.stride_tricks.sliding_window_view(looped, len(window))[: len(source)]
    centred = stretches - stretches.mean(axis=1, keepdims=True)
    norms = numpy.maximum(numpy.linalg.norm(centred, axis=1), 1e-9)
    ours = window - window.mean()
    return numpy.asarray(centred @ ours / norms / numpy.linalg.norm(ours))


def small(picture: NDArray[numpy.uint8]) -> Floats:
    """Grey and shrunk by block means to SMALL, so that scaling and coding do not matter."""
    grey = picture[..., :3].astype(numpy.float64).mean(axis=2)
    height, width = grey.shape[0] // SMALL[1] * SMALL[1], grey.shape[1] // SMALL[0] * SMALL[0]
    grey = grey[:height, :width]
    return grey.reshape(SMALL[1], height // SMALL[1], SMALL[0], width // SMALL[0]).mean(axis=(1, 3))


def resemblance(seen: NDArray[numpy.uint8], name: str) -> float:
    """Best correlation (-1…1) of a picture with any frame of loadtest/media/<name>.ivf."""
    shrunk = small(seen).ravel()
    if shrunk.std() < 1e-6:
        return 0.0
    return max(float(numpy.corrcoef(shrunk, known)[0, 1]) for known in _small_frames(name))


@cache
def _small_frames(name: str) -> list[Floats]:
    return [small(frame).ravel() for frame in pictures(name)]

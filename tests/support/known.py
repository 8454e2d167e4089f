"""Known speech and picture: as files for a browser's fake devices, and the measures that recognise them again."""

import wave
from functools import cache
from pathlib import Path

import av
import numpy
from numpy.typing import NDArray

MEDIA = Path(__file__).parents[2] / "loadtest" / "media"
BLOCK = 1024
"""Samples (48 kHz) behind one value of a speech envelope: what a page's ScriptProcessor hands over at once."""
SMALL = (64, 36)

Floats = NDArray[numpy.float64]


@cache
def speech(name: str) -> Floats:
    """The samples of loadtest/media/<name>.ogg, 48 kHz mono, -1…1."""
    with av.open(str(MEDIA / f"{name}.ogg")) as source:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48000)
        parts = [part.to_ndarray() for frame in source.decode(audio=0) for part in resampler.resample(frame)]
    return numpy.concatenate(parts, axis=1)[0].astype(numpy.float64) / 32768


@cache
def pictures(name: str) -> list[NDArray[numpy.uint8]]:
    """The frames of loadtest/media/<name>.ivf as RGB arrays (height, width, 3)."""
    with av.open(str(MEDIA / f"{name}.ivf")) as source:
        return [frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)]


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
    """Best correlation (-1…1) of the envelope heard with any equally long stretch of the looping source."""
    if heard.std() < 1e-6:
        return 0.0
    looped = numpy.tile(source, -(-(len(heard) + len(source)) // len(source)))
    best = -1.0
    for shift in range(len(source)):
        part = looped[shift : shift + len(heard)]
        if part.std() > 1e-9:
            best = max(best, float(numpy.corrcoef(heard, part)[0, 1]))
    return best


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

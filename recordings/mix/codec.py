"""Opus to sound and back, by PyAV.

Decoded by FFmpeg's own decoder (half the CPU of libopus), encoded by libopus. What encoding costs is the recorder's
largest part: docs/decisions/class-audio.md has the figures behind `EFFORT` and `BANDWIDTH`.
"""

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from recordings.mix.grid import FRAME, FRAME_MS, RATE, Sound

BITRATE = 16_000
EFFORT = 0
BANDWIDTH = 8_000
"""Hz: wide band, SILK only; at 16 kbit/s a voice is not better with more."""
LOOKAHEAD = 312
"""Samples by which an encoder's output lags its input (libopus, voip: 6.5 ms)."""
SILENT = b"\x58"
"""A packet of 60 ms of nothing (RFC 6716 §3.1: SILK wide band, one frame, of zero bytes: DTX)."""
_NOTHING = np.zeros(0, np.float32)


class Decoder:
    """Of one source's packets, in order."""

    def __init__(self) -> None:
        context = av.CodecContext.create("opus", "r")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate = RATE
        context.layout = "mono"
        self._context = context

    def sound(self, packet: bytes) -> Sound:
        """Empty when the packet is damaged."""
        try:
            frames = self._context.decode(av.Packet(packet))
        except av.error.FFmpegError:
            return _NOTHING
        parts = [np.frombuffer(memoryview(frame.planes[0]), np.float32, frame.samples) for frame in frames]
        return parts[0] if len(parts) == 1 else np.concatenate([_NOTHING, *parts])


class Encoder:
    """Frames of 60 ms to packets, one each."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "w")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate = RATE
        context.layout = "mono"
        context.format = "flt"
        context.bit_rate = BITRATE
        context.options = {
            "application": "voip",
            "vbr": "on",
            "dtx": "1",
            "frame_duration": str(FRAME_MS),
            "compression_level": str(EFFORT),
            "cutoff": str(BANDWIDTH),
        }
        self._context = context
        self._position = 0

    def packet(self, frame: Sound) -> bytes:
        """Of exactly `FRAME` samples."""
        sound = av.AudioFrame(format="flt", layout="mono", samples=FRAME)
        sound.sample_rate = RATE
        sound.pts = self._position
        self._position += FRAME
        sound.planes[0].update(frame.tobytes())
        (packet,) = self._context.encode(sound)
        return bytes(packet)

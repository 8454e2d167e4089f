"""Where the sounds of several sources are added up. Pure.

Positions are samples at 48 kHz since the timeline's zero. A stretch without any sound takes no memory and no time.
"""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
"""Mono, 48 kHz, full scale at 1."""

RATE = 48_000
FRAME = 2880
"""60 ms: what the class audio is cut into, and one packet of it."""
FRAME_MS = 60
KNEE = 0.8
"""Up to here a sum stays as it is; above it is bent so that it never passes full scale."""
INAUDIBLE = 1e-4
"""Peaks below (-80 dB) are silence: what a decoder makes of a muted microphone."""


class Grid:
    """Frames that are being filled; those before `begin` (a frame's number) are gone."""

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self._frames: dict[int, Sound] = {}

    def add(self, at: int, sound: Sound) -> int:
        """Adds `sound` at position `at`; how many of its samples came too late."""
        late = min(max(self.begin * FRAME - at, 0), len(sound))
        done, size = late, len(sound)
        while done < size:
            number, into = divmod(at + done, FRAME)
            end = min(size, done + FRAME - into)
            frame = self._frames.get(number)
            if frame is None:
                frame = self._frames[number] = np.zeros(FRAME, np.float32)
            target = frame[into : into + end - done]
            np.add(target, sound[done:end], out=target)
            done = end
        return late

    def take(self) -> Sound | None:
        """The next frame, limited; None when it is silent."""
        frame = self._frames.pop(self.begin, None)
        self.begin += 1
        return None if frame is None else limited(frame)


def limited(sound: Sound) -> Sound | None:
    """Bent above the knee, sample by sample, so that a sum of loud voices neither clips nor pumps; None: silence."""
    peak = max(float(sound.max()), -float(sound.min()))
    if peak < INAUDIBLE:
        return None
    if peak <= KNEE:
        return sound
    size = np.abs(sound)
    room = np.float32(1 - KNEE)
    bent = KNEE + room * np.tanh((size - KNEE) / room)
    return np.where(size <= KNEE, sound, np.copysign(bent, sound)).astype(np.float32)

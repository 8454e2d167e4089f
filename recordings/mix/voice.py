"""One source's decoded packets, placed by their capture time without clicks. Pure.

Packets follow each other without a seam as long as their capture times say so within `JUMP`; a slow drift of the
sender's clock is made up for by stretching them a little (at most 0.4 %, 7 cents). A loss, a silence or a jump ends the
sound with a fade and begins the next one with a fade.
"""

import numpy as np

from recordings.mix.grid import RATE, Sound

JUMP = RATE * 15 // 1000
"""Above this error (samples) there is a seam."""
TOLERATED = RATE // 1000
"""Below this error nothing is stretched."""
_FADE = 120
_IN = np.linspace(0, 1, _FADE, dtype=np.float32)
_OUT = _IN[::-1].copy()


class Voice:
    """Holds the last packet's sound back until it is known what follows."""

    def __init__(self) -> None:
        self._held: tuple[int, Sound] | None = None
        self._next = 0

    def place(self, at: int, sound: Sound) -> tuple[int, Sound] | None:
        """Takes the sound captured at position `at`; what can be added to the grid now, with its position."""
        if not len(sound):
            return None
        error = at - self._next
        if error < -JUMP:  # said twice, or the clock was put back: until it is caught up
            return self.end()
        if self._held is None or error > JUMP:
            before = self.end()
            self._hold(max(at, self._next), _faded(sound, slice(None, _FADE), _IN))
            return before
        if abs(error) > TOLERATED:
            most = len(sound) // 240
            sound = _stretched(sound, len(sound) + max(-most, min(most, error // 8)))
        before = self._held
        self._hold(self._next, sound)
        return before

    def end(self) -> tuple[int, Sound] | None:
        """The sound held back: nothing follows it for now."""
        held, self._held = self._held, None
        if held is None:
            return None
        return held[0], _faded(held[1], slice(-_FADE, None), _OUT)

    def idle_at(self, position: int) -> bool:
        """Whether what is held back ends at or before `position`."""
        return self._held is not None and self._next <= position

    def _hold(self, at: int, sound: Sound) -> None:
        self._held = at, sound
        self._next = at + len(sound)


def _faded(sound: Sound, part: slice, ramp: Sound) -> Sound:
    if len(sound) < _FADE:
        return sound * np.float32(0)
    sound = sound.copy()
    sound[part] *= ramp
    return sound


def _stretched(sound: Sound, length: int) -> Sound:
    """Linear interpolation: for a few samples in a thousand nothing better is heard."""
    places = np.arange(length, dtype=np.float32) * np.float32(len(sound) / length)
    stretched: Sound = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
    return stretched

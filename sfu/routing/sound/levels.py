"""How loud a source is: the client-to-mixer level (RFC 6464) smoothed, and when a list of them is worth telling.

Loudness is 0…127, 127 − |dBov|; everything below SILENCE counts as 0.
"""

from sfu.routing.sound.trace import Trace

SILENCE = 47
"""−80 dBov: below any speech, above the noise a browser's suppression leaves."""
RISE, FALL = 0.4, 0.08
"""Parts of the distance per packet: up within 60 ms, down within a second, so that pauses between words stay."""
FRESH = 0.5
"""Seconds without a packet after which a source is silent (DTX sends one each 0.4 s)."""
INTERVAL = 0.2
NOTABLE = 3


class Level:
    """Of one audio source."""

    def __init__(self) -> None:
        self._value = 0.0
        self._at = -1.0
        self.trace = Trace()

    def heard(self, extension: bytes, timestamp: int, now: float) -> None:
        """The value of an ssrc-audio-level element (RFC 6464 §3): voice bit, then −dBov in 7 bits; of a packet with
        this RTP time stamp."""
        if extension:
            target = 127 - (extension[0] & 0x7F)
            self.trace.heard(target, timestamp, now)
            self._value += (RISE if target > self._value else FALL) * (target - self._value)
            self._at = now

    def loudness(self, now: float) -> int:
        """Smoothed loudness, 0 when silent or stale."""
        if now - self._at > FRESH:
            self._value = 0.0
        return round(self._value) if self._value >= SILENCE else 0


class Levels:
    """Tells the loudness of all sources at most five times a second, and only when it changed notably."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}
        self._next = 0.0

    def changed(self, levels: dict[str, int], now: float) -> bool:
        """Whether `levels` (sources above silence) is to be told now; True notes it as told."""
        if now < self._next or not self._differs(levels):
            return False
        self._told = levels
        self._next = now + INTERVAL
        return True

    def _differs(self, levels: dict[str, int]) -> bool:
        if levels.keys() != self._told.keys():
            return True
        return any(abs(value - self._told[name]) >= NOTABLE for name, value in levels.items())

"""How one person's lines do, in three steps, steady enough for a light. Pure.

A report comes each 2 s. What is worse must last for two of them (three when nothing is known yet), what is better for
three, but who was lost and is back is `weak` at the first sign. A threshold that was passed is left at half of it.
"""

from dataclasses import dataclass
from enum import IntEnum

from lesson.messages import Hearing, Light
from sfu.link import PeerLine

WEAK_LOSS = 60
"""Thousandths. Repair and FEC hide 5 % of loss, at 10 % one listens hard."""
WEAK_ROUND_TRIP_MS = 800
"""A question and its answer then have a second and a half of silence between them."""
SILENT_REPORTS = 4
"""Of 2 s: the idlest browser (Firefox) gives a sign of life each 6 s."""
FIRST, WORSE, BETTER = 3, 2, 3
"""Reports in a row before a light changes: the first bad one, to worse, to better."""


class Quality(IntEnum):
    """Worse is more."""

    GOOD = 0
    WEAK = 1
    LOST = 2


LIGHTS: tuple[Light, ...] = ("good", "weak", "lost")
HEARINGS: tuple[Hearing, ...] = ("hears", "weak", "lost")


@dataclass(frozen=True, slots=True)
class Report:
    """What the server knows of one person now."""

    recv: PeerLine | None = None
    """None: no connection to receive with."""
    send: PeerLine | None = None
    silent: bool = False
    """Nothing came from the receive connection for `SILENT_REPORTS`."""
    sound: bool = False
    """There is something to hear."""


def hearing(report: Report, weak: bool) -> Quality | None:
    """How the class's sound and picture reach the person; None: nothing to hear, and nothing connected.

    `weak`: it is not good now, so that thresholds are lower.
    """
    line = report.recv
    if line is None:
        return Quality.LOST if report.sound else None
    if report.silent or line.hears is False:
        return Quality.LOST
    held_back = "" in line.slots.values()
    return Quality.WEAK if held_back or _poor(line.down_loss, line.round_trip, weak) else Quality.GOOD


def own(report: Report, weak: bool) -> Quality:
    """The own light: both directions."""
    if report.recv is None and report.send is None:
        return Quality.LOST
    down = hearing(report, weak) or Quality.GOOD
    up = report.send
    poor = up is not None and _poor(up.up_loss, up.round_trip, weak)
    return max(down, Quality.WEAK if poor else Quality.GOOD)


def _poor(loss: int, round_trip: int, weak: bool) -> bool:
    part = 2 if weak else 1
    return loss * part >= WEAK_LOSS or round_trip * part >= WEAK_ROUND_TRIP_MS


class Lamp:
    """One light."""

    def __init__(self) -> None:
        self.shown: Quality | None = None
        """None: not known yet, or nothing to show."""
        self._run: list[Quality] = []
        """The latest reports that were all better, or all worse than what is shown."""

    @property
    def weak(self) -> bool:
        """Shows trouble."""
        return self.shown is not None and self.shown > Quality.GOOD

    def step(self, seen: Quality | None) -> None:
        """One report."""
        if seen is None or seen == self.shown or (self.shown is None and seen == Quality.GOOD):
            self.shown = seen
            self._run.clear()
            return
        better = self.shown is not None and seen < self.shown
        if self._run and self.shown is not None and (self._run[0] < self.shown) != better:
            self._run.clear()
        self._run.append(seen)
        if self.shown == Quality.LOST:
            self.shown = Quality.WEAK
            self._run.clear()
        elif len(self._run) >= self._patience(better):
            self.shown = max(self._run) if better else min(self._run)
            self._run.clear()

    def _patience(self, better: bool) -> int:
        if self.shown is None:
            return FIRST
        return BETTER if better else WORSE

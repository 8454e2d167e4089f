"""What losses say of a line: too much is sent, or it just loses packets (radio)?

draft-ietf-rmcat-gcc-02 §6 lowers the estimate when more than 10 % is lost and holds it above 2 %; on a line that
loses 10 % whatever is sent, that ends at nothing. So a cut is a trial here: when less sent did not mean less lost,
that much is this line's own, the old estimate comes back, and only what is lost beyond it counts from then on.
"""

from msgspec import Struct

WINDOW = 0.5
LEAST_PACKETS = 20
SLOW_WINDOW = 3.0
HOLD, CUT = 0.02, 0.10
PATIENCE = 3.0
TRIAL = 1.5
BETWEEN_TRIALS = 10.0
TRIAL_CUT = 0.85
IN_USE = 0.8
"""Share of the estimate that must be sent before mild losses can be its fault."""
MOST_OWN = 0.25
"""A line that loses more than this is not lived with: less is sent."""


class _Trial(Struct):
    """A cut under way: what was lost before it, the estimate then, and what was seen since."""

    lost: float
    bitrate: float
    began: float
    seen: int = 0
    missed: int = 0


class Loss:
    """`share`: smoothed share of packets lost, 0…1. `own`: what this line loses whatever is sent."""

    def __init__(self) -> None:
        self.share = 0.0
        self.own = 0.0
        self._all = 0
        self._missed = 0
        self._since: float | None = None
        self._mild_since: float | None = None
        self._trial: _Trial | None = None
        self._next_trial = 0.0

    @property
    def holds(self) -> bool:
        """Whether the estimate must not rise now."""
        return self._trial is not None or self.share - self.own > HOLD

    def add(self, missed: int, count: int, now: float) -> None:
        """Of `count` packets, `missed` did not come (negative: some came after all)."""
        if self._since is None:
            self._since = now
        self._all += count
        self._missed += missed
        if self._trial is not None and now - self._trial.began > WINDOW:
            self._trial.seen += count
            self._trial.missed += missed

    def forget(self, now: float) -> None:
        """What was lost until now tells nothing of the line's rate (it was interrupted)."""
        self._all = self._missed = 0
        self._since, self._trial, self._mild_since = now, None, None
        self.share = min(self.share, self.own)

    def judge(self, bitrate: float, used: float, now: float, *, queue: bool = False) -> float:
        """The estimate from now on; `used` bit/s are sent: with less than the estimate, only that can be cut.

        `queue`: packets wait on the way, so what is lost is no property of the line.
        """
        if self._since is None or not self._window_over(now):
            return bitrate
        lost = max(0, self._missed) / self._all
        self.share += 0.4 * (lost - self.share)
        if lost < self.own or not queue:
            self.own = min(MOST_OWN, self.own + (0.1 if lost < self.own else 0.02) * (lost - self.own))
        self._all = self._missed = 0
        self._since = now
        if self._trial is not None and queue:
            self._trial = _Trial(self._trial.lost, self._trial.bitrate, now)
            return bitrate
        if self._trial is not None:
            return self._end_trial(self._trial, bitrate, now)
        return self._consider(lost, bitrate, min(used, bitrate), now)

    def _window_over(self, now: float) -> bool:
        assert self._since is not None, "a window is open"
        passed = now - self._since
        return (passed >= WINDOW and self._all >= LEAST_PACKETS) or (passed >= SLOW_WINDOW and self._all > 0)

    def _consider(self, lost: float, bitrate: float, used: float, now: float) -> float:
        excess = self.share - self.own
        if excess <= HOLD:
            self._mild_since = None
            return bitrate
        in_use = used > IN_USE * bitrate
        if lost - self.own > HOLD and excess > (CUT if in_use else 2 * CUT):
            cut = 1 - (max(excess, lost - self.own) if excess > 2 * CUT else excess / 2)
            return self._begin_trial(min(cut, TRIAL_CUT) * used, bitrate, now)
        if self._mild_since is None:
            self._mild_since = now
        if now - self._mild_since >= PATIENCE and now >= self._next_trial and in_use:
            return self._begin_trial(TRIAL_CUT * used, bitrate, now)
        return bitrate

    def _begin_trial(self, cut: float, bitrate: float, now: float) -> float:
        self._trial = _Trial(self.share, bitrate, now)
        return cut

    def _end_trial(self, trial: _Trial, bitrate: float, now: float) -> float:
        """Once enough was seen at the lower rate: was it our sending that was too much?"""
        if now - trial.began < TRIAL or trial.seen < LEAST_PACKETS:
            return bitrate
        after = max(0, trial.missed) / trial.seen
        self._trial = self._mild_since = None
        self._next_trial = now + BETWEEN_TRIALS
        self.share = after
        if after < 0.6 * trial.lost:
            return bitrate
        self.own = min(MOST_OWN, max(self.own, after))
        return max(bitrate, trial.bitrate) if after <= MOST_OWN else bitrate

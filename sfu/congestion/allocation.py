"""Who gets what of a line that is short: the class-room's order, and when a choice is changed.

Sound is never counted out: the budget is what is left for pictures. Each slot by priority gets its lowest rung,
then slots rise by priority. Down at once; up only when it fitted with head-room for a while, and ever later when
rising went wrong.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

HEADROOM = 1.2
SLACK = 1.1
"""A rung in use may overrun the budget by this much: measured rates wobble."""
BEGIN = 0.5
STABLE = 2.0
MOST_STABLE = 32.0
REGRET = 10.0
"""Seconds within which a fall after a rise counts as the rise's fault."""

FORGIVEN = 60.0
RECOVERED = 1.5
"""Times the budget it fell at: the line is another one now."""
FIRST_PART = 0.4


class Rung(Struct, frozen=True):
    """What a slot can be given: a layer (its place, 0 the lowest) up to a temporal layer, at this many bit/s."""

    layer: int
    temporal: int
    bitrate: float
    lines: int = 0
    """Of the picture; 0: unknown."""


class Request(Struct, frozen=True):
    """A video slot that shows something. `rungs`: low to high."""

    slot: str
    priority: int
    rungs: tuple[Rung, ...]
    lines: int = 0
    """Of its tile; 0: unknown."""


def ladder(request: Request) -> tuple[Rung, ...]:
    """Rungs worth choosing: none larger than the tile needs, none that costs more than a better one."""
    enough = min(
        (rung.layer for rung in request.rungs if request.lines and rung.lines >= request.lines), default=None
    )
    kept: list[Rung] = []
    for rung in sorted(request.rungs, key=lambda rung: (rung.layer, rung.temporal)):
        if enough is not None and rung.layer > enough:
            break
        while kept and kept[-1].bitrate >= rung.bitrate > 0:
            kept.pop()
        kept.append(rung)
    return tuple(kept)


Choice = dict[str, Rung | None]
"""Slot → what it gets; None: held back."""


def allocate(budget: float, requests: Sequence[Request]) -> Choice:
    """Requests with their `ladder` as rungs; by priority, then in their order.

    The first one gets its lowest rung when at least a part of it fits: late frames of the screen are worth more than
    whole ones of anything else.
    """
    order = sorted(requests, key=lambda request: -request.priority)
    chosen: Choice = {}
    left = budget
    for request in order:
        lowest = request.rungs[0] if request.rungs else None
        part = FIRST_PART if request is order[0] else 1.0
        fits = lowest is not None and part * lowest.bitrate <= left
        chosen[request.slot] = lowest if fits else None
        if lowest is not None and fits:
            left -= lowest.bitrate
    for request in order:
        now = chosen[request.slot]
        if now is None:
            continue
        for rung in reversed(request.rungs):
            if rung.bitrate - now.bitrate <= left:
                chosen[request.slot] = rung
                left -= rung.bitrate - now.bitrate
                break
    return chosen


class Allocator:
    """Of one receiver."""

    def __init__(self) -> None:
        self.needed = 0.0
        """bit/s of everything that is wanted."""
        self._chosen: Choice = {}
        self._better_since: float | None = None
        self._stable = STABLE
        self._rose_at = self._fell_at = self._lowered_at = -FORGIVEN
        self._fell_budget = 0.0

    def choose(self, budget: float, requests: Sequence[Request], now: float) -> Choice:
        """What each slot gets from now on."""
        wanted = [each for each in requests if each.rungs]
        asked = [_with(each, ladder(each)) for each in wanted]
        self.needed = sum(each.rungs[-1].bitrate for each in asked)
        if HEADROOM * self.needed <= budget and self._has_all(asked):
            self._better_since = None
            self._chosen = {each.slot: each.rungs[-1] for each in asked}
            return self._chosen
        kept = allocate(SLACK * budget, [self._no_higher(each) for each in wanted])
        better = allocate(budget / HEADROOM, asked)
        if self._worse(asked, kept):
            self._fell(budget, now)
        if not _above(asked, better, kept):
            self._better_since = None
        elif self._better_since is None:
            self._better_since = now
        elif now - self._better_since >= self._patience(budget, kept, better, now):
            kept, self._better_since, self._rose_at = better, None, now
        if now - self._fell_at > FORGIVEN or budget > RECOVERED * self._fell_budget:
            self._stable = STABLE
        self._chosen = kept
        return kept

    def _has_all(self, asked: Sequence[Request]) -> bool:
        """Whether each slot has the best it can use: nearly always."""
        chosen = self._chosen
        return all(
            each.slot in chosen and _height(chosen[each.slot]) == _height(each.rungs[-1]) for each in asked
        )

    def _patience(self, budget: float, kept: Choice, better: Choice, now: float) -> float:
        """Shorter when all fits on a line that was not short lately, or when a slot with nothing gets something; not
        when rising went wrong lately."""
        begins = any(kept[name] is None and rung is not None for name, rung in better.items())
        fits = HEADROOM * self.needed <= budget and now - self._lowered_at > FORGIVEN
        return BEGIN if (begins or fits) and self._stable == STABLE else self._stable

    def _no_higher(self, request: Request) -> Request:
        """The request up to the rung it has; whole for a slot that is new (or was held back: up takes its time)."""
        if request.slot not in self._chosen:
            return _with(request, ladder(request))
        now = self._chosen[request.slot]
        if now is None:
            return _with(request, ())
        known = tuple(rung for rung in request.rungs if _height(rung) <= _height(now))
        return _with(request, ladder(_with(request, known or request.rungs[:1])))

    def _worse(self, asked: Sequence[Request], kept: Mapping[str, Rung | None]) -> bool:
        return any(
            _height(kept[each.slot]) < _height(self._chosen[each.slot])
            for each in asked
            if each.slot in self._chosen
        )

    def _fell(self, budget: float, now: float) -> None:
        self._better_since = None
        self._fell_budget, self._lowered_at = budget, now
        if now - self._rose_at < REGRET:
            self._stable = min(2 * self._stable, MOST_STABLE)
            self._rose_at = -FORGIVEN
            self._fell_at = now


def _with(request: Request, rungs: tuple[Rung, ...]) -> Request:
    return Request(request.slot, request.priority, rungs, request.lines)


def _height(rung: Rung | None) -> tuple[int, int]:
    return (-1, -1) if rung is None else (rung.layer, rung.temporal)


def _above(asked: Sequence[Request], better: Choice, kept: Choice) -> bool:
    """Whether the first difference, by priority, is a rise."""
    for request in sorted(asked, key=lambda request: -request.priority):
        ours, theirs = _height(kept[request.slot]), _height(better[request.slot])
        if ours != theirs:
            return theirs > ours
    return False

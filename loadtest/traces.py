"""The bad lines that `bucgiang loadtest network` measures, one a row, and the figures' common length."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from loadtest.line import Conditions, Trace, Way

SECONDS = 90.0
TROUBLE, BACK = 30.0, 60.0
"""When a row that changes becomes bad, and good again unless it says otherwise."""
GOOD = Way(
    up=Conditions(rate=2e6, delay=0.02, queue=60_000), down=Conditions(rate=4e6, delay=0.02, queue=120_000)
)


@dataclass(frozen=True)
class Row:
    """`trouble`, `back`: when (s) a disturbance begins and ends; None: none. `rebind`: the address changes then."""

    name: str
    trace: Trace
    plotted: bool = False
    trouble: float | None = None
    back: float | None = None
    rebind: bool = False


def _always(way: Way) -> Trace:
    return Trace(((0.0, way),))


def _slow(rate: float, delay: float = 0.02) -> Way:
    """A queue of 300 ms at that rate, and an uplink of half of it."""
    down = Conditions(rate=rate, delay=delay, queue=max(10_000, int(rate * 0.3 / 8)))
    return Way(up=replace(down, rate=rate / 2), down=down)


def _both(change: Callable[[Conditions], Conditions]) -> Way:
    return Way(up=change(GOOD.up), down=change(GOOD.down))


def _mobile(seed: int) -> Trace:
    """A 3G phone on the move: 150 to 900 kbit/s that change each two seconds, 80 ms, jitter, some losses in bursts."""
    chance, rate = random.Random(seed), 500_000.0
    steps: list[tuple[float, Way]] = []
    for second in range(0, int(SECONDS), 2):
        rate = min(900_000.0, max(150_000.0, rate * chance.uniform(0.65, 1.5)))
        down = Conditions(rate=rate, delay=0.08, jitter=0.03, loss=0.005, burst=2.0, queue=24_000)
        steps.append((float(second), Way(up=replace(down, rate=rate / 3), down=down)))
    return Trace(tuple(steps))


_BLACKOUT = Trace(
    (
        (0.0, _slow(1e6)),
        (TROUBLE, _both(lambda each: replace(each, blackout=True))),
        (TROUBLE + 5.0, _slow(1e6)),
    )
)
_STEP = Trace(((0.0, _slow(1e6)), (TROUBLE, _slow(200_000.0)), (BACK, _slow(1e6))))

ROWS: tuple[Row, ...] = (
    Row("200 kbit/s", _always(_slow(200_000.0)), plotted=True),
    Row("400 kbit/s, 200 ms", _always(_slow(400_000.0, 0.1)), plotted=True),
    Row("5 % loss, 100 ms", _always(_both(lambda each: replace(each, loss=0.05, delay=0.05)))),
    Row("10 % loss, 100 ms", _always(_both(lambda each: replace(each, loss=0.10, delay=0.05)))),
    Row("jitter 100 ms", _always(_both(lambda each: replace(each, jitter=0.1)))),
    Row("reorder 5 %, duplicates 2 %", _always(_both(lambda each: replace(each, reorder=0.05, duplicate=0.02)))),
    Row("1 M → 200 k → 1 M", _STEP, plotted=True, trouble=TROUBLE, back=BACK),
    Row("blackout 5 s", _BLACKOUT, plotted=True, trouble=TROUBLE, back=TROUBLE + 5.0),
    Row("address change", _always(_slow(1e6)), trouble=TROUBLE, back=TROUBLE, rebind=True),
    Row("3G", _mobile(7), plotted=True),
)  # fmt: skip

"""A modelled line takes its time, drops what its queue cannot hold, and loses the share it is told, always the same."""

from itertools import pairwise
from statistics import mean

import pytest

from loadtest.line import OVERHEAD, Conditions, Line, Trace, Way

SIZE = 1000 - OVERHEAD


def through(conditions: Conditions, packets: int, gap: float, seed: int = 1) -> list[tuple[float, int]]:
    """(time, number) of what comes out when a packet of 1000 bytes goes in each `gap` seconds."""
    line: Line[int] = Line(conditions, seed)
    out: list[tuple[float, int]] = []

    def drain(until: float) -> None:
        while (due := line.next()) is not None and due <= until:
            out.extend((due, number) for number in line.due(due))

    for number in range(packets):
        drain(number * gap)
        line.put(number, SIZE, number * gap)
    drain(1e9)
    return out


def test_without_a_limit_a_packet_comes_after_the_delay() -> None:
    assert through(Conditions(delay=0.05), 2, 0.01) == [(0.05, 0), (pytest.approx(0.06), 1)]


def test_rate_spaces_packets_and_the_queue_bounds_them() -> None:
    out = through(Conditions(rate=80_000, queue=5000), 100, 0.001)
    assert [number for _, number in out] == [0, 1, 2, 3, 4], "what came while the queue was full is dropped"
    assert [round(time, 3) for time, _ in out] == [0.1, 0.2, 0.3, 0.4, 0.5]


def test_a_change_of_rate_counts_for_what_waits() -> None:
    line: Line[int] = Line(Conditions(rate=80_000, queue=9000), 1)
    for number in range(3):
        line.put(number, SIZE, 0.0)
    assert line.due(0.05) == []
    line.change(Conditions(rate=800_000, queue=9000), 0.05)
    assert line.next() == pytest.approx(0.055), "half of the first is left, ten times as fast"
    assert line.due(0.076) == [0, 1, 2]
    assert line.queued == 0


@pytest.mark.parametrize("burst", [0.0, 4.0])
def test_the_share_of_losses_is_the_one_told(burst: float) -> None:
    out = through(Conditions(loss=0.05, burst=burst), 40_000, 0.01)
    assert 1 - len(out) / 40_000 == pytest.approx(0.05, abs=0.008)
    numbers = [number for _, number in out]
    holes = [after - before - 1 for before, after in pairwise(numbers) if after - before > 1]
    assert mean(holes) == pytest.approx(burst or 1.05, rel=0.15)


def test_jitter_keeps_the_order_and_reordering_does_not() -> None:
    jittered = through(Conditions(jitter=0.1), 500, 0.01)
    assert [number for _, number in jittered] == list(range(500))
    moved = [number for _, number in through(Conditions(reorder=0.1), 500, 0.01)]
    assert sorted(moved) == list(range(500))
    late = sum(after < before for before, after in pairwise(moved))
    assert 30 < late < 70


def test_duplicates_come_twice() -> None:
    assert len(through(Conditions(duplicate=0.1), 1000, 0.01)) == pytest.approx(1100, abs=40)


def test_a_blackout_takes_what_is_in_the_queue_and_what_comes() -> None:
    line: Line[int] = Line(Conditions(rate=80_000), 1)
    line.put(0, SIZE, 0.0)
    line.change(Conditions(rate=80_000, blackout=True), 0.05)
    line.put(1, SIZE, 0.06)
    line.change(Conditions(rate=80_000), 1.0)
    line.put(2, SIZE, 1.0)
    assert line.due(2.0) == [2]
    assert line.meter.lost == 2


def test_the_same_seed_gives_the_same_packets() -> None:
    bad = Conditions(rate=500_000, loss=0.1, burst=3, jitter=0.02, reorder=0.1, duplicate=0.05)
    assert through(bad, 1000, 0.01, seed=5) == through(bad, 1000, 0.01, seed=5)
    assert through(bad, 1000, 0.01, seed=5) != through(bad, 1000, 0.01, seed=6)


def test_a_trace_says_what_holds_when() -> None:
    fast, slow = Way(down=Conditions(rate=1e6)), Way(down=Conditions(rate=2e5))
    dark = Way(down=Conditions(blackout=True))
    trace = Trace(((0, fast), (10, slow), (20, dark)))
    assert [trace.at(t) for t in (0, 9.9, 10, 25)] == [fast, fast, slow, dark]
    assert [trace.next(t) for t in (0, 10, 20)] == [10, 20, None]
    assert [trace.capacity(t) for t in (1, 11, 21)] == [1e6, 2e5, 0.0]

from collections import Counter

import pytest

from sfu.peers.rungs import GUESSES, HIGHER, OVERHEAD, SHUNNED, TRIED, WAITED, Rungs
from sfu.routing.reports import SenderClock
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Source


class Known(Layer):
    """A layer of a given rate."""

    rates: tuple[int, ...] = (0,)

    @property
    def bitrates(self) -> tuple[int, ...]:
        return self.rates

    @property
    def measured(self) -> bool:
        return self.rates != (0,)


def source(*rates: tuple[int, ...]) -> Source:
    made = Source("p/v0", "video", SenderClock(), Counter(), tuple("qhf"[: len(rates)]))
    layers = []
    for place, each in enumerate(rates):
        layer = Known("video", SenderClock(), Counter(), "qhf"[place], place)
        layer.rates, layer.flowing = each, bool(each[-1])
        layers.append(layer)
    made.layers = tuple(layers)
    return made


def test_measured_rates_are_rungs_by_layer_and_temporal_layer() -> None:
    rungs = Rungs()
    sent = source((20_000, 40_000), (60_000, 100_000))
    found = rungs.of(sent, None, 1.0)
    assert [(rung.layer, rung.temporal, rung.bitrate) for rung in found] == [
        (0, 0, OVERHEAD * 20_000),
        (0, 1, OVERHEAD * 40_000),
        (1, 0, OVERHEAD * 60_000),
        (1, 1, OVERHEAD * 100_000),
    ]
    assert rungs.top(sent.layers[0]) == 1


def test_a_peak_is_held_for_seconds() -> None:
    rungs = Rungs()
    sent = source((400_000,))
    rungs.of(sent, None, 1.0)
    layer = sent.layers[0]
    assert isinstance(layer, Known)
    layer.rates = (50_000,)
    assert rungs.of(sent, None, 2.0)[0].bitrate > 300_000
    now = 2.0
    for _ in range(200):
        now += 0.2
        found = rungs.of(sent, None, now)
    assert found[0].bitrate == OVERHEAD * 50_000


def test_a_paused_layer_is_remembered_and_an_unknown_one_guessed() -> None:
    rungs = Rungs()
    sent = source((40_000,), (100_000,), (0,))
    rungs.of(sent, None, 1.0)
    sent.layers[1].flowing = False
    found = rungs.of(sent, None, 9.0)
    assert found[1].bitrate == OVERHEAD * 100_000
    assert found[2].bitrate == pytest.approx(OVERHEAD * HIGHER * 100_000)
    sent.layers[2].lines = 360
    assert rungs.of(sent, None, 9.2)[2].bitrate == OVERHEAD * GUESSES[2][1]


def test_a_layer_that_just_began_is_guessed_at_and_a_slow_one_of_the_same_size_is_worth_choosing() -> None:
    sent = source((0,), (0,))
    for layer in sent.layers:
        layer.lines, layer.flowing = 720, True
    low, high = Rungs().of(sent, None, 1.0)
    assert high.bitrate == OVERHEAD * GUESSES[3][1]
    assert low.bitrate == OVERHEAD * TRIED, "the lowest one is not held back for a guess"


def test_a_second_without_frames_of_an_upper_layer_takes_no_rung_away() -> None:
    rungs, sent = Rungs(), source((10_000, 20_000))
    rungs.of(sent, None, 1.0)
    layer = sent.layers[0]
    assert isinstance(layer, Known)
    layer.rates = (12_000,)
    assert [rung.temporal for rung in rungs.of(sent, None, 1.2)] == [0, 1]
    assert rungs.top(layer) == 1


def test_a_newcomer_knows_the_rate_of_a_layer_that_rests() -> None:
    sent = source((40_000,), (100_000,))
    sent.layers[0].flowing = False
    assert [rung.bitrate for rung in Rungs().of(sent, None, 1.0)] == [OVERHEAD * 40_000, OVERHEAD * 100_000]


def test_a_layer_that_does_not_come_is_left_out_longer_each_time_until_it_flows() -> None:
    rungs = Rungs()
    sent = source((40_000,), (0,))
    low, top = sent.layers
    now = 1.0
    for seconds in (*SHUNNED, SHUNNED[-1]):
        assert len(rungs.of(sent, top, now)) == 2
        now += WAITED + 0.1
        assert len(rungs.of(sent, top, now)) == 1
        assert len(rungs.of(sent, low, now + seconds - 0.1)) == 1
        now += seconds
    top.flowing = True
    assert len(rungs.of(sent, low, now - 0.1)) == 2
    top.flowing = False
    rungs.of(sent, top, now)
    assert len(rungs.of(sent, top, now + WAITED + 0.1)) == 1
    assert len(rungs.of(sent, low, now + WAITED + 0.1 + SHUNNED[0])) == 2

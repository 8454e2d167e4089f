"""Whatever a receiver says, the estimate stays within bounds, memory too, and nothing but ValueError comes out."""

import contextlib
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.congestion.bandwidth import READS, START, Bandwidth
from sfu.congestion.history import SIZE, History
from sfu.congestion.probing import Probing
from sfu.congestion.rate import CEILING, FLOOR, Rate
from sfu.congestion.stamping import Stamping
from sfu.congestion.trendline import Trendline
from sfu.wire import twcc

arrivals = st.lists(st.one_of(st.none(), st.integers(0, 1 << 20)), min_size=1, max_size=60)
feedbacks = st.one_of(
    st.binary(max_size=80),
    st.builds(
        lambda base, count, ticks: _body(base, count, ticks),
        st.one_of(st.integers(0, 400), st.integers(0, 0xFFFF)),
        st.integers(0, 255),
        arrivals,
    ),
)
steps = st.one_of(
    st.tuples(st.just("feedback"), feedbacks),
    st.tuples(st.just("remb"), st.integers(0, 1 << 81)),
    st.tuples(st.just("report"), st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))),
    st.tuples(st.just("send"), st.integers(1, 40)),
    st.tuples(st.just("wait"), st.floats(0, 30)),
)


def _body(base: int, count: int, ticks: Sequence[int | None]) -> bytes:
    with contextlib.suppress(ValueError):
        return twcc.build(twcc.Feedback(base, count, tuple(ticks)))
    return b""


@settings(max_examples=150, deadline=None)
@given(st.booleans(), st.lists(steps, max_size=60))
def test_no_report_takes_the_estimate_out_of_its_bounds(
    transport: bool, told: list[tuple[str, object]]
) -> None:
    line = Bandwidth(transport=transport)
    now = 10.0
    for kind, value in told:
        now += 0.05
        if kind == "feedback":
            assert isinstance(value, bytes)
            with contextlib.suppress(ValueError):
                line.feedback(value, 0.1, now)
        elif kind == "remb":
            assert isinstance(value, int)
            line.remb(value, now)
        elif kind == "report":
            assert isinstance(value, tuple)
            line.report(min(value), max(value), 0.2, now)
        elif kind == "send":
            assert isinstance(value, int)
            for _ in range(value):
                line.history.sent(1100, now)
        else:
            assert isinstance(value, float)
            now += value
        line.tick(40e3, 300e3, 900e3, 0.1, now)
        assert FLOOR <= line.estimate <= CEILING
        assert 0 < line.pace <= CEILING
        assert len(line._trend._points) <= 20
        assert len(line._acknowledged._bins) == 40


def test_feedback_about_packets_never_sent_is_passed_over() -> None:
    line = Bandwidth(transport=True)
    for _ in range(20):
        line.history.sent(1000, 1.0)
    line.feedback(twcc.build(twcc.Feedback(0, 0, tuple(range(0, 4000, 40)))), 0.1, 1.1)
    assert line._told == 0
    assert line.estimate == START


def test_a_flood_of_feedback_is_not_read() -> None:
    line = Bandwidth(transport=True)
    body = b"\x00\x00\x00\x01\x00\x00\x00\x00"
    read = 0
    for _ in range(1000):
        try:
            line.feedback(body + b"\xff\xff", 0.1, 5.0)
        except ValueError:
            read += 1
    assert 0 < read <= READS


def test_a_few_bytes_that_tell_about_very_many_packets_are_not_unfolded() -> None:
    line = Bandwidth(transport=True)
    line.feedback(b"\x00\x00\xff\xff\x00\x00\x00\x00" + b"\x1f\xff" * 9, 0.1, 1.0)
    assert line._told == 0


def test_without_feedback_the_receivers_own_estimate_counts() -> None:
    line = Bandwidth(transport=False)
    line.remb(700_000, 1.0)
    line.tick(40e3, 200e3, 900e3, 0.1, 1.2)
    assert line.estimate == 700_000


def test_with_reports_alone_it_rises_to_what_is_wanted_and_falls_with_losses() -> None:
    line = Bandwidth(transport=False)
    now = 0.0
    for _ in range(100):
        now += 0.2
        line.report(0, 20, 0.1, now)
        line.tick(0.0, 500e3, 800e3, 0.1, now)
    assert 800e3 <= line.estimate <= 1.1e6
    for _ in range(10):
        now += 0.2
        line.report(10, 20, 0.1, now)
        line.tick(0.0, 800e3, 800e3, 0.1, now)
    assert line.estimate < 600e3


def test_history_forgets_what_is_old() -> None:
    history = History()
    first = history.sent(100, 0.0)
    for number in range(SIZE):
        history.sent(100, number / 100)
    assert history.arrived(first) is None
    assert history.missed(history.next - 1)
    assert not history.missed(history.next - 1)
    assert history.arrived(history.next - 1) == (pytest.approx((SIZE - 1) / 100), 100, True)
    assert history.arrived(history.next - 1) is None


def test_the_trend_sees_a_growing_queue_and_no_jitter() -> None:
    chance = random.Random(3)
    trend = Trendline()
    before = 0.0
    for burst in range(200):
        late = chance.uniform(0, 15)
        trend.add(20.0, 20.0 + late - before, burst * 20.0)
        before = late
        assert trend.usage != "over"
    seen = set()
    for burst in range(200, 240):
        trend.add(20.0, 26.0, burst * 20.0)
        seen.add(trend.usage)
    assert "over" in seen


def test_probes_are_rare_bounded_and_only_for_what_is_wanted() -> None:
    probing = Probing()
    assert not probing.wish(500e3, 400e3, 1.0)
    assert probing.wish(300e3, 2e6, 1.0)
    assert probing.rate == 900e3
    probing.begin(100, 0, 1.0)
    assert not probing.wish(300e3, 2e6, 1.0)
    total = 0
    now = 1.0
    number = 100
    while probing.state == "sending":
        due = probing.due(number, total, now)
        total += due
        number += -(-due // 300)
        now += 0.005
    assert total <= 900e3 / 8 * 0.12 + 1500
    assert probing.result(number + 10, 0.0, now) == 0.0  # nothing of it came
    assert not probing.wish(300e3, 2e6, now + 1.0)
    assert probing.wish(300e3, 2e6, now + 5.0)


def test_stamps_go_on_longer_when_doubts_were_for_nothing() -> None:
    stamping = Stamping()
    lasted = []
    now = 0.0
    for _ in range(4):
        began = now
        while stamping.on:
            now += 0.2
            stamping.tick(True, now)
        lasted.append(now - began)
        now += 5.0
        stamping.doubt(now)
        assert stamping.on
    assert lasted == sorted(lasted)
    assert lasted[-1] > 3 * lasted[0]
    stamping.tick(False, now)
    assert stamping.on


def test_another_address_may_be_another_line() -> None:
    line = Bandwidth(transport=True)
    line._rate.set(3e6)
    line.stamping.on = False
    line.moved(100.0)
    assert line.stamping.on
    assert line.estimate == 1.5e6
    line.moved(101.0)
    line.moved(102.0)
    line.moved(103.0)
    assert line.estimate == START


def test_only_the_first_probe_may_lower_an_estimate_which_was_a_guess() -> None:
    rate = Rate(300e3)
    rate.proved(180e3)
    assert rate.bitrate == 180e3
    rate.proved(150e3)
    assert rate.bitrate == 180e3
    rate.proved(400e3)
    assert rate.bitrate == 400e3

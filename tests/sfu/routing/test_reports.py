import pytest

from sfu.routing.reports import Reception, Schedule, SenderClock, ntp_seconds, ntp_stamp, round_trip
from sfu.wire.rtcp import Block
from tests.support.wraps import WRAPS


@pytest.mark.parametrize("first", WRAPS)
def test_losses_in_a_report(first: int) -> None:
    reception = Reception(90_000)
    start = (1 << 16) + first
    for ahead in range(100):
        if ahead % 10 != 5:
            reception.arrived(start + ahead, ahead * 900, ahead * 0.01)
    block = reception.block(7, 1.0)
    assert block is not None
    assert (block.ssrc, block.lost, block.highest) == (7, 10, start + 99)
    assert block.fraction_lost == 25
    assert block.jitter == 0
    for ahead in range(100, 200):
        reception.arrived(start + ahead, ahead * 900, ahead * 0.01)
    block = reception.block(7, 2.0)
    assert block is not None and (block.fraction_lost, block.lost) == (0, 10)


def test_jitter_of_alternating_delay_converges() -> None:
    reception = Reception(48_000)
    for number in range(2000):
        reception.arrived(number, number * 960 & 0xFFFFFFFF, number * 0.02 + 0.005 * (number % 2))
    block = reception.block(1, 41.0)
    assert block is not None and block.jitter == pytest.approx(240, abs=3)


def test_a_timestamp_wrap_is_no_jitter() -> None:
    reception = Reception(48_000)
    for number in range(100):
        reception.arrived(number, (0xFFFFFFFF - 960 * 50 + number * 960) & 0xFFFFFFFF, number * 0.02)
    block = reception.block(1, 2.0)
    assert block is not None and block.jitter <= 1


def test_last_sender_report_and_delay() -> None:
    reception = Reception(90_000)
    assert reception.block(1, 0) is None
    reception.arrived(1, 0, 0)
    reception.report(0x1234_5678_9ABC_DEF0, 0, 1.0)
    block = reception.block(1, 1.5)
    assert block is not None and (block.last_sr, block.delay) == (0x5678_9ABC, 0x8000)


def test_round_trip() -> None:
    sent = ntp_stamp(1000.0)
    block = Block(1, 0, 0, 0, 0, sent >> 16 & 0xFFFFFFFF, 0x8000)
    assert round_trip(block, ntp_stamp(1000.7)) == pytest.approx(0.2, abs=1e-3)
    assert round_trip(block, ntp_stamp(2000.0)) is None
    assert round_trip(Block(1, 0, 0, 0, 0, 0, 0), sent) is None


def test_capture_time_is_free_of_queueing() -> None:
    """A report that was held up 300 ms does not move the clock; the least transit counts."""
    clock, reception = SenderClock(), Reception(90_000)
    for number, delay in enumerate([0.05, 0.35, 0.05, 0.2]):
        captured = 500.0 + number
        clock.report(ntp_stamp(captured), number + delay)
        reception.report(ntp_stamp(captured), number * 90_000, number + delay)
    now = 10.05
    assert reception.captured(clock, now) == pytest.approx(10 * 90_000, abs=90)


def test_a_clock_that_was_set_is_followed() -> None:
    clock = SenderClock()
    clock.report(ntp_stamp(500.0), 1.0)
    clock.report(ntp_stamp(100.0), 2.0)
    assert clock.server_time(ntp_stamp(101.0)) == pytest.approx(3.0)
    assert ntp_seconds(ntp_stamp(12.5)) == 12.5


def test_reports_at_one_second_twice_then_each_five() -> None:
    schedule = Schedule()
    assert not schedule.due(0)
    schedule.begin(0.0)
    due = [tick / 10 for tick in range(200) if schedule.due(tick / 10)]
    assert due == [1.0, 2.0, 7.0, 12.0, 17.0]


def test_the_worst_listeners_loss_is_told_to_the_sender_and_fades() -> None:
    reception = Reception(48_000)
    for number in range(100, 200):
        reception.arrived(number, number * 960, number / 50)
    reception.heard(0.05, 10.0)
    reception.heard(0.01, 10.5)
    first = reception.block(1, 11.0)
    assert first is not None
    assert 0.04 * 256 < first.fraction_lost <= 0.05 * 256
    reception.heard(0.9, 12.0)
    most = reception.block(1, 12.0)
    assert most is not None
    assert most.fraction_lost == 25, (
        "never over a tenth: senders would give up rate for a line that is not theirs"
    )
    later = reception.block(1, 120.0)
    assert later is not None
    assert later.fraction_lost == 0


def test_a_round_trip_that_rounding_makes_negative_is_none_at_all() -> None:
    ntp = ntp_stamp(1000.0)
    block = Block(1, 0, 0, 0, 0, last_sr=(ntp >> 16) & 0xFFFFFFFF, delay=20)
    assert round_trip(block, ntp) == 0.0
    assert round_trip(block, ntp_stamp(999.0)) is None

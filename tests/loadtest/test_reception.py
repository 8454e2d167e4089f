"""Holes of a received stream: told apart from reordering, asked for, repaired, given up, reported."""

from loadtest.arrivals import Arrivals
from loadtest.reception import MAX_TRIES, Reception
from sfu.wire import twcc


def test_a_hole_is_asked_for_and_repaired() -> None:
    reception = Reception(7, 90_000)
    for sequence in (65534, 65535, 1, 2):
        reception.arrived(sequence, 0, 0.0)
    assert reception.asks(0.01, 0.1) == [], "it may be reordering"
    assert reception.asks(0.03, 0.1) == [0]
    assert reception.asks(0.06, 0.1) == [], "a round trip is waited for"
    assert reception.asks(0.14, 0.1) == [0]
    assert reception.lost == 1
    assert reception.restored(0) == 2 << 16
    assert (reception.lost, reception.repaired) == (0, 1)
    assert reception.restored(0) is None


def test_what_comes_late_by_itself_is_no_loss() -> None:
    reception = Reception(7, 90_000)
    assert [reception.arrived(sequence, 0, 0.0) for sequence in (5, 7, 6, 6)] == [65541, 65543, 65542, None]
    assert reception.asks(1.0, 0.1) == []
    assert (reception.lost, reception.packets) == (0, 3)


def test_a_packet_that_never_comes_is_given_up() -> None:
    reception = Reception(7, 90_000)
    for sequence in (1, 3):
        reception.arrived(sequence, 0, 0.0)
    asked = [reception.asks(step * 0.2, 0.1) for step in range(1, 40)]
    assert sum(map(len, asked)) == MAX_TRIES
    assert (reception.given_up, reception.lost) == (1, 1)


def test_a_report_counts_what_did_not_come_at_first() -> None:
    reception = Reception(7, 90_000)
    assert reception.block(0.0) is None
    for sequence in (1, 2, 4, 5):
        reception.arrived(sequence, 0, 0.0)
    reception.restored(3)
    reception.sender_report(0xAABBCCDDEEFF0011, 1.0)
    block = reception.block(3.0)
    assert block is not None
    assert (block.fraction_lost, block.lost, block.highest & 0xFFFF) == (256 // 5, 1, 5)
    assert (block.last_sr, block.delay) == (0xCCDDEEFF, 2 * 65536)


def read(bodies: list[bytes]) -> list[tuple[int, list[bool]]]:
    feedbacks = [twcc.parse(body) for body in bodies]
    return [(each.base, [arrival is not None for arrival in each.arrivals]) for each in feedbacks]


def test_feedback_covers_each_number_once() -> None:
    arrivals = Arrivals()
    for number in (65534, 65535, 1):
        arrivals.arrived(number, 100, 1.0)
    assert read(arrivals.take()) == [(65534, [True, True, False, True])]
    assert arrivals.take() == []
    arrivals.arrived(3, 100, 1.2)
    assert read(arrivals.take()) == [(2, [False, True])]


def test_a_late_number_does_not_take_back_what_was_told() -> None:
    arrivals = Arrivals()
    for number in (1, 2, 4, 5, 6):
        arrivals.arrived(number, 100, 1.0)
    arrivals.take()
    arrivals.arrived(3, 100, 1.1)
    arrivals.arrived(7, 100, 1.1)
    assert read(arrivals.take()) == [(3, [True]), (7, [True])]


def test_a_jump_begins_anew() -> None:
    arrivals = Arrivals()
    arrivals.arrived(1, 100, 1.0)
    arrivals.arrived(30_000, 100, 1.0)
    assert read(arrivals.take()) == [(30_000, [True])]

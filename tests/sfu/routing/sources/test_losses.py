import pytest

from sfu.routing.sources.losses import MAX_MISSING, MAX_TRIES, Losses
from tests.support.wraps import WRAPS


def fed(numbers: list[int], now: float = 0.0) -> Losses:
    losses = Losses()
    for number in numbers:
        losses.arrived(number, now)
    return losses


@pytest.mark.parametrize("first", WRAPS)
def test_two_later_packets_make_a_loss(first: int) -> None:
    start = (1 << 16) + first
    losses = fed([start, start + 2])
    assert losses.due(0.001) == []
    losses.arrived(start + 3, 0.001)
    assert losses.due(0.001) == [start + 1]


def test_20_ms_make_a_loss() -> None:
    losses = fed([10, 12])
    assert losses.due(0.019) == []
    assert losses.due(0.021) == [11]


def test_reordered_packets_are_not_asked_for() -> None:
    losses = fed([10, 12, 11, 13, 14])
    assert losses.due(1.0) == []


def test_the_first_packet_opens_no_hole() -> None:
    assert fed([70_000]).due(1.0) == []


def test_asked_again_after_the_round_trip_until_it_comes() -> None:
    losses = fed([1, 3, 4])
    assert losses.due(0.0) == [2]
    assert losses.due(0.09) == []
    assert losses.due(0.11) == [2]
    losses.arrived(2, 0.15)
    assert losses.due(1.0) == []
    assert not losses.take_gave_up()


def test_round_trip_follows_first_answers_only() -> None:
    losses = fed([1, 3, 4])
    losses.due(0.0)
    losses.arrived(2, 0.02)
    assert losses.round_trip == pytest.approx(0.08)
    losses.arrived(7, 0.02)
    losses.due(0.05)
    losses.due(0.5)
    before = losses.round_trip
    losses.arrived(5, 0.6)
    assert losses.round_trip == before


def test_ten_tries_then_a_keyframe() -> None:
    losses = fed([1, 3, 4])
    asked = sum(losses.due(second / 2) == [2] for second in range(20))
    assert asked == MAX_TRIES
    assert losses.take_gave_up()
    assert not losses.take_gave_up()
    assert losses.lost == 1


def test_bounded_and_oldest_given_up_first() -> None:
    losses = fed([0, 400, 900])
    due = losses.due(1.0)
    assert len(due) == MAX_MISSING
    assert due == list(range(due[0], 400)) + list(range(401, 900))
    assert losses.take_gave_up()


def test_restart_forgets() -> None:
    losses = fed([1, 5])
    losses.restart()
    losses.arrived(900_000, 0.0)
    assert losses.due(1.0) == []

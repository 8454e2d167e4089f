import pytest

from sfu.routing.sources.keyframes import Keyframes


def times(keyframes: Keyframes, until: float, round_trip: float = 0.02) -> list[float]:
    return [tick / 50 for tick in range(int(until * 50)) if keyframes.due(tick / 50, round_trip)]


def test_nothing_unless_asked() -> None:
    assert times(Keyframes(), 2) == []


def test_many_askers_share_one_request() -> None:
    keyframes = Keyframes()
    for _ in range(40):
        keyframes.ask()
    assert keyframes.due(0, 0.02)
    keyframes.ask()
    assert not keyframes.due(0.02, 0.02)
    keyframes.arrived()
    assert times(keyframes, 3) == []


def test_repeated_but_at_most_twice_a_second() -> None:
    keyframes = Keyframes()
    keyframes.ask()
    asked = times(keyframes, 3)
    assert asked == pytest.approx([0, 0.3, 1.0, 1.3, 2.0, 2.3], abs=0.021)


def test_a_long_round_trip_is_waited_for() -> None:
    keyframes = Keyframes()
    keyframes.ask()
    assert times(keyframes, 3, round_trip=0.5) == [0, 1.0, 2.0]


def test_limit_holds_across_answers() -> None:
    keyframes = Keyframes()
    asked = []
    for tick in range(100):
        keyframes.ask()
        if keyframes.due(tick / 50, 0.02):
            asked.append(tick / 50)
            keyframes.arrived()
    assert len(asked) == 4

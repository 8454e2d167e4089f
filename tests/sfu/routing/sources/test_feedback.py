import pytest

from sfu.routing.sources.feedback import Feedback
from sfu.wire import twcc
from tests.support.wraps import WRAPS


def taken(feedback: Feedback) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for body in feedback.take():
        part = twcc.parse(body)
        found |= {(part.base + place) & 0xFFFF: time for place, time in enumerate(part.arrivals)}
    return found


@pytest.mark.parametrize("first", WRAPS)
def test_what_came_and_what_did_not(first: int) -> None:
    feedback = Feedback()
    for ahead in (0, 1, 3, 2, 6):
        feedback.arrived((first + ahead) & 0xFFFF, 5.0 + ahead * 0.01)
    expected: dict[int, int | None] = {(first + ahead) & 0xFFFF: ahead * 40 for ahead in (0, 1, 2, 3, 6)}
    expected |= {(first + 4) & 0xFFFF: None, (first + 5) & 0xFFFF: None}
    assert taken(feedback) == expected
    assert feedback.take() == []
    feedback.arrived((first + 9) & 0xFFFF, 5.2)
    assert taken(feedback) == {
        (first + 7) & 0xFFFF: None,
        (first + 8) & 0xFFFF: None,
        (first + 9) & 0xFFFF: 800,
    }


def test_a_late_packet_is_told_after_all() -> None:
    feedback = Feedback()
    feedback.arrived(10, 0.0)
    feedback.arrived(12, 0.0)
    taken(feedback)
    feedback.arrived(11, 0.1)
    assert taken(feedback)[11] == 400


def test_feedback_is_numbered() -> None:
    feedback = Feedback()
    counts = []
    for number in range(300):
        feedback.arrived(number, number * 0.1)
        counts += [twcc.parse(body).count for body in feedback.take()]
    assert counts == [number & 0xFF for number in range(300)]


def test_a_long_pause_splits_the_feedback() -> None:
    feedback = Feedback()
    feedback.arrived(1, 0.0)
    feedback.arrived(2, 60.0)
    assert taken(feedback) == {1: 0, 2: 240_000}


def test_a_wild_jump_starts_anew_and_memory_is_bounded() -> None:
    feedback = Feedback()
    feedback.arrived(1, 0.0)
    feedback.arrived(30_000, 0.1)
    assert list(taken(feedback)) == [30_000]
    for number in range(100_000):
        feedback.arrived(number & 0xFFFF, 1.0)
    assert sum(len(twcc.parse(body).arrivals) for body in feedback.take()) < 10_000

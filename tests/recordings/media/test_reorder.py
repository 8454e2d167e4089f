"""Packets come back into the order they were sent; what never comes is a hole after 1.0 s."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recordings.media.reorder import ROOM, SILENCE, WAIT, Arrival, Ordered, Reorder
from sfu.journal.format import JournalPacket


def arrival(sequence: int, at: int) -> Arrival:
    return Arrival(
        JournalPacket(at // 1000, False, "opus", sequence & 0xFFFF, 0, 1, sequence.to_bytes(4, "big")), at, 0
    )


def numbers(ordered: list[Ordered]) -> list[tuple[int, bool]]:
    return [(int.from_bytes(one.arrival.packet.payload, "big"), one.hole) for one in ordered]


def begun(number: int) -> Reorder:
    """That packet came at 0 and is out."""
    reorder = Reorder()
    reorder.push(arrival(number, -WAIT))
    assert numbers(reorder.expire(0)) == [(number, False)]
    return reorder


def test_the_first_packet_may_be_a_late_one() -> None:
    reorder = Reorder()
    assert reorder.push(arrival(0x10000, 0)) == []
    assert reorder.push(arrival(0xFFFF, 500_000)) == []
    assert numbers(reorder.expire(WAIT)) == [(0xFFFF, False), (0x10000, False)]
    assert numbers(reorder.push(arrival(0x10001, WAIT))) == [(0x10001, False)]


def test_what_comes_in_order_goes_on_at_once() -> None:
    reorder = begun(65_535)
    assert numbers(reorder.push(arrival(65_536, 20_000))) == [(65_536, False)]


def test_a_late_packet_is_waited_for() -> None:
    reorder = begun(1)
    assert reorder.push(arrival(3, 20_000)) == []
    assert reorder.waiting_since() == 20_000
    assert numbers(reorder.push(arrival(2, 900_000))) == [(2, False), (3, False)]
    assert reorder.waiting_since() is None


def test_after_a_second_it_is_a_hole_and_comes_too_late() -> None:
    reorder = begun(1)
    reorder.push(arrival(3, 20_000))
    assert reorder.expire(19_999 + WAIT) == []
    assert numbers(reorder.expire(20_000 + WAIT)) == [(3, True)]
    assert reorder.push(arrival(2, 1_100_000)) == []
    assert numbers(reorder.push(arrival(4, 1_120_000))) == [(4, False)]


def test_two_holes_are_given_up_one_after_the_other() -> None:
    reorder = begun(1)
    reorder.push(arrival(3, 20_000))
    reorder.push(arrival(5, 500_000))
    assert numbers(reorder.expire(20_000 + WAIT)) == [(3, True)]
    assert numbers(reorder.flush()) == [(5, True)]


def test_after_a_silence_numbers_go_on_ahead_however_far() -> None:
    reorder = begun(10)
    assert reorder.push(arrival(5, 1_000_000)) == [], "late"
    assert reorder.push(arrival(40_010, SILENCE + 1_000_000)) == []
    assert numbers(reorder.flush()) == [(40_010, True)]


def test_what_waits_is_bounded() -> None:
    reorder = begun(0)
    out = [one for number in range(2, ROOM + 3) for one in reorder.push(arrival(number, 1))]
    assert [number for number, _ in numbers(out)] == list(range(2, ROOM + 3))


@given(
    st.integers(0, 0xFFFF),
    st.lists(st.tuples(st.integers(0, 900_000), st.booleans(), st.booleans()), min_size=1, max_size=120),
)
def test_any_disorder_within_a_second(first: int, fates: list[tuple[int, bool, bool]]) -> None:
    """Each packet is late by up to 0.9 s, lost, or there twice."""
    sent = [
        (number * 20_000 + late, first + number)
        for number, (late, lost, twice) in enumerate(fates)
        if not lost
        for _ in range(1 + twice)
    ]
    reorder = Reorder()
    out: list[Ordered] = []
    for at, number in sorted(sent):
        out += reorder.expire(at)
        out += reorder.push(arrival(number, at))
    got = numbers(out + reorder.flush())
    expected = sorted({number for _, number in sent})
    assert [number for number, _ in got] == expected
    holes = {number for before, number in pairwise(expected) if number != before + 1}
    assert {number for number, hole in got if hole} == holes

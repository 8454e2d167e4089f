import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import twcc
from tests.support.wraps import WRAPS


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[int | None, ...]:
    """Any mixture of runs, losses, small, large and negative deltas with at least one arrival."""
    time = draw(st.integers(0, 1 << 20))
    found: list[int | None] = []
    for _ in range(draw(st.integers(1, 12))):
        step = draw(st.none() | st.integers(0, 255) | st.integers(-0x8000, 0x7FFF))
        for _ in range(draw(st.integers(1, 40))):
            if step is None or not 0 <= time + step < 1 << 28:
                found.append(None)
            else:
                time += step if found and any(each is not None for each in found) else 0
                found.append(time)
    if all(each is None for each in found):
        found.append(time)
    return tuple(found)


@given(arrivals(), st.integers(0, 0xFFFF), st.integers(0, 255))
def test_round_trip(times: tuple[int | None, ...], base: int, count: int) -> None:
    body = twcc.build(twcc.Feedback(base, count, times))
    assert len(body) % 4 == 0
    assert twcc.parse(body) == twcc.Feedback(base, count, times)


@pytest.mark.parametrize("base", WRAPS)
def test_base_wraps(base: int) -> None:
    feedback = twcc.Feedback(base, 255, (10, None, 12))
    assert twcc.parse(twcc.build(feedback)) == feedback


def test_every_kind_of_chunk_is_read() -> None:
    body = (
        b"\xff\xff\x00\x20\x00\x00\x01\x07"  # base 65535, 32 packets, reference 1, count 7
        b"\x20\x03"  # run of 3 small
        b"\xa0\x01"  # one-bit vector: 14 symbols, first and last received
        b"\xd5\x6a"  # two-bit vector: 1 1 1 1 2 2 2
        b"\x00\x08" + bytes([1, 1, 1, 5, 5, 1, 1, 1, 1]) + b"\x01\x00\xff\x00\x00\x02"  # run of 8 lost
    )
    feedback = twcc.parse(body)
    start = 256
    expected: list[int | None] = [start + 1, start + 2, start + 3]
    expected += [start + 8, *([None] * 12), start + 13]
    expected += [start + 14, start + 15, start + 16, start + 17, start + 273, start + 17, start + 19]
    expected += [None] * 8
    assert feedback == twcc.Feedback(0xFFFF, 7, tuple(expected))


def test_long_runs_are_short() -> None:
    body = twcc.build(twcc.Feedback(0, 0, tuple(range(0, 8000, 10))))
    assert len(body) == 8 + 2 + 800 + 2


@pytest.mark.parametrize("times", [(), (None,), (0, 40_000), (0, -40_000)])
def test_what_does_not_fit(times: tuple[int | None, ...]) -> None:
    with pytest.raises(ValueError, match="feedback"):
        twcc.build(twcc.Feedback(0, 0, times))


@given(st.binary(max_size=200))
def test_random_bytes_raise_only_value_error(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        twcc.parse(data)


def test_a_huge_count_is_bounded_by_the_body() -> None:
    with pytest.raises(ValueError, match="truncated"):
        twcc.parse(b"\x00\x00\xff\xff\x00\x00\x00\x00\x3f\xff")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.routing.sequence import Numbering, nearest
from tests.support.wraps import WRAPS


@given(st.integers(0, 1 << 40), st.integers(-0x8000, 0x7FFF))
def test_nearest_finds_what_was_cut(reference: int, ahead: int) -> None:
    number = reference + ahead
    assert nearest(number & 0xFFFF, reference) == number


@pytest.mark.parametrize("first", WRAPS)
def test_skipped_packets_leave_no_hole(first: int) -> None:
    numbering = Numbering()
    start = (1 << 16) + first
    dense = []
    for raw in range(start, start + 20):
        if raw - start in (3, 4, 9):
            numbering.skip(raw)
        else:
            dense.append(numbering.dense(raw))
    assert dense == list(range(start, start + 17))


@pytest.mark.parametrize("first", WRAPS)
def test_late_packets_keep_their_place(first: int) -> None:
    numbering = Numbering()
    start = (1 << 16) + first
    numbering.skip(start + 5)
    numbering.skip(start + 8)
    assert [numbering.dense(start + late) for late in (4, 6, 7, 9)] == [start + each for each in (4, 5, 6, 7)]


def test_memory_is_bounded() -> None:
    numbering = Numbering()
    for raw in range(10_000):
        numbering.skip(raw)
    assert numbering.dense(10_000) == 0
    assert len(numbering._older) <= 64

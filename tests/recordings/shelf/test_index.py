from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from recordings.shelf.index import Segment, index_line, parse_index, read_index
from recordings.shelf.lines import checked, line


def chain(sizes: list[int]) -> list[Segment]:
    found: list[Segment] = []
    for place, size in enumerate(sizes):
        offset = found[-1].o + found[-1].n if found else 560
        found.append(
            Segment(place * 2000, 1980, offset, size, (place * 2000,) if place % 2 else (), size * 7919)
        )
    return found


SEGMENTS = chain([100, 1, 70_000, 12])
WHOLE = b"".join(map(index_line, SEGMENTS))


def test_a_line_is_as_agreed() -> None:
    text = b'{"t":2000,"d":1980,"o":660,"n":1,"k":[2000],"c":7919}'
    assert index_line(SEGMENTS[1]).startswith(text + b" ")
    assert line(b"123456789") == b"123456789 cbf43926\n"


def test_cut_at_every_byte_the_whole_lines_count() -> None:
    ends = [0]
    for segment in SEGMENTS:
        ends.append(ends[-1] + len(index_line(segment)))
    for size in range(len(WHOLE) + 1):
        found, used = parse_index(WHOLE[:size])
        count = sum(end <= size for end in ends) - 1
        assert found == SEGMENTS[:count]
        assert used == ends[count]


@given(place=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_ends_it_before(place: int, bit: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] ^= 1 << bit
    found, used = parse_index(bytes(damaged))
    assert found == SEGMENTS[: len(found)]
    assert used <= place
    assert WHOLE[:used] == bytes(damaged[:used])


def test_lines_that_do_not_join_do_not_count() -> None:
    data = index_line(SEGMENTS[0]) + index_line(SEGMENTS[2])
    assert parse_index(data) == ([SEGMENTS[0]], len(index_line(SEGMENTS[0])))


@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert parse_index(data)[1] <= len(data)
    assert checked(data)[1] <= len(data)


def test_read_from_some_number_on(tmp_path: Path) -> None:
    assert read_index(tmp_path, "t00") == []
    assert read_index(tmp_path / "nowhere", "t00") == []
    (tmp_path / "t00.idx").write_bytes(WHOLE + b'{"t":')
    assert read_index(tmp_path, "t00") == SEGMENTS
    assert read_index(tmp_path, "t00", after=3) == SEGMENTS[3:]
    assert read_index(tmp_path, "t00", after=9) == []

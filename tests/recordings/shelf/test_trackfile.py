"""A track's file after a crash at any byte: what the index names is there and whole, and it goes on from there."""

from pathlib import Path
from zlib import crc32

import pytest

from recordings.shelf.index import parse_index
from recordings.shelf.trackfile import TrackFile

INIT = b"init segment"
BODIES = [bytes([number]) * size for number, size in enumerate([5, 1, 17, 9], start=1)]


def written(folder: Path, count: int) -> None:
    file = TrackFile.new(folder, "t01.mp4", "t01", INIT)
    for number, body in enumerate(BODIES[:count]):
        file.append(number * 2000, 2000, [], body)
        file.write_media()
        file.write_index()
    file.close()


def whole(folder: Path) -> list[bytes]:
    """The segments that count; everything is as their index says."""
    segments, used = parse_index((folder / "t01.idx").read_bytes())
    media = (folder / "t01.mp4").read_bytes()
    assert used == (folder / "t01.idx").stat().st_size
    bodies = [media[each.o : each.o + each.n] for each in segments]
    assert [crc32(body) for body in bodies] == [each.c for each in segments]
    assert media == INIT + b"".join(bodies)
    return bodies


@pytest.mark.parametrize("suffix", ["mp4", "idx"])
def test_cut_at_every_byte(tmp_path: Path, suffix: str) -> None:
    written(tmp_path, 4)
    complete = {name: (tmp_path / name).read_bytes() for name in ("t01.mp4", "t01.idx")}
    for size in range(len(INIT) if suffix == "mp4" else 0, len(complete[f"t01.{suffix}"]) + 1):
        for name, data in complete.items():
            (tmp_path / name).write_bytes(data)
        with (tmp_path / f"t01.{suffix}").open("r+b") as file:
            file.truncate(size)
        again = TrackFile(tmp_path, "t01.mp4", "t01", len(INIT))
        left = whole(tmp_path)
        assert left == BODIES[: len(left)]
        assert (again.count, again.end) == (len(left), len(left) * 2000)
        for number in range(len(left), 4):
            again.append(number * 2000, 2000, [], BODIES[number])
        again.write_media()
        again.write_index()
        again.close()
        assert whole(tmp_path) == BODIES


def test_media_without_its_line_does_not_count(tmp_path: Path) -> None:
    written(tmp_path, 2)
    file = TrackFile(tmp_path, "t01.mp4", "t01", len(INIT))
    file.append(4000, 2000, [], BODIES[2])
    file.write_media()
    assert (file.count, file.end) == (2, 4000)
    file.close()
    TrackFile(tmp_path, "t01.mp4", "t01", len(INIT)).close()
    assert whole(tmp_path) == BODIES[:2]


def test_a_file_without_its_init_segment_cannot_go_on(tmp_path: Path) -> None:
    written(tmp_path, 2)
    with (tmp_path / "t01.mp4").open("r+b") as media:
        media.truncate(len(INIT) - 1)
    with pytest.raises(ValueError, match="init"):
        TrackFile(tmp_path, "t01.mp4", "t01", len(INIT))


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    written(tmp_path, 1)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_new_file_overwrites_what_nothing_speaks_for(tmp_path: Path) -> None:
    written(tmp_path, 4)
    written(tmp_path, 1)
    assert whole(tmp_path) == BODIES[:1]

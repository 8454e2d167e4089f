"""How little room switches what, and that an edge does not flicker."""

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from server.classroom.kept.disk import FULL_S, MB, Disk, Thresholds, free_bytes
from server.settings import Settings

LIMITS = Thresholds(2000, 500, 100)


def test_the_settings_are_megabytes() -> None:
    settings = Settings(disk_warn_mb=3, disk_audio_only_mb=2, disk_stop_mb=1)
    assert Thresholds.of(settings) == Thresholds(3 * MB, 2 * MB, 1 * MB)


def test_each_threshold_keeps_less() -> None:
    disk = Disk(LIMITS)
    seen = []
    for free in (5000, 1999, 499, 99):
        assert disk.measured(free, 0.0) is (free != 5000)
        seen.append((disk.limit, disk.trouble))
    assert seen == [("all", ""), ("all", "disk_low"), ("audio", "disk_low"), ("nothing", "disk_full")]
    assert disk.free == 99


def test_it_comes_back_only_with_some_room_to_spare() -> None:
    disk = Disk(LIMITS)
    disk.measured(50, 0.0)
    for free, limit in ((110, "nothing"), (121, "audio"), (590, "audio"), (601, "all"), (499, "audio")):
        disk.measured(free, 0.0)
        assert disk.limit == limit, free
    disk.measured(1_000_000, 0.0)
    assert disk.trouble == ""


def test_a_disk_that_took_nothing_is_left_alone_for_a_while() -> None:
    disk = Disk(LIMITS)
    disk.full(100.0)
    assert disk.limit == "nothing"
    disk.measured(1_000_000, 100.0 + FULL_S - 0.1)
    assert disk.limit == "nothing"
    disk.measured(1_000_000, 100.0 + FULL_S)
    assert disk.limit == "all"


def test_no_thresholds_limit_nothing() -> None:
    disk = Disk(Thresholds(0, 0, 0))
    disk.measured(0, 0.0)
    assert disk.limit == "all" and disk.trouble == ""


@given(st.integers(0, 4000), st.lists(st.integers(-20, 20), max_size=40))
def test_small_changes_switch_at_most_once_a_threshold(start: int, steps: list[int]) -> None:
    disk = Disk(LIMITS)
    disk.measured(start, 0.0)
    levels = [disk.limit]
    for step in steps:
        disk.measured(max(0, start + step), 0.0)
        levels.append(disk.limit)
    changes = sum(before != after for before, after in itertools.pairwise(levels))
    assert changes <= 1 or start < 200  # a fifth of the lowest threshold is the smallest band: 20


def test_the_folder_says_what_is_free(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0

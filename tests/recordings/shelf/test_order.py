import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.shelf.order import Order, Pause, read_order, write_order

moment = st.integers(0, 2**53)
orders = st.builds(
    Order,
    lesson=st.text("abcXYZ019_-", min_size=1, max_size=64),
    started_at=moment,
    ended_at=st.none() | moment,
    pauses=st.lists(st.builds(Pause, moment, st.none() | moment), max_size=4).map(tuple),
    clock=st.none() | st.integers(-(2**53), 2**53),
)


@given(order=orders)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, order: Order) -> None:
    folder = tmp_path_factory.mktemp("journals") / "lesson"
    write_order(folder, order)
    assert read_order(folder) == order
    assert [path.name for path in folder.iterdir()] == ["order.json"]


def test_it_is_as_agreed(tmp_path: Path) -> None:
    order = (
        Order(lesson="a", started_at=5)
        .paused(7)
        .paused(8)
        .resumed(9)
        .resumed(10)
        .paused(11)
        .ended(12)
        .ended(13)
    )
    write_order(tmp_path, order)
    assert (tmp_path / "order.json").read_bytes() == (
        b'{"lesson":"a","started_at":5,"v":1,"ended_at":12,'
        b'"pauses":[{"from":7,"to":9},{"from":11,"to":12}],"clock":null}'
    )
    assert (tmp_path / "order.json").stat().st_mode & 0o777 == 0o600


def test_none_and_broken_ones(tmp_path: Path) -> None:
    assert read_order(tmp_path / "nowhere") is None
    assert read_order(tmp_path) is None
    for text in (
        b"",
        b"{",
        b'{"v":2,"lesson":"a","started_at":1}',
        b'{"v":1,"lesson":"a","started_at":"x"}',
        b"\xff",
    ):
        (tmp_path / "order.json").write_bytes(text)
        with pytest.raises(ValueError):
            read_order(tmp_path)


def test_a_write_that_was_cut_off_leaves_the_old_one(tmp_path: Path) -> None:
    old = Order(lesson="a", started_at=5)
    write_order(tmp_path, old)
    (tmp_path / "order.json.new").write_bytes(b'{"v":1,"les')
    assert read_order(tmp_path) == old
    write_order(tmp_path, old.ended(9))
    assert read_order(tmp_path) == old.ended(9)


def test_what_control_reads_with_brings_no_decoder_along() -> None:
    code = (
        "import sys, recordings.shelf.order, recordings.shelf.recording, recordings.shelf.index\n"
        "sys.exit(', '.join({'av', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == ""

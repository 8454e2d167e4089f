"""What the network scenario makes of its samples, and the picture it draws."""

from pathlib import Path
from xml.etree import ElementTree

from loadtest.line import Trace, Way
from loadtest.network import _ratio, _recovery
from loadtest.plot import Sample, svg, table, write_plot
from loadtest.traces import ROWS, SECONDS, Row

FIGURES = {
    "row": "200 kbit/s", "freezes": 0, "longest_freeze_ms": 0, "screen_fps": 2.5, "camera_fps": 0.0,
    "loss_after_repair": 0.0, "audio_lost": 0.0, "estimate_of_capacity": 0.9, "recovered_s": None, "kbit_s": 150,
}  # fmt: skip


def samples(sent: list[float], estimate: float = 0.0, capacity: float = 1e6) -> list[Sample]:
    return [Sample(float(at), capacity, rate, estimate) for at, rate in enumerate(sent)]


def test_five_rows_are_drawn_and_all_last_as_long() -> None:
    assert sum(row.plotted for row in ROWS) == 5
    assert all(start < SECONDS for row in ROWS for start, _ in row.trace.steps)
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_estimate_is_compared_where_both_are_known() -> None:
    assert _ratio(samples([1e5] * 20, estimate=5e5)) == 0.5
    assert _ratio(samples([1e5] * 20)) is None
    assert _ratio(samples([1e5] * 5, estimate=5e5)) is None, "the beginning does not count"


def test_recovery_is_when_as_much_comes_as_before() -> None:
    row = Row("r", Trace(((0.0, Way()),)), trouble=20.0, back=25.0)
    assert _recovery(row, samples([100.0] * 20 + [0.0] * 8 + [90.0] * 10)) == 3.0
    assert _recovery(row, samples([100.0] * 20 + [0.0] * 18)) is None
    assert _recovery(Row("r", row.trace), samples([100.0] * 20)) is None


def test_the_picture_is_xml_with_a_panel_each() -> None:
    panels = [("1 M → 200 k", samples([1e5, 2e5, 3e5], 2e5)), ("a < b", samples([1e5] * 3))]
    root = ElementTree.fromstring(svg(panels))
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"1 M → 200 k", "a < b", "estimate"} <= set(texts)


def test_the_page_beside_it_gets_the_new_table(tmp_path: Path) -> None:
    page = tmp_path / "network.md"
    page.write_text("# Title\n\n| old |\n| --- |\n| 1 |\n\nbelow\n")
    write_plot(tmp_path / "network.svg", [("a", samples([1e5] * 3))], [FIGURES])
    lines = page.read_text().split("\n")
    assert lines[:2] == ["# Title", ""]
    assert lines[2:5] == table([FIGURES])
    assert lines[5:] == ["", "below", ""]
    assert "| 200 kbit/s | 0 |" in lines[4]

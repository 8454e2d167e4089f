"""What stands in a cell: only a person writes P or K, whatever the order of finding, mark and note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.school.attending.cells import Cell, Found, Leave, Mark, cell, totals

DAY = "2026-11-24"
NOTE = Leave(7, "2026-11-23", "2026-11-24")
OTHER = Leave(8, "2026-11-25", "2026-11-26")


@pytest.mark.parametrize("state", ["present", "late", "absent_unknown"])
def test_without_a_persons_word_the_systems_counts(state: str) -> None:
    assert cell(Found(state), "", [], DAY) == Cell(state)  # type: ignore[arg-type]


@pytest.mark.parametrize(("mark", "shown"), [("P", "P"), ("K", "K"), ("co_mat", "present"), ("muon", "late")])
def test_a_mark_goes_before_everything(mark: Mark, shown: str) -> None:
    for found in (None, Found("present"), Found("late"), Found("absent_unknown")):
        assert cell(found, mark, [NOTE], DAY) == Cell(shown, "person")  # type: ignore[arg-type]


def test_a_granted_note_excuses_an_absence_of_its_days_only() -> None:
    assert cell(Found("absent_unknown"), "", [OTHER, NOTE], DAY) == Cell("P", "leave", 7)
    assert cell(Found("absent_unknown"), "", [OTHER], DAY) == Cell("absent_unknown")
    assert cell(Found("present"), "", [NOTE], DAY) == Cell("present")


def test_who_was_not_of_the_class_has_an_empty_cell() -> None:
    assert cell(None, "", [NOTE], DAY).shown == "none"


@given(st.lists(st.sampled_from(["present", "late", "absent_unknown", "P", "K", "none"]), max_size=40))
def test_every_held_period_is_counted_once(shown: list[str]) -> None:
    sums = totals([Cell(one) for one in shown])  # type: ignore[arg-type]
    assert sums.held == sums.present + sums.excused + sums.unexcused + sums.unknown
    assert sums.held == len(shown) - shown.count("none")
    assert sums.late <= sums.present


@given(
    st.sampled_from(["present", "late", "absent_unknown", None]),
    st.sampled_from(["P", "K", "co_mat", "muon", ""]),
    st.lists(st.sampled_from([NOTE, OTHER]), max_size=2),
)
def test_p_and_k_come_from_persons_only(state: str | None, mark: Mark, leaves: list[Leave]) -> None:
    found = cell(None if state is None else Found(state), mark, leaves, DAY)  # type: ignore[arg-type]
    if found.shown in ("P", "K"):
        assert mark in ("P", "K") or (found.shown == "P" and found.leave == NOTE.id)

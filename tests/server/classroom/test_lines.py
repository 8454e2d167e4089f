"""Lights from what the worker measures: thresholds, patience, and what is told of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.messages import OwnLine
from server.classroom.health.lamps import OWN_EVERY_S, Lamps
from server.classroom.health.lines import Lamp, Quality, Report, hearing, own
from sfu.link import PeerLine
from tests.lesson.school import AN, BINH
from tests.support.fakeworker import line

GOOD, WEAK, LOST = Quality
RECV = line("recv")


def of(**changes: object) -> Report:
    """A person with both connections, in a lesson with sound; changes are of the receiving line."""
    return Report(line("recv", **changes), line("send"), sound=True)


@pytest.mark.parametrize(
    ("report", "seen"),
    [
        (of(), GOOD),
        (of(down_loss=59), GOOD),
        (of(down_loss=60), WEAK),
        (of(round_trip=799), GOOD),
        (of(round_trip=800), WEAK),
        (of(slots={"v0": "h.2", "v1": "q.0"}), GOOD),
        (of(slots={"v0": "l.0", "v1": ""}), WEAK),
        (of(hears=None), GOOD),
        (of(hears=False), LOST),
        (Report(RECV, silent=True), LOST),
        (Report(None, line("send"), sound=True), LOST),
        (Report(sound=True), LOST),
        (Report(), None),
    ],
)
def test_who_hears(report: Report, seen: Quality | None) -> None:
    assert hearing(report, weak=False) == seen


def test_a_threshold_that_was_passed_is_left_at_half_of_it() -> None:
    assert hearing(of(down_loss=30), weak=True) == hearing(of(round_trip=400), weak=True) == WEAK
    assert hearing(of(down_loss=29, round_trip=399), weak=True) == GOOD


def test_the_own_light_knows_the_way_up_too() -> None:
    assert own(of(), weak=False) == GOOD
    assert own(Report(RECV, line("send", up_loss=60)), weak=False) == WEAK
    assert own(Report(RECV, line("send", round_trip=900)), weak=False) == WEAK
    assert own(Report(None, line("send"), sound=True), weak=False) == LOST
    assert own(Report(None, line("send")), weak=False) == GOOD  # a camera as a standard client
    assert own(Report(), weak=False) == LOST


def shown(*seen: Quality | None) -> list[Quality | None]:
    lamp = Lamp()
    found = []
    for one in seen:
        lamp.step(one)
        found.append(lamp.shown)
    return found


def test_the_first_good_report_shows_and_trouble_at_the_begin_waits() -> None:
    assert shown(GOOD) == [GOOD]
    assert shown(LOST, LOST, LOST) == [None, None, LOST]
    assert shown(WEAK, LOST, WEAK) == [None, None, WEAK]
    assert shown(LOST, LOST, GOOD) == [None, None, GOOD]


def test_one_bad_report_is_not_shown() -> None:
    assert shown(GOOD, LOST, GOOD, WEAK, GOOD) == [GOOD] * 5
    assert shown(GOOD, WEAK, WEAK) == [GOOD, GOOD, WEAK]
    assert shown(GOOD, LOST, WEAK) == [GOOD, GOOD, WEAK]
    assert shown(GOOD, LOST, LOST) == [GOOD, GOOD, LOST]


def test_who_was_lost_is_weak_at_the_first_sign_and_good_after_three() -> None:
    assert shown(GOOD, LOST, LOST, GOOD, GOOD, GOOD, GOOD)[2:] == [LOST, WEAK, WEAK, WEAK, GOOD]
    assert shown(GOOD, WEAK, WEAK, GOOD, LOST, GOOD, GOOD, GOOD)[2:] == [WEAK] * 5 + [GOOD]


def test_nothing_to_hear_and_nobody_there_shows_nothing() -> None:
    assert shown(GOOD, None, None, LOST, GOOD) == [GOOD, None, None, None, GOOD]


@given(st.lists(st.sampled_from(list(Quality)), max_size=60))
def test_a_light_never_changes_twice_in_less_than_two_reports(seen: list[Quality]) -> None:
    found = shown(*seen)
    lit = [one for one in found if one is not None]
    changes = [at for at in range(1, len(lit)) if lit[at] != lit[at - 1]]
    for early, late in pairwise(changes):
        assert late - early >= 2 or (lit[early], lit[late]) == (LOST, WEAK)
    assert set(lit) <= set(seen) | {WEAK}


def told(lamps: Lamps, now: float, **people: Report) -> dict[str, OwnLine]:
    return lamps.step({name.replace("_", "-"): report for name, report in people.items()}, now)


def test_the_own_line_is_told_on_a_change_and_each_ten_seconds() -> None:
    lamps = Lamps()
    first = told(lamps, 0, hs_1=of(slots={"v0": "h.2", "x9": "?"}))
    assert first[AN] == OwnLine("udp", 40, 48, 600, 0, 0, 900, "good", {"v0": "h.2"})
    assert told(lamps, 2, hs_1=of(slots={"v0": "h.2"}, round_trip=90)) == {}
    assert told(lamps, 4, hs_1=of(slots={"v0": "h.1"}))[AN].slots == {"v0": "h.1"}
    assert told(lamps, 6, hs_1=of(slots={"v0": "h.1"})) == {}
    assert told(lamps, 4 + OWN_EVERY_S, hs_1=of(slots={"v0": "h.1"}))[AN].state == "good"
    assert told(lamps, 16, hs_1=of(slots={"v0": "h.1"}, down_loss=90)) == {}
    assert told(lamps, 18, hs_1=of(slots={"v0": "h.1"}, down_loss=90))[AN].state == "weak"
    assert lamps.line(AN) is not None and lamps.line(BINH) is None


def test_a_line_that_is_gone_says_so() -> None:
    lamps = Lamps()
    told(lamps, 0, hs_1=of())
    assert told(lamps, 2, hs_1=Report(sound=True)) == {}
    assert told(lamps, 4, hs_1=Report(sound=True)) == {AN: OwnLine("", 0, 0, 0, 0, 0, 0, "lost", {})}
    assert lamps.hearing == {AN: "lost"}


def test_who_left_is_forgotten() -> None:
    lamps = Lamps()
    told(lamps, 0, hs_1=of(), hs_2=of(hears=False))
    assert lamps.hearing == {AN: "hears"}
    for now in (2, 4):
        told(lamps, now, hs_1=of(), hs_2=of(hears=False))
    assert lamps.hearing == {AN: "hears", BINH: "lost"}
    told(lamps, 6, hs_2=of())
    assert lamps.hearing == {BINH: "weak"}
    assert lamps.line(AN) is None


def test_the_path_is_that_of_the_line_that_has_one() -> None:
    recv: PeerLine = line("recv", path="", round_trip=0, estimate=0)
    found = told(Lamps(), 0, hs_1=Report(recv, line("send", path="tcp", round_trip=70)))[AN]
    assert (found.path, found.round_trip) == ("tcp", 70)

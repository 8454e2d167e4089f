from hypothesis import given
from hypothesis import strategies as st

from sfu.congestion.allocation import Allocator, Choice, Request, Rung, allocate, ladder

CAMERA = tuple(
    Rung(layer, temporal, rate, lines)
    for layer, temporal, rate, lines in (
        (0, 0, 25e3, 90),
        (0, 1, 40e3, 90),
        (1, 0, 70e3, 180),
        (1, 1, 110e3, 180),
        (2, 0, 190e3, 360),
        (2, 1, 300e3, 360),
    )
)
SCREEN = (Rung(0, 0, 60e3, 720), Rung(0, 1, 100e3, 720), Rung(1, 0, 180e3, 720), Rung(1, 1, 300e3, 720))


def heights(choice: Choice) -> dict[str, tuple[int, int] | None]:
    return {name: None if rung is None else (rung.layer, rung.temporal) for name, rung in choice.items()}


def requests(*names: str) -> list[Request]:
    priorities = {"screen": 3, "teacher": 2}
    return [
        Request(
            name, priorities.get(name, 1), ladder(Request(name, 0, SCREEN if name == "screen" else CAMERA))
        )
        for name in names
    ]


def test_everybody_gets_something_before_anybody_gets_much() -> None:
    chosen = heights(allocate(120e3, requests("pupil", "teacher", "screen")))
    assert chosen == {"screen": (0, 0), "teacher": (0, 0), "pupil": (0, 0)}


def test_the_screen_rises_first() -> None:
    chosen = heights(allocate(260e3, requests("pupil", "teacher", "screen")))
    assert chosen == {"screen": (1, 0), "teacher": (0, 1), "pupil": (0, 1)}


def test_cameras_go_before_the_screen_does() -> None:
    chosen = heights(allocate(70e3, requests("pupil", "teacher", "screen")))
    assert chosen == {"screen": (0, 0), "teacher": None, "pupil": None}


def test_the_first_slot_is_shown_late_rather_than_never() -> None:
    assert heights(allocate(30e3, requests("screen", "teacher")))["screen"] == (0, 0)
    assert heights(allocate(10e3, requests("screen", "teacher")))["screen"] is None


def test_a_tile_gets_no_more_lines_than_it_has() -> None:
    assert ladder(Request("v", 1, CAMERA, lines=90))[-1].layer == 0
    assert ladder(Request("v", 1, CAMERA, lines=100))[-1].layer == 1
    assert ladder(Request("v", 1, CAMERA, lines=2000))[-1].layer == 2
    assert ladder(Request("v", 1, CAMERA))[-1].layer == 2


def test_a_rung_that_costs_more_than_a_better_one_is_none() -> None:
    rungs = (Rung(0, 0, 50e3), Rung(0, 1, 90e3), Rung(1, 0, 80e3))
    assert [(rung.layer, rung.temporal) for rung in ladder(Request("v", 1, rungs))] == [(0, 0), (1, 0)]


def test_down_at_once_up_when_it_lasts() -> None:
    allocator = Allocator()
    asked = requests("screen", "teacher")
    assert heights(allocator.choose(2e6, asked, 0.0))["screen"] == (1, 1)
    assert heights(allocator.choose(150e3, asked, 0.2)) == {"screen": (0, 1), "teacher": (0, 1)}
    assert heights(allocator.choose(2e6, asked, 0.4))["screen"] == (0, 1)
    assert heights(allocator.choose(2e6, asked, 2.0))["screen"] == (0, 1)
    assert heights(allocator.choose(2e6, asked, 2.5))["screen"] == (1, 1)


def test_a_rise_that_went_wrong_waits_longer_the_next_time() -> None:
    allocator = Allocator()
    asked = requests("screen")
    waits = []
    now = 0.0
    allocator.choose(250e3, asked, now)
    for _ in range(3):
        began = now
        while heights(allocator.choose(370e3, asked, now))["screen"] != (1, 1):
            now += 0.2
        waits.append(now - began)
        now += 1.0
        allocator.choose(250e3, asked, now)
    assert waits[0] < 3 < waits[1] < waits[2]


def test_a_line_that_is_another_one_by_now_waits_no_longer() -> None:
    allocator = Allocator()
    asked = requests("screen")
    now = 0.0
    for budget in (250e3, 370e3, 250e3):
        for _ in range(15):
            now += 0.2
            allocator.choose(budget, asked, now)
    for _ in range(12):
        now += 0.2
        chosen = allocator.choose(2e6, asked, now)
    assert heights(chosen)["screen"] == (1, 1)


def test_a_little_overrun_of_what_is_in_use_changes_nothing() -> None:
    allocator = Allocator()
    asked = requests("screen")
    allocator.choose(310e3, asked, 0.0)
    assert heights(allocator.choose(290e3, asked, 0.2))["screen"] == (1, 1)


rungs = st.lists(
    st.builds(
        Rung,
        layer=st.integers(0, 3),
        temporal=st.integers(0, 3),
        bitrate=st.floats(0, 3e6),
        lines=st.sampled_from((0, 90, 180, 360, 720)),
    ),
    max_size=4,
).map(tuple)
asked_for = st.lists(
    st.builds(
        Request,
        slot=st.sampled_from([f"v{index}" for index in range(6)]),
        priority=st.integers(0, 3),
        rungs=rungs,
        lines=st.sampled_from((0, 90, 400)),
    ),
    max_size=4,
    unique_by=lambda request: request.slot,
)


@given(st.lists(st.tuples(st.floats(0, 2e7), asked_for), max_size=6))
def test_never_more_than_the_budget_but_for_the_first_slot(steps: list[tuple[float, list[Request]]]) -> None:
    allocator = Allocator()
    for number, (budget, asked) in enumerate(steps):
        chosen = allocator.choose(budget, asked, number * 0.7)
        assert set(chosen) == {request.slot for request in asked if request.rungs}
        spent = sorted(rung.bitrate for rung in chosen.values() if rung is not None)
        if len(spent) > 1:
            assert sum(spent) <= 1.1 * budget / 0.4 + 1


def test_a_line_that_was_never_short_rises_soon_once_all_fits() -> None:
    allocator = Allocator()
    guessed = [Request("screen", 3, (Rung(0, 0, 130e3), Rung(1, 0, 900e3)))]
    measured = [Request("screen", 3, (Rung(0, 0, 130e3), Rung(1, 0, 200e3)))]
    assert allocator.choose(500e3, guessed, 0.0)["screen"] == Rung(0, 0, 130e3)
    allocator.choose(500e3, measured, 0.2)
    assert allocator.choose(500e3, measured, 0.8)["screen"] == Rung(1, 0, 200e3)

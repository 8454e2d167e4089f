"""One phone with the class's link locks a few pupils, never a class; a class behind one address comes in."""

from hypothesis import given
from hypothesis import strategies as st

from server.school.ways.budget import (
    DAY_MS,
    HOUR_MS,
    MOST,
    MOST_DOORS,
    OF_A_SOURCE,
    OF_A_STRANGER,
    OF_ALL,
    Budget,
)
from server.school.ways.tries import MAX_TRIES

CLASS = [f"hs-{n}" for n in range(45)]


def guessed(budget: Budget, source: str, now: int, people: list[str] = CLASS) -> dict[str, int]:
    """Wrong answers that were looked at, when somebody guesses at each pupil as long as it goes."""
    looked = dict.fromkeys(people, 0)
    for person in people:
        while looked[person] < MAX_TRIES and budget.take("d", source, person, now):
            looked[person] += 1
    return looked


def test_one_phone_locks_four_and_the_rest_keeps_four_answers() -> None:
    budget = Budget()
    looked = guessed(budget, "a", 0)
    assert sum(n >= MAX_TRIES for n in looked.values()) == OF_A_SOURCE // MAX_TRIES == 4
    assert all(n <= 1 for n in list(looked.values())[4:])
    again = guessed(budget, "a", HOUR_MS - 1)
    assert not any(again.values()), "nothing more within the hour"


@given(st.lists(st.tuples(st.integers(0, 59), st.sampled_from(CLASS)), max_size=400))
def test_whatever_one_source_tries_in_an_hour_it_locks_four_at_most(asked: list[tuple[int, str]]) -> None:
    budget, looked = Budget(), dict.fromkeys(CLASS, 0)
    for minute, person in sorted(asked):
        looked[person] += budget.take("d", "a", person, minute * 60_000)
    assert sum(n >= MAX_TRIES for n in looked.values()) <= OF_A_SOURCE // MAX_TRIES


def test_a_class_that_types_at_once_behind_one_address_comes_in() -> None:
    budget = Budget()
    assert all(budget.take("d", "school", person, 0) for person in CLASS)
    for person in CLASS[15:]:
        budget.right("d", "school", person)
    for person in CLASS[:15]:  # who slipped types again
        assert budget.take("d", "school", person, 60_000)
        budget.right("d", "school", person)
    assert len(budget) == 0, "all is forgiven"


def test_a_flood_from_many_addresses_leaves_each_two_answers() -> None:
    budget = Budget()
    for number in range(OF_ALL // OF_A_SOURCE):
        guessed(budget, f"a{number}", 0)
    assert sum(guessed(budget, "fresh", 1).values()) == OF_A_STRANGER
    assert budget.take("d", "home", CLASS[0], 2)
    budget.right("d", "home", CLASS[0])
    assert budget.take("d", "home", CLASS[1], 3), "who types it right is never held up"
    assert guessed(budget, "fresh", HOUR_MS + 2)[CLASS[0]] == MAX_TRIES, "an hour later the flood is over"


def test_other_links_and_addresses_are_not_held_up() -> None:
    budget = Budget()
    guessed(budget, "a", 0)
    assert budget.take("other link", "a", CLASS[9], 0) and budget.take("d", "b", CLASS[9], 0)


def test_answers_about_nobody_do_not_count_and_leave_nothing() -> None:
    budget = Budget()
    for number in range(MOST_DOORS * 3):
        assert budget.take(f"invented {number}", "a", "x", 0)
        budget.nobody(f"invented {number}", "a", "x")
    assert len(budget) == 0
    assert budget.take("d", "a", CLASS[0], 0) and budget.take("d", "a", CLASS[0], 1)
    budget.nobody("d", "a", CLASS[0])
    budget.right("d", "a", "somebody else")
    assert sum(budget.take("d", "a", CLASS[0], 2) for _ in range(99)) == OF_A_SOURCE - 1


def test_memory_is_bounded() -> None:
    budget = Budget()
    for number in range(MOST + 50):
        budget.take("d", f"a{number}", CLASS[0], 0)
    for number in range(MOST_DOORS + 50):
        budget.take(f"d{number}", "a", CLASS[0], 0)
    assert len(budget) == MOST_DOORS


def test_a_day_later_everything_is_forgotten() -> None:
    budget = Budget()
    guessed(budget, "a", 0)
    assert guessed(budget, "a", DAY_MS)[CLASS[0]] == MAX_TRIES

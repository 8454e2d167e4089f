"""The throttle: whatever is answered in whatever order, a pupil's way opens by proof only."""

from hypothesis import given
from hypothesis import strategies as st

from server.school.ways.tries import MAX_TRIES, judge


@given(st.lists(st.sampled_from(["right", "wrong", "unlocked"])))
def test_no_row_of_answers_gets_past_five_wrong_ones(answers: list[str]) -> None:
    tries, row = 0, 0
    """`row`: wrong answers since the last right one or unlocking, counted by the test itself."""
    for answer in answers:
        if answer == "unlocked":
            tries, row = 0, 0
            continue
        outcome, tries = judge(tries, answer == "right")
        if row >= MAX_TRIES:
            assert outcome == "locked" and tries == MAX_TRIES
        elif answer == "right":
            assert (outcome, tries) == ("proved", 0)
            row = 0
        else:
            row += 1
            assert (outcome, tries) == ("locked" if row == MAX_TRIES else "wrong", row)

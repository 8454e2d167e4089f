"""A token's id says what it was made with, however long the chain."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.school.signin.lineage import DEEPEST, MAX_ID, lineage, new_id


@given(st.integers(min_value=0, max_value=30))
def test_every_id_is_below_the_first_and_fits(steps: int) -> None:
    first = made = new_id()
    chain = [first]
    for _ in range(steps):
        made = new_id(made)
        chain.append(made)
    assert lineage(made)[0] == first and lineage(made)[-1] == made
    assert len(made) <= MAX_ID and len(set(chain)) == len(chain)
    for above, below in pairwise(chain[: DEEPEST + 1]):
        assert above in lineage(below) and below not in lineage(above)


def test_what_merely_begins_alike_is_not_below() -> None:
    assert "ab" not in lineage("abc.d") and lineage("abc.d") == ("abc", "abc.d")
    assert "." not in new_id()

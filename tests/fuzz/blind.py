"""Where atheris has no wheel: inputs by Hypothesis, at random and mutated from seeds and corpus. No coverage guides."""

import sys
import time

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.target import Target, load

BATCH = 200


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Random bytes, and what is known with some places changed, cut or doubled."""
    known = (*target.seeds, *target.corpus(), b"")
    changes = st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 1 << 16), st.binary(max_size=8)), max_size=8
    )
    mutated = st.builds(_mutated, st.sampled_from(known), changes)
    return st.one_of(mutated, mutated, st.binary(max_size=target.longest)).map(
        lambda data: data[: target.longest]
    )


def _mutated(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for kind, where, new in changes:
        at = where % (len(data) + 1)
        if kind == 0:
            data = data[:at] + new + data[at + len(new) :]
        elif kind == 1:
            data = data[:at] + new + data[at:]
        elif kind == 2:
            data = data[:at] + data[at + len(new) :]
        else:
            data = data[:at] + data[at // 2 : at] + data[at:]
    return data


def run(name: str, runs: int, seconds: int) -> int:
    """Until one of both is used up; a finding is raised with its input."""
    target, until, tried = load(name), time.monotonic() + seconds, 0
    while time.monotonic() < until and (runs < 0 or tried < runs):
        batch(target, tried, BATCH if runs < 0 else min(BATCH, runs - tried))
        tried += BATCH
    print(f"fuzz: {tried} inputs by Hypothesis", file=sys.stderr)
    return 0


def batch(target: Target, number: int, count: int) -> None:
    """`count` inputs, the same ones for the same number."""

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def tries(data: bytes) -> None:
        target.try_(data)

    tries()

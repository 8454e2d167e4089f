"""Many ids, some at a time: SQLite takes a bounded number of values in one statement."""

from collections.abc import Iterator, Sequence

MOST = 500


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """All of them in their order, MOST at a time."""
    return (ids[start : start + MOST] for start in range(0, len(ids), MOST))

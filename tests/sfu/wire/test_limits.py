"""Budgets of strangers: who passes, who does not, and that the tables stay small."""

from hypothesis import given
from hypothesis import strategies as st

from sfu.wire.address import pack_address
from sfu.wire.dtls import HANDSHAKE_TIME, MAX_HANDSHAKE_DATAGRAMS
from sfu.wire.limits import (
    ALL_BURST,
    DTLS_BURST,
    MAX_SOURCES,
    STUN_BURST,
    STUN_RATE,
    Bucket,
    Buckets,
    Limits,
)


def test_a_school_behind_one_nat_joins_at_once() -> None:
    limits = Limits()
    people = [pack_address("192.0.2.1", port) for port in range(40_000, 40_400)]
    for round_trip in range(5):
        assert all(limits.stun(person, round_trip * 0.02) for person in people)


def test_a_flood_gets_its_rate_and_takes_nothing_from_others() -> None:
    limits = Limits()
    flood = pack_address("192.0.2.1", 1)
    passed = sum(limits.stun(flood, number / 20_000) for number in range(10 * 20_000))
    assert STUN_BURST + 9 * STUN_RATE <= passed <= STUN_BURST + 10 * STUN_RATE + 1
    assert limits.stun(pack_address("192.0.2.2", 1), 10.0)


def test_invented_sources_share_a_budget_and_a_bounded_table() -> None:
    limits = Limits()
    passed = sum(
        limits.stun(pack_address(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", 9), 0.0) for n in range(30_000)
    )
    assert passed == ALL_BURST
    assert len(limits._stun) == MAX_SOURCES
    assert limits.stun(pack_address("192.0.2.2", 1), 0.1), "a moment later somebody may join again"


def test_a_forged_handshake_flood_cannot_end_a_peer() -> None:
    limits = Limits()
    address = pack_address("192.0.2.1", 5)
    passed = sum(limits.dtls(address, number / 100) for number in range(int(HANDSHAKE_TIME * 100)))
    assert DTLS_BURST < passed <= MAX_HANDSHAKE_DATAGRAMS
    assert DTLS_BURST >= 30, "a handshake with every flight sent three times passes at once"


@given(
    st.integers(1, 50),
    st.floats(0.5, 1000),
    st.lists(st.tuples(st.binary(max_size=1), st.floats(0, 3)), max_size=300),
)
def test_no_source_ever_passes_more_than_its_bucket(
    burst: int, rate: float, asked: list[tuple[bytes, float]]
) -> None:
    buckets = Buckets(burst, rate, 8)
    now, passed = 0.0, dict[bytes, list[float]]()
    for source, pause in asked:
        now += pause / rate
        if buckets.take(source, now):
            passed.setdefault(source, []).append(now)
        assert len(buckets) <= 8
    if len({source for source, _ in asked}) > 8:
        return  # forgotten ones begin anew: the table is bounded, not exact
    for times in passed.values():
        for first in range(len(times)):
            span = times[-1] - times[first]
            assert len(times) - first <= burst + span * rate + 1e-3


def test_time_that_stands_still_or_steps_back_frees_nothing() -> None:
    buckets = Buckets(3, 1.0)
    assert [buckets.take(b"", now) for now in (5.0, 5.0, 4.0, 4.0, 3.0)].count(True) <= 3


def test_one_bucket_counts_amounts() -> None:
    bucket = Bucket(100, 10)
    assert [bucket.take(60, 5.0), bucket.take(60, 5.0), bucket.take(40, 5.0), bucket.take(1, 5.0)] == [
        True,
        False,
        True,
        False,
    ]
    assert not bucket.take(11, 6.0)
    assert bucket.take(10, 6.0)

from sfu.routing.slots.resends import PER_SECOND, REMEMBERED, Resends


def test_three_times_at_most_and_not_within_100_ms() -> None:
    resends = Resends()
    assert [resends.allow(1, now / 100, 0.02) for now in (0, 5, 11, 15, 22, 40)] == [
        True, False, True, False, True, False,
    ]  # fmt: skip


def test_not_within_the_round_trip() -> None:
    resends = Resends()
    assert resends.allow(1, 1.0, 0.3)
    assert not resends.allow(1, 1.25, 0.3)
    assert resends.allow(1, 1.31, 0.3)


def test_a_budget_and_bounded_memory() -> None:
    resends = Resends()
    assert sum(resends.allow(number, 1.0, 0.1) for number in range(10_000)) == PER_SECOND
    assert sum(resends.allow(number, 1.5, 0.1) for number in range(10_000, 20_000)) == PER_SECOND // 2
    assert len(resends._sent) <= REMEMBERED


def test_two_copies_at_once_on_a_lossy_line_and_never_more_than_three() -> None:
    resends = Resends()
    resends.copies = 2
    assert resends.allow(7, 1.0, 0.1) == 2
    assert resends.allow(7, 1.05, 0.1) == 0
    assert resends.allow(7, 1.2, 0.1) == 1
    assert resends.allow(7, 9.0, 0.1) == 0


def test_a_slow_line_repairs_less() -> None:
    resends = Resends()
    resends.per_second = 10
    assert sum(bool(resends.allow(number, 100.0, 0.1)) for number in range(100)) == 10

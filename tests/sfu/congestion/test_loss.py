import random

from sfu.congestion.loss import Loss


def run(
    loss: Loss, share: float, seconds: float, bitrate: float, begin: float, seed: int = 1
) -> tuple[float, float]:
    """Feedback each 100 ms of 10 packets; the estimate at the end, and the time."""
    chance = random.Random(seed)
    now = begin
    while now < begin + seconds:
        now += 0.1
        loss.add(sum(chance.random() < share for _ in range(10)), 10, now)
        bitrate = loss.judge(bitrate, bitrate, now)
    return bitrate, now


def test_a_line_that_just_loses_keeps_its_rate() -> None:
    for share in (0.05, 0.10, 0.15):
        loss = Loss()
        bitrate, _ = run(loss, share, 40, 500e3, 0.0)
        assert bitrate > 300e3
        assert abs(loss.own - share) < 0.06


def test_too_much_sent_is_cut_to_what_comes() -> None:
    loss = Loss()
    bitrate, now = run(loss, 0.0, 5, 1e6, 0.0)
    cut, _ = run(loss, 0.8, 2, bitrate, now)
    assert cut < 0.6 * bitrate
    assert loss.holds


def test_a_cut_that_helped_stays() -> None:
    loss = Loss()
    bitrate, now = run(loss, 0.0, 5, 1e6, 0.0)
    cut, now = run(loss, 0.4, 0.6, bitrate, now)
    after, _ = run(loss, 0.0, 5, cut, now)
    assert after == cut < bitrate
    assert not loss.holds
    assert loss.own < 0.05


def test_a_line_not_in_use_is_not_cut_for_losses() -> None:
    loss = Loss()
    chance = random.Random(2)
    bitrate = 2e6
    for step in range(300):
        loss.add(sum(chance.random() < 0.08 for _ in range(10)), 10, step / 10)
        bitrate = loss.judge(bitrate, 300e3, step / 10)
    assert bitrate == 2e6


def test_losses_of_a_full_queue_are_not_the_lines_own() -> None:
    loss = Loss()
    now = 0.0
    for _ in range(40):
        loss.add(10, 50, now)
        now += 0.3
        loss.judge(400e3, 400e3, now, queue=True)
    assert loss.own == 0.0

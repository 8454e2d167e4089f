from sfu.routing.slots.receiving import MOST, PATIENCE, PAUSE, Receiving
from sfu.wire.rtcp import Block


def block(highest: int, lost: int = 0) -> Block:
    return Block(1, 0, lost, highest & 0xFFFFFFFF, 0, 0, 0)


def test_losses_between_two_reports() -> None:
    receiving = Receiving()
    assert not receiving.report(block(100), 1.0)
    assert receiving.report(block(150, 5), 2.0)
    assert (receiving.missed, receiving.count) == (5, 50)
    assert receiving.report(block(200, 3), 3.0), "duplicates: fewer lost than before"
    assert (receiving.missed, receiving.count) == (0, 50)
    assert receiving.fresh(4.0)
    assert not receiving.fresh(40.0)


def test_reports_of_nothing_new_and_impossible_ones_are_passed_over() -> None:
    receiving = Receiving()
    receiving.report(block(100), 1.0)
    assert not receiving.report(block(100), 2.0)
    assert not receiving.report(block(90), 3.0)
    assert not receiving.report(block(90 + MOST + 1), 4.0)
    assert receiving.report(block(0xFFFFFFFF + 5 + 90 + MOST - 0xFFFFFFFF, 1 << 22), 5.0)
    assert receiving.missed == receiving.count


def test_hears_while_reports_move_on() -> None:
    receiving = Receiving()
    assert receiving.hears(0.0) is None
    now = 0.0
    for packets in range(1, 200):
        now += 0.2
        receiving.sent(packets, now)
        if packets % 25 == 0 and packets <= 100:
            receiving.report(block(packets), now)
        if now < 20 + PATIENCE:
            assert receiving.hears(now) is True
    assert receiving.hears(now) is False, "no report since"
    assert receiving.hears(now + PAUSE + 1) is None, "nothing is sent"
    receiving.sent(500, now + 60)
    assert receiving.hears(now + 60) is True, "reports have yet to come"

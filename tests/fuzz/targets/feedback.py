"""What receivers say about their line, in any order, against what was sent: the estimate stays within its bounds."""

import math
from typing import cast

from sfu.congestion.allocation import Request, Rung
from sfu.congestion.downlink import Downlink
from sfu.congestion.rate import CEILING, FLOOR
from sfu.wire import rtcp, twcc
from tests.fuzz.target import joined, pieces

STEPS = 1_000_000
LONGEST = 2000
LADDER = (Rung(0, 0, 40_000.0, 90), Rung(1, 0, 110_000.0, 180), Rung(2, 0, 300_000.0, 360))
REQUESTS = [Request("v0", 3, LADDER, 720), Request("v1", 1, LADDER[:2], 90)]


def one(data: bytes) -> None:
    """First byte: whether transport-wide feedback was agreed."""
    if not data:
        return
    line, now = Downlink(transport=bool(data[0] & 1)), 100.0
    for piece in pieces(data[1:]):
        if len(piece) > 2:
            now = step(line, piece[0], piece[1:], now)
            check(line)


def step(line: Downlink, kind: int, rest: bytes, now: float) -> float:
    bandwidth, history = line.bandwidth, line.bandwidth.history
    match kind % 8:
        case 0:
            for number in range(rest[0]):
                history.sent(100 + 5 * rest[1], now + number * 0.001)
            return now + rest[0] * 0.001
        case 1:
            _feedback(line, rest, now)
        case 2:
            _about_sent(line, rest, now)
        case 3:
            bandwidth.report(min(rest[0], rest[1]), rest[1], None if rest[0] & 1 else rest[0] / 50, now)
        case 4:
            (report,) = rtcp.parse(rtcp.remb(1, int.from_bytes(rest[:8], "big"), [1]))
            bandwidth.remb(cast("rtcp.Remb", report).bitrate, now)
        case 5:
            now += rest[0] / 40
            line.tick(REQUESTS[: rest[1] % 3], 24_000.0, float(rest[1] * 8000), rest[0] / 100, now)
        case 6:
            assert 0 <= line.probe(24_000.0, now) < 1 << 20
        case _:
            now += rest[0] / 10
    return now


def _about_sent(line: Downlink, rest: bytes, now: float) -> None:
    """Well-formed and about packets that were sent; when they came is anybody's guess."""
    base = line.bandwidth.history.next - 1 - rest[0]
    arrivals = [rest[1] * 4 + 9 * n + each if each else None for n, each in enumerate(rest[2:])]
    if any(arrivals):
        _feedback(line, twcc.build(twcc.Feedback(base & 0xFFFF, rest[1], tuple(arrivals))), now)


def _feedback(line: Downlink, body: bytes, now: float) -> None:
    try:
        line.bandwidth.feedback(body, 0.1, now)
    except ValueError:
        return


def check(line: Downlink) -> None:
    bandwidth = line.bandwidth
    assert FLOOR <= bandwidth.estimate <= CEILING
    assert math.isfinite(bandwidth.pace) and bandwidth.pace > 0
    assert 0 <= bandwidth.loss.share <= 1
    assert all(rung is None or rung in LADDER for rung in line.choice.values())
    assert line.repairs > 0


_SENT, _TOLD = bytes([0, 30, 200]), bytes([2, 29, 3]) + bytes(range(1, 30))
SEEDS = [
    bytes([1]) + joined([_SENT, _TOLD, bytes([5, 8, 50]), bytes([6, 0, 0])] * 4),
    bytes([1])
    + joined([_SENT, bytes([1]) + twcc.build(twcc.Feedback(0, 0, (5, 9, None, 30))), bytes([3, 9, 99])]),
    bytes([0])
    + joined([bytes([4]) + bytes(8), bytes([4]) + b"\xff" * 8, bytes([5, 90, 200]), bytes([7, 80, 0])]),
    bytes([1])
    + joined([_SENT, bytes([2, 200, 3]) + b"\xff\0" * 90, _SENT, bytes([5, 80, 255]), bytes([6, 1, 1])]),
]

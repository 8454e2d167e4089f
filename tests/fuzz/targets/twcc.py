"""Transport-wide feedback: no body, however short, tells about more packets than one may."""

from itertools import pairwise

from sfu.wire import twcc


def one(data: bytes) -> None:
    try:
        told = twcc.told(data)
        feedback = twcc.parse(data)
    except ValueError:
        return
    assert told == len(feedback.arrivals) <= twcc.MAX_COUNT
    came = [arrival for arrival in feedback.arrivals if arrival is not None]
    assert len(came) <= len(data)
    if came and all(twcc.representable(*pair) for pair in pairwise(came)):
        again = twcc.build(feedback)
        other = twcc.parse(again)
        assert (other.base, other.count, len(other.arrivals)) == (feedback.base, feedback.count, told)
        assert [arrival is None for arrival in other.arrivals] == [
            arrival is None for arrival in feedback.arrivals
        ]


SEEDS = [
    twcc.build(twcc.Feedback(7, 3, (100, 101, None, 140, 9000))),
    twcc.build(twcc.Feedback(65530, 255, (*range(0, 4000, 40), *[None] * 20, 5000))),
    twcc.build(twcc.Feedback(0, 0, (5, None, None, 5, 300, 2, None, 900) * 9)),
    bytes.fromhex("0000ffff000000001fff" * 8),
]
STEPS = 4_000_000

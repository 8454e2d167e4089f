"""Broken copies of real offers: the answerer raises only its own ValueErrors, or gives a well-formed
answer."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.sdp.answer import answer
from sfu.sdp.text import SdpError, parse
from tests.sfu.sdp.offers import LOCAL, NAMES, recorded

LINES = {name: recorded(name).split("\r\n") for name in NAMES}
POOL = sorted({line for lines in LINES.values() for line in lines})
JUNK = (
    "0",
    "9",
    "-1",
    "4294967296",
    "٣",
    "é",
    "\x00",
    "\t",
    " ",
    ":",
    ";",
    "/",
    "=",
    ",",
    "*",
    "a=mid:",
    "m=video",
    "BUNDLE",
)


def mutated(seed: int) -> str:
    chance = random.Random(seed)
    lines = list(LINES[chance.choice(NAMES)])
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, chance.choice(POOL))
            case 2:
                lines[place] = chance.choice(POOL)
            case 3:
                cut = chance.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:cut] + chance.choice(JUNK) + lines[place][cut:]
            case 4:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            case _:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
        if not lines:
            break
    return "\r\n".join(lines)


@settings(max_examples=400)
@given(st.integers(0, 2**64))
def test_mutated_offers(seed: int) -> None:
    text = mutated(seed)
    try:
        result = answer(text, LOCAL)
    except SdpError:
        return
    ours, theirs = parse(result.answer), parse(text)
    assert [section.kind for section in ours.sections] == [section.kind for section in theirs.sections]
    live = [section for section in ours.sections if section.port]
    assert len(live) == len(result.tracks) > 0
    assert all(section.attributes.first("ice-ufrag") == LOCAL.ufrag for section in live)


@given(st.lists(st.sampled_from(POOL), max_size=60))
def test_shuffled_lines(lines: list[str]) -> None:
    try:
        answer("\r\n".join(["v=0", *lines]), LOCAL)
    except SdpError:
        return


@given(st.text(max_size=200))
def test_random_text(text: str) -> None:
    try:
        answer(text, LOCAL)
    except SdpError:
        return

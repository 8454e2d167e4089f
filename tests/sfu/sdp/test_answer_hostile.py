"""Broken copies of real offers: the answerer raises only its own ValueErrors, or gives a well-formed
answer."""

import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.sdp.answer import answer
from sfu.sdp.text import MAX_SECTIONS, MAX_SIZE, SdpError, parse
from tests.sfu.sdp.offers import LOCAL, NAMES, offer, recorded, video

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


def crowded(lines_each: list[str]) -> str:
    """As many sections with as many of these lines as the caps allow."""
    text = offer(*(video(str(number), *lines_each) for number in range(MAX_SECTIONS)))
    assert MAX_SIZE * 0.5 < len(text) <= MAX_SIZE
    return text


@pytest.mark.parametrize(
    "lines",
    [
        [f"a=rtpmap:{number} H264/90000" for number in range(75)],
        [f"a=fmtp:96 {';' * 450}" for _ in range(4)],
        [f"a=simulcast:send {',;~' * 500}", f"a=rid:q send {'pt=1,' * 60}"],
        [f"a=ssrc-group:FID {number} {number + 1}" for number in range(1000, 1060)],
        [f"a=extmap:{number} urn:x" for number in range(1, 64)],
        [f"a=fingerprint:sha-256 {'AB:' * 300}"],
    ],
)
def test_the_worst_offers_take_little_time(lines: list[str]) -> None:
    text = crowded(lines)
    begun = time.process_time()
    with contextlib.suppress(SdpError):
        answer(text, LOCAL)
    assert time.process_time() - begun < 0.5

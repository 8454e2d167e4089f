from collections import Counter

import pytest

from sfu.routing.reports import SenderClock
from sfu.routing.source import Source
from sfu.routing.ssrcs import MAX_SSRCS, Extensions, Inbound, Ssrcs
from sfu.wire import rtp

MID_ID = 4
IDS = Extensions(mid=MID_ID)


def inbound(name: str, mid: str, ssrcs: tuple[int, ...] = ()) -> Inbound:
    audio = name.startswith("a")
    source = Source(f"p/{name}", "audio" if audio else "video", SenderClock(), Counter())
    return Inbound(source, mid, {111: "opus"} if audio else {96: "VP8"}, {} if audio else {97: 96}, ssrcs)


def header(ssrc: int, payload_type: int, mid: str | None = None) -> rtp.Header:
    extensions = {} if mid is None else {MID_ID: mid.encode()}
    return rtp.parse(
        rtp.pack(payload_type=payload_type, sequence=0, timestamp=0, ssrc=ssrc, extensions=extensions)
    )


@pytest.fixture
def tracks() -> list[Inbound]:
    return [inbound("a0", "0"), inbound("v0", "1", (50, 51)), inbound("v1", "2")]


def test_offered_ones_are_known(tracks: list[Inbound]) -> None:
    ssrcs = Ssrcs(tracks, IDS)
    assert ssrcs.find(50) == (tracks[1], tracks[1].source.layers[0])
    assert ssrcs.find(51) == (tracks[1], tracks[1].source.layers[0])
    assert ssrcs.find(52) is None


def test_learnt_by_mid_and_remembered_without_it(tracks: list[Inbound]) -> None:
    ssrcs = Ssrcs(tracks, IDS)
    assert ssrcs.learn(header(60, 96, "2")) == (tracks[2], tracks[2].source.layers[0])
    assert ssrcs.find(60) == (tracks[2], tracks[2].source.layers[0])


def test_learnt_by_a_payload_type_only_one_track_has(tracks: list[Inbound]) -> None:
    ssrcs = Ssrcs(tracks, IDS)
    assert ssrcs.learn(header(61, 111)) == (tracks[0], tracks[0].source.layers[0])
    assert ssrcs.learn(header(62, 96)) is None
    assert ssrcs.learn(header(63, 13)) is None


def test_an_rtx_stream_is_learnt_too(tracks: list[Inbound]) -> None:
    assert Ssrcs(tracks[:2], IDS).learn(header(64, 97)) == (tracks[1], tracks[1].source.layers[0])


def test_not_more_than_enough(tracks: list[Inbound]) -> None:
    ssrcs = Ssrcs(tracks, IDS)
    learnt = [ssrcs.learn(header(1000 + number, 96, "2")) is not None for number in range(200)]
    assert sum(learnt) == MAX_SSRCS - 2

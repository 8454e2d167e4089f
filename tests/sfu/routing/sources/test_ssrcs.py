from collections import Counter

import pytest

from sfu.routing.reports import SenderClock
from sfu.routing.sources.source import Source
from sfu.routing.sources.ssrcs import MAX_SSRCS, Extensions, Inbound, Ssrcs
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


RID_ID, REPAIRED_ID = 10, 11
SIMULCAST = Extensions(MID_ID, RID_ID, REPAIRED_ID)


def layered() -> Inbound:
    source = Source("p/v0", "video", SenderClock(), Counter(), ("q", "h", "f"))
    return Inbound(source, "1", {96: "VP8"}, {97: 96}, (70, 71))


def of_layer(ssrc: int, payload_type: int, extensions: dict[int, bytes]) -> rtp.Header:
    return rtp.parse(
        rtp.pack(payload_type=payload_type, sequence=0, timestamp=0, ssrc=ssrc, extensions=extensions)
    )


def test_layers_by_rid_and_their_rtx_by_repaired_rid() -> None:
    track = layered()
    ssrcs = Ssrcs([track, inbound("v1", "2")], SIMULCAST)
    low, middle, high = track.source.layers
    assert ssrcs.find(70) is None, "which layer an offered SSRC is, nobody said"
    assert ssrcs.learn(of_layer(200, 96, {MID_ID: b"1", RID_ID: b"f"})) == (track, high)
    assert ssrcs.learn(of_layer(201, 97, {MID_ID: b"1", REPAIRED_ID: b"q"})) == (track, low)
    assert ssrcs.learn(of_layer(202, 96, {MID_ID: b"1", RID_ID: b"h"})) == (track, middle)
    assert ssrcs.find(201) == (track, low)
    assert ssrcs.find(200) == (track, high)


@pytest.mark.parametrize(
    ("payload_type", "extensions"),
    [
        (96, {MID_ID: b"1"}),
        (96, {MID_ID: b"1", RID_ID: b"x"}),
        (96, {MID_ID: b"1", REPAIRED_ID: b"q"}),
        (97, {MID_ID: b"1", RID_ID: b"q"}),
        (96, {RID_ID: b"q"}),
    ],
)
def test_a_layer_nobody_can_tell_is_not_learnt(payload_type: int, extensions: dict[int, bytes]) -> None:
    ssrcs = Ssrcs([layered(), inbound("v1", "2")], SIMULCAST)
    assert ssrcs.learn(of_layer(300, payload_type, extensions)) is None
    assert ssrcs.find(300) is None


def test_without_a_mid_when_one_track_only_has_the_payload_type() -> None:
    track = layered()
    assert Ssrcs([track, inbound("a0", "0")], SIMULCAST).learn(of_layer(300, 96, {RID_ID: b"h"})) == (
        track,
        track.source.layers[1],
    )

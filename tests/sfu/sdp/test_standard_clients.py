"""Offers of standard clients: GStreamer's as it made them, the others in their known shape."""

import dataclasses

import pytest

from sfu.sdp import negotiated
from sfu.sdp.answer import answer
from sfu.sdp.negotiated import Negotiated, Stream
from sfu.sdp.text import BadSdp, NoCodec
from tests.sfu.sdp.offers import LOCAL, TRANSPORT, audio, offer, recorded, video
from tests.sfu.sdp.test_answer import names, sections

MID, RID, RRID = negotiated.MID, negotiated.RID, negotiated.REPAIRED_RID
LAYERED = (f"a=extmap:1 {MID}", f"a=extmap:2 {RID}", f"a=extmap:3 {RRID}")


def codecs_of(result: Negotiated, place: int = 0) -> list[tuple[str, int, int | None]]:
    track = [track for track in result.tracks if track.kind == "video"][place]
    return [(codec.name, codec.payload_type, codec.rtx_payload_type) for codec in track.codecs]


def test_obs() -> None:
    result = answer(recorded("obs_style_publish"), LOCAL)
    assert names(result) == [("a0", "source"), ("v0", "source")]
    assert codecs_of(result) == [("H264", 96, None)]
    assert result.tracks[1].codecs[0].feedback == {"nack", "nack pli"}
    assert result.tracks[1].offered == (Stream(1391562215, None),)
    assert (result.dtls_role, result.remote_ufrag) == ("server", "Fh3P")
    sound, picture = sections(result)
    assert "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" in picture
    assert "a=rtcp-rsize" not in picture and "a=rtpmap:96 H264/90000" in picture
    assert not any(line.startswith("a=extmap") for line in sound + picture)


def test_a_player_on_libdatachannel() -> None:
    result = answer(recorded("libdatachannel_style_play"), LOCAL)
    assert names(result) == [("a0", "slot"), ("v0", "slot")]
    assert [track.codecs[0].payload_type for track in result.tracks] == [63, 41]
    assert codecs_of(result) == [("H264", 41, 42), ("H264/0", 43, 44)]
    data, _, picture = sections(result)
    assert data[0] == "m=application 0 UDP/DTLS/SCTP webrtc-datachannel"
    assert picture[0].split()[3:] == ["41", "42", "43", "44"]
    assert "a=fmtp:43 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f" in picture
    assert "a=group:BUNDLE audio video\r\n" in result.answer
    assert result.remote_ufrag == "7bq2"


def test_a_camera_without_bundle_mids_or_opus() -> None:
    result = answer(recorded("camera_style_publish"), LOCAL)
    assert names(result) == [("v0", "source")]
    assert codecs_of(result) == [("H264/0", 35, None)]
    assert result.tracks[0].extensions == {MID: 20}
    assert result.remote_fingerprints[0].algorithm == "sha-256"
    picture, sound = sections(result)
    assert picture[0] == "m=video 7000 RTP/SAVPF 35" and sound[0] == "m=audio 0 RTP/SAVPF 0 8"
    assert "BUNDLE" not in result.answer and "a=mid" not in result.answer
    assert "a=extmap-allow-mixed\r\n" in result.answer.partition("m=")[0]
    assert "a=fmtp:35 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=4d0028" in picture


@pytest.mark.parametrize(
    ("name", "codec", "way"),
    [
        ("gstreamer_publish_vp8", "VP8", "source"),
        ("gstreamer_publish_h264", "H264", "source"),
        ("gstreamer_publish_h264_high", "H264", "source"),
        ("gstreamer_play_h264", "H264", "slot"),
    ],
)
def test_gstreamer(name: str, codec: str, way: str) -> None:
    result = answer(recorded(name), LOCAL)
    assert sorted(names(result)) == [("a0", way), ("v0", way)]
    assert codecs_of(result) == [(codec, 96, None)]
    assert result.rejected == ()


def test_gstreamer_without_bundle_sends_its_first_section_alone() -> None:
    result = answer(recorded("gstreamer_publish_without_bundle"), LOCAL)
    assert names(result) == [("v0", "source")]
    refused = sections(result)[1]
    assert refused[0].startswith("m=audio 0 ") and "a=setup:passive" in refused


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "chromium_offer_recvonly_default",
            [("VP8", 96, 97), ("H264", 108, 109), ("H264/0", 114, 115)],
        ),
        ("firefox_offer_recvonly", [("VP8", 120, 124)]),
    ],
)
def test_browsers_get_vp8_first_and_constrained_baseline(
    name: str, expected: list[tuple[str, int, int | None]]
) -> None:
    assert codecs_of(answer(recorded(name), LOCAL)) == expected


def h264(*lines: str, formats: str = "96", direction: str = "sendonly") -> list[str]:
    head = [f"m=video 9 UDP/TLS/RTP/SAVPF {formats}", "a=mid:0", f"a={direction}", "a=rtcp-mux"]
    return [*head, *(f"a=rtpmap:{number} H264/90000" for number in formats.split()), *lines]


@pytest.mark.parametrize(
    ("fmtp", "name", "repeated"),
    [
        ("packetization-mode=1", "H264", "level-asymmetry-allowed=1;packetization-mode=1"),
        ("profile-level-id=64001F", "H264/0", "packetization-mode=0;profile-level-id=64001f"),
        ("Packetization-Mode=0 ; x=y", "H264/0", "packetization-mode=0"),
        ("profile-level-id=zz001f;packetization-mode=1", "H264", "packetization-mode=1"),
    ],
)
def test_parameters_of_h264(fmtp: str, name: str, repeated: str) -> None:
    result = answer(offer(h264(f"a=fmtp:96 {fmtp}")), LOCAL)
    assert codecs_of(result) == [(name, 96, None)]
    line = next(line for line in sections(result)[0] if line.startswith("a=fmtp:96"))
    assert line.endswith(repeated)


def test_h264_without_parameters_is_mode_0_and_interleaved_mode_is_none() -> None:
    assert codecs_of(answer(offer(h264()), LOCAL)) == [("H264/0", 96, None)]
    with pytest.raises(NoCodec):
        answer(offer(h264("a=fmtp:96 packetization-mode=2")), LOCAL)


def test_the_profile_that_most_can_decode_is_taken() -> None:
    profiles = {96: "64001f", 98: "4d001f", 100: "42e01f", 102: "42001f"}
    lines = [
        f"a=fmtp:{number} packetization-mode=1;profile-level-id={word}" for number, word in profiles.items()
    ]
    for best in (100, 102, 98, 96):
        offered = " ".join(str(number) for number in profiles)
        assert codecs_of(answer(offer(h264(*lines, formats=offered)), LOCAL)) == [("H264", best, None)]
        del profiles[best]


def test_payload_types_that_look_like_rtcp_are_passed_over() -> None:
    lines = [line.replace("96", "72") for line in video("0")]
    with pytest.raises(NoCodec):
        answer(offer(lines), LOCAL)
    repaired = [line.replace("97", "80") for line in video("0")]
    assert codecs_of(answer(offer(repaired), LOCAL)) == [("VP8", 96, None)]


@pytest.mark.parametrize(
    ("lines", "rids", "answered"),
    [
        (("a=simulcast:send q;h;f",), ("q", "h", "f"), "q;h;f"),
        (("a=simulcast:send f;~h;q",), ("f", "h", "q"), "f;h;q"),
        (("a=simulcast:send x,q;~x,~h;f recv q",), ("q", "h", "f"), "q;h;f"),
        (("a=simulcast:recv q;h send h;q",), ("h", "q"), "h;q"),
        (("a=simulcast:send q,h,f;h,q;f",), ("q", "h", "f"), "q;h;f"),
        (("a=rid:t send", "a=simulcast:send q;h;f;t"), ("q", "h", "f"), "q;h;f"),
        (("a=simulcast:send q",), (), ""),
        (("a=simulcast:send x;y",), (), ""),
        (("a=simulcast: send rid=q;h;f",), (), ""),
        (("a=simulcast:recv q;h;f",), (), ""),
        (("a=simulcast:send ;;;,,~",), (), ""),
        ((), (), ""),
    ],
)
def test_layers(lines: tuple[str, ...], rids: tuple[str, ...], answered: str) -> None:
    result = answer(
        offer(video("0", *LAYERED, "a=rid:q send", "a=rid:h send", "a=rid:f send", *lines)), LOCAL
    )
    assert result.tracks[0].rids == rids
    found = [line for line in sections(result)[0] if line.startswith(("a=rid", "a=simulcast"))]
    expected = [f"a=rid:{rid} recv" for rid in rids]
    assert found == ([*expected, f"a=simulcast:recv {answered}"] if rids else [])


def test_restrictions_of_layers_are_repeated_as_far_as_they_concern_us() -> None:
    lines = (
        "a=rid:q send pt=96,99;max-width=320;max-fps=15",
        "a=rid:h send max-width=640; max-height=360 ;evil\x7f=1",
        "a=rid:v send pt=99",
        "a=rid:f send pt=97,99;pt=96",
        "a=simulcast:send q;v,h;f",
    )
    text = offer(video("0", *LAYERED, *lines)).replace("\x7f", "(")
    found = [line for line in sections(answer(text, LOCAL))[0] if line.startswith("a=rid")]
    assert found == [
        "a=rid:q recv pt=96;max-width=320;max-fps=15",
        "a=rid:h recv max-width=640;max-height=360",
    ]


def test_layers_need_the_extensions_that_tell_them_apart() -> None:
    lines = ("a=rid:q send", "a=rid:h send", "a=simulcast:send q;h")
    without = answer(offer(video("0", LAYERED[0], *lines)), LOCAL)
    assert without.tracks[0].rids == () and "simulcast" not in without.answer
    unrepaired = answer(offer(video("0", *LAYERED[:2], *lines)), LOCAL)
    assert unrepaired.tracks[0].rids == ("q", "h")
    assert codecs_of(unrepaired) == [("VP8", 96, None)]


def test_wide_extension_ids_only_from_senders() -> None:
    wide = f"a=extmap:200 {MID}"
    assert answer(offer(video("0", wide, "a=extmap-allow-mixed")), LOCAL).tracks[0].extensions == {MID: 200}
    slot = answer(offer(video("0", wide, direction="recvonly")), LOCAL).tracks[0]
    assert slot.extensions == {}


def test_without_bundle_the_first_section_that_can_be_served_is_the_only_one() -> None:
    own = ["a=ice-ufrag:second", "a=setup:passive"]
    text = offer(video("0", port=0), audio("1", *own), video("2"), group="")
    result = answer(text, LOCAL)
    assert names(result) == [("a0", "source")]
    assert (result.remote_ufrag, result.dtls_role) == ("second", "client")
    assert [lines[0].split()[1] for lines in sections(result)] == ["0", "7000", "0"]
    assert "needs BUNDLE" in result.rejected[1] or "need BUNDLE" in result.rejected[1]


def test_the_transport_is_that_of_the_first_section_of_the_group_that_lives() -> None:
    data = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:d", "a=ice-ufrag:data"]
    result = answer(offer(data, audio("0", "a=ice-ufrag:live"), video("1"), group="d 0 1"), LOCAL)
    assert result.remote_ufrag == "live" and "a=group:BUNDLE 0 1\r\n" in result.answer
    bare = answer(offer(data, audio("0"), group="d 0", session=TRANSPORT[1:]), LOCAL)
    assert bare.remote_ufrag == "data"


@pytest.mark.parametrize(
    "broken",
    [
        video("1", "a=extmap:0 urn:x"),
        video("1", "a=rtpmap:99"),
        video("1", "a=ssrc:99999999999 cname:x"),
        [*video("1"), *(f"a=ssrc:{number} cname:x" for number in range(300))],
    ],
)
def test_a_malformed_section_is_refused_and_the_others_live(broken: list[str]) -> None:
    result = answer(offer(audio("0"), broken), LOCAL)
    assert names(result) == [("a0", "source")] and len(result.rejected) == 1
    with pytest.raises(BadSdp):
        answer(offer(broken), LOCAL)


def test_tcp_candidates_come_last() -> None:
    local = dataclasses.replace(LOCAL, tcp_candidates=(("198.51.100.9", 7000), ("fd00::9", 7000)))
    lines = [line for line in sections(answer(offer(audio("0")), local))[0] if line.startswith("a=cand")]
    assert lines[2:] == [
        "a=candidate:3 1 tcp 1520435199 198.51.100.9 7000 typ host tcptype passive",
        "a=candidate:4 1 tcp 1520434943 fd00::9 7000 typ host tcptype passive",
    ]
    priorities = [int(line.split()[3]) for line in lines]
    assert priorities == sorted(priorities, reverse=True)


def test_an_address_of_ipv6_alone() -> None:
    local = dataclasses.replace(LOCAL, candidates=(("fd00::9", 7000),))
    assert "c=IN IP6 fd00::9" in sections(answer(offer(audio("0")), local))[0]

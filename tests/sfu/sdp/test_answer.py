"""Answers to real browsers' offers and to small ones: the facts that matter, line by line."""

import dataclasses

import pytest

from sfu.sdp import negotiated
from sfu.sdp.answer import answer
from sfu.sdp.negotiated import Fingerprint, Negotiated, Stream, Track
from sfu.sdp.text import BadSdp, NoCodec, SdpError, Unsupported, parse
from tests.sfu.sdp.offers import FINGERPRINT, LOCAL, OPUS, TRANSPORT, audio, offer, recorded, video

MID, LEVEL, TWCC = negotiated.MID, negotiated.AUDIO_LEVEL, negotiated.TRANSPORT_CC
RID, RRID, CAPTURE = negotiated.RID, negotiated.REPAIRED_RID, negotiated.CAPTURE_TIME


def sections(result: Negotiated) -> list[list[str]]:
    """Lines of the answer from each m= line on."""
    blocks: list[list[str]] = []
    for line in result.answer.split("\r\n"):
        if line.startswith("m="):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    return blocks


def names(result: Negotiated) -> list[tuple[str, str]]:
    return [(track.name, track.direction) for track in result.tracks]


@pytest.mark.parametrize(
    ("name", "opus", "vp8", "rtx", "extensions", "video_stream"),
    [
        (
            "chromium_echo_offer_default", 111, 96, 97,
            {MID: 4, TWCC: 3, RID: 10, RRID: 11}, Stream(3147607328, 1354077269),
        ),
        ("firefox_echo_offer", 109, 120, 124, {MID: 3, TWCC: 7}, Stream(1235826469, 3742304596)),
    ],
)  # fmt: skip
def test_echo_offers_become_sources_and_data_is_refused(
    name: str, opus: int, vp8: int, rtx: int, extensions: dict[str, int], video_stream: Stream
) -> None:
    result = answer(recorded(name), LOCAL)
    mic, camera = result.tracks
    assert names(result) == [("a0", "source"), ("v0", "source")]
    assert [codec.payload_type for codec in mic.codecs] == [opus]
    assert mic.extensions == {MID: extensions[MID], LEVEL: 1}
    first = camera.codecs[0]
    assert (first.name, first.payload_type, first.rtx_payload_type) == ("VP8", vp8, rtx)
    assert camera.extensions == extensions
    assert camera.codecs[0].feedback == {"nack", "nack pli", "ccm fir", "transport-cc"}
    assert camera.offered == (video_stream,)
    assert (camera.mid, camera.rids, camera.ssrc) == ("1", (), None)
    data = sections(result)[2]
    assert data[0].startswith("m=application 0 UDP/DTLS/SCTP webrtc-datachannel") and "a=mid:2" in data
    assert "a=group:BUNDLE 0 1\r\n" in result.answer
    assert len(result.rejected) == 1


@pytest.mark.parametrize(
    ("name", "opus", "vp8"),
    [("chromium_offer_recvonly_default", 111, 96), ("firefox_offer_recvonly", 109, 120)],
)
def test_receive_offers_become_slots(name: str, opus: int, vp8: int) -> None:
    result = answer(recorded(name), LOCAL)
    assert names(result) == [("a0", "slot"), ("v0", "slot")]
    sound, picture = result.tracks
    assert (sound.ssrc, sound.rtx_ssrc, picture.ssrc, picture.rtx_ssrc) == (1000, None, 1001, 1002)
    assert sound.offered == picture.offered == ()
    assert LEVEL not in sound.extensions and RID not in picture.extensions
    heard, seen = sections(result)
    assert f"a=rtpmap:{opus} opus/48000/2" in heard and "a=sendonly" in heard
    assert f"a=fmtp:{opus} minptime=10;useinbandfec=1" in heard
    assert {"a=msid:slot-a0 a0", "a=ssrc:1000 cname:bucgiang"} <= set(heard)
    assert f"a=rtcp-fb:{vp8} transport-cc" in seen
    group, primary, repair = [index for index, line in enumerate(seen) if line.startswith("a=ssrc")]
    assert seen[group] == "a=ssrc-group:FID 1001 1002"
    assert seen[primary].startswith("a=ssrc:1001 ") and seen[repair].startswith("a=ssrc:1002 ")


@pytest.mark.parametrize(
    ("name", "rid", "rrid", "streams"),
    [
        ("chromium_offer_simulcast3_sendonly_default", 10, 11, 0),
        ("firefox_offer_simulcast3_sendonly", 9, 10, 3),
    ],
)
def test_simulcast_offers_are_answered_with_their_layers(
    name: str, rid: int, rrid: int, streams: int
) -> None:
    result = answer(recorded(name), LOCAL)
    camera = result.tracks[1]
    assert camera.rids == ("q", "h", "f")
    assert (camera.extensions[RID], camera.extensions[RRID]) == (rid, rrid)
    assert len(camera.offered) == streams and all(stream.rtx_ssrc for stream in camera.offered)
    lines = sections(result)[1]
    assert lines[lines.index("a=rid:q recv") :][:4] == [
        "a=rid:q recv",
        "a=rid:h recv",
        "a=rid:f recv",
        "a=simulcast:recv q;h;f",
    ]


@pytest.mark.parametrize("name", ["chromium_echo_offer_default", "firefox_offer_recvonly"])
def test_lines_every_accepted_section_has(name: str) -> None:
    result = answer(recorded(name), LOCAL)
    assert "\r\na=ice-lite\r\n" in result.answer
    for lines in sections(result)[:2]:
        assert lines[0].split()[1] == "7000"
        assert {
            "c=IN IP4 198.51.100.9",
            "a=ice-ufrag:ours",
            f"a=ice-pwd:{'p' * 24}",
            f"a=fingerprint:sha-256 {LOCAL.fingerprint}",
            "a=setup:passive",
            "a=rtcp-mux",
            "a=candidate:1 1 udp 2130706431 198.51.100.9 7000 typ host",
            "a=candidate:2 1 udp 2130706175 fd00::9 7000 typ host",
            "a=end-of-candidates",
        } <= set(lines)
    assert "a=rtcp-rsize" in sections(result)[1]
    parse(result.answer)


def test_the_audio_rate_asked_for_and_no_transport_cc_on_audio() -> None:
    local = dataclasses.replace(LOCAL, max_audio_bitrate=16_000)
    sound = sections(answer(recorded("firefox_echo_offer"), local))[0]
    assert "a=fmtp:109 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=16000" in sound
    assert not any("transport" in line for line in sound)


def test_remote_credentials_from_either_level() -> None:
    chromium = answer(recorded("chromium_echo_offer_default"), LOCAL)
    assert chromium.remote_ufrag == "m8iH"
    assert [one.algorithm for one in chromium.remote_fingerprints] == ["sha-256"]
    firefox = answer(recorded("firefox_echo_offer"), LOCAL)
    assert firefox.remote_ufrag == "150b6b65" and firefox.remote_fingerprints[0].value.startswith("53:1B:FC")
    small = answer(offer(audio("0")), LOCAL)
    assert small.remote_fingerprints == (Fingerprint("sha-256", FINGERPRINT),)


def test_our_own_browser_clients_two_connections() -> None:
    send = offer(audio("0"), video("1"), video("2"), audio("3"))
    assert names(answer(send, LOCAL)) == [
        ("a0", "source"),
        ("v0", "source"),
        ("v1", "source"),
        ("a1", "source"),
    ]
    kinds = [audio, audio, audio, video, video, video]
    receive = offer(*(make(str(index), direction="recvonly") for index, make in enumerate(kinds)))
    slots = answer(receive, LOCAL).tracks
    assert [track.name for track in slots] == ["a0", "a1", "a2", "v0", "v1", "v2"]
    used = [ssrc for track in slots for ssrc in (track.ssrc, track.rtx_ssrc) if ssrc is not None]
    assert used == list(range(1000, 1009))


def test_places_count_per_kind_and_direction() -> None:
    mixed = offer(
        audio("s", direction="sendrecv"),
        audio("r", direction="recvonly"),
        video("x", direction="recvonly"),
        video("y", direction="sendonly"),
        audio("z", direction="sendonly"),
    )
    assert names(answer(mixed, LOCAL)) == [
        ("a0", "source"), ("a0", "slot"), ("v0", "slot"), ("v0", "source"), ("a1", "source"),
    ]  # fmt: skip


@pytest.mark.parametrize(("direction", "accepted"), [("sendonly", 4), ("recvonly", 8)])
def test_a_connection_has_few_tracks_of_a_kind(direction: str, accepted: int) -> None:
    got = answer(offer(*(video(str(number), direction=direction) for number in range(20))), LOCAL)
    assert [track.name for track in got.tracks] == [f"v{number}" for number in range(accepted)]
    assert got.answer.count("m=video 0 ") == 20 - accepted


def test_a_refused_section_keeps_its_place_in_the_count() -> None:
    vp9 = [
        "m=video 9 UDP/TLS/RTP/SAVPF 102",
        "a=mid:1",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtpmap:102 VP9/90000",
    ]
    result = answer(offer(audio("0"), vp9, video("2")), LOCAL)
    assert names(result) == [("a0", "source"), ("v1", "source")]
    refused = sections(result)[1]
    assert refused[:2] == ["m=video 0 UDP/TLS/RTP/SAVPF 102", "c=IN IP4 0.0.0.0"]
    assert {"a=mid:1", "a=inactive", "a=setup:passive", "a=ice-ufrag:ours"} <= set(refused)
    assert f"a=fingerprint:sha-256 {LOCAL.fingerprint}" in refused
    assert "a=group:BUNDLE 0 2\r\n" in result.answer
    assert result.rejected == ("section 1: no codec in common",)


@pytest.mark.parametrize(
    "refused",
    [
        video("1", direction="inactive"),
        video("1", port=0),
        [line for line in video("1") if line != "a=rtcp-mux"],
        ["m=video 9 RTP/AVP 96", "a=mid:1", "a=rtcp-mux", "a=rtpmap:96 VP8/90000"],
        ["m=text 9 UDP/TLS/RTP/SAVPF 98", "a=mid:1", "a=rtcp-mux"],
    ],
)
def test_sections_refused_with_port_zero(refused: list[str]) -> None:
    result = answer(offer(audio("0"), refused), LOCAL)
    assert names(result) == [("a0", "source")]
    assert sections(result)[1][0].split()[1] == "0"


def test_bundle_only_sections_have_port_zero_and_live() -> None:
    assert len(answer(offer(audio("0"), video("1", "a=bundle-only", port=0)), LOCAL).tracks) == 2


def test_a_section_outside_the_bundle_is_refused() -> None:
    result = answer(offer(audio("0"), video("1"), group="0"), LOCAL)
    assert names(result) == [("a0", "source")] and "outside" in result.rejected[0]


def test_one_section_needs_no_bundle_and_no_mid() -> None:
    lone = [line for line in audio("0") if not line.startswith("a=mid")]
    result = answer(offer(lone, group=""), LOCAL)
    assert result.tracks[0].mid == "" and "BUNDLE" not in result.answer and "a=mid" not in result.answer


def test_the_offerer_tagged_section_gives_the_transport() -> None:
    own = ["a=ice-ufrag:tagged", "a=setup:passive"]
    other = ["a=ice-ufrag:other", "a=setup:actpass"]
    result = answer(offer(audio("0", *other), video("1", *own), group="1 0"), LOCAL)
    assert (result.remote_ufrag, result.dtls_role) == ("tagged", "client")
    assert "a=group:BUNDLE 1 0\r\n" in result.answer


@pytest.mark.parametrize(
    ("setup", "ours", "role"),
    [
        ("actpass", "passive", "server"),
        ("active", "passive", "server"),
        ("passive", "active", "client"),
        (None, "passive", "server"),
    ],
)  # fmt: skip
def test_dtls_roles(setup: str | None, ours: str, role: str) -> None:
    lines = (*TRANSPORT[:3], f"a=setup:{setup}") if setup else TRANSPORT[:3]
    result = answer(offer(audio("0"), session=lines), LOCAL)
    assert result.dtls_role == role and f"a=setup:{ours}" in sections(result)[0]


def test_our_ssrcs_avoid_the_offers() -> None:
    text = offer(
        audio("0", "a=ssrc:1000 cname:x"),
        video("1", "a=ssrc-group:FID 1001 1002", "a=ssrc:1001 cname:x", direction="recvonly"),
    )
    assert (slot := answer(text, LOCAL).tracks[1]).ssrc == 1003 and slot.rtx_ssrc == 1004


def extensions_of(*lines: str, make: object = video, direction: str = "sendonly") -> Track:
    section = make("0", *lines, direction=direction)  # type: ignore[operator]
    return answer(offer(section), LOCAL).tracks[0]


def test_extensions_we_do_not_want_or_cannot_have() -> None:
    track = extensions_of(
        f"a=extmap:1/sendonly {RID}",
        f"a=extmap:2 {MID}",
        f"a=extmap:3 {MID}",  # again
        "a=extmap:4 urn:3gpp:video-orientation",
        f"a=extmap:4096 {TWCC}",  # no id at all (RFC 8285 §5)
        f"a=extmap:2 {CAPTURE}",  # id taken
    )
    assert track.extensions == {RID: 1, MID: 2}
    assert "transport-cc" not in track.codecs[0].feedback


def test_one_id_has_one_meaning_in_the_bundle() -> None:
    text = offer(audio("0", f"a=extmap:5 {LEVEL}"), video("1", f"a=extmap:5 {MID}"))
    sound, picture = answer(text, LOCAL).tracks
    assert sound.extensions == {LEVEL: 5} and picture.extensions == {}


def test_feedback_is_what_both_have() -> None:
    track = extensions_of("a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 nack  pli", "a=rtcp-fb:96 transport-cc")
    assert track.codecs[0].feedback == {"nack", "nack pli"}


def test_without_rtx_there_is_no_second_ssrc() -> None:
    lines = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:0", "a=recvonly", "a=rtcp-mux", "a=rtpmap:96 VP8/90000"]
    result = answer(offer(lines), LOCAL)
    assert (result.tracks[0].ssrc, result.tracks[0].rtx_ssrc) == (1000, None)
    assert "FID" not in result.answer and "rtx" not in result.answer


def failing(*sections_: list[str], **options: object) -> type[SdpError]:
    with pytest.raises(SdpError) as caught:
        answer(offer(*sections_, **options), LOCAL)  # type: ignore[arg-type]
    assert str(caught.value)
    return type(caught.value)


RIDS = [f"a=rid:{index} send" for index in range(17)]
PCMU = ["m=audio 9 UDP/TLS/RTP/SAVPF 0", "a=mid:0", "a=rtcp-mux", "a=rtpmap:0 PCMU/8000"]
MONO = ["m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=rtcp-mux", "a=rtpmap:111 opus/48000"]


@pytest.mark.parametrize(
    ("offered", "error"),
    [
        ([], BadSdp),
        ([audio("0"), video("0")], BadSdp),
        ([audio("0" * 33)], BadSdp),
        ([audio("0(1)")], BadSdp),
        ([PCMU], NoCodec),
        ([MONO], NoCodec),
        ([PCMU, ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:1"]], NoCodec),
        ([audio("0", direction="inactive")], Unsupported),
        ([["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:0"]], Unsupported),
        ([[line for line in audio("0") if line != "a=rtcp-mux"]], Unsupported),
        ([audio("0", "a=rtpmap:111")], BadSdp),
        ([audio("0", "a=extmap:0 urn:x")], BadSdp),
        ([audio("0", "a=extmap:1")], BadSdp),
        ([audio("0", "a=ssrc:4294967296 cname:x")], BadSdp),
        ([video("0", f"a=extmap:1 {MID}", f"a=extmap:2 {RID}", *RIDS)], BadSdp),
    ],
)
def test_offers_that_fail(offered: list[list[str]], error: type[SdpError]) -> None:
    assert failing(*offered) is error


@pytest.mark.parametrize(
    ("session", "error"),
    [
        (TRANSPORT[1:], BadSdp),
        (TRANSPORT[:1] + TRANSPORT[2:], BadSdp),
        (("a=ice-ufrag:a b:", *TRANSPORT[1:]), BadSdp),
        ((*TRANSPORT[:2], "a=setup:actpass"), BadSdp),
        ((*TRANSPORT[:2], "a=fingerprint:sha-256 AB:CD", "a=setup:actpass"), BadSdp),
        ((*TRANSPORT[:2], "a=fingerprint:sha-256 " + "xx:" * 31 + "xx", "a=setup:actpass"), BadSdp),
        ((*TRANSPORT[:2], "a=fingerprint:sha-1 AB:CD", "a=setup:actpass"), Unsupported),
        ((*TRANSPORT[:3], "a=setup:holdconn"), Unsupported),
        ((*TRANSPORT, "a=ice-lite"), Unsupported),
    ],
)
def test_transports_that_fail(session: tuple[str, ...], error: type[SdpError]) -> None:
    assert failing(audio("0"), session=session) is error


@pytest.mark.parametrize("group", ["0 9", "0 0"])
def test_groups_that_fail(group: str) -> None:
    assert failing(audio("0"), video("1"), group=group) is BadSdp


def test_codes_are_those_of_the_link() -> None:
    assert (BadSdp.code, NoCodec.code, Unsupported.code) == ("bad_sdp", "no_codec", "unsupported")
    assert OPUS  # the section helper above is really Opus

"""SDP offers: an answer or the answerer's own error; an answer is well-formed, bounded and repeats no forged line."""

from sfu.sdp.answer import answer
from sfu.sdp.text import MAX_SECTIONS, SdpError, parse
from tests.sfu.sdp.offers import LOCAL, NAMES, audio, offer, recorded, video

LONGEST = 12_000
OURS = {"v", "o", "s", "t", "m", "c", "a"}


def one(data: bytes) -> None:
    text = data.decode(errors="replace")
    try:
        result = answer(text, LOCAL)
    except SdpError as error:
        assert error.code in ("bad_sdp", "no_codec", "unsupported")
        assert len(str(error)) <= 400
        return
    ours, theirs = parse(result.answer), parse(text)
    assert len(ours.sections) == len(theirs.sections) <= MAX_SECTIONS
    assert [section.kind for section in ours.sections] == [section.kind for section in theirs.sections]
    live = [section for section in ours.sections if section.port]
    assert len(live) == len(result.tracks) > 0
    assert all(section.attributes.first("ice-ufrag") == LOCAL.ufrag for section in live)
    assert all(section.attributes.all("fingerprint") == [f"sha-256 {LOCAL.fingerprint}"] for section in live)
    assert {line[0] for line in result.answer.split("\r\n") if line} <= OURS
    assert len(result.answer) < 4 * len(text) + 8000
    names = [(track.direction, track.name) for track in result.tracks]
    assert len(set(names)) == len(names)


SEEDS = [
    *(recorded(name).encode()[:LONGEST] for name in NAMES),
    offer(audio("0"), video("1")).encode(),
    offer(audio("0", direction="recvonly"), video("1", direction="recvonly"), video("2")).encode(),
    offer(
        video(
            "1",
            "a=rid:q send",
            "a=rid:h send",
            "a=simulcast:send q;h",
            "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        )
    ).encode(),
]

"""The SDP offers of a light client, and the little it reads from the answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
TRANSPORT_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
OPUS, VP8, RTX = 111, 96, 97
LEVEL_ID, TRANSPORT_ID, MID_ID, RID_ID, REPAIRED_ID = 1, 3, 4, 10, 11

Kind = Literal["audio", "video"]
SEND: tuple[Kind, ...] = ("audio", "video", "video", "audio")
"""m-lines of a send connection: mic, camera, screen, screen audio."""
RECEIVE: tuple[Kind, ...] = ("audio", "audio", "audio", "video", "video", "video")
NO_LAYERS: Mapping[int, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Section:
    """One m-line of the answer: the SSRCs a slot will use (0: not told), and whether packets to us may be stamped."""

    mid: str
    kind: Kind
    ssrc: int
    rtx_ssrc: int
    transport: bool


@dataclass(frozen=True)
class Answer:
    """What a light client needs of the server's answer. `tcp`: where it takes TCP connections, None: nowhere."""

    ufrag: str
    password: str
    fingerprint: str
    address: tuple[str, int]
    tcp: tuple[str, int] | None = None
    sections: tuple[Section, ...] = ()


def offer(
    kinds: tuple[str, ...],
    direction: str,
    ufrag: str,
    password: str,
    fingerprint: str,
    rids: Mapping[int, tuple[str, ...]] = NO_LAYERS,
    remb: bool = False,
) -> str:
    """One bundled offer, mids "0", "1"…; no candidates, as from a page without mic permission.

    `rids`: m-line → layers sent, low to high. `remb`: the receiver's own estimate is offered.
    """
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0",
             "a=group:BUNDLE " + " ".join(map(str, range(len(kinds)))), "a=extmap-allow-mixed"]  # fmt: skip
    for mid, kind in enumerate(kinds):
        types = f"{OPUS}" if kind == "audio" else f"{VP8} {RTX}"
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {types}", "c=IN IP4 0.0.0.0", f"a=ice-ufrag:{ufrag}", f"a=ice-pwd:{password}",
            f"a=fingerprint:sha-256 {fingerprint}", "a=setup:actpass", f"a=mid:{mid}", f"a={direction}",
            "a=rtcp-mux", "a=rtcp-rsize", f"a=extmap:{MID_ID} {MID_URI}",
        ]  # fmt: skip
        if kind == "audio":
            lines += [f"a=extmap:{LEVEL_ID} {LEVEL_URI}", f"a=rtpmap:{OPUS} opus/48000/2"]
        else:
            lines += _video(rids.get(mid, ()), remb)
    return "\r\n".join(lines) + "\r\n"


def _video(rids: tuple[str, ...], remb: bool) -> Iterator[str]:
    yield f"a=extmap:{TRANSPORT_ID} {TRANSPORT_URI}"
    yield f"a=rtpmap:{VP8} VP8/90000"
    for feedback in ("nack", "nack pli", "transport-cc", *(("goog-remb",) if remb else ())):
        yield f"a=rtcp-fb:{VP8} {feedback}"
    yield f"a=rtpmap:{RTX} rtx/90000"
    yield f"a=fmtp:{RTX} apt={VP8}"
    if rids:
        yield f"a=extmap:{RID_ID} {RID_URI}"
        yield f"a=extmap:{REPAIRED_ID} {REPAIRED_URI}"
        yield from (f"a=rid:{rid} send" for rid in rids)
        yield "a=simulcast:send " + ";".join(rids)


def read_answer(sdp: str) -> Answer:
    """Raises ValueError when the answer lacks what it must have."""

    def first(pattern: str) -> re.Match[str]:
        match = re.search(pattern, sdp, re.MULTILINE)
        if match is None:
            raise ValueError(f"answer without {pattern}")
        return match

    candidate = first(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")
    tcp = re.search(r"^a=candidate:\S+ 1 tcp \d+ (\S+) (\d+) typ host tcptype passive", sdp, re.MULTILINE)
    return Answer(
        ufrag=first(r"^a=ice-ufrag:(\S+)")[1],
        password=first(r"^a=ice-pwd:(\S+)")[1],
        fingerprint=first(r"^a=fingerprint:sha-256 (\S+)")[1],
        address=(candidate[1], int(candidate[2])),
        tcp=None if tcp is None else (tcp[1], int(tcp[2])),
        sections=tuple(_sections(sdp)),
    )


def _sections(sdp: str) -> Iterator[Section]:
    for text in re.split(r"^(?=m=)", sdp, flags=re.MULTILINE)[1:]:
        mid, ssrcs = re.search(r"^a=mid:(\S+)", text, re.MULTILINE), _ssrcs(text)
        transport = TRANSPORT_URI in text and "transport-cc" in text
        yield Section(
            mid=mid[1] if mid else "",
            kind="audio" if text.startswith("m=audio") else "video",
            ssrc=ssrcs[0] if ssrcs else 0,
            rtx_ssrc=ssrcs[1] if len(ssrcs) > 1 else 0,
            transport=transport,
        )


def _ssrcs(section: str) -> list[int]:
    return [int(word) for word in re.findall(r"^a=ssrc:(\d+) cname", section, re.MULTILINE)]


def restart_fragment(ufrag: str, password: str) -> str:
    """The body of the PATCH that restarts ICE (RFC 9725 §4.3.2, RFC 8840 §9)."""
    return f"a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\n"


def read_fragment(fragment: str) -> tuple[str, str]:
    """(ufrag, password) of the server's answer to it. ValueError."""
    ufrag = re.search(r"^a=ice-ufrag:(\S+)", fragment, re.MULTILINE)
    password = re.search(r"^a=ice-pwd:(\S+)", fragment, re.MULTILINE)
    if ufrag is None or password is None:
        raise ValueError("a restart was answered without credentials")
    return ufrag[1], password[1]

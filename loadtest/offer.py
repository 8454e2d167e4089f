"""The SDP offers of a light client, and the little it reads from the answer."""

import re
from dataclasses import dataclass
from typing import Literal

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
OPUS, VP8, RTX, MID_ID, LEVEL_ID = 111, 96, 97, 4, 1

SEND: tuple[Literal["audio", "video"], ...] = ("audio", "video", "video", "audio")
"""m-lines of a send connection: mic, camera, screen, screen audio."""
RECEIVE: tuple[Literal["audio", "video"], ...] = ("audio", "audio", "audio", "video", "video", "video")


@dataclass(frozen=True)
class Answer:
    """What a light client needs of the server's answer."""

    ufrag: str
    password: str
    fingerprint: str
    address: tuple[str, int]


def offer(kinds: tuple[str, ...], direction: str, ufrag: str, password: str, fingerprint: str) -> str:
    """One bundled offer, mids "0", "1"…; no candidates, as from a page without mic permission."""
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
            lines += [f"a=rtpmap:{VP8} VP8/90000", f"a=rtcp-fb:{VP8} nack", f"a=rtcp-fb:{VP8} nack pli",
                      f"a=rtpmap:{RTX} rtx/90000", f"a=fmtp:{RTX} apt={VP8}"]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def read_answer(sdp: str) -> Answer:
    """Raises ValueError when the answer lacks what it must have."""

    def first(pattern: str) -> re.Match[str]:
        match = re.search(pattern, sdp, re.MULTILINE)
        if match is None:
            raise ValueError(f"answer without {pattern}")
        return match

    candidate = first(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")
    return Answer(
        ufrag=first(r"^a=ice-ufrag:(\S+)")[1],
        password=first(r"^a=ice-pwd:(\S+)")[1],
        fingerprint=first(r"^a=fingerprint:sha-256 (\S+)")[1],
        address=(candidate[1], int(candidate[2])),
    )

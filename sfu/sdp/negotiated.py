"""What an offer and its answer agreed on: the words `sfu.peers.peer` reads instead of SDP. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["audio", "video"]
Direction = Literal["source", "slot"]

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"


class Fingerprint(NamedTuple):
    """Of a DTLS certificate: ("sha-256", "AB:CD:…")."""

    algorithm: str
    value: str


class Stream(NamedTuple):
    """SSRCs the offer declared for a source: the media and, by its FID group, the retransmissions."""

    ssrc: int
    rtx_ssrc: int | None


@dataclass(frozen=True, slots=True)
class LocalDescription:
    """Our half of an answer. `candidates` are the advertised (host, port) over UDP, the best first, one at least."""

    ufrag: str
    pwd: str
    fingerprint: str
    """SHA-256 of the server's certificate."""
    candidates: tuple[tuple[str, int], ...]
    first_ssrc: int
    """Slots take SSRCs from here upwards, two each for video; unique per connection, below 2³² − 128."""
    max_audio_bitrate: int = 24_000
    cname: str = "bucgiang"
    tcp_candidates: tuple[tuple[str, int], ...] = ()
    """Where TCP connections are taken (RFC 6544, passive): for networks that let no UDP through."""


@dataclass(frozen=True, slots=True)
class Codec:
    """An agreed codec with the offerer's payload types."""

    payload_type: int
    name: str
    """Ours: "opus", "VP8", "H264" (packetization mode 1), "H264/0" (mode 0: single NAL units only)."""
    clock_rate: int
    rtx_payload_type: int | None
    fmtp: str
    """The offer's parameters, "" without."""
    feedback: frozenset[str] = frozenset()
    """Agreed RTCP feedback: "nack", "nack pli", "ccm fir", "transport-cc"."""


@dataclass(frozen=True, slots=True)
class Track:
    """One answered media section: a source (the peer sends) or a slot (the peer receives)."""

    name: str
    """Kind letter and place among the offer's sections of that kind and direction: a0, v1."""
    kind: Kind
    direction: Direction
    mid: str
    codecs: tuple[Codec, ...]
    """The preferred one first; never empty."""
    extensions: Mapping[str, int]
    """URI → id of the agreed RTP header extensions: 1–255 from a source, 1–14 to a slot."""
    rids: tuple[str, ...] = ()
    """Simulcast layers that come, as the offer lists them (low to high); () when one comes, without a rid."""
    offered: tuple[Stream, ...] = ()
    """Of a source, when the offer declares SSRCs (Chromium does not for simulcast)."""
    ssrc: int | None = None
    rtx_ssrc: int | None = None
    """Ours, of a slot."""


@dataclass(frozen=True, slots=True)
class Negotiated:
    """The answer to send back and what it means."""

    answer: str
    tracks: tuple[Track, ...]
    """In the order of the offer."""
    remote_ufrag: str
    remote_fingerprints: tuple[Fingerprint, ...]
    dtls_role: Literal["server", "client"]
    """Ours: server unless the offer insists on being passive."""
    rejected: tuple[str, ...] = field(default=())
    """Why sections were refused, one line each; nothing of it is logged, it quotes the offer."""

"""From an offer and our local description to the answer and what was agreed (RFC 8829, 9143, 8839). Pure.

The direction of each section of the offer decides: one that sends becomes a source (we answer recvonly), one
that only receives becomes a slot (sendonly). A section we cannot serve is refused with port 0; the offer
fails only when nothing is left. Layers (simulcast) are not accepted yet: the sender then sends one.
"""

from dataclasses import dataclass, replace

from sfu.sdp import codecs, lines, offer
from sfu.sdp.negotiated import TRANSPORT_CC, Codec, Direction, LocalDescription, Negotiated, Stream, Track
from sfu.sdp.text import BadSdp, Description, NoCodec, Section, Unsupported, parse

NO_CODEC = "no codec in common"
AT_MOST: dict[Direction, int] = {"source": 4, "slot": 8}
"""Tracks of one kind on one connection: each source keeps about a megabyte of packets."""
DIRECTIONS: dict[str, Direction] = {"sendrecv": "source", "sendonly": "source", "recvonly": "slot"}


def answer(text: str, local: LocalDescription) -> Negotiated:
    """Answer the offer `text`. BadSdp, NoCodec and Unsupported (all ValueError) say why not."""
    description = parse(text)
    if not description.sections:
        raise BadSdp("no media section")
    mids = offer.mids(description)
    group = offer.bundle(description, mids)
    transport = offer.transport(description, [description.sections[mids.index(mid)] for mid in group])
    tracks, refused = _Answering(description, mids, group, local).sections()
    if not tracks:
        reasons = ", ".join(dict.fromkeys(refused.values()))
        raise (
            NoCodec(reasons) if NO_CODEC in refused.values() else Unsupported(f"nothing to answer: {reasons}")
        )
    body = lines.write(description, mids, group, tracks, transport.role, local)
    return Negotiated(
        body,
        tuple(tracks.values()),
        transport.ufrag,
        transport.pwd,
        transport.fingerprints,
        transport.role,
        tuple(f"section {index}: {reason}" for index, reason in refused.items()),
    )


@dataclass(frozen=True, slots=True)
class _Answering:
    """One offer being answered, section by section."""

    description: Description
    mids: tuple[str, ...]
    group: tuple[str, ...]
    local: LocalDescription

    def sections(self) -> tuple[dict[int, Track], dict[int, str]]:
        """Index of section → its track, or why it is refused."""
        tracks: dict[int, Track] = {}
        refused: dict[int, str] = {}
        taken: dict[int, str] = {}
        counts: dict[tuple[str, str], int] = {}
        ssrcs = _Ssrcs(self.description, self.local.first_ssrc)
        for index, section in enumerate(self.description.sections):
            way = self._direction(section)
            if way is None:
                refused[index] = "inactive or not audio or video"
                continue
            place = counts[section.kind, way] = counts.get((section.kind, way), -1) + 1
            reason = self._refusal(section, self.mids[index])
            if place >= AT_MOST[way]:
                reason = f"more than {AT_MOST[way]} of a kind"
            agreed = () if reason else codecs.agreed(section)
            if agreed:
                name = f"{section.kind[0]}{place}"
                tracks[index] = _track(section, self.mids[index], way, name, agreed, ssrcs, taken)
            else:
                refused[index] = reason or NO_CODEC
        return tracks, refused

    def _direction(self, section: Section) -> Direction | None:
        if section.kind not in ("audio", "video") or not offer.active(section):
            return None
        return DIRECTIONS.get(offer.direction(self.description, section))

    def _refusal(self, section: Section, mid: str) -> str | None:
        if section.proto not in offer.PROTOCOLS:
            return "not RTP over DTLS"
        if mid not in self.group:
            return "outside the bundle"
        if "rtcp-mux" not in section.attributes and "rtcp-mux-only" not in section.attributes:
            return "no rtcp-mux"
        return None


class _Ssrcs:
    """Hands out SSRCs for slots that the offer does not use itself."""

    def __init__(self, description: Description, first: int) -> None:
        streams = (stream for section in description.sections for stream in offer.streams(section.attributes))
        self._taken = {ssrc for stream in streams for ssrc in stream}
        self._next = first

    def next(self) -> int:
        while self._next in self._taken:
            self._next += 1
        self._next += 1
        return self._next - 1


def _track(
    section: Section,
    mid: str,
    way: Direction,
    name: str,
    agreed: tuple[Codec, ...],
    ssrcs: _Ssrcs,
    taken: dict[int, str],
) -> Track:
    source = way == "source"
    extensions = offer.extensions(section, source, taken)
    if TRANSPORT_CC not in extensions:
        agreed = tuple(replace(codec, feedback=codec.feedback - {"transport-cc"}) for codec in agreed)
    streams: tuple[Stream, ...] = offer.streams(section.attributes) if source else ()
    has_rtx = any(codec.rtx_payload_type is not None for codec in agreed)
    return Track(
        name=name,
        kind="audio" if section.kind == "audio" else "video",
        direction=way,
        mid=mid,
        codecs=agreed,
        extensions=extensions,
        rids=offer.rids(section.attributes) if source else (),
        offered=streams,
        ssrc=None if source else ssrcs.next(),
        rtx_ssrc=ssrcs.next() if has_rtx and not source else None,
    )

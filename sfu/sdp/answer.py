"""From an offer and our local description to the answer and what was agreed (RFC 8829, 9143, 8839). Pure.

The direction of each section of the offer decides: one that sends becomes a source (we answer recvonly), one
that only receives becomes a slot (sendonly). A section we cannot serve, or that is malformed, is refused with
port 0; the offer fails only when nothing is left. Without BUNDLE the first section we can serve is the only one.
"""

from dataclasses import dataclass, replace

from sfu.sdp import codecs, lines, offer, simulcast
from sfu.sdp.negotiated import (
    MID,
    REPAIRED_RID,
    RID,
    TRANSPORT_CC,
    Codec,
    Direction,
    LocalDescription,
    Negotiated,
    Stream,
    Track,
)
from sfu.sdp.simulcast import Layers
from sfu.sdp.text import BadSdp, Description, NoCodec, SdpError, Section, Unsupported, parse

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
    tracks, refused = _Answering(description, mids, group, local).sections()
    if not tracks:
        raise _worst(refused)
    order = [index for index in group or tracks if index in tracks]
    rest = [index for index in group or () if index not in tracks]
    transport = offer.transport(description, [description.sections[index] for index in order + rest])
    bundled = [mids[index] for index in order] if group is not None else []
    body = lines.write(description, mids, bundled, tracks, transport.role, local)
    return Negotiated(
        body,
        tuple(track for track, _ in tracks.values()),
        transport.ufrag,
        transport.fingerprints,
        transport.role,
        tuple(f"section {index}: {reason}" for index, reason in refused.items()),
    )


def _worst(refused: dict[int, SdpError]) -> SdpError:
    """What the offerer can do most about, with all reasons."""
    reasons = ", ".join(dict.fromkeys(str(reason) for reason in refused.values()))[:200]
    for kind in (NoCodec, BadSdp):
        if any(isinstance(reason, kind) for reason in refused.values()):
            return kind(reasons)
    return Unsupported(f"nothing to answer: {reasons}")


@dataclass(frozen=True, slots=True)
class _Answering:
    """One offer being answered, section by section."""

    description: Description
    mids: tuple[str, ...]
    group: tuple[int, ...] | None
    local: LocalDescription

    def sections(self) -> tuple[dict[int, tuple[Track, Layers]], dict[int, SdpError]]:
        """Index of section → its track, or why it is refused."""
        tracks: dict[int, tuple[Track, Layers]] = {}
        refused: dict[int, SdpError] = {}
        taken: dict[int, str] = {}
        counts: dict[tuple[str, str], int] = {}
        ssrcs = _Ssrcs(self.description, self.local.first_ssrc)
        for index, section in enumerate(self.description.sections):
            try:
                way = self._direction(section)
                place = counts[section.kind, way] = counts.get((section.kind, way), -1) + 1
                self._accept(index, section, way, place, alone=bool(tracks))
                name = f"{section.kind[0]}{place}"
                tracks[index] = _track(self.description, section, self.mids[index], way, name, ssrcs, taken)
            except SdpError as reason:
                refused[index] = reason
        return tracks, refused

    def _direction(self, section: Section) -> Direction:
        """Unsupported when nothing is to flow."""
        way = DIRECTIONS.get(offer.direction(self.description, section))
        if section.kind not in ("audio", "video") or not offer.active(section) or way is None:
            raise Unsupported("inactive or not audio or video")
        return way

    def _accept(self, index: int, section: Section, way: Direction, place: int, *, alone: bool) -> None:
        """Unsupported unless we do such sections. `alone`: one was taken already."""
        if section.proto not in offer.PROTOCOLS:
            raise Unsupported("not RTP over DTLS")
        if self.group is None and alone:
            raise Unsupported("several media sections need BUNDLE")
        if self.group is not None and index not in self.group:
            raise Unsupported("outside the bundle")
        if "rtcp-mux" not in section.attributes and "rtcp-mux-only" not in section.attributes:
            raise Unsupported("no rtcp-mux")
        if place >= AT_MOST[way]:
            raise Unsupported(f"more than {AT_MOST[way]} of a kind")


class _Ssrcs:
    """Hands out SSRCs for slots that the offer does not use itself."""

    def __init__(self, description: Description, first: int) -> None:
        self._taken: set[int] = set()
        for section in description.sections:
            self._taken.update(offer.ssrcs(section.attributes))
        self._next = first

    def next(self) -> int:
        while self._next in self._taken:
            self._next += 1
        self._next += 1
        return self._next - 1


def _track(
    description: Description,
    section: Section,
    mid: str,
    way: Direction,
    name: str,
    ssrcs: _Ssrcs,
    taken: dict[int, str],
) -> tuple[Track, Layers]:
    """The agreed track. SdpError when there is no codec, or a line is malformed."""
    agreed = codecs.agreed(section)
    if not agreed:
        raise NoCodec("no codec in common")
    source = way == "source"
    streams: tuple[Stream, ...] = offer.streams(section.attributes) if source else ()
    used = dict(taken)
    extensions = offer.extensions(description, section, source, used)
    layers = _layers(section, extensions, agreed) if source else Layers({})
    agreed = tuple(_limited(codec, extensions, layers) for codec in agreed)
    taken.update(used)
    has_rtx = any(codec.rtx_payload_type is not None for codec in agreed)
    track = Track(
        name=name,
        kind="audio" if section.kind == "audio" else "video",
        direction=way,
        mid=mid,
        codecs=agreed,
        extensions=extensions,
        rids=layers.rids,
        offered=streams,
        ssrc=None if source else ssrcs.next(),
        rtx_ssrc=ssrcs.next() if has_rtx and not source else None,
    )
    return track, layers


def _layers(section: Section, extensions: dict[str, int], agreed: tuple[Codec, ...]) -> Layers:
    """Without the extensions that tell layers apart there are none."""
    if section.kind != "video" or MID not in extensions or RID not in extensions:
        return Layers({})
    return simulcast.layers(section.attributes, [codec.payload_type for codec in agreed])


def _limited(codec: Codec, extensions: dict[str, int], layers: Layers) -> Codec:
    """Without what this track cannot have: feedback on numbers nobody writes, repairs whose layer nobody could tell."""
    if TRANSPORT_CC not in extensions:
        codec = replace(codec, feedback=codec.feedback - {"transport-cc"})
    if layers.rids and REPAIRED_RID not in extensions:
        codec = replace(codec, rtx_payload_type=None)
    return codec

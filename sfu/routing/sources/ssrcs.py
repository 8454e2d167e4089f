"""Which layer of which track an incoming SSRC is: by the offer, by MID and RID extensions, or by a payload type.

Browsers name the SSRCs of simple senders in the offer; others, RTX streams and simulcast layers are learnt from packets:
the RID is of a layer's media, the repaired RID of its RTX stream (RFC 8852).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Source
from sfu.wire.rtp import Header

MAX_SSRCS = 64


class Inbound(Struct, frozen=True):
    """A source and how its packets are marked: payload type → codec, and RTX payload type → payload type."""

    source: Source
    mid: str
    codecs: Mapping[int, str]
    rtx: Mapping[int, int]
    ssrcs: tuple[int, ...] = ()


class Extensions(Struct, frozen=True):
    """Ids of the header extensions that tell whose a packet is; 0: not agreed."""

    mid: int = 0
    rid: int = 0
    repaired_rid: int = 0


class Ssrcs:
    """Of one peer. Learns at most MAX_SSRCS."""

    def __init__(self, tracks: Iterable[Inbound], extensions: Extensions) -> None:
        self._tracks = tuple(tracks)
        self._ids = extensions
        self._known: dict[int, tuple[Inbound, Layer]] = {
            ssrc: (track, track.source.layers[0])
            for track in self._tracks
            for ssrc in track.ssrcs
            if len(track.source.layers) == 1
        }
        self.find = self._known.get
        """find(ssrc) → its track and layer when already known."""

    def learn(self, header: Header) -> tuple[Inbound, Layer] | None:
        """Track and layer of a packet whose SSRC is new; None when nothing tells, or too many were learnt."""
        if len(self._known) >= MAX_SSRCS:
            return None
        track = self._by_mid(header) or self._by_payload_type(header.payload_type)
        if track is None:
            return None
        layer = self._by_rid(track, header)
        if layer is None:
            return None
        self._known[header.ssrc] = track, layer
        return track, layer

    def _by_mid(self, header: Header) -> Inbound | None:
        value = header.extensions.get(self._ids.mid)
        if value is None:
            return None
        return next((track for track in self._tracks if track.mid.encode() == value), None)

    def _by_payload_type(self, payload_type: int) -> Inbound | None:
        owners = [
            track for track in self._tracks if payload_type in track.codecs or payload_type in track.rtx
        ]
        return owners[0] if len(owners) == 1 else None

    def _by_rid(self, track: Inbound, header: Header) -> Layer | None:
        layers = track.source.layers
        if len(layers) == 1:
            return layers[0]
        repairs = header.payload_type in track.rtx
        value = header.extensions.get(self._ids.repaired_rid if repairs else self._ids.rid)
        return next((layer for layer in layers if layer.rid.encode() == value), None)

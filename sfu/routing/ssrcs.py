"""Which track an incoming SSRC belongs to: by the offer, by the MID header extension, or by a payload type only one has.

Browsers name the SSRCs of simple senders in the offer; others, and RTX streams, are learnt from packets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sfu.routing.source import Source
from sfu.wire.rtp import Header

MAX_SSRCS = 64


class Inbound(Struct, frozen=True):
    """A source and how its packets are marked: payload type → codec, and RTX payload type → payload type."""

    source: Source
    mid: str
    codecs: Mapping[int, str]
    rtx: Mapping[int, int]
    ssrcs: tuple[int, ...] = ()


class Ssrcs:
    """Of one peer. Learns at most MAX_SSRCS."""

    def __init__(self, tracks: Iterable[Inbound], mid_extension: int | None) -> None:
        self._tracks = tuple(tracks)
        self._mid_extension = mid_extension
        self._known = {ssrc: track for track in self._tracks for ssrc in track.ssrcs}
        self.find = self._known.get
        """find(ssrc) → its track when already known."""

    def learn(self, header: Header) -> Inbound | None:
        """The track of a packet whose SSRC is new; None when nothing tells, or too many were learnt."""
        if len(self._known) >= MAX_SSRCS:
            return None
        track = self._by_mid(header) or self._by_payload_type(header.payload_type)
        if track is not None:
            self._known[header.ssrc] = track
        return track

    def _by_mid(self, header: Header) -> Inbound | None:
        value = None if self._mid_extension is None else header.extensions.get(self._mid_extension)
        if value is None:
            return None
        return next((track for track in self._tracks if track.mid.encode() == value), None)

    def _by_payload_type(self, payload_type: int) -> Inbound | None:
        owners = [
            track for track in self._tracks if payload_type in track.codecs or payload_type in track.rtx
        ]
        return owners[0] if len(owners) == 1 else None

"""What a slot knows of its receiver: where its packets leave, and under which payload types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class Egress(Protocol):
    """Where a slot's packets leave: the peer, which protects and sends them."""

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        """Send a copy of `template` with these fields; `patch` goes to offset `patch_at` of the packet.

        False: the line has no room for it now, it is not sent.
        """


class Codec(Struct, frozen=True):
    """A receiver's payload types of one codec."""

    payload_type: int
    rtx_payload_type: int | None = None


def playable(codecs: Mapping[str, Codec]) -> dict[str, Codec]:
    """Who takes H264 with aggregation and fragments takes it without, too (RFC 6184 §6.2)."""
    known = dict(codecs)
    if "H264" in known:
        known.setdefault("H264/0", known["H264"])
    return known

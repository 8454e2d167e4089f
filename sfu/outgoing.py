"""The receiving half of a peer: its slots, and what its receiver reports about them.

RTCP here: RR gives the round trip, NACK is served from the sources' rings, PLI and FIR ask the source shown; sender
reports are made here. Knows no transport.
"""

import secrets
from collections.abc import Callable, Iterable

from sfu.routing import reports
from sfu.routing.slot import Codec, Egress, Slot
from sfu.sdp.negotiated import Track
from sfu.wire import rtcp

START_ROUND_TRIP = 0.1


class Outgoing:
    """`ntp`: server time (monotonic seconds) as an NTP stamp."""

    def __init__(
        self, tracks: Iterable[Track], egress: Egress, cname: str, ntp: Callable[[float], int]
    ) -> None:
        self.slots = {track.name: _slot(track, egress) for track in tracks if track.direction == "slot"}
        self.round_trip = START_ROUND_TRIP
        self._cname = cname
        self._ntp = ntp
        self._by_ssrc = {slot.ssrc: slot for slot in self.slots.values()}

    def report(self, report: rtcp.AnyReport, now: float) -> None:
        """RTCP of the receiver."""
        if isinstance(report, rtcp.ReceiverReport | rtcp.SenderReport):
            for block in report.blocks:
                self._measure(block, now)
        elif isinstance(report, rtcp.Nack):
            slot = self._by_ssrc.get(report.media)
            if slot is not None:
                slot.resend(report.lost, now, self.round_trip)
        elif isinstance(report, rtcp.Pli):
            self._ask_keyframe(report.media)
        elif isinstance(report, rtcp.Fir):
            for ssrc, _ in report.requests:
                self._ask_keyframe(ssrc)

    def _measure(self, block: rtcp.Block, now: float) -> None:
        if block.ssrc in self._by_ssrc:
            sample = reports.round_trip(block, self._ntp(now))
            if sample is not None:
                self.round_trip += 0.25 * (sample - self.round_trip)

    def _ask_keyframe(self, ssrc: int) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is not None:
            slot.ask_keyframe()

    def reports(self, now: float) -> list[bytes]:
        """Sender reports that are due, each with the CNAME."""
        parts: list[bytes] = []
        for slot in self.slots.values():
            report = slot.report(self._ntp(now), now)
            if report is not None:
                parts.append(rtcp.sender_report(report) + rtcp.source_description(report.ssrc, self._cname))
        return parts

    def ask_keyframes(self) -> None:
        """The receiver's address moved: what was under way is lost."""
        for slot in self.slots.values():
            slot.ask_keyframe()


def _slot(track: Track, egress: Egress) -> Slot:
    assert track.ssrc is not None, "an answered slot has an SSRC"
    return Slot(
        track.kind,
        track.ssrc,
        {codec.name: Codec(codec.payload_type, codec.rtx_payload_type) for codec in track.codecs},
        egress,
        rtx_ssrc=track.rtx_ssrc,
        first_sequence=secrets.randbelow(1 << 15),  # below 2^15: libsrtp guesses the roll-over counter best
        first_timestamp=secrets.randbelow(1 << 32),
    )

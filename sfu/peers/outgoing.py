"""The receiving half of a peer: its slots, and what its receiver reports about them.

RTCP here: RR gives the round trip and losses, transport-wide feedback and REMB the line's rate (`delivery`), NACK is
served from the layers' rings, PLI and FIR ask the layer shown; sender reports are made here. Knows no transport.
"""

import secrets
from collections.abc import Callable, Iterable

from sfu.peers.delivery import Delivery
from sfu.routing import reports
from sfu.routing.slots.egress import Codec, Egress
from sfu.routing.slots.receiving import Receiving
from sfu.routing.slots.slot import Slot
from sfu.sdp.negotiated import TRANSPORT_CC, Track
from sfu.wire import rtcp

START_ROUND_TRIP = 0.1
MOST_ROUND_TRIP = 3.0


class Outgoing:
    """`ntp`: server time (monotonic seconds) as an NTP stamp."""

    def __init__(
        self, tracks: Iterable[Track], egress: Egress, cname: str, ntp: Callable[[float], int]
    ) -> None:
        slots = [track for track in tracks if track.direction == "slot"]
        self.slots = {track.name: _slot(track, egress) for track in slots}
        self.delivery = Delivery(
            self.slots, {track.name: track.extensions[TRANSPORT_CC] for track in slots if _stamped(track)}
        )
        self.round_trip = START_ROUND_TRIP
        self.measured = False
        """A report told the round trip."""
        self._cname = cname
        self._ntp = ntp
        self._by_ssrc = {slot.ssrc: slot for slot in self.slots.values()}
        self._receiving = {slot.ssrc: Receiving() for slot in self.slots.values()}

    def report(self, report: rtcp.AnyReport, now: float) -> None:
        """RTCP of the receiver; what tells of a full line is acted upon at once. ValueError: malformed feedback."""
        if isinstance(report, rtcp.Nack):
            slot = self._by_ssrc.get(report.media)
            if slot is not None and slot.kind == "video":
                self.delivery.line.bandwidth.asked(len(report.lost), now)
                slot.resend(report.lost, now, self.round_trip)
        elif isinstance(report, rtcp.Pli):
            self.delivery.line.bandwidth.picture_lost(now)
            self._ask_keyframe(report.media)
        elif isinstance(report, rtcp.Fir):
            for ssrc, _ in report.requests:
                self._ask_keyframe(ssrc)
        else:
            self._line_report(report, now)
        if self.delivery.fell():
            self.delivery.tick(self.round_trip, now)

    def _line_report(self, report: rtcp.AnyReport, now: float) -> None:
        """What tells of the line's rate."""
        bandwidth = self.delivery.line.bandwidth
        if isinstance(report, rtcp.ReceiverReport | rtcp.SenderReport):
            for block in report.blocks:
                self._measure(block, now)
        elif isinstance(report, rtcp.TransportFeedback):
            bandwidth.feedback(report.body, self.round_trip, now)
        elif isinstance(report, rtcp.Remb):
            bandwidth.remb(report.bitrate, now)

    def _measure(self, block: rtcp.Block, now: float) -> None:
        slot = self._by_ssrc.get(block.ssrc)
        if slot is None:
            return
        sample = reports.round_trip(block, self._ntp(now))
        if sample is not None and sample < MOST_ROUND_TRIP:
            self.round_trip += 0.25 * (sample - self.round_trip)
            self.measured = True
        receiving = self._receiving[slot.ssrc]
        if not receiving.report(block, now):
            return
        self.delivery.line.bandwidth.report(receiving.missed, receiving.count, sample, now)
        current = slot.current
        if slot.kind == "audio" and current is not None:
            current.reception.heard(receiving.missed / receiving.count, now)

    def tick(self, now: float) -> None:
        """Each 200 ms."""
        for slot in self.slots.values():
            self._receiving[slot.ssrc].sent(slot.packets, now)
        if self.delivery.due(now):
            self.delivery.tick(self.round_trip, now)

    def loss(self, now: float) -> float:
        """Share of our packets the receiver missed, by its last reports."""
        fresh = [each for each in self._receiving.values() if each.fresh(now)]
        count = sum(each.count for each in fresh)
        return sum(each.missed for each in fresh) / count if count else 0.0

    def hears(self, now: float) -> bool | None:
        """Whether the sound we send arrives; None: we send none."""
        told = [
            hears
            for slot in self.slots.values()
            if slot.kind == "audio" and (hears := self._receiving[slot.ssrc].hears(now)) is not None
        ]
        return any(told) if told else None

    def _ask_keyframe(self, ssrc: int) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is not None:
            slot.ask_keyframe()

    def reports(self, now: float) -> list[bytes]:
        """Sender reports that are due, each with the CNAME."""
        parts: list[bytes] = []
        ntp = self._ntp(now)
        for slot in self.slots.values():
            report = slot.report(ntp, now)
            if report is not None:
                parts.append(rtcp.sender_report(report) + rtcp.source_description(report.ssrc, self._cname))
        return parts

    def moved(self, now: float) -> None:
        """The receiver's address moved: what was under way is lost, and the line may be another one."""
        self.delivery.line.bandwidth.moved(now)
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


def _stamped(track: Track) -> bool:
    """Whether transport-wide feedback was agreed for a slot; sound is never stamped, or browsers pad it."""
    agreed = any("transport-cc" in codec.feedback for codec in track.codecs)
    return track.kind == "video" and agreed and TRANSPORT_CC in track.extensions

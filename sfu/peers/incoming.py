"""The publishing half of a peer: its tracks as sources, and what is told back to their sender.

RTCP here: SR is read for clocks, BYE ends nothing (silence does); NACK, PLI, TWCC feedback and receiver reports are
made here. Knows no transport: packets come in unprotected, RTCP goes out as bytes to be protected.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from sfu.routing.packet import Packet
from sfu.routing.reports import SenderClock
from sfu.routing.sources.feedback import Feedback
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Source
from sfu.routing.sources.ssrcs import Extensions, Inbound, Ssrcs
from sfu.sdp.negotiated import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_CC, Track
from sfu.wire import rtcp, rtp

REPORT_INTERVAL = 1.0


class Incoming:
    """`dropped` counts by reason the packets that went nowhere."""

    def __init__(self, peer: str, tracks: Iterable[Track], own_ssrc: int, dropped: Counter[str]) -> None:
        self.clock = SenderClock()
        self._dropped = dropped
        self._own_ssrc = own_ssrc
        self._feedback = Feedback()
        self._feedback_ssrc = 0
        self._next_report = 0.0
        self._inbound = tuple(self._track(peer, track) for track in tracks if track.direction == "source")
        ids = {uri: number for track in tracks for uri, number in track.extensions.items()}
        self._level_id = ids.get(AUDIO_LEVEL, -1)
        self._transport_id = ids.get(TRANSPORT_CC, -1)
        tells = Extensions(ids.get(MID, 0), ids.get(RID, 0), ids.get(REPAIRED_RID, 0))
        self._ssrcs = Ssrcs(self._inbound, tells)
        self.sources = tuple(inbound.source for inbound in self._inbound)
        self._layers = tuple(layer for source in self.sources for layer in source.layers)

    def _track(self, peer: str, track: Track) -> Inbound:
        return Inbound(
            source=Source(f"{peer}/{track.name}", track.kind, self.clock, self._dropped, track.rids),
            mid=track.mid,
            codecs={codec.payload_type: codec.name for codec in track.codecs},
            rtx={
                codec.rtx_payload_type: codec.payload_type
                for codec in track.codecs
                if codec.rtx_payload_type is not None
            },
            ssrcs=tuple(ssrc for stream in track.offered for ssrc in stream if ssrc is not None),
        )

    def packet(self, data: memoryview, now: float) -> tuple[Layer, Packet] | None:
        """One RTP packet: what is to be forwarded of it, and whose it is. ValueError when malformed."""
        header = rtp.parse(data)
        extensions = header.extensions
        if extensions:
            stamp = extensions.get(self._transport_id)
            if stamp is not None and len(stamp) == 2:
                self._feedback.arrived(stamp[0] << 8 | stamp[1], now)
                self._feedback_ssrc = header.ssrc
        known = self._ssrcs.find(header.ssrc) or self._ssrcs.learn(header)
        if known is None:
            self._dropped["unknown_ssrc"] += 1
            return None
        track, layer = known
        payload = bytes(data[header.start : header.end])
        codec = track.codecs.get(header.payload_type)
        if codec is None:
            return self._repaired(track, layer, header, payload, now)
        if self._level_id in extensions:
            track.source.level.heard(extensions[self._level_id], header.timestamp, now)
        packet = layer.receive(header, payload, codec, now)
        return None if packet is None else (layer, packet)

    def _repaired(
        self, track: Inbound, layer: Layer, header: rtp.Header, payload: bytes, now: float
    ) -> tuple[Layer, Packet] | None:
        """A retransmission (RFC 4588); one of padding only is a probe for bandwidth."""
        payload_type = track.rtx.get(header.payload_type)
        if payload_type is None or not payload:
            self._dropped["unknown_payload_type" if payload_type is None else "padding"] += 1
            return None
        sequence, payload = rtp.split_rtx(payload)
        original = msgspec.structs.replace(header, sequence=sequence, payload_type=payload_type)
        packet = layer.receive(original, payload, track.codecs[payload_type], now, recovered=True)
        return None if packet is None else (layer, packet)

    def report(self, report: rtcp.AnyReport, now: float) -> None:
        """RTCP of the sender."""
        if isinstance(report, rtcp.SenderReport):
            self.clock.report(report.ntp, now)
            for layer in self._layers:
                layer.sender_report(report, now)

    def requests(self, now: float) -> list[bytes]:
        """NACKs and keyframe requests that are due (asked each 20 ms)."""
        parts: list[bytes] = []
        for layer in self._layers:
            if layer.ssrc is None or layer.kind != "video":
                continue
            lost = layer.nacks_due(now)
            if lost:
                parts.append(rtcp.nack(self._own_ssrc, layer.ssrc, lost))
            if layer.keyframe_due(now):
                parts.append(rtcp.pli(self._own_ssrc, layer.ssrc))
        return parts

    def feedback(self) -> list[bytes]:
        """Transport-wide feedback since the last call (asked each 100 ms)."""
        return [
            rtcp.transport_feedback(self._own_ssrc, self._feedback_ssrc, body)
            for body in self._feedback.take()
        ]

    def reports(self, now: float) -> list[bytes]:
        """A receiver report about all sources, once a second."""
        if now < self._next_report:
            return []
        self._next_report = now + REPORT_INTERVAL
        flowing = (layer for layer in self._layers if layer.flowing)
        blocks = [block for layer in flowing if (block := layer.report_block(now)) is not None]
        return [rtcp.receiver_report(self._own_ssrc, blocks[:31])] if blocks else []

    def ask_keyframes(self) -> None:
        """The sender's address moved: what was under way is lost."""
        for layer in self._layers:
            layer.keyframes.ask()

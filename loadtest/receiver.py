"""The receiving half of a light client, as a browser behaves but without decoding. Pure: `now` in seconds.

Reports once a second, transport-wide feedback each 100 ms of stamped packets, NACK and PLI for video; retransmissions
are taken. A receiver's estimate (REMB) only when asked for: see `Estimate`.
"""

from collections.abc import Iterable

from loadtest.arrivals import Arrivals
from loadtest.offer import RTX, TRANSPORT_ID, VP8, Section
from loadtest.pictures import Pictures
from loadtest.reception import Reception
from sfu.wire import rtcp, rtp

REPORT, FEEDBACK, ASK = 1.0, 0.1, 0.02
SPEECH = 0.02
"""Seconds of sound in a packet."""
OVERUSE = 0.1
"""Seconds of delay above the least seen that are a queue."""


class Estimate:
    """Coarse, as Chromium's without stamps: 1.5 times what comes, less than comes while a queue grows."""

    def __init__(self) -> None:
        self._octets = 0
        self._since: float | None = None
        self._least: dict[int, float] = {}
        self._queue = 0.0

    def arrived(self, ssrc: int, size: int, timestamp: int, now: float) -> None:
        """A video packet."""
        self._octets += size + 28
        self._since = now if self._since is None else self._since
        transit = now - timestamp / 90_000
        least = self._least.get(ssrc, transit)
        if abs(transit - least) > 10.0:  # its clock began anew
            least = transit
        self._least[ssrc] = min(least + 0.00002, transit)
        self._queue = transit - self._least[ssrc]

    def take(self, now: float) -> int:
        """bit/s; 0: nothing came."""
        if self._since is None or now - self._since < 0.2:
            return 0
        rate = self._octets * 8 / (now - self._since)
        self._octets, self._since = 0, now
        return int(rate * (0.85 if self._queue > OVERUSE else 1.5))


class Track:
    """One slot: its numbers and, of video, its pictures."""

    def __init__(self, section: Section) -> None:
        self.mid = section.mid
        self.kind = section.kind
        self.ssrc = section.ssrc
        self.octets = 0
        self.reception = Reception(section.ssrc, 48_000 if section.kind == "audio" else 90_000)
        self.pictures = Pictures()

    @property
    def silenced(self) -> float:
        """Seconds of sound that never came."""
        return self.reception.lost * SPEECH if self.kind == "audio" else 0.0


class Receiver:
    """Of one connection. `packets`, `octets` (without IP and UDP): all that came; `tracks` in the answer's order."""

    def __init__(self, sections: Iterable[Section], own_ssrc: int, remb: bool) -> None:
        self.tracks = tuple(Track(section) for section in sections)
        self.packets = 0
        self.octets = 0
        self.padding = 0
        """Octets of packets that carried nothing: probes for bandwidth."""
        self._own_ssrc = own_ssrc
        self._by_ssrc = {track.ssrc: track for track in self.tracks}
        pairs = zip(sections, self.tracks, strict=True)
        self._by_rtx = {section.rtx_ssrc: track for section, track in pairs if section.rtx_ssrc}
        self._arrivals = Arrivals()
        self._estimate = Estimate() if remb else None
        self._report_at = self._feedback_at = self._ask_at = 0.0

    @property
    def lost(self) -> int:
        """Packets of all tracks that never came."""
        return sum(track.reception.lost for track in self.tracks)

    def packet(self, data: bytes, now: float) -> rtp.Header:
        """One RTP packet. ValueError when malformed."""
        header = rtp.parse(data)
        self.packets += 1
        self.octets += len(data)
        stamp = header.extensions.get(TRANSPORT_ID) if header.extensions else None
        if stamp is not None and len(stamp) == 2:
            self._arrivals.arrived(stamp[0] << 8 | stamp[1], len(data), now)
        track = self._by_ssrc.get(header.ssrc)
        if track is not None:
            self._media(track, header, data, now)
        elif header.payload_type == RTX:
            self._again(header, data, now)
        return header

    def _media(self, track: Track, header: rtp.Header, data: bytes, now: float) -> None:
        track.octets += len(data)
        number = track.reception.arrived(header.sequence, header.timestamp, now)
        if number is None or header.payload_type != VP8:
            return
        if self._estimate is not None:
            self._estimate.arrived(header.ssrc, len(data), header.timestamp, now)
        if header.end > header.start:
            payload = data[header.start : header.end]
            track.pictures.packet(number, header.timestamp, header.marker, payload, now)

    def _again(self, header: rtp.Header, data: bytes, now: float) -> None:
        track = self._by_rtx.get(header.ssrc)
        if track is None or header.end - header.start < 2:
            self.padding += len(data)
            return
        track.octets += len(data)
        sequence, payload = rtp.split_rtx(data[header.start : header.end])
        number = track.reception.restored(sequence)
        if number is not None and payload:
            track.pictures.packet(number, header.timestamp, header.marker, payload, now)

    def reported(self, report: rtcp.SenderReport, now: float) -> None:
        """A sender report of a slot."""
        track = self._by_ssrc.get(report.ssrc)
        if track is not None:
            track.reception.sender_report(report.ntp, now)

    def due(self, now: float, round_trip: float) -> list[bytes]:
        """RTCP packets to send now."""
        parts: list[bytes] = []
        if now >= self._report_at:
            self._report_at = now + REPORT
            parts += self._reports(now)
        if now >= self._feedback_at:
            self._feedback_at = now + FEEDBACK
            media = self.tracks[0].ssrc if self.tracks else 0
            parts += [rtcp.transport_feedback(self._own_ssrc, media, body) for body in self._arrivals.take()]
        if now >= self._ask_at:
            self._ask_at = now + ASK
            for track in self.tracks:
                if track.kind == "video":
                    parts += self._asks(track, now, round_trip)
        return parts

    def _reports(self, now: float) -> list[bytes]:
        blocks = [block for track in self.tracks if (block := track.reception.block(now)) is not None]
        parts = [rtcp.receiver_report(self._own_ssrc, blocks)] if blocks else []
        bitrate = self._estimate.take(now) if self._estimate else 0
        if bitrate:
            ssrcs = [track.ssrc for track in self.tracks if track.kind == "video"]
            parts.append(rtcp.remb(self._own_ssrc, bitrate, ssrcs))
        return parts

    def _asks(self, track: Track, now: float, round_trip: float) -> list[bytes]:
        parts: list[bytes] = []
        given_up = track.reception.given_up
        lost = track.reception.asks(now, round_trip)
        if lost:
            parts.append(rtcp.nack(self._own_ssrc, track.ssrc, lost))
        if track.reception.given_up != given_up:
            track.pictures.gave_up()
        if track.pictures.tick(now):
            parts.append(rtcp.pli(self._own_ssrc, track.ssrc))
        return parts

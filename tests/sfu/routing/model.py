"""Models of the two ends for routing tests: what a browser's sender and receiver do, seen from the wire."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sfu.routing.packet import Packet
from sfu.routing.reports import SenderClock
from sfu.routing.slots.egress import Codec
from sfu.routing.slots.slot import Slot
from sfu.routing.sources.layer import Kind, Layer
from sfu.routing.sources.source import Source
from sfu.wire import rtcp, rtp, vp8

VIDEO = {"VP8": Codec(120, 121), "H264": Codec(126, 127)}
AUDIO = {"opus": Codec(109)}
SLOT_SSRC, SLOT_RTX = 7000, 7001


@dataclass
class Sent:
    """One packet as it left for a receiver."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes

    @property
    def picture(self) -> vp8.Descriptor:
        return vp8.parse(self.payload)

    @property
    def body(self) -> bytes:
        return self.payload[self.picture.size :]


@dataclass
class Tray:
    """An egress that keeps what was sent."""

    sent: list[Sent] = field(default_factory=list)

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        packet = bytearray(template)
        rtp.patch(packet, rtp.PATCH_AT, sequence, timestamp, ssrc)
        packet[patch_at : patch_at + len(patch)] = patch
        assert len(packet) == len(template)
        header = rtp.parse(bytes(packet))
        payload = bytes(packet[header.start : header.end])
        self.sent.append(
            Sent(header.payload_type, header.marker, header.sequence, header.timestamp, header.ssrc, payload)
        )
        return True

    def take(self) -> list[Sent]:
        sent, self.sent = self.sent, []
        return sent


def layer(kind: Kind = "video") -> Layer:
    return source(kind=kind).layers[0]


def source(name: str = "p/v0", kind: Kind = "video", rids: Sequence[str] = ()) -> Source:
    return Source(name, kind, SenderClock(), Counter(), rids)


def slot(tray: Tray, kind: Kind = "video", first_sequence: int = 0, first_timestamp: int = 0) -> Slot:
    codecs: Mapping[str, Codec] = VIDEO if kind == "video" else AUDIO
    return Slot(
        kind,
        SLOT_SSRC,
        codecs,
        tray,
        rtx_ssrc=SLOT_RTX if kind == "video" else None,
        first_sequence=first_sequence,
        first_timestamp=first_timestamp,
    )


@dataclass
class Camera:
    """A VP8 sender: each frame two packets, the first frame and those asked for are keyframes."""

    ssrc: int = 1
    sequence: int = 0
    timestamp: int = 0
    picture_id: int = 0
    tl0: int = 0
    label: bytes = b"A"
    frames: int = 0
    want_key: bool = True
    history: dict[int, bytes] = field(default_factory=dict)
    rtx_sequence: int = 0

    def frame(self, packets: int = 2, elapsed: float = 0.04) -> list[bytes]:
        """The packets of the next frame, `elapsed` seconds after the last."""
        if self.frames:
            self.timestamp = (self.timestamp + round(elapsed * 90_000)) & 0xFFFFFFFF
        key, self.want_key = self.want_key, False
        made = [self._packet(number, number == packets - 1, key) for number in range(packets)]
        self.frames += 1
        self.picture_id = (self.picture_id + 1) & 0x7FFF
        self.tl0 = (self.tl0 + 1) & 0xFF
        return made

    def _packet(self, number: int, last: bool, key: bool) -> bytes:
        first = 0x90 if number == 0 else 0x80
        descriptor = bytes([first, 0xE0]) + (0x8000 | self.picture_id).to_bytes(2, "big")
        descriptor += bytes([self.tl0, 0x00])
        body = (b"\x10" if key else b"\x11") + self.label + b"%d.%d" % (self.frames, number)
        data = rtp.pack(
            payload_type=96,
            sequence=self.sequence,
            timestamp=self.timestamp,
            ssrc=self.ssrc,
            marker=last,
            payload=descriptor + body,
        )
        self.history[self.sequence] = data
        self.sequence = (self.sequence + 1) & 0xFFFF
        return data

    def padding(self) -> bytes:
        """A probe without payload on the media SSRC."""
        data = rtp.pack(
            payload_type=96, sequence=self.sequence, timestamp=self.timestamp, ssrc=self.ssrc, padding=200
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        return data

    def answer(self, compound: bytes) -> list[bytes]:
        """What RTCP makes it send: retransmissions at once, a keyframe as the next frame."""
        made: list[bytes] = []
        for report in rtcp.parse(compound):
            if isinstance(report, rtcp.Pli) and report.media == self.ssrc:
                self.want_key = True
            elif isinstance(report, rtcp.Nack) and report.media == self.ssrc:
                made += [self._again(number) for number in report.lost if number in self.history]
        return made

    def _again(self, sequence: int) -> bytes:
        header = rtp.parse(self.history[sequence])
        payload = sequence.to_bytes(2, "big") + self.history[sequence][header.start :]
        self.rtx_sequence = (self.rtx_sequence + 1) & 0xFFFF
        return rtp.pack(
            payload_type=97,
            sequence=self.rtx_sequence,
            timestamp=header.timestamp,
            ssrc=self.ssrc + 1000,
            marker=header.marker,
            payload=payload,
        )


@dataclass
class Microphone:
    """An Opus sender, 20 ms a packet."""

    ssrc: int = 2
    sequence: int = 0
    timestamp: int = 0
    label: bytes = b"a"
    packets: int = 0

    def packet(self, elapsed: float = 0.02) -> bytes:
        if self.packets:
            self.timestamp = (self.timestamp + round(elapsed * 48_000)) & 0xFFFFFFFF
        data = rtp.pack(
            payload_type=111,
            sequence=self.sequence,
            timestamp=self.timestamp,
            ssrc=self.ssrc,
            payload=b"\x78" + self.label + b"%d" % self.packets,
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        self.packets += 1
        return data

    def padding(self) -> bytes:
        data = rtp.pack(
            payload_type=111, sequence=self.sequence, timestamp=self.timestamp, ssrc=self.ssrc, padding=9
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        return data


def receive(into: Layer, data: bytes, now: float) -> Packet | None:
    """Give a sender's packet to a layer as the peer would."""
    header = rtp.parse(data)
    payload = data[header.start : header.end]
    codec = "VP8" if into.kind == "video" else "opus"
    if header.payload_type == 97:
        sequence, payload = rtp.split_rtx(payload)
        original = rtp.parse(
            rtp.pack(
                payload_type=96,
                sequence=sequence,
                timestamp=header.timestamp,
                ssrc=header.ssrc,
                marker=header.marker,
            )
        )
        return into.receive(original, payload, codec, now, recovered=True)
    return into.receive(header, payload, codec, now)

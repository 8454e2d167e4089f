"""What an authenticated peer may send, after SRTP: RTP and RTCP into both halves of peers, the router between them.

A publisher (simulcast camera in VP8 or H264, mic) and a viewer that shows it; the viewer's RTCP is hostile, too.
"""

from collections import Counter

from sfu.peers.incoming import Incoming
from sfu.peers.outgoing import Outgoing
from sfu.routing.reports import ntp_stamp
from sfu.routing.router import Router
from sfu.routing.sources.source import Listener
from sfu.sdp.answer import answer
from sfu.wire import rtcp, rtp, twcc
from tests.fuzz.target import joined, pieces
from tests.sfu.sdp.offers import LOCAL, recorded

LONGEST = 3000
STEPS = 500_000
SENDER = answer(recorded("chromium_offer_simulcast3_sendonly_default"), LOCAL)
VIEWER = answer(recorded("chromium_offer_recvonly_default"), LOCAL)
TYPES = [codec.payload_type for track in SENDER.tracks for codec in track.codecs]
TYPES += [codec.rtx_payload_type or 0 for track in SENDER.tracks for codec in track.codecs]
EXTENSIONS = sorted({number for track in SENDER.tracks for number in track.extensions.values()})
REASONS = 24
"""Reasons for a drop are words of ours, never data."""


class Egress:
    """The viewer's transport: looks at what it is given; refuses each `refuse`th packet."""

    def __init__(self) -> None:
        self.refuse = 0
        self.sent = 0
        self.stamp = 0

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        assert 0 <= sequence < 1 << 16 and 0 <= timestamp < 1 << 32 and patch_at + len(patch) <= len(template)
        packet = bytearray(template)
        rtp.patch(packet, rtp.PATCH_AT, sequence, timestamp, ssrc)
        packet[patch_at : patch_at + len(patch)] = patch
        assert rtp.parse(bytes(packet)).ssrc == ssrc
        self.sent += 1
        return not (self.refuse and self.sent % self.refuse == 0)


class Class:
    def __init__(self) -> None:
        self.now = 100.0
        self.dropped: Counter[str] = Counter()
        self.egress = Egress()
        self.incoming = Incoming("p", SENDER.tracks, 5, self.dropped)
        self.outgoing = Outgoing(VIEWER.tracks, self.egress, "x", ntp_stamp)
        self.router = Router(self.broken)
        for source in self.incoming.sources:
            self.router.add(source, self.now)
        for name, slot in self.outgoing.slots.items():
            wanted = [source for source in self.incoming.sources if source.name[2] == name[0]]
            self.router.feed(slot, wanted[0].name if wanted else None, self.now)

    def broken(self, _listener: Listener) -> None:
        raise  # noqa: PLE0704 -- called from within the router's except

    def packet(self, data: bytes) -> None:
        try:
            arrived = self.incoming.packet(memoryview(data), self.now)
        except ValueError:
            return
        if arrived is not None:
            self.router.forward([arrived])

    def control(self, data: bytes, publisher: bool) -> None:
        try:
            for report in rtcp.parse(data):
                if publisher:
                    self.incoming.report(report, self.now)
                else:
                    self.outgoing.report(report, self.now)
        except ValueError:
            return

    def tick(self, seconds: float) -> None:
        self.now += seconds
        for source in self.incoming.sources:
            source.flow_changed(self.now)
        for made in (
            self.incoming.requests(self.now),
            self.incoming.feedback(),
            self.incoming.reports(self.now),
            self.outgoing.reports(self.now),
        ):
            for part in made:
                rtcp.parse(part)
        self.router.tick(self.now)


def one(data: bytes) -> None:
    room = Class()
    for piece in pieces(data):
        if len(piece) > 1:
            step(room, piece[0], piece[1:])
    room.tick(0.02)
    assert len(room.dropped) <= REASONS


def step(room: Class, kind: int, rest: bytes) -> None:
    ssrcs = [slot.ssrc for slot in room.outgoing.slots.values()]
    if kind < 96:
        room.packet(well_formed(kind, rest))
    elif kind < 112:
        room.packet(rest)
    elif kind < 128:
        room.tick(rest[0] / 50)
    elif kind < 160:
        room.control(rest, publisher=True)
    elif kind < 192:
        room.control(rest, publisher=False)
    elif kind < 224:
        media = ssrcs[rest[0] % len(ssrcs)]
        count = 2 + len(rest[1:]) // 4
        head = (0x81, 205, count) if kind & 1 else (0x8F, 205, count)
        body = (1).to_bytes(4, "big") + media.to_bytes(4, "big") + rest[1 : 1 + 4 * (count - 2)]
        room.control(bytes(head[:2]) + count.to_bytes(2, "big") + body, publisher=False)
    else:
        room.egress.refuse = rest[0]
        slots = list(room.outgoing.slots.values())
        slot, layers = slots[rest[0] % len(slots)], room.incoming.sources
        source = layers[kind % len(layers)]
        room.router.feed(slot, source.name if source.kind == slot.kind else None, room.now)


def well_formed(kind: int, rest: bytes) -> bytes:
    """An RTP packet of one of four streams; `rest` moves its numbers and is its payload."""
    values = rest.ljust(6, b"\0")
    tells = {
        EXTENSIONS[values[0] % len(EXTENSIONS)]: (b"0", b"1", b"2", b"q", b"h", b"f", b"\x81")[values[1] % 7]
    }
    return rtp.pack(
        payload_type=TYPES[kind % len(TYPES)],
        sequence=(65500 + int.from_bytes(values[2:4], "big") % 700) & 0xFFFF,
        timestamp=values[4] * 960 << (values[5] & 15) & 0xFFFFFFFF,
        ssrc=1000 + (kind >> 4),
        payload=rest[6:],
        marker=bool(values[5] & 0x80),
        extensions=tells if values[5] & 0x40 else {},
        padding=values[5] & 0x10 and 4,
    )


KEY = bytes.fromhex("9080800050ff019d012a80023001aabb")


def _stream(kind: int, payload: bytes, count: int) -> list[bytes]:
    mid = SENDER.tracks[0].extensions.get("urn:ietf:params:rtp-hdrext:sdes:mid", 0)
    place = EXTENSIONS.index(mid) if mid in EXTENSIONS else 0
    return [
        bytes([kind, place, 0]) + number.to_bytes(2, "big") + bytes([number, 0xC0]) + payload
        for number in range(count)
    ]


SEEDS = [
    joined([*_stream(kind, payload, 6), b"\x70\5", b"\xc0\0\0\1\0\7", b"\xe1\3"])
    for kind in (0, 1, 2, 16, 33)
    for payload in (KEY, b"\x67\x42\xc0\x1f\x8c\x8d\x40\x50\x1e\xc8\x0f\x08\x84\x6a", b"\x78abc")
]
SEEDS += [
    joined([*_stream(0, KEY, 4), bytes([193, 0]) + twcc.build(twcc.Feedback(0, 0, (1, 2, None, 9)))]),
    joined(
        [bytes([160]) + rtcp.receiver_report(1) + rtcp.remb(1, 90_000, [1000]), bytes([130]) + rtcp.bye([1])]
    ),
]

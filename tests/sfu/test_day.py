"""Twenty-four hours of a class in virtual time, through the real cores: layers, slots, SRTP to a receiver and back.

Speech of two people in turn, a screen in two layers; 45 minutes of lesson and 15 of silence each hour, three hours of
night with nothing at all. Every number there is wraps: sequences, both RTP clocks, picture ids, TL0PICIDX, SRTP's
roll-over counter with them, and the NTP era (2036). The senders' clocks run 50 ppm fast. Packets are lost on both sides.
"""

import gc
from collections import Counter
from pathlib import Path

import pytest

from loadtest.pictures import Pictures
from loadtest.reception import Reception
from sfu.routing.reports import SenderClock, ntp_seconds, ntp_stamp
from sfu.routing.router import Router
from sfu.routing.slots.egress import Codec
from sfu.routing.slots.slot import Slot
from sfu.routing.slots.thinning import ALL
from sfu.routing.sources.layer import Kind, Layer
from sfu.routing.sources.source import Listener, Source
from sfu.wire import rtcp, rtp
from sfu.wire.arena import Arena
from sfu.wire.dtls import Srtp
from tests.sfu.wire.dtls_pair import pair, shake_hands

pytestmark = pytest.mark.process
"""Long: half a minute."""

HOUR = 3600
DAY = 24 * HOUR
LESSON = 45 * 60
NIGHT = range(12, 15)
TURN = 600
"""Seconds a person speaks."""
SPEECH, SILENCE, PICTURE = 0.12, 0.4, 0.5
"""Seconds a packet lasts: speech of 120 ms, comfort noise, a screen of 2 frames a second."""
FAST = 1.00005
LOSE_IN, LOSE_OUT = 1511, 1009
"""Every so many-th packet is lost on the way in and out."""
REPORT = 5
ERA = (1 << 32) - DAY // 2
"""NTP seconds at the beginning: the era ends at noon."""
BEGIN = 5000.0
WARM = 2 * HOUR
PAYLOAD = b"\x59" + bytes(40)
"""Opus, two frames of 60 ms."""
NOISE = b"\x78\x00"
Arrivals = list[tuple[Layer, rtp.Header, bytes, str, bool]]
"""Layer, header, payload, codec, whether it comes by retransmission."""


class Sender:
    """One RTP stream into a layer; begins just below every wrap."""

    def __init__(self, layer: Layer, clock: SenderClock, ssrc: int) -> None:
        self.layer = layer
        self.ssrc = ssrc
        self.packets = 0
        self._clock = clock
        self._sequence = 0xFF00
        self._base = 0xFFFF_0000
        self._picture = 0x7FF0
        self._tl0 = 0xF0
        self._frames = 0
        self._lost: tuple[rtp.Header, bytes, str] | None = None

    def speech(self, now: float, silent: bool) -> Arrivals:
        return self._out(NOISE if silent else PAYLOAD, "opus", False, now)

    def picture(self, now: float) -> Arrivals:
        """A frame of one packet; every second one may be left out, a keyframe when asked for."""
        keyframe = self.packets == 0 or self.layer.keyframe_due(now)
        self._frames = 0 if keyframe else self._frames + 1
        upper = self._frames % 2
        self._picture = (self._picture + 1) & 0x7FFF
        self._tl0 = (self._tl0 + 1 - upper) & 0xFF
        head = bytes((0x90, 0xE0, 0x80 | self._picture >> 8, self._picture & 0xFF, self._tl0, 0x60 * upper))
        body = b"\x10\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00" if keyframe else b"\x11" + bytes(30)
        return self._out(head + body, "VP8", True, now)

    def report(self, now: float) -> None:
        """A sender report arrives."""
        ntp = ntp_stamp(ERA - 7777 + now * FAST)
        self._clock.report(ntp, now)
        report = rtcp.SenderReport(self.ssrc, ntp, self._timestamp(now), self.packets, 0)
        self.layer.sender_report(report, now)

    def _timestamp(self, now: float) -> int:
        return (self._base + int((now - BEGIN) * FAST * self.layer.clock_rate)) & 0xFFFFFFFF

    def _out(self, payload: bytes, codec: str, marker: bool, now: float) -> Arrivals:
        """What arrives now: the packet and, a little late, one lost before it; nothing when it is lost itself."""
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.packets += 1
        header = rtp.Header(96, marker, self._sequence, self._timestamp(now), self.ssrc, {}, 0, 0)
        arrivals = []
        if self._lost is not None:
            arrivals.append((self.layer, *self._lost, True))
            self._lost = None
        if codec == "VP8" and self.packets % LOSE_IN == 0:
            self._lost = header, payload, codec
        else:
            arrivals.append((self.layer, header, payload, codec, False))
        return arrivals


class Receiver:
    """The other end of one slot: unprotects, looks for holes, shows pictures, asks for what it missed."""

    def __init__(self, ours: Srtp, theirs: Srtp) -> None:
        self._ours, self._theirs = ours, theirs
        self._room = Arena(1, 1664).slots[0]
        self.now = BEGIN
        self.sent = 0
        self.highest = 0
        self.lost = 0
        self.known: dict[int, Reception] = {}
        self.pictures = Pictures()
        self.timestamps: dict[int, int] = {}
        self.backwards = 0
        self.ticks: Counter[int] = Counter()

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        """As a peer does (see `slot.Egress`), then the way back."""
        room, size = self._room, len(template)
        room.view[:size] = template
        rtp.patch(room.view, rtp.PATCH_AT, sequence, timestamp, ssrc)
        if patch:
            room.view[patch_at : patch_at + len(patch)] = patch
        length = self._ours.protect_rtp(room, size)
        self.sent += 1
        if self.sent % LOSE_OUT == 0:
            self.lost += 1
            return True
        length = self._theirs.unprotect_rtp(room, length)
        self._take(bytes(room.view[:length]))
        return True

    def _take(self, data: bytes) -> None:
        header = rtp.parse(data)
        payload = data[header.start : header.end]
        reception = self.known.setdefault(header.ssrc & ~1, Reception(header.ssrc, 90_000))
        if header.ssrc & 1:
            sequence, payload = rtp.split_rtx(payload)
            number = reception.restored(sequence)
            if number is None:
                return  # repaired already: some are sent again twice
        else:
            number = reception.arrived(header.sequence, header.timestamp, self.now)
        assert number is not None, "nothing comes twice"
        if header.payload_type in (96, 97):
            self.pictures.packet(number, header.timestamp, header.marker, payload, self.now)
        if number > self.highest:
            before = self.timestamps.get(header.ssrc, header.timestamp)
            step = (header.timestamp - before + 0x8000_0000 & 0xFFFFFFFF) - 0x8000_0000
            self.backwards += step < 0
            self.ticks[header.ssrc] += step
            self.timestamps[header.ssrc] = header.timestamp
            self.highest = number


class Day:
    """The class: two speakers, a screen in two layers, and a pupil with a slot of each kind."""

    def __init__(self) -> None:
        server, client = pair()
        shake_hands(server, client)
        clock, dropped = SenderClock(), Counter[str]()
        self.now = BEGIN
        self.router = Router(self._bug)
        self.dropped = dropped
        sources: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
            ("t/a0", "audio", ()), ("p/a0", "audio", ()), ("t/v0", "video", ("l", "h")),
        )  # fmt: skip
        self.sources = {name: Source(name, kind, clock, dropped, rids) for name, kind, rids in sources}
        for source in self.sources.values():
            self.router.add(source, self.now)
        self.speakers = [
            Sender(self.sources[name].layers[0], clock, 11 + n) for n, name in enumerate(("t/a0", "p/a0"))
        ]
        self.screen = [Sender(layer, clock, 21 + layer.place) for layer in self.sources["t/v0"].layers]
        self.ear, self.eye = (Receiver(server.srtp[0], client.srtp[0]) for _ in range(2))
        first = {"first_sequence": 0x7F00, "first_timestamp": 0xFFFF_FF00}
        self.sound = Slot("audio", 100, {"opus": Codec(111)}, self.ear, **first)
        self.picture = Slot("video", 200, {"VP8": Codec(96, 97)}, self.eye, rtx_ssrc=201, **first)
        self.reports: dict[int, list[rtcp.SenderReport]] = {100: [], 200: []}
        self.off = 0.0
        self._next_sound = self._next_picture = self.now

    def _bug(self, listener: Listener) -> None:
        raise AssertionError(f"a bug of {listener}")

    def second(self) -> None:
        """One second of the day, its feeds first."""
        at = int(self.now - BEGIN)
        hour, into = at // HOUR % 24, at % HOUR
        night, lesson = hour in NIGHT, into < LESSON
        if at % TURN == 0 or into == LESSON:
            speaker = None if night else ("t/a0", "p/a0")[at // TURN % 2]
            self.router.feed(self.sound, speaker, self.now)
            self.router.feed(self.picture, "t/v0" if lesson and not night else None, self.now)
            if lesson and not night:
                screen = self.sources["t/v0"]
                self.picture.choose(screen.layers[at // TURN % 2], ALL if hour % 2 else 0, self.now)
        if not night:
            self._media(at, lesson)
        self.now = BEGIN + at + 1
        self._house_keeping(at)

    def _media(self, at: int, lesson: bool) -> None:
        end = BEGIN + at + 1
        self._next_sound = max(self._next_sound, BEGIN + at)
        while self._next_sound < end:
            self._arrive(self.speakers[at // TURN % 2].speech(self._next_sound, not lesson), self._next_sound)
            self._next_sound += SPEECH if lesson else SILENCE
        self._next_picture = max(self._next_picture, BEGIN + at)
        while lesson and self._next_picture < end:
            for layer in self.screen:
                self._arrive(layer.picture(self._next_picture), self._next_picture)
            self._next_picture += PICTURE

    def _arrive(self, arrivals: Arrivals, now: float) -> None:
        self.ear.now = self.eye.now = now
        for layer, header, payload, codec, recovered in arrivals:
            packet = layer.receive(header, payload, codec, now, recovered=recovered)
            if packet is not None:
                self.router.forward([(layer, packet)])

    def _house_keeping(self, at: int) -> None:
        """What ticks do, once a second; losses are asked for."""
        for source in self.sources.values():
            source.flow_changed(self.now)
            for layer in source.layers:
                layer.nacks_due(self.now)
        self.router.tick(self.now)
        if at % REPORT == 0:
            for sender in (*self.speakers, *self.screen):
                sender.report(self.now)
        for slot in (self.sound, self.picture):
            report = slot.report(ntp_stamp(ERA + self.now - BEGIN), self.now)
            if report is not None:
                self._reported(report, 48_000 if slot is self.sound else 90_000)
        if 200 in self.eye.known:
            self.picture.resend(self.eye.known[200].asks(self.now, 0.05), self.now, 0.05)
        self.eye.pictures.tick(self.now)

    def _reported(self, report: rtcp.SenderReport, rate: int) -> None:
        """NTP goes on, across the era, and RTP with it."""
        kept = self.reports[report.ssrc]
        if kept:
            seconds = ntp_seconds((report.ntp - kept[-1].ntp) & 0xFFFF_FFFF_FFFF_FFFF)
            assert 0 < seconds < 4 * HOUR
            ticks = (report.rtp - kept[-1].rtp) & 0xFFFFFFFF
            off = (ticks - int(seconds * rate) + 0x8000_0000 & 0xFFFFFFFF) - 0x8000_0000
            drift = 1.2 * (FAST - 1) * seconds
            self.off = max(self.off, abs(off) / rate - drift)
        self.reports[report.ssrc] = [report]


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.timeout(400)
def test_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    day = Day()
    objects = memory = 0
    for second in range(DAY):
        day.second()
        if second == WARM:
            gc.collect()
            objects, memory = len(gc.get_objects()), resident()
    gc.collect()
    grown, more = len(gc.get_objects()) - objects, resident() - memory
    sound, picture = day.ear.known[100], day.eye.known[200]
    ticks = day.ear.ticks[100] / 48_000, day.eye.ticks[200] / 90_000
    print(
        f"{day.ear.sent} packets of sound, {day.eye.sent} of pictures, {ticks} s of them, reports off {day.off} s"
    )
    print(
        f"{grown} objects and {more} bytes more than after {WARM // HOUR} hours; dropped {dict(day.dropped)}"
    )
    assert sound.lost == day.ear.lost, "what was lost on the way, and nothing else"
    assert picture.lost <= 1
    assert day.eye.pictures.shown >= picture.packets - day.eye.lost, (
        "upper frames that came too late are left out"
    )
    assert (day.ear.backwards, day.eye.backwards) == (0, 0)
    assert sound.packets > 5 << 16, "its sequence numbers wrapped, and SRTP's counter with them"
    assert picture.packets > 1 << 16
    assert day.ear.ticks[100] / 48_000 == pytest.approx(DAY, abs=10)
    assert day.eye.ticks[200] / 90_000 == pytest.approx(DAY - 900, abs=10)
    assert day.off <= PICTURE, "beyond drift, a switch moves a clock by a frame at most"
    assert dict(day.dropped) == {}
    assert grown < 1000, "bounded memories fill: 600,000 packets went through"
    assert more < 4 << 20

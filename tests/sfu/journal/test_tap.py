"""Taps between real sources and a shelf in memory, a router above them, on a fake clock."""

from itertools import pairwise

import pytest

from sfu.journal.format import EndReason, JournalPacket
from sfu.journal.tap import BLOCK, KEYFRAME_INTERVAL, Tap
from sfu.routing.packet import Packet
from sfu.routing.router import Router
from sfu.routing.sources.layer import Kind, Layer
from sfu.routing.sources.source import Listener
from sfu.wire.rtcp import SenderReport
from tests.sfu.journal.shelf import Kept, Shelf
from tests.sfu.routing import model
from tests.sfu.routing.model import Camera, Microphone, Tray, receive

CLOCK = 1_700_000_000_000
TICK = 0.02


class Bench:
    """One source, its tap, and time."""

    def __init__(self, kind: Kind = "audio") -> None:
        self.now = 1000.0
        self.shelf = Shelf()
        self.bugs: list[Listener] = []
        self.router = Router(self.bugs.append)
        self.source = model.source("p/v0" if kind == "video" else "p/a0", kind)
        self.tap = Tap("L1", "x/mic", CLOCK, self.shelf)

    def keep(self) -> None:
        self.router.feed(self.tap, self.source.name, self.now)

    def come(self) -> None:
        self.router.add(self.source, self.now)

    def send(self, *packets: bytes) -> list[Packet]:
        taken = [each for data in packets if (each := receive(self.layer, data, self.now)) is not None]
        self.router.forward((self.layer, each) for each in taken)
        return taken

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / TICK)):
            self.now += TICK
            self.source.flow_changed(self.now)
            self.router.tick(self.now)

    @property
    def layer(self) -> Layer:
        (layer,) = self.source.layers
        return layer

    @property
    def kept(self) -> Kept:
        return self.shelf.journals[-1]

    def ends(self) -> list[EndReason | None]:
        ends = [each.sidecar.end for each in self.shelf.journals]
        return [None if end is None else end.end for end in ends]


def test_a_journal_holds_the_packets_as_they_came() -> None:
    bench = Bench()
    bench.come()
    bench.keep()
    microphone = Microphone(sequence=65_500, timestamp=0xFFFFFF00)
    taken: list[tuple[float, Packet]] = []
    for _ in range(100):
        taken += [(bench.now, each) for each in bench.send(microphone.packet())]
        bench.wait(TICK)
    bench.router.feed(bench.tap, None, bench.now)
    assert bench.kept.packets == [
        JournalPacket(
            pytest.approx((at - 1000.0) * 1000, abs=1),  # type: ignore[arg-type]
            False,
            "opus",
            each.index & 0xFFFF,
            each.timestamp,
            1,
            each.payload,
        )
        for at, each in taken
    ]
    assert [each.sequence for each in bench.kept.packets] == [(65_500 + n) & 0xFFFF for n in range(100)]
    head = bench.kept.sidecar.head
    assert head is not None
    assert (head.lesson, head.source, head.label) == ("L1", "p/a0", "x/mic")
    assert (head.kind, head.rate, head.clock, head.started) == ("audio", 48_000, CLOCK, 1_000_000_000)
    assert bench.ends() == ["stopped"]


def test_blocks_are_half_a_second_at_most() -> None:
    bench = Bench()
    bench.come()
    bench.keep()
    microphone = Microphone()
    for _ in range(200):
        bench.send(microphone.packet())
        bench.wait(TICK)
    times = [1_000_000_000, *(block.us for block in bench.kept.sidecar.blocks)]
    assert len(times) > 8
    assert all(0 < after - before <= 500_000 for before, after in pairwise(times))


def test_nothing_is_written_in_silence() -> None:
    bench = Bench()
    bench.come()
    bench.keep()
    bench.wait(5)
    assert bench.shelf.journals == []
    bench.send(Microphone().packet())
    bench.wait(5)
    assert len(bench.kept.sidecar.blocks) == 1


def test_a_retransmitted_packet_comes_late_and_a_duplicate_never() -> None:
    bench = Bench("video")
    bench.come()
    bench.keep()
    camera = Camera()
    frames = [packet for _ in range(4) for packet in camera.frame()]
    lost = frames.pop(3)
    bench.send(*frames, frames[0])
    assert bench.layer.nacks_due(bench.now + 0.1) == [3]
    assert lost == camera.history[3]
    bench.send(camera._again(3), camera._again(3))
    bench.wait(1)
    assert [each.sequence for each in bench.kept.packets] == [0, 1, 2, 4, 5, 6, 7, 3]
    assert {each.codec for each in bench.kept.packets} == {"vp8"}
    assert [each.marker for each in bench.kept.packets] == [
        False,
        True,
        False,
        False,
        True,
        False,
        True,
        True,
    ]


def test_a_stream_that_begins_anew_is_another_one_in_a_block_of_its_own() -> None:
    bench = Bench()
    bench.come()
    bench.keep()
    bench.send(*(Microphone(sequence=n, timestamp=n).packet() for n in range(3)))
    bench.wait(0.3)
    microphone = Microphone(ssrc=9, sequence=40_000, timestamp=77)
    bench.send(microphone.packet(), microphone.packet())
    bench.wait(1)
    assert [each.stream for each in bench.kept.packets] == [1, 1, 1, 2, 2]
    first, second = bench.kept.sidecar.blocks
    assert first.rtp is None and not first.sr
    assert second.rtp is not None


def test_rtp_time_by_arrival_and_by_sender_reports() -> None:
    bench = Bench()
    bench.come()
    bench.keep()
    microphone = Microphone(timestamp=0xFFFF_FF00)
    bench.send(microphone.packet())
    bench.wait(0.5)
    block = bench.kept.sidecar.blocks[0]
    assert not block.sr
    passed = (block.us - 1_000_000_000) * 48 // 1000
    assert block.rtp == pytest.approx(0xFFFF_FF00 + passed - (1 << 32), abs=2)  # wrapped
    ntp = 3_900_000_000 << 32
    bench.layer._clock.report(ntp, bench.now)
    bench.layer.sender_report(SenderReport(2, ntp, 5000, 0, 0), bench.now)
    reported = bench.now
    bench.send(microphone.packet(0.5))
    bench.wait(0.5)
    block = bench.kept.sidecar.blocks[1]
    assert block.sr
    assert block.rtp == pytest.approx(5000 + 48_000 * (block.us / 1e6 - reported), abs=2)


def test_keyframes_are_asked_for_at_the_begin_and_when_none_came_for_long() -> None:
    bench = Bench("video")
    bench.come()
    camera = Camera()
    bench.send(*camera.frame())
    bench.keep()
    assert bench.layer.keyframes.wanted
    camera.want_key = True
    bench.send(*camera.frame())
    assert not bench.layer.keyframes.wanted
    for _ in range(3):
        began = bench.now
        while not bench.layer.keyframes.wanted:
            bench.send(*camera.frame(1))
            bench.wait(TICK)
            assert bench.now < began + 7
        assert bench.now - began >= KEYFRAME_INTERVAL - 0.01
        camera.want_key = True
        bench.send(*camera.frame())


def test_a_kept_source_counts_as_listened_to() -> None:
    bench = Bench("video")
    bench.come()
    camera = Camera()
    first, _, third = camera.frame(3)
    bench.send(first, third)
    assert bench.layer.nacks_due(bench.now + 0.1) == []
    bench.keep()
    bench.send(*camera.frame(1))
    assert bench.layer.nacks_due(bench.now + 0.2) == [1]


def test_a_source_that_comes_later_goes_and_returns() -> None:
    bench = Bench()
    bench.keep()
    bench.wait(1)
    bench.come()
    bench.send(Microphone().packet())
    bench.router.remove(bench.source, bench.now)
    assert bench.ends() == ["gone"]
    bench.wait(1)
    bench.source = model.source("p/a0", "audio")
    bench.come()
    bench.send(Microphone().packet())
    bench.wait(1)
    bench.router.feed(bench.tap, None, bench.now)
    assert bench.ends() == ["gone", "stopped"]
    assert [len(each.packets) for each in bench.shelf.journals] == [1, 1]
    assert bench.source.listeners == ()


def test_a_sink_that_is_full_leaves_a_hole_and_asks_for_a_keyframe_behind_it() -> None:
    bench = Bench("video")
    bench.come()
    bench.keep()
    camera = Camera()
    for second in range(3):
        bench.shelf.full = second == 1
        bench.send(*camera.frame(1))
        if second == 2:
            assert not bench.layer.keyframes.wanted
        bench.wait(1)
    assert [each.sequence for each in bench.kept.packets] == [0, 2]
    assert bench.tap.lost_at == pytest.approx(1001 + BLOCK, abs=0.05)
    assert bench.layer.keyframes.wanted


def test_a_journal_of_which_nothing_was_taken_is_not_finished() -> None:
    bench = Bench()
    bench.come()
    for full in (False, True):
        bench.shelf.full = full
        bench.keep()
        if full:
            bench.send(Microphone().packet())
        bench.router.feed(bench.tap, None, bench.now)
    assert bench.shelf.journals == []


class Broken(Tap):
    """Raises at its third packet."""

    seen = 0

    def forward(self, layer: Layer, packet: Packet, template: bytes) -> None:
        self.seen += 1
        if self.seen == 3:
            raise RuntimeError("a bug")
        super().forward(layer, packet, template)


def test_a_failing_tap_does_not_disturb_slots() -> None:
    bench = Bench()
    tray = Tray()
    slot = model.slot(tray, "audio")
    bench.tap = Broken("L1", "x/mic", CLOCK, bench.shelf)
    bench.keep()
    bench.come()
    bench.router.feed(slot, "p/a0", bench.now)
    microphone = Microphone()
    for _ in range(6):
        bench.send(microphone.packet())
    assert len(tray.take()) == 6
    assert bench.bugs == [bench.tap]
    bench.tap.fail()
    bench.send(microphone.packet())
    assert len(tray.take()) == 1
    assert bench.tap.seen == 6
    bench.router.feed(bench.tap, None, bench.now)
    assert bench.shelf.journals == []  # nothing was handed over before


@pytest.mark.parametrize("method", ["feed", "gone", "tick"])
def test_a_tap_that_raises_elsewhere_is_told_and_nobody_else_notices(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench()
    slot = model.slot(Tray(), "audio")

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    bench.keep()
    bench.router.feed(slot, "p/a0", bench.now)
    if method != "feed":
        bench.come()
    monkeypatch.setattr(bench.tap, method, broken)
    if method == "feed":
        bench.come()
    bench.wait(TICK)
    assert slot.wanted is bench.source
    bench.router.remove(bench.source, bench.now)
    assert slot.wanted is None
    assert bench.tap in bench.bugs


def test_codecs_nobody_can_read_are_not_kept() -> None:
    assert Bench().tap.form("G722") is None

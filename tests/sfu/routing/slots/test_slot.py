import itertools

import pytest

from sfu.routing.router import Router
from sfu.routing.slots.aim import OVERLAP
from sfu.routing.slots.slot import Slot
from sfu.routing.sources.source import Listener, Source
from sfu.wire import rtcp
from tests.sfu.routing.model import SLOT_RTX, SLOT_SSRC, Camera, Microphone, Sent, Tray, receive, slot, source
from tests.support.wraps import WRAPS


def fail(_listener: Listener) -> None:
    raise AssertionError("forwarding failed")


def pump(router: Router, source: Source, packets: list[bytes], now: float) -> None:
    """One batch of a sender's packets through the router."""
    (into,) = source.layers
    batch = [(into, packet) for data in packets if (packet := receive(into, data, now)) is not None]
    router.forward(batch)


class Stage:
    """Two cameras and one slot."""

    def __init__(self, first: int, first_timestamp: int = 0) -> None:
        self.tray = Tray()
        self.router = Router(fail)
        self.slot = slot(self.tray, first_sequence=first, first_timestamp=first_timestamp)
        self.cameras = {
            "p/v0": Camera(ssrc=1, sequence=first, picture_id=first & 0x7FFF, tl0=first & 0xFF, label=b"A"),
            "q/v0": Camera(
                ssrc=2, sequence=~first & 0xFFFF, picture_id=~first & 0x7FFF, timestamp=1 << 31, label=b"B"
            ),
        }
        self.sources = {name: source(name) for name in self.cameras}
        self.now = 100.0
        for each in self.sources.values():
            self.router.add(each, self.now)

    def feed(self, name: str | None) -> None:
        self.router.feed(self.slot, name, self.now)

    def frame(self) -> None:
        """40 ms: one frame of each camera."""
        self.now += 0.04
        for name, camera in self.cameras.items():
            pump(self.router, self.sources[name], camera.frame(), self.now)
        self.router.tick(self.now)

    def answer_keyframe(self, name: str) -> None:
        for each in self.sources.values():
            each.flow_changed(self.now)
        if self.sources[name].layers[0].keyframe_due(self.now):
            self.cameras[name].want_key = True


def check_continuous(sent: list[Sent], first: int) -> None:
    """The oracle: numbers and picture ids without a hole, one picture id and one timestamp per frame."""
    assert [each.sequence for each in sent] == [(first + place) & 0xFFFF for place in range(len(sent))]
    frames = [each for each in sent if each.picture.frame_start]
    start = frames[0].picture.picture_id
    assert start is not None
    assert [frame.picture.picture_id for frame in frames] == [
        (start + place) & 0x7FFF for place in range(len(frames))
    ]
    tl0 = frames[0].picture.tl0
    assert tl0 is not None
    assert [frame.picture.tl0 for frame in frames] == [(tl0 + place) & 0xFF for place in range(len(frames))]


@pytest.mark.parametrize("first", WRAPS)
def test_switches_are_seamless(first: int) -> None:
    stage = Stage(first)
    stage.feed("p/v0")
    names = ["p/v0", "q/v0"]
    for step in range(60):
        if step % 10 == 5:
            names.reverse()
            stage.feed(names[0])
        stage.answer_keyframe(names[0])
        stage.frame()
    sent = stage.tray.take()
    assert 120 <= len(sent) <= 126  # at a switch both may send within one 40 ms
    check_continuous(sent, first)
    labels = [each.body[1:2] for each in sent]
    assert {bytes(label) for label in labels} == {b"A", b"B"}
    changes = [place for place in range(1, len(sent)) if labels[place] != labels[place - 1]]
    assert len(changes) == 6
    assert all(sent[place].picture.keyframe for place in changes)
    assert all((each.payload_type, each.ssrc) == (120, SLOT_SSRC) for each in sent)


@pytest.mark.parametrize("first_timestamp", [0, 0x7FFFFFF0, 0xFFFFFFF0])
def test_timestamps_follow_the_wall_clock_and_never_run_ahead(first_timestamp: int) -> None:
    stage = Stage(0, first_timestamp)
    stage.feed("p/v0")
    stage.frame()
    began, start = stage.now, stage.tray.sent[0].timestamp
    assert start == first_timestamp
    names = ["p/v0", "q/v0"]
    for step in range(50):
        if step % 7 == 3:
            names.reverse()
            stage.feed(names[0])
        if step == 25:
            stage.now += 7.0
            for camera in stage.cameras.values():
                camera.timestamp = (camera.timestamp + 7 * 90_000) & 0xFFFFFFFF
        stage.answer_keyframe(names[0])
        stage.frame()
        moved = (stage.tray.sent[-1].timestamp - start) & 0xFFFFFFFF
        assert moved <= (stage.now - began) * 90_000 + 1
        assert moved >= (stage.now - began) * 90_000 - 90


def test_a_late_keyframe_does_not_push_later_switches_ahead() -> None:
    """Each keyframe comes 200 ms late, the frames after it in time: the lead never adds up over switches."""
    stage = Stage(0)
    stage.feed("p/v0")
    stage.frame()
    began, start = stage.now, stage.tray.sent[0].timestamp
    names = ["p/v0", "q/v0"]
    for _ in range(20):
        names.reverse()
        stage.feed(names[0])
        stage.answer_keyframe(names[0])
        stage.now += 0.2
        stage.cameras[names[0]].timestamp += 0
        stage.frame()
        stage.now -= 0.2
        for _ in range(20):
            stage.frame()
    moved = (stage.tray.sent[-1].timestamp - start) & 0xFFFFFFFF
    assert moved - (stage.now - began) * 90_000 < 0.45 * 90_000


def test_the_old_source_flows_until_the_keyframe_but_not_for_ever() -> None:
    stage = Stage(0)
    stage.feed("p/v0")
    for _ in range(5):
        stage.frame()
    stage.feed("q/v0")
    for _ in range(5):
        stage.frame()
    assert {each.body[1:2] for each in stage.tray.take()} == {b"A"}
    assert stage.slot.current is stage.sources["p/v0"].layers[0]
    while stage.now < 100.0 + 0.2 + OVERLAP["video"] + 0.1:
        stage.frame()
    assert stage.slot.current is None
    assert stage.sources["p/v0"].listeners == ()
    stage.tray.take()
    stage.frame()
    assert stage.tray.take() == []
    stage.cameras["q/v0"].want_key = True
    stage.frame()
    assert {each.body[1:2] for each in stage.tray.take()} == {b"B"}


def test_idle_and_back() -> None:
    stage = Stage(65_530)
    stage.feed("p/v0")
    for _ in range(5):
        stage.frame()
    stage.feed(None)
    for _ in range(5):
        stage.frame()
    assert len(stage.tray.sent) == 10
    assert stage.sources["p/v0"].listeners == ()
    stage.feed("p/v0")
    stage.answer_keyframe("p/v0")
    for _ in range(5):
        stage.frame()
    check_continuous(stage.tray.take(), 65_530)


def test_back_before_the_switch_happened() -> None:
    stage = Stage(0)
    stage.feed("p/v0")
    stage.frame()
    stage.feed("q/v0")
    stage.feed("p/v0")
    stage.frame()
    assert stage.sources["q/v0"].listeners == ()
    assert len(stage.tray.sent) == 4


def test_a_wish_for_a_source_that_comes_later() -> None:
    stage = Stage(0)
    stage.feed("r/v0")
    stage.frame()
    assert stage.tray.sent == []
    stage.sources["r/v0"], stage.cameras["r/v0"] = source("r/v0"), Camera(ssrc=9, label=b"C")
    stage.router.add(stage.sources["r/v0"], stage.now)
    stage.frame()
    assert len(stage.tray.sent) == 2
    stage.router.remove(stage.sources["r/v0"], stage.now)
    del stage.cameras["r/v0"]
    stage.frame()
    assert stage.slot.current is None and stage.slot.wanted is None
    assert len(stage.tray.sent) == 2


@pytest.mark.parametrize("first", WRAPS)
def test_losses_stay_holes_and_late_packets_find_their_place(first: int) -> None:
    tray, video, router = Tray(), source(), Router(fail)
    out = slot(tray, first_sequence=first)
    router.add(video, 0.0)
    router.feed(out, "p/v0", 0.0)
    camera = Camera(sequence=~first & 0xFFFF)
    data = [packet for _ in range(5) for packet in camera.frame()]
    order = [0, 1, 2, 4, 3, 3, 5, 8, 7, 9]
    for place in order:
        pump(router, video, [data[place]], 0.0)
    places = [0, 1, 2, 4, 3, 5, 8, 7, 9]
    assert [each.sequence for each in tray.sent] == [(first + place) & 0xFFFF for place in places]


@pytest.mark.parametrize("first", WRAPS)
def test_late_packets_of_before_the_switch_are_dropped(first: int) -> None:
    stage = Stage(first)
    stage.feed("p/v0")
    stage.frame()
    held = stage.cameras["p/v0"].frame()
    stage.feed("q/v0")
    stage.cameras["q/v0"].want_key = True
    stage.frame()
    stage.feed("p/v0")
    stage.cameras["p/v0"].want_key = True
    stage.frame()
    sequences = [each.sequence for each in stage.tray.sent]
    pump(stage.router, stage.sources["p/v0"], held, stage.now)
    assert [each.sequence for each in stage.tray.sent] == sequences
    assert len(set(sequences)) == len(sequences)


@pytest.mark.parametrize("batched", [True, False])
def test_a_keyframe_whose_first_packet_came_by_retransmission(batched: bool) -> None:
    stage = Stage(0)
    stage.feed("p/v0")
    stage.frame()
    stage.feed("q/v0")
    camera, video = stage.cameras["q/v0"], stage.sources["q/v0"]
    pump(stage.router, video, camera.frame(), stage.now)
    camera.want_key = True
    first, second, third, last = camera.frame(packets=4)
    pump(stage.router, video, [second, last], stage.now)
    sequence = int.from_bytes(first[2:4], "big")
    again = camera.answer(rtcp.nack(1, camera.ssrc, [sequence, sequence + 2]))
    more = [*again, *camera.frame()]
    for batch in [more] if batched else [[data] for data in more]:
        pump(stage.router, video, batch, stage.now)
    sent = [each for each in stage.tray.sent if each.body[1:2] == b"B"]
    assert len({each.sequence for each in sent}) == len(sent) == 6
    assert sorted(each.body for each in sent) == sorted(
        [b"\x10B2.0", b"\x10B2.1", b"\x10B2.2", b"\x10B2.3", b"\x11B3.0", b"\x11B3.1"]
    )
    assert third[-4:] == b"B2.2"
    check_continuous(sorted(stage.tray.sent, key=lambda each: each.sequence), 0)


@pytest.mark.parametrize("first", WRAPS)
def test_nack_is_served_as_rtx_also_from_before_a_switch(first: int) -> None:
    stage = Stage(first)
    stage.feed("p/v0")
    for _ in range(3):
        stage.frame()
    stage.feed("q/v0")
    stage.cameras["q/v0"].want_key = True
    for _ in range(3):
        stage.frame()
    sent = stage.tray.take()
    lost = [sent[place].sequence for place in (1, 4, 7)]
    assert stage.slot.resend([*lost, (first + 500) & 0xFFFF, (first - 3) & 0xFFFF], stage.now, 0.05) == 3
    again = stage.tray.take()
    assert [each.ssrc for each in again] == [SLOT_RTX] * 3
    assert [each.payload_type for each in again] == [121] * 3
    assert len({each.sequence for each in again}) == 3
    for repeat, original in zip(again, (sent[1], sent[4], sent[7]), strict=True):
        assert repeat.payload == original.sequence.to_bytes(2, "big") + original.payload
        assert (repeat.timestamp, repeat.marker) == (original.timestamp, original.marker)


def test_a_codec_the_receiver_does_not_take_is_not_forwarded() -> None:
    tray, router, video = Tray(), Router(fail), source()
    out = Slot("video", SLOT_SSRC, {}, tray)
    router.add(video, 0.0)
    router.feed(out, "p/v0", 0.0)
    pump(router, video, Camera().frame(), 0.0)
    assert tray.sent == []


def test_a_bug_of_one_receiver_leaves_the_others_alone() -> None:
    class Broken(Tray):
        def send(self, *_: object) -> None:  # type: ignore[override]
            raise RuntimeError("a bug")

    broken: list[Listener] = []
    router, video, tray = Router(broken.append), source(), Tray()
    bad, good = slot(Broken()), slot(tray)
    router.add(video, 0.0)
    router.feed(bad, "p/v0", 0.0)
    router.feed(good, "p/v0", 0.0)
    pump(router, video, Camera().frame(), 0.0)
    assert len(tray.sent) == 2
    assert broken == [bad, bad]


def test_sender_reports_map_to_what_is_sent() -> None:
    stage = Stage(0)
    stage.feed("p/v0")
    stage.frame()
    stage.sources["p/v0"].flow_changed(stage.now)
    assert stage.slot.report(1, stage.now) is None
    for _ in range(30):
        stage.frame()
    report = stage.slot.report(5, stage.now)
    assert report is not None
    last = stage.tray.sent[-1]
    assert (report.ssrc, report.ntp, report.rtp) == (SLOT_SSRC, 5, last.timestamp)
    assert report.packets == len(stage.tray.sent)
    assert report.octets == sum(len(each.payload) for each in stage.tray.sent)


# Audio


def audio_pair(first: int, timestamp: int = 0) -> tuple[Tray, Router, Slot, dict[str, Microphone]]:
    tray, router = Tray(), Router(fail)
    out = slot(tray, "audio", first, timestamp)
    microphones = {
        "p/a0": Microphone(sequence=~first & 0xFFFF, label=b"a"),
        "q/a0": Microphone(sequence=first, timestamp=0xFFFFFF00, label=b"b"),
    }
    for name in microphones:
        router.add(source(name, "audio"), 0.0)
    return tray, router, out, microphones


@pytest.mark.parametrize("first", WRAPS)
def test_audio_switches_without_a_gap_and_stays_on_the_grid(first: int) -> None:
    tray, router, out, microphones = audio_pair(first)
    names = ["p/a0", "q/a0"]
    router.feed(out, names[0], 0.0)
    for step in range(60):
        now = step * 0.02
        if step % 13 == 7:
            names.reverse()
            router.feed(out, names[0], now)
        for offset, name in ((0.0, "p/a0"), (0.007, "q/a0")):
            pump(router, router.sources[name], [microphones[name].packet()], now + offset)
    sent = tray.sent
    assert 60 <= len(sent) <= 65  # the old one flows on until the new one's first packet
    assert [each.sequence for each in sent] == [(first + place) & 0xFFFF for place in range(len(sent))]
    steps = [
        (later.timestamp - earlier.timestamp) & 0xFFFFFFFF for earlier, later in itertools.pairwise(sent)
    ]
    assert set(steps) == {960}


@pytest.mark.parametrize(
    ("gap", "ticks"), [(0.001, 960), (0.02, 960), (0.031, 1920), (2.0, 96_000), (2.009, 96_000)]
)
def test_audio_time_goes_on_by_the_clock(gap: float, ticks: int) -> None:
    tray, router, out, microphones = audio_pair(0, 0xFFFFFF00)
    router.feed(out, "p/a0", 0.0)
    pump(router, router.sources["p/a0"], [microphones["p/a0"].packet()], 0.0)
    router.feed(out, "q/a0", 0.0)
    pump(router, router.sources["q/a0"], [microphones["q/a0"].packet()], gap)
    first, second = tray.sent
    assert (second.timestamp - first.timestamp) & 0xFFFFFFFF == ticks


@pytest.mark.parametrize("first", WRAPS)
def test_audio_padding_leaves_no_gap(first: int) -> None:
    tray, router, out, microphones = audio_pair(first)
    router.feed(out, "p/a0", 0.0)
    microphone, audio = microphones["p/a0"], router.sources["p/a0"]
    for step in range(20):
        if step % 5 == 4:
            pump(router, audio, [microphone.padding()], step * 0.02)
        pump(router, audio, [microphone.packet()], step * 0.02)
    assert [each.sequence for each in tray.sent] == [(first + place) & 0xFFFF for place in range(20)]
    assert all(each.payload for each in tray.sent)


def test_audio_of_the_old_source_ends_soon_when_the_new_one_is_silent() -> None:
    tray, router, out, microphones = audio_pair(0)
    router.feed(out, "p/a0", 0.0)
    for step in range(50):
        now = step * 0.02
        if step == 10:
            router.feed(out, "q/a0", now)
        if step == 12:
            router.feed(out, "r/a0", now)  # wishing for another does not prolong it
        router.tick(now)
        pump(router, router.sources["p/a0"], [microphones["p/a0"].packet()], now)
    assert len(tray.sent) <= 14
    assert router.sources["p/a0"].listeners == ()


def test_audio_off_is_off_at_once() -> None:
    tray, router, out, microphones = audio_pair(0)
    router.feed(out, "p/a0", 0.0)
    pump(router, router.sources["p/a0"], [microphones["p/a0"].packet()], 0.0)
    router.feed(out, None, 0.001)
    pump(router, router.sources["p/a0"], [microphones["p/a0"].packet()], 0.02)
    assert len(tray.sent) == 1

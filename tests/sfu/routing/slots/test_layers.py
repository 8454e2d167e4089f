"""Layers of one source: which flow, how large they are, and how a slot goes from one to another."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from sfu.peers.incoming import Incoming
from sfu.routing.router import Router
from sfu.routing.slots.aim import OVERLAP
from sfu.routing.slots.slot import Slot
from sfu.routing.sources.layer import Layer
from sfu.routing.sources.source import Listener
from sfu.routing.wanted import KEPT, PATIENCE, Taken, Unplayable
from sfu.sdp.negotiated import MID, REPAIRED_RID, RID, Codec, Track
from sfu.wire import rtp
from tests.sfu.routing.film import Film, part_of
from tests.sfu.routing.model import Sent, Tray, receive, slot, source
from tests.sfu.wire.test_h264 import IDR_SLICE, SLICE, SPS_640_360, fragment, stap

RIDS = ("q", "h", "f")


def fail(_listener: Listener) -> None:
    raise AssertionError("forwarding failed")


@dataclass
class Studio:
    """One sender of three layers, one slot; the sender obeys keyframe requests. `resting`: layers that do not come."""

    now: float = 100.0
    resting: set[str] = field(default_factory=set)
    tray: Tray = field(default_factory=Tray)

    def __post_init__(self) -> None:
        self.router = Router(fail)
        self.slot = slot(self.tray)
        self.source = source(rids=RIDS)
        self.films = {rid: Film(rid, ssrc=place) for place, rid in enumerate(RIDS)}
        self.router.add(self.source, self.now)

    def layer(self, rid: str) -> Layer:
        return next(each for each in self.source.layers if each.rid == rid)

    def roll(self, seconds: float) -> list[str]:
        """Which layers' frames were sent meanwhile, in order, each once a row."""
        for _ in range(round(seconds / 0.04)):
            self.now += 0.04
            for rid, film in self.films.items():
                if rid in self.resting:
                    film.timestamp += 3600
                    film.want_key = True  # it begins with one
                else:
                    self.frame(rid)
            self.source.flow_changed(self.now)
            self.router.tick(self.now)
        return shown(self.tray.take())

    def frame(self, rid: str) -> None:
        layer, film = self.layer(rid), self.films[rid]
        film.want_key |= layer.keyframe_due(self.now)
        for data in film.frame(0, False, False, 2, 0.04):
            packet = receive(layer, data, self.now)
            assert packet is not None
            self.router.forward([(layer, packet)])

    def feed(self) -> None:
        self.router.feed(self.slot, "p/v0", self.now)


def shown(sent: list[Sent]) -> list[str]:
    rows: list[str] = []
    for each in sent:
        label = part_of(each.payload).label
        if rows[-1:] != [label]:
            rows.append(label)
    return rows


def test_the_lowest_flowing_layer_until_somebody_chooses() -> None:
    studio = Studio(resting={"q"})
    studio.feed()
    assert studio.roll(1) == ["h"]
    studio.resting = set()
    assert studio.roll(1) == ["h", "q"]
    studio.slot.choose(studio.layer("f"), 7, studio.now)
    assert studio.roll(1) == ["q", "f"]
    assert studio.slot.current is studio.slot.target is studio.layer("f")
    assert [bool(layer.listeners) for layer in studio.source.layers] == [False, False, True]


def test_held_back_and_on_again() -> None:
    studio = Studio()
    studio.feed()
    studio.roll(1)
    studio.slot.choose(None, 0, studio.now)
    assert studio.roll(1) == []
    assert not studio.source.listeners
    assert studio.slot.wanted is studio.source
    studio.slot.choose(studio.layer("h"), 7, studio.now)
    assert studio.roll(1) == ["h"]


def test_a_layer_that_stops_is_replaced_and_comes_back() -> None:
    studio = Studio()
    studio.feed()
    studio.slot.choose(studio.layer("f"), 7, studio.now)
    studio.roll(2)
    studio.resting = {"f"}
    before = studio.now
    while studio.slot.current is not studio.layer("h"):
        studio.roll(0.04)
        assert studio.now - before < 1.5
    assert studio.slot.target is studio.layer("f"), "it is still wanted"
    assert studio.layer("f").listeners
    studio.resting = set()
    assert studio.roll(1) == ["h", "f"]
    assert not studio.layer("h").listeners


def test_a_layer_that_rests_is_waited_for_without_a_gap() -> None:
    studio = Studio(resting={"f"})
    studio.feed()
    studio.roll(1)
    studio.slot.choose(studio.layer("f"), 7, studio.now)
    assert studio.roll(3 * OVERLAP["video"]) == ["q"]
    assert studio.layer("f").listeners
    studio.resting = set()
    assert studio.roll(1) == ["q", "f"]


def test_a_higher_layer_is_left_soon_even_without_the_lower_ones_keyframe() -> None:
    studio = Studio()
    studio.feed()
    studio.slot.choose(studio.layer("f"), 7, studio.now)
    studio.roll(1)
    studio.slot.choose(studio.layer("q"), 7, studio.now)
    studio.layer("q").keyframes.due = lambda now, round_trip: False  # type: ignore[method-assign]
    studio.roll(OVERLAP["video"] + 0.1)
    assert studio.slot.current is None
    assert studio.roll(0.5) == []


def test_all_layers_pausing_together_is_no_stop_of_one() -> None:
    studio = Studio()
    studio.feed()
    studio.roll(1)
    studio.resting = set(RIDS)
    studio.roll(2)
    assert all(layer.flowing for layer in studio.source.layers)
    studio.roll(1.1)
    assert not studio.source.flowing


def test_a_layer_of_another_source_is_passed_over() -> None:
    studio = Studio()
    studio.feed()
    studio.slot.choose(source(rids=RIDS).layers[1], 7, studio.now)
    assert studio.roll(0.5) == ["q"]


def test_layers_are_put_in_order_of_their_lines() -> None:
    studio = Studio()
    for rid, lines in (("q", 720), ("h", 360), ("f", 0)):
        studio.layer(rid).lines = lines
    studio.source.flow_changed(studio.now)
    assert [(layer.rid, layer.place) for layer in studio.source.layers] == [("h", 0), ("q", 1), ("f", 2)]


def test_rates_add_up_over_temporal_layers() -> None:
    layer, film = source(rids=RIDS).layers[0], Film("q", ssrc=1)
    layer.flowing = True
    sizes = [0, 0, 0]
    for number in range(200):
        temporal = (0, 2, 1, 2)[number % 4]
        (data,) = film.frame(temporal, False, False, 1, 0.04)
        receive(layer, data, number * 0.04)
        if number >= 175:
            sizes[temporal] += 8 * len(data)
    measured = layer.bitrates
    assert measured == pytest.approx((sizes[0], sizes[0] + sizes[1], sum(sizes)), rel=0.2)
    receive(layer, data, 30.0)
    receive(layer, data, 30.1)
    assert layer.bitrates == measured  # it rested meanwhile


def test_lines_of_vp8_and_h264_keyframes() -> None:
    vp8_layer, h264_layer = source().layers[0], source().layers[0]
    payload = (
        b"\x10\x00\x00\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + (0x4000 | 360).to_bytes(2, "little")
    )
    head = rtp.parse(rtp.pack(payload_type=96, sequence=1, timestamp=0, ssrc=1))
    packet = vp8_layer.receive(head, payload, "VP8", 1.0)
    assert packet is not None and packet.keyframe
    assert vp8_layer.lines == 360
    packet = h264_layer.receive(head, stap(SPS_640_360), "H264", 1.0)
    assert packet is not None and packet.keyframe
    assert (h264_layer.lines, h264_layer.codec) == (360, "H264")


def test_an_h264_picture_begins_with_its_parameter_sets() -> None:
    """The slice of a keyframe is none while what came before it is missing."""
    layer = source().layers[0]

    def take(sequence: int, timestamp: int, payload: bytes) -> bool:
        head = rtp.parse(rtp.pack(payload_type=96, sequence=sequence, timestamp=timestamp, ssrc=1))
        packet = layer.receive(head, payload, "H264", 1.0 + sequence * 0.01)
        assert packet is not None
        return packet.keyframe

    assert take(10, 0, SPS_640_360)
    assert not take(11, 0, fragment(IDR_SLICE, begins=True))
    assert not take(12, 3000, SLICE)
    assert not take(14, 6000, IDR_SLICE), "13 may be the parameter sets"
    assert take(13, 6000, SPS_640_360)
    assert not take(15, 9000, SLICE)
    assert take(16, 12_000, IDR_SLICE)
    assert not take(17, 12_000, IDR_SLICE), "its second slice"


# What control is told


def test_what_nobody_takes_is_told_after_some_seconds() -> None:
    studio, taken = Studio(), Taken()
    sources = studio.router.sources
    assert taken.changes(sources, studio.now) == [("p/v0", RIDS)]
    studio.feed()
    studio.roll(1)
    assert taken.changes(sources, studio.now) == []
    studio.roll(KEPT + 0.1)
    assert taken.changes(sources, studio.now) == [("p/v0", ("q",))]
    studio.slot.choose(studio.layer("f"), 7, studio.now)
    assert taken.changes(sources, studio.now) == [("p/v0", ("q", "f"))]
    studio.roll(KEPT + 0.1)
    assert taken.changes(sources, studio.now) == [("p/v0", ("f",))]
    studio.router.feed(studio.slot, None, studio.now)
    studio.roll(KEPT + 0.1)
    assert taken.changes(sources, studio.now) == [("p/v0", ())]
    studio.router.remove(studio.source, studio.now)
    assert taken.changes(sources, studio.now) == []
    assert taken.told == {}


def test_a_layer_that_never_came_is_asked_for_while_others_are_taken() -> None:
    studio, taken = Studio(resting={"f"}), Taken()
    studio.feed()
    taken.changes(studio.router.sources, studio.now)
    studio.roll(20)
    taken.changes(studio.router.sources, studio.now)
    studio.roll(KEPT + 1)
    assert taken.changes(studio.router.sources, studio.now)[-1:] in ([], [("p/v0", ("q", "f"))])
    assert taken.told == {"p/v0": ("q", "f")}


def test_a_codec_a_receiver_does_not_take_is_told_once() -> None:
    studio, unplayable = Studio(), Unplayable()
    strange = Slot("video", 1, {}, studio.tray)
    slots = {"v0": strange, "v1": studio.slot}
    studio.router.feed(strange, "p/v0", studio.now)
    studio.feed()
    studio.roll(0.1)
    assert unplayable.changes("r", slots, studio.now) == []
    studio.roll(PATIENCE + 0.1)
    assert unplayable.changes("r", slots, studio.now) == [("v0", "VP8")]
    assert unplayable.changes("r", slots, studio.now) == []
    assert unplayable.told == {("r", "v0"): "VP8"}
    studio.router.feed(strange, None, studio.now)
    assert unplayable.changes("r", slots, studio.now) == [("v0", "")]
    unplayable.forget("r")
    assert unplayable.told == {}


def test_forms() -> None:
    both = slot(Tray())
    assert both.form("VP8") == 120
    assert both.form("H264/0") == both.form("H264") == 126
    assert both.form("opus") is None
    both.stamp = 3
    assert both.form("VP8") == 120 | 3 << 8


# The whole way in


def test_packets_find_their_layers_by_mid_and_rid() -> None:
    codec = Codec(96, "VP8", 90_000, 97, "")
    track = Track("v0", "video", "source", "1", (codec,), {MID: 4, RID: 10, REPAIRED_RID: 11}, RIDS)
    incoming = Incoming("p", [track], 5, Counter())
    film = Film("h", ssrc=50)
    first, second = film.frame(0, False, False, 2, 0.04)

    def sent(
        data: bytes, ssrc: int, payload_type: int, marks: dict[int, bytes], rtx: bool = False
    ) -> memoryview:
        head = rtp.parse(data)
        body = (head.sequence.to_bytes(2, "big") if rtx else b"") + data[head.start : head.end]
        return memoryview(
            rtp.pack(
                payload_type=payload_type, sequence=7 if rtx else head.sequence, timestamp=head.timestamp,
                ssrc=ssrc, marker=head.marker, payload=body, extensions=marks,
            )
        )  # fmt: skip

    probe = rtp.pack(
        payload_type=97, sequence=1, timestamp=0, ssrc=51, padding=9, extensions={4: b"1", 11: b"h"}
    )
    assert incoming.packet(memoryview(probe), 1.0) is None, "padding of a layer's RTX before anything else"
    found = incoming.packet(sent(first, 50, 96, {4: b"1", 10: b"h"}), 1.0)
    assert found is not None and found[0] is incoming.sources[0].layers[1]
    again = incoming.packet(sent(second, 51, 97, {}, rtx=True), 1.1)
    assert again is not None and again[0] is found[0]
    assert again[1].index == found[1].index + 1

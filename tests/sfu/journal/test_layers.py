"""A tap of a source with several layers: one at a time, each a journal of its own."""

from dataclasses import dataclass, field

from sfu.journal.tap import BACK_AFTER, LEFT_AFTER, Tap
from sfu.routing.router import Router
from sfu.routing.sources.source import Listener
from sfu.wire import vp8
from tests.sfu.journal.shelf import Shelf
from tests.sfu.routing.film import Film, part_of
from tests.sfu.routing.model import receive, source

LINES = {"q": 90, "h": 180, "f": 360}


def fail(_listener: Listener) -> None:
    raise AssertionError("forwarding failed")


@dataclass
class Bench:
    """A sender of three layers and a tap that takes `lines` at most."""

    lines: int = 0
    now: float = 1000.0
    resting: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.shelf = Shelf()
        self.router = Router(fail)
        self.source = source(rids=tuple(LINES))
        self.films = {rid: Film(rid, ssrc=place) for place, rid in enumerate(LINES)}
        self.tap = Tap("L1", "x/camera", 0, self.shelf, self.lines)
        self.router.add(self.source, self.now)
        self.router.feed(self.tap, "p/v0", self.now)

    def roll(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.1)):
            self.now += 0.1
            for layer in self.source.layers:
                if layer.rid not in self.resting:
                    layer.lines = LINES[layer.rid]
                    film = self.films[layer.rid]
                    film.want_key |= layer.keyframe_due(self.now)
                    for data in film.frame(0, False, False, 1, 0.1):
                        packet = receive(layer, data, self.now)
                        assert packet is not None
                        self.router.forward([(layer, packet)])
            self.source.flow_changed(self.now)
            self.router.tick(self.now)

    def kept(self) -> list[str]:
        """The layer of each journal; each holds one layer and begins with a keyframe."""
        self.router.feed(self.tap, None, self.now)
        found: list[str] = []
        for journal in self.shelf.journals:
            labels = {part_of(packet.payload).label for packet in journal.packets}
            assert len(labels) == 1
            found += labels
            payloads = [packet.payload for packet in journal.packets]
            assert any(vp8.parse(payload).keyframe for payload in payloads[:3])
        assert all(journal.sidecar.end is not None for journal in self.shelf.journals)
        assert not self.source.listeners
        return found

    def wanted(self) -> set[str]:
        return {layer.rid for layer in self.source.layers if layer.listeners}


def test_the_largest_layer() -> None:
    bench = Bench()
    bench.roll(5)
    assert bench.wanted() == {"f"}
    assert bench.kept() == ["f"]


def test_the_largest_that_has_not_more_lines_than_asked_for() -> None:
    bench = Bench(lines=200)
    bench.roll(5)
    assert bench.wanted() == {"h"}
    assert bench.kept() == ["h"]


def test_the_lowest_when_all_are_larger() -> None:
    bench = Bench(lines=10)
    bench.roll(5)
    assert bench.kept() == ["q"]


def test_the_next_best_when_the_best_does_not_come() -> None:
    bench = Bench(resting={"f"})
    bench.roll(5)
    assert bench.wanted() == {"f", "h"}, "the best one still counts as wanted"
    bench.resting = set()
    bench.roll(BACK_AFTER - 1)
    assert bench.wanted() == {"f", "h"}
    bench.roll(3)
    assert bench.wanted() == {"f"}
    assert bench.kept() == ["h", "f"]


def test_a_layer_that_stops_is_left() -> None:
    bench = Bench()
    bench.roll(5)
    bench.resting = {"f"}
    bench.roll(LEFT_AFTER - 0.3)
    assert bench.wanted() == {"f"}
    bench.roll(1)
    assert bench.wanted() == {"f", "h"}
    assert bench.kept() == ["f", "h"]


def test_other_lines_are_another_layer() -> None:
    bench = Bench()
    bench.roll(5)
    bench.tap.lines = 100
    bench.roll(2)
    assert bench.wanted() == {"q"}
    assert bench.kept() == ["f", "q"]


def test_nothing_flows_nothing_is_kept() -> None:
    bench = Bench(resting=set(LINES))
    bench.roll(20)
    assert bench.wanted() == {"f"}
    assert bench.kept() == []

"""Any mixture of switches, losses, reorder, padding and restarts: what a slot sends stays one plausible stream."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.routing.router import Router
from sfu.routing.sequence import nearest
from sfu.routing.sources.source import Listener
from tests.sfu.routing.model import Camera, Sent, Tray, receive, slot, source
from tests.support.wraps import WRAPS

NAMES = ("p/v0", "q/v0")
feeds = st.tuples(st.just("feed"), st.sampled_from([*NAMES, None]))
frames = st.tuples(
    st.just("frame"), st.lists(st.sampled_from(["go", "lose", "hold"]), min_size=3, max_size=3)
)
others = st.tuples(st.sampled_from(["keyframes", "release", "padding", "restart"]), st.none())
first_numbers = st.sampled_from(WRAPS)


def fail(_listener: Listener) -> None:
    raise AssertionError("forwarding failed")


class World:
    """Two cameras into one slot; every packet carries its camera's label, its frame and its place."""

    def __init__(self, first: int) -> None:
        self.tray, self.router, self.now = Tray(), Router(fail), 10.0
        self.slot = slot(self.tray, first_sequence=first)
        self.cameras = {
            name: Camera(ssrc=number + 1, sequence=first, picture_id=(first + number) & 0x7FFF, label=label)
            for number, (name, label) in enumerate(zip(NAMES, (b"A", b"B"), strict=True))
        }
        self.held: dict[str, list[bytes]] = {name: [] for name in NAMES}
        for name in NAMES:
            self.router.add(source(name), self.now)

    def step(self, action: str, detail: object) -> None:
        self.now += 0.04
        if action == "feed":
            assert detail is None or isinstance(detail, str)
            self.router.feed(self.slot, detail, self.now)
        elif action == "frame":
            assert isinstance(detail, list)
            self.frame(detail)
        elif action == "padding":
            for name in NAMES:
                self.pump(name, [self.cameras[name].padding()])
        elif action == "release":
            for name in NAMES:
                self.pump(name, self.held[name][::-1])
                self.held[name] = []
        else:
            for camera in self.cameras.values():
                camera.want_key = True
                camera.sequence = (camera.sequence + (9000 if action == "restart" else 0)) & 0xFFFF
            self.held = {name: [] for name in NAMES} if action == "restart" else self.held
        self.router.tick(self.now)

    def frame(self, fates: list[str]) -> None:
        for name in NAMES:
            packets = self.cameras[name].frame(packets=3)
            self.pump(name, [data for data, fate in zip(packets, fates, strict=True) if fate == "go"])
            self.held[name] += [data for data, fate in zip(packets, fates, strict=True) if fate == "hold"]

    def pump(self, name: str, packets: list[bytes]) -> None:
        into = self.router.sources[name].layers[0]
        batch = [(into, packet) for data in packets if (packet := receive(into, data, self.now)) is not None]
        self.router.forward(batch)


def origin(sent: Sent) -> tuple[bytes, int]:
    """Camera and number of the packet among all its camera made (three a frame)."""
    frame, part = sent.body[2:].split(b".")
    return sent.body[1:2], int(frame) * 3 + int(part)


@settings(max_examples=200, deadline=None)
@given(first_numbers, st.lists(feeds | frames | frames | frames | others, max_size=60))
def test_one_plausible_stream(first: int, actions: list[tuple[str, object]]) -> None:
    world = World(first)
    for action, detail in actions:
        world.step(action, detail)
    sent = [each for each in world.tray.sent if each.payload]
    numbered: dict[int, Sent] = {}
    newest = (1 << 16) + first
    for each in sent:
        number = nearest(each.sequence, newest)
        newest = max(newest, number)
        assert number not in numbered, "a sequence number used twice"
        numbered[number] = each
    ordered = sorted(numbered)
    if not ordered:
        return
    assert ordered[0] == (1 << 16) + first
    assert numbered[ordered[0]].picture.keyframe
    for before, after in pairwise(ordered):
        check_neighbours(numbered[before], numbered[after], after - before)


def check_neighbours(earlier: Sent, later: Sent, distance: int) -> None:
    """Either the same distance as in the source, or the beginning of something new with a keyframe."""
    (label, number), (later_label, later_number) = origin(earlier), origin(later)
    pictures = (earlier.picture.picture_id, later.picture.picture_id)
    assert pictures[0] is not None and pictures[1] is not None
    moved = (pictures[1] - pictures[0]) & 0x7FFF
    if label == later_label and later_number - number == distance:
        assert moved == later_number // 3 - number // 3
        return
    assert later.picture.keyframe
    assert moved in range(0, distance + 1)

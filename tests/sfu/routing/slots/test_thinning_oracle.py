"""Layers chosen and changed, temporal layers left out, lines without room, losses: what a receiver can make of it.

Every frame knows what it refers to; the judge is `film.undecodable`, which knows nothing of how frames are left out.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.routing.router import Router
from sfu.routing.sequence import nearest
from sfu.routing.slots import aim
from sfu.routing.sources.source import Listener
from sfu.wire import rtp, vp8
from tests.sfu.routing.film import Film, Part, part_of, undecodable, whole_frames
from tests.sfu.routing.model import SLOT_RTX, SLOT_SSRC, Sent, Tray, receive, slot, source
from tests.support.wraps import WRAPS

RIDS = ("q", "h", "f")
FRAME = 0.04
HELD = 0.5
"""Seconds after which a late packet never comes: nobody asks for it any more."""

fates = st.lists(st.sampled_from(["go", "go", "go", "lose", "hold"]), min_size=9, max_size=9)
clean = st.just(["go"] * 9)
kinds = st.tuples(st.integers(0, 3), st.booleans(), st.booleans())
chooses = st.tuples(st.just("choose"), st.tuples(st.sampled_from([*RIDS, None]), st.integers(0, 3)))
refusals = st.tuples(st.just("refuse"), st.tuples(st.integers(0, 5), st.integers(1, 4)))
others = st.tuples(st.sampled_from(["obey", "release", "again"]), st.none())


@pytest.fixture(scope="module", autouse=True)
def no_pauses() -> Iterator[None]:
    """A slot whose line had no room asks for a keyframe at once, however often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aim, "STALL_PAUSES", (0.0,))
        yield


def frames(of: st.SearchStrategy[list[str]]) -> st.SearchStrategy[tuple[str, object]]:
    return st.tuples(st.just("frame"), st.tuples(kinds, of))


def fail(_listener: Listener) -> None:
    raise AssertionError("forwarding failed")


@dataclass
class Narrow(Tray):
    """Takes `before` packets, then refuses `refuse` of them, then takes all again."""

    before: int = 0
    refuse: int = 0

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        if ssrc == SLOT_SSRC and self.refuse:
            if self.before:
                self.before -= 1
            else:
                self.refuse -= 1
                return False
        return super().send(template, sequence, timestamp, ssrc, patch_at, patch)


@dataclass
class World:
    """One source of three layers into one slot, `parts` packets a frame."""

    first: int
    wide: bool
    flat: bool
    parts: int
    now: float = 10.0
    tray: Narrow = field(default_factory=Narrow)
    arrived: set[Part] = field(default_factory=set)
    received: dict[int, Sent] = field(default_factory=dict)
    repaired: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.newest = (1 << 16) + self.first
        self.router = Router(fail)
        self.slot = slot(self.tray, first_sequence=self.first)
        self.source = source("p/v0", rids=RIDS)
        self.films = {
            rid: Film(
                rid,
                ssrc=number,
                sequence=(self.first + 7 * number) & 0xFFFF,
                timestamp=(0xFFFFF000 + number) & 0xFFFFFFFF,
                picture_id=(self.first + number) & (0x7FFF if self.wide else 0x7F),
                tl0=(self.first + number) & 0xFF,
                wide=self.wide,
                flat=self.flat,
            )
            for number, rid in enumerate(RIDS)
        }
        self.held: list[tuple[str, bytes, float]] = []
        self.router.add(self.source, self.now)
        self.router.feed(self.slot, "p/v0", self.now)

    def step(self, action: str, detail: object) -> None:
        self.now += FRAME
        self.held = [each for each in self.held if self.now - each[2] < HELD]
        steps: dict[str, Callable[..., None]] = {
            "frame": self.frame, "choose": self.choose, "refuse": self.refuse,
            "obey": self.obey, "release": self.release, "again": self.again,
        }  # fmt: skip
        steps[action](detail)
        self.source.flow_changed(self.now)
        self.router.tick(self.now)

    def frame(self, detail: tuple[tuple[int, bool, bool], list[str]]) -> None:
        kind, fates = detail
        for place, (rid, film) in enumerate(self.films.items()):
            packets = film.frame(*kind, self.parts, FRAME)
            for data, fate in zip(packets, fates[place * 3 :], strict=False):
                if fate == "go":
                    self.pump(rid, data)
                elif fate == "hold":
                    self.held.append((rid, data, self.now))

    def choose(self, detail: tuple[str | None, int]) -> None:
        rid, temporal = detail
        layer = next((each for each in self.source.layers if each.rid == rid), None)
        self.slot.choose(layer, temporal, self.now)

    def refuse(self, detail: tuple[int, int]) -> None:
        self.tray.before, self.tray.refuse = detail

    def obey(self, _: None) -> None:
        """The sender gets the keyframe requests."""
        for layer in self.source.layers:
            self.films[layer.rid].want_key |= layer.keyframes.wanted

    def release(self, _: None) -> None:
        held, self.held = self.held[::-1], []
        for rid, data, _at in held:
            self.pump(rid, data)

    def again(self, _: None) -> None:
        """A sender begins anew: another numbering."""
        for film in self.films.values():
            film.want_key = True
            film.sequence = (film.sequence + 9000) & 0xFFFF
        self.held = []

    def pump(self, rid: str, data: bytes) -> None:
        layer = next(each for each in self.source.layers if each.rid == rid)
        packet = receive(layer, data, self.now)
        if packet is not None:
            self.arrived.add(part_of(packet.payload))
            self.router.forward([(layer, packet)])

    def run(self, actions: list[tuple[str, object]]) -> dict[int, Sent]:
        """What the receiver has by number; it asks for what it lacks each fifth of a second."""
        for place, (action, detail) in enumerate(actions):
            self.step(action, detail)
            self.take()
            if place % 5 == 4:
                self.ask()
        self.tray.refuse = 0
        self.ask()
        return self.received

    def take(self) -> None:
        for each in self.tray.take():
            assert each.ssrc == SLOT_SSRC
            number = nearest(each.sequence, self.newest)
            self.newest = max(self.newest, number)
            assert number not in self.received or number in self.repaired, "a number used twice"
            self.received[number] = each

    def ask(self) -> None:
        if not self.received:
            return
        holes = set(range(max(min(self.received), self.newest - 500), self.newest)) - self.received.keys()
        self.slot.resend([number & 0xFFFF for number in sorted(holes)], self.now, 0.1)
        for each in self.tray.take():
            assert each.ssrc == SLOT_RTX
            original, each.payload = rtp.split_rtx(each.payload)
            number = next(hole for hole in holes if hole & 0xFFFF == original)
            self.repaired.add(number)
            self.received[number] = each


def stream(chance: random.Random, steps: int, loss: float) -> list[tuple[str, object]]:
    """What may happen in a lesson, more of it than ever does."""
    actions: list[tuple[str, object]] = []
    for number in range(steps):
        action = chance.choices(
            ("frame", "choose", "refuse", "obey", "release", "again"), (80, 5, 4, 16, 4, 0.3)
        )[0]
        detail: object = None
        if action == "frame":
            layer = (0, 2, 1, 2)[number % 4] if chance.random() < 0.8 else chance.randrange(4)
            kind = (layer, chance.random() < 0.3, chance.random() < 0.3)
            detail = kind, chance.choices(("go", "lose", "hold"), (1 - 2 * loss, loss, loss), k=9)
        elif action == "choose":
            detail = chance.choice((*RIDS, *RIDS, None)), chance.choice((0, 0, 1, 1, 2, 3))
        elif action == "refuse":
            detail = chance.randrange(6), chance.randrange(1, 5)
        elif action == "again" and not loss:
            continue
        actions.append((action, detail))
    return actions


def world(chance: random.Random) -> World:
    return World(chance.choice(WRAPS), chance.random() < 0.5, chance.random() < 0.2, chance.randint(1, 3))


def check_decodable(here: World, actions: list[tuple[str, object]]) -> None:
    payloads = {number: each.payload for number, each in here.run(actions).items()}
    found = undecodable(whole_frames(payloads), here.films, here.arrived)
    assert found == []
    filled = [(number, payload) for number, payload in sorted(payloads.items()) if payload]
    missing = set(range(min(payloads), max(payloads))) - payloads.keys() if payloads else set()
    for (number, earlier), (later_number, later) in pairwise(filled):
        holes = len(missing & set(range(number, later_number)))
        check_holes(here, part_of(earlier), part_of(later), holes)
        check_not_ahead(here, earlier, later, later_number - number - 1)


@pytest.mark.parametrize("seed", range(120))
def test_nothing_undecodable_because_of_us(seed: int) -> None:
    chance = random.Random(seed)
    check_decodable(world(chance), stream(chance, 200, chance.choice((0.02, 0.05, 0.1))))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(World, st.sampled_from(WRAPS), st.booleans(), st.booleans(), st.integers(1, 3)),
    st.lists(frames(fates) | frames(fates) | frames(clean) | chooses | refusals | others, max_size=40),
)
def test_whatever_happens_nothing_is_undecodable_because_of_us(
    here: World, actions: list[tuple[str, object]]
) -> None:
    check_decodable(here, actions)


def check_not_ahead(here: World, earlier: bytes, later: bytes, between: int) -> None:
    """Picture ids move on by one a frame at most, and by one for what is between."""
    before, after = part_of(earlier), part_of(later)
    old, new = vp8.parse(earlier).picture_id, vp8.parse(later).picture_id
    assert old is not None and new is not None
    moved = (new - old) & (0x7FFF if here.wide else 0x7F)
    most = after.frame - before.frame if before.label == after.label else 0
    assert moved <= max(1, most) + between


def check_holes(here: World, earlier: Part, later: Part, holes: int) -> None:
    """Numbers are missing for packets that never came only."""
    if not holes or earlier.label != later.label:
        return
    shots = here.films[earlier.label].shots[earlier.frame : later.frame + 1]
    parts = {
        Part(earlier.label, shot.number, place, shot.parts) for shot in shots for place in range(shot.parts)
    }
    assert len(parts - here.arrived) >= holes


@pytest.mark.parametrize("seed", range(120))
def test_without_losses_numbers_and_pictures_go_on(seed: int) -> None:
    chance = random.Random(seed)
    here = world(chance)
    received = here.run(stream(chance, 200, 0.0))
    numbers = sorted(received)
    assert numbers
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert all(each.payload for each in received.values())
    for number in numbers[1:]:
        check_pictures(here, received[number - 1], received[number])


def check_pictures(here: World, earlier: Sent, later: Sent) -> None:
    """A frame has the next picture id, or the one of a frame whose rest was left out; a base frame the next TL0PICIDX."""
    before, after = part_of(earlier.payload), part_of(later.payload)
    old, new = vp8.parse(earlier.payload), vp8.parse(later.payload)
    assert old.picture_id is not None and new.picture_id is not None
    moved = (new.picture_id - old.picture_id) & (0x7FFF if here.wide else 0x7F)
    if before[:2] == after[:2]:
        assert (moved, after.part) == (0, before.part + 1)
        assert earlier.timestamp == later.timestamp
        return
    assert after.part == 0 and new.frame_start
    cut = before.part < before.parts - 1
    assert moved == 1 or (moved == 0 and cut and old.temporal_layer > 0)
    assert 0 < (later.timestamp - earlier.timestamp) & 0xFFFFFFFF < 1 << 31
    if not here.flat:
        assert old.tl0 is not None and new.tl0 is not None
        assert (new.tl0 - old.tl0) & 0xFF == (new.temporal_layer == 0)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(WRAPS), st.integers(0, 3), st.lists(kinds, min_size=30, max_size=60))
def test_what_is_wanted_comes(first: int, temporal: int, shots: list[tuple[int, bool, bool]]) -> None:
    """On a line with room all of the temporal layers wanted from the beginning comes, and nothing above."""
    here = World(first, wide=True, flat=False, parts=2)
    here.choose(("q", temporal))
    received = here.run([("frame", (kind, ["go"] * 9)) for kind in shots])
    got = [frame for _, frame, _ in whole_frames({n: each.payload for n, each in received.items()})]
    assert got == [shot.number for shot in here.films["q"].shots if shot.layer <= temporal]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(WRAPS), st.lists(kinds, min_size=5, max_size=40), st.integers(0, 2))
def test_up_again_at_a_sync_frame(first: int, shots: list[tuple[int, bool, bool]], temporal: int) -> None:
    """After thinning, layers come back with the first frames that allow it, at the latest with sync frames of each."""
    here = World(first, wide=True, flat=False, parts=1)
    here.choose(("q", temporal))
    for kind in shots:
        here.step("frame", (kind, ["go"] * 9))
    here.choose(("q", 3))
    for layer in (1, 2, 3):
        here.step("frame", ((layer, True, False), ["go"] * 9))
    since = len(here.films["q"].shots)
    received = here.run([("frame", (kind, ["go"] * 9)) for kind in shots])
    got = {frame for _, frame, _ in whole_frames({n: each.payload for n, each in received.items()})}
    assert got >= set(range(since, len(here.films["q"].shots)))

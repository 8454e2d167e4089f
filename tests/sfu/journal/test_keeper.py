"""What control asks for and what it is told, on a fake clock: no files, no threads."""

from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from sfu.journal import keeper as module
from sfu.journal.keeper import PER_LESSON, PER_WORKER, Keeper
from sfu.journal.tap import Tap
from sfu.link import JournalState, KeepSources
from sfu.routing.router import Router
from sfu.routing.sources.source import Listener, Source
from tests.sfu.journal.shelf import Shelf
from tests.sfu.routing import model
from tests.sfu.routing.model import Camera, Microphone, receive

CLOCK = 1_700_000_000_000


class Desk:
    """A keeper, its router and two sources: p/a0 and p/v0."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.shelf = Shelf()
        self.told: list[JournalState] = []
        self.router = Router(self.bug)
        self.keeper = Keeper(self.router, self.shelf, self.told.append)
        self.microphone, self.camera = Microphone(), Camera()
        self.sources = {"p/a0": model.source("p/a0", "audio"), "p/v0": model.source("p/v0", "video")}
        for source in self.sources.values():
            self.router.add(source, self.now)

    def bug(self, listener: Listener) -> None:
        assert isinstance(listener, Tap)
        self.keeper.broken(listener)

    def keep(self, folder: str = "L1", clock: int = CLOCK, **labels: str) -> None:
        self.keep_all(labels, folder, clock)

    def keep_all(self, labels: dict[str, str], folder: str = "L1", clock: int = CLOCK) -> None:
        sources = {f"p/{name}": label for name, label in labels.items()}
        self.keeper.keep(KeepSources(folder, clock, sources), self.now)

    def talk(self, seconds: float = 1.0) -> None:
        """Both sources send, time goes on."""
        for number in range(round(seconds / 0.02)):
            self.now += 0.02
            self._take(self.sources["p/a0"], self.microphone.packet())
            if number % 2:
                for packet in self.camera.frame():
                    self._take(self.sources["p/v0"], packet)
            self.router.tick(self.now)
            self.keeper.tick(self.now)

    def _take(self, source: Source, data: bytes) -> None:
        (layer,) = source.layers
        packet = receive(layer, data, self.now)
        assert packet is not None
        self.router.forward([(layer, packet)])

    def kept(self) -> list[tuple[str, str, str | None]]:
        """(source, label, end) of each journal."""
        found: list[tuple[str, str, str | None]] = []
        for each in self.shelf.journals:
            head, end = each.sidecar.head, each.sidecar.end
            assert head is not None
            found.append((head.source, head.label, None if end is None else end.end))
        return found


def test_the_set_is_kept_whatever_was_kept_before() -> None:
    desk = Desk()
    desk.keep(a0="x/mic", v0="x/camera")
    desk.talk()
    desk.keep(a0="x/mic")
    desk.talk()
    assert desk.kept() == [("p/a0", "x/mic", None), ("p/v0", "x/camera", "stopped")]
    assert desk.keeper.folders == ("L1",)
    desk.keep()
    assert desk.kept() == [("p/a0", "x/mic", "stopped"), ("p/v0", "x/camera", "stopped")]
    assert desk.keeper.folders == ()
    assert not any(source.listeners for source in desk.sources.values())
    assert desk.told == []


def test_the_same_set_again_changes_nothing() -> None:
    desk = Desk()
    for _ in range(5):
        desk.keep(a0="x/mic")
        desk.talk()
    desk.keep()
    assert desk.kept() == [("p/a0", "x/mic", "stopped")]
    assert len(desk.shelf.journals[0].packets) == 250


def test_another_label_is_another_journal() -> None:
    desk = Desk()
    desk.keep(a0="x/mic")
    desk.talk()
    desk.keep(a0="y/mic")
    desk.talk()
    desk.keep()
    assert desk.kept() == [("p/a0", "x/mic", "stopped"), ("p/a0", "y/mic", "stopped")]
    assert [len(each.packets) for each in desk.shelf.journals] == [50, 50]


@pytest.mark.parametrize(("step", "journals"), [(50, 1), (-50, 1), (51, 2), (-51, 2)])
def test_a_clock_that_steps_begins_anew(step: int, journals: int) -> None:
    desk = Desk()
    desk.keep(a0="x/mic")
    desk.talk()
    desk.keep(clock=CLOCK + step, a0="x/mic")
    desk.talk()
    heads = [each.sidecar.head for each in desk.shelf.journals]
    assert len(heads) == journals
    assert heads[-1] is not None
    assert heads[-1].clock == (CLOCK + step if journals == 2 else CLOCK)


def test_small_steps_of_the_clock_add_up() -> None:
    desk = Desk()
    for step in range(0, 90, 30):
        desk.keep(clock=CLOCK + step, a0="x/mic")
        desk.talk()
    assert len(desk.shelf.journals) == 2


def test_two_lessons_keep_one_source() -> None:
    desk = Desk()
    desk.keep("L1", a0="x/mic")
    desk.keep("L2", a0="x/mic")
    desk.talk()
    desk.keep("L1")
    desk.talk()
    assert [end for _, _, end in desk.kept()] == ["stopped", None]


@pytest.mark.parametrize("folder", ["", ".", "..", "a/b", "../x", "a\0b", "é", "L1\n", "x" * 65])
def test_a_folder_that_is_none_is_refused(folder: str) -> None:
    desk = Desk()
    with capture_logs() as logs:
        desk.keep(folder, a0="x/mic")
    assert [entry["event"] for entry in logs] == ["journal_folder_refused"]
    assert desk.keeper.folders == ()
    assert desk.sources["p/a0"].listeners == ()


def test_labels_are_capped() -> None:
    desk = Desk()
    for _ in range(2):
        desk.keep(a0="ă" * 500)
        desk.talk()
    assert desk.kept() == [("p/a0", "ă" * 200, None)]


def test_sources_of_a_lesson_have_a_bound() -> None:
    desk = Desk()
    names = {f"a{number}": "x/mic" for number in range(1, PER_LESSON + 1)}
    with capture_logs():
        desk.keep_all(names | {"a0": "x/mic"})
    desk.talk()
    assert desk.told == [JournalState("L1", "unwritable")]
    assert desk.shelf.journals == []
    desk.keep(a0="x/mic")
    desk.talk()
    assert desk.told[1:] == [JournalState("L1", "")]
    assert len(desk.shelf.journals) == 1


def test_sources_and_lessons_of_a_worker_have_a_bound() -> None:
    desk = Desk()
    names = {f"a{number}": "x/mic" for number in range(1, PER_LESSON + 1)}
    with capture_logs() as logs:
        for number in range(PER_WORKER // PER_LESSON):
            desk.keep_all(names, f"L{number}")
        assert logs == []
        for number in range(PER_WORKER):
            desk.keep(f"M{number}", a0="x/mic")
    desk.talk()
    assert len(desk.keeper.folders) == PER_WORKER
    assert desk.shelf.journals == []
    assert {state.folder for state in desk.told} == {f"M{number}" for number in range(PER_WORKER)}


def test_faults_of_the_disk_are_told_once_and_when_they_are_over() -> None:
    desk = Desk()
    desk.keep(v0="x/camera")
    desk.keep("L2", v0="x/camera")
    desk.talk()
    desk.shelf.faults = {"L1": "disk_full"}
    desk.talk()
    assert desk.told == [JournalState("L1", "disk_full")]
    assert desk.keeper.faults() == (JournalState("L1", "disk_full"),)
    desk.shelf.faults = {}
    desk.talk()
    assert desk.told[1:] == [JournalState("L1", "")]
    assert desk.keeper.faults() == ()
    assert desk.sources["p/v0"].layers[0].keyframes.wanted


def test_a_fault_ends_with_the_lesson() -> None:
    desk = Desk()
    desk.keep(a0="x/mic")
    desk.shelf.faults = {"L1": "unwritable"}
    desk.talk()
    desk.keep()
    assert desk.told == [JournalState("L1", "unwritable"), JournalState("L1", "")]


def test_a_slow_disk_is_told() -> None:
    desk = Desk()
    desk.keep(a0="x/mic")
    desk.talk()
    desk.shelf.full = True
    desk.talk(3)
    assert desk.told == [JournalState("L1", "too_slow")]
    desk.shelf.full = False
    desk.talk(3)
    assert desk.told[1:] == [JournalState("L1", "")]
    us = [block.us for block in desk.shelf.journals[0].sidecar.blocks]
    assert max(after - before for before, after in pairwise(us)) > 2_900_000


def test_a_tap_that_raised_is_put_aside_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.keep(a0="x/mic", v0="x/camera")
    desk.talk(2)

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(Tap, "forward", broken)
        desk.talk(0.04)
    desk.talk(1)
    assert desk.told == [JournalState("L1", "unwritable")]
    assert [end for _, _, end in desk.kept()] == ["fault", "fault"]
    assert all(each.packets for each in desk.shelf.journals)
    desk.talk(2)
    assert desk.told[1:] == [JournalState("L1", "")]
    assert [end for _, _, end in desk.kept()] == ["fault", "fault", None, None]
    desk.keep()
    assert [end for _, _, end in desk.kept()] == ["fault", "fault", "stopped", "stopped"]


def test_a_tap_that_raised_is_forgotten_when_no_longer_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.keep(a0="x/mic", v0="x/camera")

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(Tap, "tick", broken)
        desk.talk(0.04)
    desk.talk(1)
    desk.keep(v0="x/camera")
    desk.talk(3)
    assert [source for source, _, _ in desk.kept()] == ["p/v0"]
    assert desk.told == [JournalState("L1", "unwritable"), JournalState("L1", "")]


def test_the_workers_end_ends_every_journal() -> None:
    desk = Desk()
    desk.keep(a0="x/mic", v0="x/camera")
    desk.keep("L2", a0="x/mic")
    desk.talk()
    desk.keeper.close(desk.now)
    assert [end for _, _, end in desk.kept()] == ["stopped"] * 3
    assert len(desk.shelf.journals[-1].packets) == 50


def test_unknown_sources_are_waited_for() -> None:
    desk = Desk()
    desk.keeper.keep(KeepSources("L1", CLOCK, {"q/a0": "y/mic"}), desk.now)
    desk.talk()
    late = model.source("q/a0", "audio")
    desk.router.add(late, desk.now)
    desk.sources["p/a0"] = late
    desk.talk()
    assert desk.kept() == [("q/a0", "y/mic", None)]
    assert module.FOLDER.fullmatch("0197f9aa-b-C_d")


def test_lines_may_change_without_another_journal_of_one_layer() -> None:
    desk = Desk()
    for lines in (0, 360, 90):
        desk.keeper.keep(KeepSources("L1", CLOCK, {"p/v0": "x/camera"}, {"p/v0": lines}), desk.now)
        (tap,) = (each for each in desk.sources["p/v0"].listeners if isinstance(each, Tap))
        assert tap.lines == lines
        desk.talk()
    assert desk.kept() == [("p/v0", "x/camera", None)]

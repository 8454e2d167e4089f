"""The writer with real files: what a reader finds, whatever the disk does. `step` is its thread's one round."""

import errno
import os
import resource
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from sfu.journal import files
from sfu.journal.format import JournalPacket, Sidecar, SidecarHead, parse_sidecar, record
from sfu.journal.tap import Cut
from sfu.journal.writer import RETRY, SYNC, Writer
from tests.sfu.journal.shelf import read_packets


def head(lesson: str = "L1", source: str = "p/a0") -> SidecarHead:
    return SidecarHead(lesson, source, "x/mic", "audio", 48_000, 1_700_000_000_000, 1_000_000)


def packets(first: int, count: int = 5) -> list[JournalPacket]:
    return [
        JournalPacket(20 * n, False, "opus", n & 0xFFFF, 960 * n, 1, b"%03d" % n * 20)
        for n in range(first, first + count)
    ]


def cut(number: int, of: SidecarHead | None = None) -> Cut:
    """The block of packets 5·number … 5·number + 4."""
    records = bytearray(b"".join(map(record, packets(5 * number))))
    return Cut(of or head(), records, 1_000_000 + number, number, True)


class Desk:
    """A writer without its thread, and a clock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = 50.0
        self.writer = Writer(root, "w1", lambda: self.now)

    def write(self, *numbers: int, of: SidecarHead | None = None) -> None:
        for number in numbers:
            assert self.writer.put(cut(number, of))
        self.writer.step()

    def finish(self, of: SidecarHead | None = None) -> None:
        self.writer.finish(of or head(), "stopped", 9_000_000)
        self.writer.step()

    def names(self, lesson: str = "L1") -> list[str]:
        return sorted(path.name for path in (self.root / lesson).iterdir())


def read(root: Path, name: str, lesson: str = "L1") -> tuple[list[JournalPacket], Sidecar]:
    sidecar = parse_sidecar((root / lesson / f"{name}.idx").read_bytes())
    return read_packets((root / lesson / f"{name}.rtp").read_bytes(), sidecar), sidecar


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "journals")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_journal_on_disk(desk: Desk) -> None:
    desk.write(0)
    desk.write(1, 2)
    found, sidecar = read(desk.root, "w1-1")
    assert found == packets(0, 15)
    assert sidecar.head == head() and sidecar.end is None and sidecar.bad == 0
    desk.finish()
    _, sidecar = read(desk.root, "w1-1")
    assert sidecar.end is not None and (sidecar.end.end, sidecar.end.us) == ("stopped", 9_000_000)
    assert [(block.us, block.rtp, block.sr) for block in sidecar.blocks] == [
        (1_000_000 + number, number, True) for number in range(3)
    ]


def test_only_the_owner_reads_them(desk: Desk) -> None:
    desk.write(0)
    assert mode(desk.root) == mode(desk.root / "L1") == 0o700
    assert [mode(path) for path in (desk.root / "L1").iterdir()] == [0o600, 0o600]


def test_journals_do_not_meet(desk: Desk) -> None:
    other, elsewhere = head(source="p/v0"), head("L2")
    for number in range(3):
        desk.write(number)
        desk.write(number, of=other)
        desk.write(number, of=elsewhere)
    desk.finish(other)
    desk.write(3)
    assert desk.names() == ["w1-1.idx", "w1-1.rtp", "w1-2.idx", "w1-2.rtp"]
    assert read(desk.root, "w1-1")[0] == packets(0, 20)
    assert read(desk.root, "w1-2")[0] == packets(0, 15)
    assert read(desk.root, "w1-3", "L2")[0] == packets(0, 15)


def test_the_same_head_again_is_a_new_journal(desk: Desk) -> None:
    desk.write(0)
    desk.finish()
    desk.write(1)
    assert read(desk.root, "w1-1")[0] == packets(0)
    assert read(desk.root, "w1-2")[0] == packets(5)


def test_what_is_written_is_synced_within_a_second(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fdatasync

    def noted(number: int) -> None:
        synced.append(number)
        real(number)

    monkeypatch.setattr(os, "fdatasync", noted)
    desk.write(0)
    assert synced == []
    desk.now += SYNC
    desk.writer.step()
    assert len(synced) == 2
    desk.now += 10
    desk.writer.step()
    assert len(synced) == 2
    desk.write(1)
    desk.finish()
    assert len(synced) == 4


class Disk:
    """Stands in for os.write of the files: writes `room` bytes more, then raises `number`."""

    def __init__(self, number: int, room: int) -> None:
        self.number = number
        self.room = room

    def write(self, number: int, data: memoryview) -> int:
        if not self.room:
            raise OSError(self.number, "injected")
        taken = os.write(number, data[: min(self.room, 7)])
        self.room -= taken
        return taken


@pytest.fixture
def break_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Disk | None], None]:
    real = os.write

    def use(disk: Disk | None) -> None:
        monkeypatch.setattr(files, "os_write", real if disk is None else disk.write)

    return use


BLOCK = len(cut(0).records)


@pytest.mark.parametrize("room", [0, 1, 19, 20, 21, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 60])
@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "unwritable"), (errno.EIO, "unwritable")],
)
def test_a_write_that_fails_anywhere_harms_no_block(
    desk: Desk, break_disk: Callable[[Disk | None], None], room: int, number: int, fault: str
) -> None:
    desk.write(0, 1)
    break_disk(Disk(number, room))
    with capture_logs() as logs:
        desk.write(2)
    assert desk.writer.faults == {"L1": fault}
    assert [(entry["event"], entry["folder"]) for entry in logs] == [("journal_fault", "L1")]
    found, sidecar = read(desk.root, "w1-1")
    assert found == packets(0, 10)
    assert (desk.root / "L1" / "w1-1.rtp").stat().st_size == sum(
        [sidecar.blocks[-1].offset, sidecar.blocks[-1].size]
    )
    break_disk(None)
    desk.write(3)  # too early
    assert desk.writer.faults == {"L1": fault}
    desk.now += RETRY
    desk.write(4)
    assert desk.writer.faults == {}
    assert read(desk.root, "w1-1")[0] == packets(0, 10)
    assert read(desk.root, "w1-2")[0] == packets(20)
    assert read(desk.root, "w1-2")[1].head == head()


def test_a_disk_that_stays_full_is_tried_each_two_seconds_and_leaves_nothing_behind(
    desk: Desk, break_disk: Callable[[Disk | None], None]
) -> None:
    desk.write(0)
    break_disk(Disk(errno.ENOSPC, 0))
    with capture_logs() as logs:
        for number in range(1, 100):
            desk.now += 0.5
            desk.write(number)
    assert len(logs) == 1
    assert desk.names() == ["w1-1.idx", "w1-1.rtp"]
    assert desk.writer.faults == {"L1": "disk_full"}
    desk.finish()
    assert desk.writer.faults == {}


def test_a_real_limit_on_size(desk: Desk) -> None:
    """RLIMIT_FSIZE: the kernel itself takes a part of the write, then refuses (EFBIG)."""
    desk.write(*range(3))
    size = (desk.root / "L1" / "w1-1.rtp").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + BLOCK + 30, before[1]))
    try:
        with capture_logs():
            desk.write(3, 4)
        assert desk.writer.faults == {"L1": "disk_full"}
        assert read(desk.root, "w1-1")[0] == packets(0, 20)
        assert (desk.root / "L1" / "w1-1.rtp").stat().st_size == size + BLOCK
        desk.now += RETRY
        desk.write(5)
        assert desk.writer.faults == {}
        assert read(desk.root, "w1-2")[0] == packets(25)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_cannot_be_made(desk: Desk) -> None:
    desk.root.mkdir()
    (desk.root / "L1").write_text("no folder")
    with capture_logs():
        desk.write(0)
        desk.write(0, of=head("L2"))
    assert desk.writer.faults == {"L1": "unwritable"}
    assert read(desk.root, "w1-2", "L2")[0] == packets(0)
    (desk.root / "L1").unlink()
    desk.now += RETRY
    desk.write(1)
    assert desk.writer.faults == {}
    assert read(desk.root, "w1-3")[0] == packets(5)


def test_a_file_that_is_there_already_is_not_touched(desk: Desk) -> None:
    folder = desk.root / "L1"
    folder.mkdir(parents=True)
    (folder / "w1-1.rtp").write_text("somebody's")
    with capture_logs():
        desk.write(0)
    assert desk.writer.faults == {"L1": "unwritable"}
    desk.now += RETRY
    desk.write(1)
    assert (folder / "w1-1.rtp").read_text() == "somebody's"
    assert read(desk.root, "w1-2")[0] == packets(5)


def test_a_sync_that_fails_ends_the_journal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(0)

    def broken(_: int) -> None:
        raise OSError(errno.EIO, "injected")

    desk.now += SYNC
    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(os, "fdatasync", broken)
        desk.writer.step()
    assert desk.writer.faults == {"L1": "unwritable"}
    found, sidecar = read(desk.root, "w1-1")
    assert found == packets(0)
    assert sidecar.end is not None and sidecar.end.end == "fault"


def test_a_bug_ends_one_journal_and_is_logged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    desk.write(0)
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(files.JournalFiles, "block", broken)
        desk.write(1)
    assert [entry["event"] for entry in logs] == ["journal_fault"]
    assert isinstance(logs[0]["exc_info"], RuntimeError)
    assert read(desk.root, "w1-1")[0] == packets(0)


def test_blocks_that_wait_have_a_bound(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "w1", limit=3 * (BLOCK + 256))
    assert [writer.put(cut(number)) for number in range(5)] == [True] * 3 + [False] * 2
    writer.step()
    assert writer.put(cut(5))
    writer.step()
    assert read(tmp_path, "w1-1")[0] == packets(0, 15) + packets(25)


def test_the_thread_writes_and_ends_everything(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "w1")
    writer.start()
    heads = [head(source=f"p{number}/a0") for number in range(50)]
    for number in range(20):
        for each in heads:
            assert writer.put(cut(number, each))
    for each in heads:
        writer.finish(each, "stopped", 5)
    writer.close()
    assert "journals" not in {thread.name for thread in threading.enumerate()}
    for number in range(1, 51):
        found, sidecar = read(tmp_path, f"w1-{number}")
        assert found == packets(0, 100)
        assert sidecar.end is not None


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that answers only when the event is set."""
    answers = threading.Event()
    real = os.write

    def write(number: int, data: memoryview) -> int:
        assert answers.wait(60)
        return real(number, data)

    monkeypatch.setattr(files, "os_write", write)
    yield answers
    answers.set()


def test_a_slow_disk_holds_up_only_the_thread(tmp_path: Path, stuck: threading.Event) -> None:
    writer = Writer(tmp_path, "w1", limit=10 * (BLOCK + 256))
    writer.start()
    assert [writer.put(cut(number)) for number in range(30)].count(True) == 10
    writer.finish(head(), "stopped", 5)
    with capture_logs() as logs:
        writer.close(timeout=0.3)  # the worker's end does not wait for ever
    assert [entry["event"] for entry in logs] == ["journals_not_flushed"]
    stuck.set()
    writer.close()
    found, sidecar = read(tmp_path, "w1-1")
    assert found == packets(0, 50)
    assert sidecar.end is not None

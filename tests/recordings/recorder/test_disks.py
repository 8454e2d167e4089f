"""The recorder's process on a disk that is really full, and on one that is very slow."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from recordings.shelf.recording import Recording, read_recording
from recordings.shelf.verify import Verifier
from tests.recordings.recorder.desk import Journal, pictures, speech
from tests.recordings.recorder.test_recorder import Field, field
from tests.support.waiting import PATIENCE_S

__all__ = ["field"]

pytestmark = pytest.mark.process

SECOND = 1_000_000

SMALL = """
import ctypes, subprocess, sys
from tests.support.namespaces import NEWNS, enter
def must(result):
    assert result == 0, ctypes.get_errno()
libc = ctypes.CDLL(None, use_errno=True)
folder, size, *command = sys.argv[1:]
PRIVATE, REMOUNT = 0x44000, 32
enter(NEWNS, "the tests of a full disk")
must(libc.mount(b"none", b"/", None, PRIVATE, None))
must(libc.mount(b"tmpfs", folder.encode(), b"tmpfs", 0, b"mode=0700,size=" + size.encode()))
recorder = subprocess.Popen(command)
print(recorder.pid, flush=True)
for line in sys.stdin:
    must(libc.mount(b"tmpfs", folder.encode(), b"tmpfs", REMOUNT, b"size=" + line.strip().encode()))
    print("done", flush=True)
recorder.terminate()
sys.exit(recorder.wait())
"""
"""A recorder whose recordings/ is a small disk of its own, seen by nobody else; each line of input mounts it anew."""


class SmallDisk:
    """The recordings as that recorder sees them."""

    def __init__(self, field: Field, size: str) -> None:
        folder = field.data / "recordings"
        folder.mkdir(mode=0o700)
        recorder = ("-m", "recordings.recorder", "--data", str(field.data))
        self.process = subprocess.Popen(
            [sys.executable, "-c", SMALL, str(folder), size, sys.executable, *recorder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        field.processes.append(self.process)
        assert self.process.stdout is not None
        self.recorder = int(self.process.stdout.readline())
        self.shelf = Path(f"/proc/{self.recorder}/root{folder}/lesson")

    def grow(self, size: str) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(size.encode() + b"\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == b"done\n"

    @property
    def recording(self) -> Recording | None:
        return read_recording(self.shelf)

    def saved(self) -> int:
        found = self.recording
        return 0 if found is None else found.saved_to - found.started_at

    def whole(self) -> bool:
        """Everything recording.json names reads back."""
        found = self.recording
        return found is not None and Verifier(self.shelf).step(found.tracks, 1 << 40)


@pytest.fixture
def small(field: Field) -> Iterator[SmallDisk]:
    """140 kB."""
    yield SmallDisk(field, "140k")


def test_no_space_left_on_a_real_disk(field: Field, small: SmallDisk) -> None:
    """It waits without harm, again and again, and has everything when there is room."""
    camera = Journal(field.lesson, "w-1", "p1/camera", "vp8").play(pictures("teacher", 0, 600 * SECOND))
    mic = Journal(field.lesson, "w-2", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    journals = (camera, mic)
    field.wait(lambda: small.saved() > 2000, journals)
    for size in ("240k", "20m"):
        field.wait(lambda: field.now // 1000 - small.saved() > 9000, journals, most=60.0)
        assert small.whole()
        saved = small.saved()
        small.grow(size)
        field.wait(lambda was=saved: small.saved() > was, journals)  # type: ignore[misc]
    field.wait(lambda: field.now // 1000 - small.saved() < 6000, journals)
    for journal in journals:
        journal.write(field.now)
        journal._waiting.clear()
        journal.end(field.now)
    field.told_end()
    field.wait(lambda: not field.lesson.exists())
    recording = small.recording
    assert recording is not None and small.whole()
    assert (recording.state, recording.trouble, recording.gaps) == ("final", "", ())
    assert [one.id for one in recording.tracks] == ["t00", "t01", "t02"]
    assert all(one.to >= recording.tracks[0].to - 1500 for one in recording.tracks)


SLOW = """
import os, sys, time
from recordings.recorder.process import main
for name in ("fsync", "fdatasync"):
    def slow(number, right=getattr(os, name)):
        time.sleep(0.4)  # the disk's slowness
        right(number)
    setattr(os, name, slow)
sys.exit(main(sys.argv[1:]))
"""


def test_a_slow_disk_is_behind_but_alive(field: Field) -> None:
    """Each sync takes 0.4 s, eleven of them a save: it goes on, its pulse (one a second) too, and ends when told."""
    journals = tuple(
        Journal(field.lesson, f"w-{n}", f"p{n}/mic").play(speech("teacher", 0, 600 * SECOND))
        for n in range(4)
    )
    ours, its = os.pipe()
    process = field.start(pulse=its, program=["-c", SLOW])
    os.close(its)
    field.wait(lambda: field.saved() > 0, journals)
    os.set_blocking(ours, False)
    with suppress(BlockingIOError):
        os.read(ours, 4096)
    saves, since = {field.saved()}, field.saved()

    def enough() -> bool:
        saves.add(field.saved())
        return max(saves) > since + 8_000

    field.wait(enough, journals, most=60.0)
    beats = len(os.read(ours, 4096))
    os.close(ours)
    assert beats >= 3 * (len(saves) - 1), "none while it saves would be one a save"
    process.terminate()
    assert process.wait(PATIENCE_S) == 0

"""The recorder's process: signals, pulse, parent, lock, kills and full disks, while journals grow in real time."""

import json
import os
import random
import resource
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import av
import pytest

from recordings.shelf.order import Order, write_order
from recordings.shelf.recording import Recording, read_recording
from tests.recordings.recorder import desk
from tests.recordings.recorder.desk import Journal, pictures, speech
from tests.support.program import gone
from tests.support.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.process

SECOND = 1_000_000


class Field:
    """A data folder, recorders on it, and a lesson whose clock is the machine's."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data = data
        self.began = time.monotonic_ns() // 1000
        monkeypatch.setattr(desk, "MONOTONIC", self.began)
        monkeypatch.setattr(desk, "CLOCK", desk.ZERO - self.began // 1000)
        self.order = Order(lesson="lesson", started_at=desk.ZERO, clock=desk.CLOCK)
        self.lesson = data / "journals" / "lesson"
        write_order(self.lesson, self.order)
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        prepare: Callable[[], None] | None = None,
        pulse: int = -1,
        program: Sequence[str] = ("-m", "recordings.recorder"),
    ) -> subprocess.Popen[bytes]:
        environment = dict(os.environ) | ({"BUCGIANG_PULSE_FD": str(pulse)} if pulse >= 0 else {})
        process = subprocess.Popen(
            [sys.executable, *program, "--data", str(self.data)],
            preexec_fn=prepare,
            env=environment,
            pass_fds=[pulse] if pulse >= 0 else [],
            stderr=subprocess.PIPE,
        )
        self.processes.append(process)
        return process

    @property
    def now(self) -> int:
        """µs since zero."""
        return time.monotonic_ns() // 1000 - self.began

    @property
    def recording(self) -> Recording | None:
        return read_recording(self.data / "recordings" / "lesson")

    def saved(self) -> int:
        """Ms since zero."""
        return self.recording.saved_to - desk.ZERO if self.recording else 0

    def wait(
        self, reached: Callable[[], bool], journals: tuple[Journal, ...] = (), most: float = PATIENCE_S
    ) -> None:
        """Until it is reached; the journals grow meanwhile, by the machine's clock."""

        def grow() -> None:
            for journal in journals:
                journal.write(self.now)

        wait_until(reached, most, grow)

    def told_end(self) -> None:
        """The lesson ends now."""
        write_order(self.lesson, self.order.ended(desk.ZERO + self.now // 1000))

    def final(self) -> Recording:
        """The lesson ends now."""
        self.told_end()
        self.wait(lambda: not self.lesson.exists())
        assert self.recording is not None and self.recording.state == "final"
        return self.recording

    def decoded(self, file: str) -> int:
        with av.open(str(self.data / "recordings" / "lesson" / file)) as container:
            return sum(1 for _ in container.decode(container.streams[0]))


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Field]:
    one = Field(tmp_path, monkeypatch)
    yield one
    for process in one.processes:
        with suppress(ProcessLookupError):
            process.kill()
        process.communicate()


def test_killed_at_random_moments_while_journals_grow(field: Field) -> None:
    chance = random.Random(11)
    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    camera = Journal(field.lesson, "w-2", "p1/camera", "vp8").play(pictures("pupil", 0, 600 * SECOND))
    process = field.start()
    field.wait(lambda: field.saved() > 0, (mic, camera))
    kills, saved = 0, 0
    while kills < 6:
        grow = field.now + chance.randint(100, 2500) * 1000
        field.wait(lambda end=grow: field.now >= end, (mic, camera))  # type: ignore[misc]
        process.kill()
        process.wait()
        kills += 1
        assert field.saved() >= saved
        saved = field.saved()
        process = field.start()
    field.wait(lambda: field.saved() > saved, (mic, camera))  # it is in step again
    end = field.now
    for journal in (mic, camera):
        journal.write(end)
        journal._waiting.clear()
        journal.end(end)
    written = len([None for frame in speech("teacher", 0, end // 500_000 * 500_000)])
    recording = field.final()
    assert [one.id for one in recording.tracks] == ["t00", "t01", "t02"]
    assert [gap for gap in recording.gaps if gap.reason != "paused"] == []
    assert field.decoded("t01.mp4") >= written - 30
    assert field.decoded("t00.mp4") * 60 >= end // 1000 - 60
    assert field.decoded("t02.webm") > 0


def test_final_after_the_end_and_ends_when_told(field: Field) -> None:
    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    ours, its = os.pipe()
    process = field.start(pulse=its)
    os.close(its)
    field.wait(lambda: field.saved() > 2000, (mic,))
    assert select.select([ours], [], [], PATIENCE_S)[0] and os.read(ours, 100).strip(b".") == b""
    os.close(ours)
    mic._waiting.clear()
    mic.end(field.now)
    field.final()
    process.terminate()
    assert process.wait(PATIENCE_S) == 0


def test_state_is_saved_at_a_regular_end(field: Field) -> None:
    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    process = field.start()
    field.wait(lambda: field.saved() > 2000, (mic,))
    saved = field.saved()
    field.wait(lambda: field.now // 1000 > saved + 6000, (mic,))  # it is some seconds behind on purpose
    process.terminate()
    assert process.wait(PATIENCE_S) == 0
    assert field.saved() > saved
    assert field.lesson.exists()


def test_the_second_waits_for_the_first(field: Field) -> None:
    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    first = field.start()
    field.wait(lambda: field.saved() > 0, (mic,))
    second = field.start()
    assert second.stderr is not None
    assert json.loads(second.stderr.readline())["event"] == "waiting_for_lock"
    first.kill()
    first.wait()
    saved = field.saved()
    field.wait(lambda: field.saved() > saved, (mic,))
    assert second.poll() is None
    second.terminate()
    assert second.wait(PATIENCE_S) == 0


def test_ends_with_its_parent(field: Field) -> None:
    code = (
        "import signal, subprocess, sys\n"
        f"p = subprocess.Popen([sys.executable, '-m', 'recordings.recorder', '--data', {str(field.data)!r}])\n"
        "print(p.pid, flush=True)\n"
        "signal.pause()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    field.processes.append(parent)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    field.wait(lambda: field.recording is not None)
    parent.kill()
    parent.wait()
    wait_until(lambda: gone(child))


def test_a_full_disk_and_then_room_again(field: Field) -> None:
    """Files may not grow over 24 kB: what is written stays whole, and a recorder that may write more catches up."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (24_000, 24_000))

    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    process = field.start(limit)

    def full() -> bool:
        return field.recording is not None and field.recording.trouble == "disk_full"

    field.wait(full, (mic,), most=60.0)
    assert process.poll() is None
    process.terminate()
    process.wait(PATIENCE_S)
    field.start()
    field.wait(lambda: field.saved() > field.now // 1000 - 8000, (mic,))
    mic._waiting.clear()
    end = field.now
    mic.end(end)
    recording = field.final()
    assert recording.trouble == ""
    assert field.decoded("t00.mp4") * 60 >= end // 1000 - 8000
    assert field.decoded("t01.mp4") > 500


def test_a_folder_that_cannot_be_written(field: Field) -> None:
    """Of the whole shelf, then of one lesson's recording: it waits, and goes on when it can."""
    shelf = field.data / "recordings"
    shelf.mkdir(mode=0o500)
    mic = Journal(field.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 600 * SECOND))
    process = field.start(program=["-c", BOUND])
    assert process.stderr is not None
    assert json.loads(process.stderr.readline())["event"] == "waiting_for_lock"
    shelf.chmod(0o700)
    field.wait(lambda: field.saved() > 0, (mic,))
    for file in (shelf / "lesson").iterdir():
        file.chmod(0o400)
    (shelf / "lesson").chmod(0o500)
    said = json.loads(process.stderr.readline())
    assert (said["event"], said["trouble"]) == ("lesson_fails", "unwritable")
    (shelf / "lesson").chmod(0o700)
    for file in (shelf / "lesson").iterdir():
        file.chmod(0o600)
    saved = field.saved()
    field.wait(lambda: field.saved() > saved, (mic,))
    assert field.recording is not None and field.recording.trouble == ""


BOUND = """
import ctypes, sys
from recordings.recorder.process import main
none = (ctypes.c_uint32 * 6)(); version_3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
assert ctypes.CDLL(None).capset(version_3, none) == 0
sys.exit(main(sys.argv[1:]))
"""
"""A recorder without root's capabilities: files' modes bind it, whoever runs the tests."""

"""The recorder dies before every single thing it does to the disk, and the next one goes on: nothing is lost twice."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import pytest

from recordings.recorder.lessons import Lessons
from recordings.shelf.index import read_index
from recordings.shelf.order import write_order
from recordings.shelf.recording import Recording, read_recording
from recordings.shelf.verify import Verifier
from tests.recordings.recorder.desk import MONOTONIC, ZERO, Journal, order, pictures, speech

SECOND = 1_000_000
TOUCHES = ("write", "fsync", "fdatasync", "ftruncate", "replace", "unlink", "rmdir", "mkdir")
"""Of `os`: all that changes files and folders but making a file."""


class Killed(BaseException):
    """No handler of ours may run on it but those that close what the kernel would close."""


class Knife:
    """Kills before the call number `at` of TOUCHES; a write is cut in the middle."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.calls = 0

    def guarded(self, name: str, right: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                if name == "write":
                    right(args[0], bytes(args[1])[: len(args[1]) // 2])
                raise Killed
            return right(*args, **kwargs)

        return call


@contextmanager
def knife(at: int = 0) -> Iterator[Knife]:
    """`at` 0: only counts."""
    one = Knife(at)
    with pytest.MonkeyPatch.context() as patch:
        for name in TOUCHES:
            patch.setattr(os, name, one.guarded(name, getattr(os, name)))
        yield one


class Table:
    """A lesson of 9 s whose journals are complete."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.lesson = data / "journals" / "lesson"
        self.shelf = data / "recordings" / "lesson"
        write_order(self.lesson, order(data / "journals").ended(ZERO + 9000))
        Journal(self.lesson, "w-1", "p1/mic", begin=SECOND).play(speech("teacher", SECOND, 9 * SECOND)).end(
            9 * SECOND
        )
        frames = pictures("teacher", 2 * SECOND, 9 * SECOND)
        camera = Journal(self.lesson, "w-2", "p1/camera", "vp8", begin=2 * SECOND)
        camera.play(frames).end(9 * SECOND)

    def work(self, at: int = 0) -> Knife:
        """A recorder, until it is killed or done."""
        recorder = Lessons(self.data / "journals", self.data / "recordings")
        with knife(at) as one:
            try:
                for step in range(200):
                    recorder.step(MONOTONIC + 9 * SECOND + step * SECOND // 2)
                    if not self.lesson.exists():
                        break
            except Killed:
                pass
        for attempt in recorder._attempts.values():
            attempt.lesson.close()  # as the kernel does
        return one

    @property
    def recording(self) -> Recording | None:
        return read_recording(self.shelf)

    def complete(self, like: "Table | None" = None) -> None:
        """Final, and every packet and picture is there: they can be decoded, or are the same as of `like`."""
        found = self.recording
        assert found is not None and (found.state, found.trouble, found.gaps) == ("final", "", ())
        assert (found.started_at, found.ended_at) == (ZERO, ZERO + 9000)
        assert Verifier(self.shelf).step(found.tracks, 1 << 40)
        assert [(one.person, one.source) for one in found.tracks] == [
            (None, None),
            ("p1", "mic"),
            ("p1", "camera"),
        ]
        if like is not None:
            assert self.packets() == like.packets()
            return
        assert [self.decoded(one.file) for one in found.tracks[:2]] == [150, 400]
        assert self.decoded("t02.webm") == pytest.approx(
            len(pictures("teacher", 2 * SECOND, 9 * SECOND)), abs=1
        )

    def packets(self) -> list[list[tuple[int | None, bytes]]]:
        """When each packet is heard or shown, and what it holds; of the mix, encoded anew, only when."""
        assert self.recording is not None
        mix, *sources = (self.demuxed(one.file) for one in self.recording.tracks)
        return [[(at, b"") for at, _ in mix], *sources]

    def demuxed(self, file: str) -> list[tuple[int | None, bytes]]:
        with av.open(str(self.shelf / file)) as container:
            return [(packet.pts, bytes(packet)) for packet in container.demux(container.streams[0])]

    def decoded(self, file: str) -> int:
        with av.open(str(self.shelf / file)) as container:
            return sum(1 for _ in container.decode(container.streams[0]))


def test_killed_once_before_each_touch(tmp_path: Path) -> None:
    """All the way: while tracks are written, verified, said to be final, and while the journals are removed."""
    whole = Table(tmp_path / "whole")
    touches = whole.work().calls
    whole.complete()
    assert touches > 20
    for at in range(1, touches + 1):
        table = Table(tmp_path / str(at))
        assert table.work(at).calls == at
        was = table.recording
        table.work()
        if was is not None and was.state == "final":
            assert table.recording == was
        assert not table.lesson.exists()
        table.complete(like=whole)
        shutil.rmtree(table.data)


@pytest.mark.parametrize("seed", range(6))
def test_killed_again_and_again(tmp_path: Path, seed: int) -> None:
    """Each recorder gets a little further than it takes to open, or not even that."""
    table, chance = Table(tmp_path), random.Random(seed)
    for _ in range(40):
        table.work(chance.randint(1, 12))
        recording = table.recording
        if recording is not None:
            assert Verifier(table.shelf).step(recording.tracks, 1 << 40)
    table.work()
    assert not table.lesson.exists()
    table.complete()
    ends = [segment.end for segment in read_index(table.shelf, "t00")]
    assert ends == sorted(ends)
